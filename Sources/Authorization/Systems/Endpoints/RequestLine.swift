/// What a URL of Pulp's API means: `GET /pulp/default/api/v3/remotes/file/file/<key>/sync/`.
public struct RequestLine: Sendable, Hashable {
  public var method: Name
  /// The domain in the path, where domains are on.
  public var domain: Name?
  /// `v3` of Pulp's API; nil where the path names none.
  public var version: Name?
  /// What follows `/api/v3/`, piece by piece.
  public var pieces: [Name]

  /// Reads `METHOD URL` or a URL alone, which is a `GET`. Nil where the text is no such thing.
  public init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard let last = words.last, words.count <= 3, last.contains("/") || words.count > 1 else { return nil }
    // A line of a log ends with the protocol.
    let url = words.count == 3 && last.hasPrefix("HTTP/") ? words[1] : last
    guard words.count < 3 || last.hasPrefix("HTTP/"), url.contains("/") else { return nil }
    method = words.count > 1 ? Name(words[0].uppercased()) : "GET"
    guard Self.methods.contains(method) else { return nil }
    let path = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
      .split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
    var all = path.split(separator: "/").map { Name(Self.decoded(String($0))) }
    if let scheme = all.first, scheme == "http:" || scheme == "https:" { all = Array(all.dropFirst(2)) }
    // What stands before the version is the root of the API, and the domain where there are two of them.
    let api = all.indices.first { $0 + 1 < all.count && all[$0] == "api" && all[$0 + 1].text.hasPrefix("v") }
    guard let api else {
      pieces = all
      return
    }
    version = all[api + 1]
    if api >= 2 { domain = all[api - 1] }
    pieces = Array(all[(api + 2)...])
  }

  /// Those that a request can have.
  public static let methods: Set<Name> = [
    "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE",
  ]

  /// `%20` and its like. What is no such thing stays as it is.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, rest.first != UInt8(ascii: "+"),
        rest.first != UInt8(ascii: "-"),
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a request line reaches.
public struct RoutedRequest: Sendable, Hashable {
  public var endpoint: Endpoint
  public var action: Name
  /// The key of the object, where the action is about one.
  public var key: Name?
  /// The key of the parent of a nested endpoint.
  public var parentKey: Name?
}

extension EndpointTable {
  /// Finds the endpoint and the action that a request line reaches.
  ///
  /// - Parameter more: endpoints that the table does not have (those of plugins).
  /// - Returns: nil where no endpoint fits, or where an endpoint fits and has no such action; the second is `nearest`.
  public func route(
    _ line: RequestLine, more: [Endpoint] = []
  ) -> (routed: RoutedRequest?, nearest: Endpoint?) {
    let all = (endpoints + more).sorted { $0.name.text.utf8.count > $1.name.text.utf8.count }
    var nearest: Endpoint?
    for endpoint in all {
      guard let (rest, parentKey) = remainder(endpoint, line.pieces) else { continue }
      if let (action, key) = action(endpoint, line.method, rest) {
        return (
          RoutedRequest(endpoint: endpoint, action: action, key: key, parentKey: parentKey), endpoint
        )
      }
      nearest = nearest ?? endpoint
    }
    return (nil, nearest)
  }

  /// What is left of the path behind an endpoint, and the key of its parent.
  private func remainder(_ endpoint: Endpoint, _ pieces: [Name]) -> ([Name], Name?)? {
    guard let parent = endpoint.parent else {
      let own = endpoint.name.text.split(separator: "/").map { Name(String($0)) }
      return pieces.starts(with: own) ? (Array(pieces.dropFirst(own.count)), nil) : nil
    }
    let above = parent.endpoint.text.split(separator: "/").map { Name(String($0)) }
    guard pieces.starts(with: above), pieces.count > above.count + 1,
      pieces[above.count + 1] == endpoint.lastPiece
    else { return nil }
    return (Array(pieces.dropFirst(above.count + 2)), pieces[above.count])
  }

  private func action(_ endpoint: Endpoint, _ method: Name, _ rest: [Name]) -> (Name, Name?)? {
    // The REST framework answers HEAD by the action of GET.
    let method: Name = method == "HEAD" ? "GET" : method
    // It is answered without a look at the object.
    if method == "OPTIONS", rest.count < 2 { return ("metadata", nil) }
    func plain(_ isDetail: Bool) -> Name? {
      let names: [Name] = ["list", "create", "retrieve", "update", "partial_update", "destroy"]
      return endpoint.actions.first {
        $0.isDetail == isDetail && $0.method == method && names.contains($0.name)
      }?.name
    }
    func extra(_ name: Name, _ isDetail: Bool) -> Name? {
      endpoint.actions.first { $0.isDetail == isDetail && $0.method == method && $0.name == name }?.name
    }
    switch rest.count {
    case 0: return plain(false).map { ($0, nil) }
    case 1: return extra(rest[0], false).map { ($0, nil) } ?? plain(true).map { ($0, rest[0]) }
    case 2: return extra(rest[1], true).map { ($0, rest[0]) }
    default: return nil
    }
  }
}
