extension PresignedURL {
  /// The longest link that is looked at.
  private static var maximumLength: Int { 16_384 }

  /// Reads a link as it was pasted.
  ///
  /// Sources: AWS, "Authenticating Requests: Using Query Parameters" (V4) and "Signing and Authenticating REST Requests"
  /// (V2); Google Cloud Storage, "Signed URLs"; Azure Storage, "Create a service SAS" and "Create a user delegation SAS".
  public static func read(_ text: String) throws(PresignedURLError) -> PresignedURL {
    guard text.utf8.count <= maximumLength else { throw PresignedURLError("the link is too long to be one") }
    let parts = try PresignedURLParts(text)
    if parts.has("X-Amz-Signature") || parts.has("X-Amz-Algorithm") {
      return try signedV4(parts, .awsV4, "X-Amz-")
    }
    if parts.has("X-Goog-Signature") || parts.has("X-Goog-Algorithm") {
      return try signedV4(parts, .googleV4, "X-Goog-")
    }
    if parts.has("AWSAccessKeyId") { return try signedV2(parts, .awsV2, "AWSAccessKeyId") }
    if parts.has("GoogleAccessId") { return try signedV2(parts, .googleV2, "GoogleAccessId") }
    if parts.has("sig"), parts.has("se") || parts.has("sv") { return try azure(parts) }
    throw PresignedURLError(
      "the link is not signed: it has no `X-Amz-Signature`, `AWSAccessKeyId`, `X-Goog-Signature`, `GoogleAccessId` or `sig`"
    )
  }

  private static func signedV4(
    _ parts: PresignedURLParts, _ scheme: Scheme, _ prefix: String
  ) throws(PresignedURLError) -> PresignedURL {
    try parts.require("\(prefix)Signature")
    let credential = try parts.value("\(prefix)Credential")
    let key = credential.prefix { $0 != "/" }
    guard !key.isEmpty, credential.split(separator: "/").count == 5 else {
      throw PresignedURLError(
        "`\(prefix)Credential` is not as expected; expected `KEY/DATE/REGION/SERVICE/REQUEST`")
    }
    let date = try parts.value("\(prefix)Date")
    guard let starts = UTCTime.compact(date) else {
      throw PresignedURLError("`\(prefix)Date` is `\(date)`; expected a time such as `20261128T120000Z`")
    }
    let duration = try parts.seconds("\(prefix)Expires")
    // A week is the longest that either takes.
    guard (1...604_800).contains(duration) else {
      throw PresignedURLError("`\(prefix)Expires` is `\(duration)`; expected 1 to 604800 seconds")
    }
    return PresignedURL(
      scheme: scheme, place: parts.place, signer: shortened(String(key)), starts: starts,
      expires: starts + duration)
  }

  private static func signedV2(
    _ parts: PresignedURLParts, _ scheme: Scheme, _ key: String
  ) throws(PresignedURLError) -> PresignedURL {
    try parts.require("Signature")
    return PresignedURL(
      scheme: scheme, place: parts.place, signer: shortened(try parts.value(key)), starts: nil,
      expires: try parts.seconds("Expires"))
  }

  private static func azure(_ parts: PresignedURLParts) throws(PresignedURLError) -> PresignedURL {
    func time(_ name: String) throws(PresignedURLError) -> Int64 {
      let text = try parts.value(name)
      guard let time = UTCTime.extended(text) else {
        throw PresignedURLError("`\(name)` is `\(text)`; expected a time such as `2026-11-28T12:00:00Z`")
      }
      return time
    }
    let starts = parts.has("st") ? try time("st") : nil
    // A user delegation names who signed; an account key does not.
    let signer = parts.has("skoid") ? shortened(try parts.value("skoid")) : nil
    return PresignedURL(
      scheme: .azure, place: parts.place, signer: signer, starts: starts, expires: try time("se"))
  }

  /// Enough of a key's name to find it among one's own.
  private static func shortened(_ key: String) -> Name {
    key.count <= 8 ? Name("\(key.prefix(2))…") : Name("\(key.prefix(4))…\(key.suffix(4))")
  }
}

/// A link cut into its place and the parameters of its query.
private struct PresignedURLParts {
  let place: Name
  private var values: [Name: String] = [:]

  init(_ text: String) throws(PresignedURLError) {
    let bytes = Array(text.utf8)
    let hasScheme = ["https://", "http://"].contains { bytes.starts(with: $0.utf8) }
    guard hasScheme else { throw PresignedURLError("the link does not begin with `https://`") }
    guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw PresignedURLError("the link is broken by a space; paste it in one piece, in quotes")
    }
    let whole = bytes.prefix { $0 != UInt8(ascii: "#") }
    let head = whole.prefix { $0 != UInt8(ascii: "?") }
    guard head.count < whole.count else { throw PresignedURLError("the link has no `?` and so no signature") }
    place = Name(String(decoding: head, as: UTF8.self))
    for pair in whole[(head.endIndex + 1)...].split(separator: UInt8(ascii: "&")) {
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      let key = Name(try Self.decoded(name))
      guard values[key] == nil else { throw PresignedURLError("`\(key)` is given twice") }
      values[key] = try Self.decoded(pair.dropFirst(name.count + 1))
    }
  }

  func has(_ name: String) -> Bool { values[Name(name)] != nil }

  /// What is there and not empty; it is not looked at.
  func require(_ name: String) throws(PresignedURLError) { _ = try value(name) }

  func value(_ name: String) throws(PresignedURLError) -> String {
    guard let value = values[Name(name)], !value.isEmpty else {
      throw PresignedURLError("the link has no `\(name)`; it may have been cut off when it was copied")
    }
    return value
  }

  func seconds(_ name: String) throws(PresignedURLError) -> Int64 {
    let text = try value(name)
    guard let number = Int64(text), number >= 0, text.utf8.first != UInt8(ascii: "+") else {
      throw PresignedURLError("`\(name)` is `\(text)`; expected whole seconds")
    }
    return number
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) throws(PresignedURLError) -> String {
    var out: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        out.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
        throw PresignedURLError("`%` is not followed by two hexadecimal digits")
      }
      out.append(value)
      rest = rest.dropFirst(2)
    }
    guard let text = String(validating: out, as: UTF8.self) else {
      throw PresignedURLError("a parameter of the link is not UTF-8")
    }
    return text
  }
}
