internal import Authorization
import Foundation

/// What a row of `django_session` says. It can be read without the project's `SECRET_KEY`, and verified only with it.
struct SessionData: Hashable {
  /// The trees that the login loaded, by key.
  struct Cached: Hashable {
    var read: Set<Name>
    var write: Set<Name>
  }

  /// `_auth_user_id`; nil where nobody is logged in.
  var userKey: Name?
  /// `_auth_user_hash`, which changes with the password.
  var userHash: Name?
  /// Nil where the session has none.
  var cached: Cached?
  /// When it was written, in seconds since 1970.
  var written: Int64

  /// What was signed, and the signature.
  private var signedValue: String
  private var signature: String

  /// Whether Django would take it; nil where no key is known.
  func isVerified(_ keys: SecretKeys?) -> Bool? { keys?.verify(signedValue, signature: signature) }

  var writtenAt: Date { Date(timeIntervalSince1970: Double(written)) }

  /// Why a session cannot be read, in a few words.
  struct Unreadable: Error, Hashable {
    var reason: String
  }

  /// Decodes `session_data`: base64 of JSON, compressed where it starts with a dot, a timestamp, a signature.
  ///
  /// - Parameter key: where the project caches authorization.
  init(_ text: String, cachedUnder key: String) throws(Unreadable) {
    guard text.utf8.count <= SessionEncoding.limit else { throw Unreadable(reason: "too long") }
    // A base64 text holds no colon, so the pieces are exactly three.
    let pieces = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard pieces.count == 3, let written = SessionEncoding.base62(pieces[1]) else {
      throw Unreadable(reason: "not a signed value")
    }
    self.written = written
    signature = String(Substring(pieces[2]))
    signedValue = String(text.dropLast(signature.count + 1))
    let isCompressed = pieces[0].first == UInt8(ascii: ".")
    guard let packed = SessionEncoding.base64(isCompressed ? pieces[0].dropFirst() : pieces[0]) else {
      throw Unreadable(reason: "not base64")
    }
    guard let bytes = isCompressed ? SessionEncoding.inflate(packed) : packed else {
      throw Unreadable(reason: "damaged compression")
    }
    guard let members = (try? JSONValue(parsing: bytes))?.members else {
      throw Unreadable(reason: "not a JSON object")
    }
    userKey = Self.key(members["_auth_user_id"])
    userHash = members["_auth_user_hash"]?.text
    cached = try Self.cached(members[Name(key)])
  }

  private static func cached(_ value: JSONValue?) throws(Unreadable) -> Cached? {
    guard let value, !value.isNull else { return nil }
    guard let members = value.members, let read = keys(members["read"]), let write = keys(members["write"])
    else {
      throw Unreadable(reason: "its cached authorization has another form")
    }
    return Cached(read: read, write: write)
  }

  private static func keys(_ value: JSONValue?) -> Set<Name>? {
    guard let value, !value.isNull else { return [] }
    return value.elements.map { Set($0.compactMap(key)) }
  }

  private static func key(_ value: JSONValue?) -> Name? {
    switch value {
    case .string(let name): name
    case .integer(let integer): Name(String(integer))
    default: nil
    }
  }
}
