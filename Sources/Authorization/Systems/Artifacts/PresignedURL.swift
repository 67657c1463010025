/// What a presigned link to a stored file says of itself. Its signature is never kept.
public struct PresignedURL: Sendable, Hashable {
  public enum Scheme: String, Sendable, Hashable {
    case awsV2 = "AWS Signature Version 2"
    case awsV4 = "AWS Signature Version 4"
    case googleV2 = "Google Cloud Storage, V2"
    case googleV4 = "Google Cloud Storage, V4"
    case azure = "Azure shared access signature"
  }

  public var scheme: Scheme
  /// The host and path, without the query.
  public var place: Name
  /// The key that signed, shortened; nil where the link does not name it.
  public var signer: Name?
  /// Seconds since 1970, UTC; nil where the link does not say.
  public var starts: Int64?
  public var expires: Int64

  /// Whether it works at a time, in seconds since 1970.
  public func isExpired(at now: Int64) -> Bool { now >= expires }

  /// Whether its time has not come yet.
  public func isEarly(at now: Int64) -> Bool { starts.map { now < $0 } ?? false }
}

/// A text that is no presigned link, and why.
public struct PresignedURLError: Error, Sendable, Hashable {
  /// Lower case, no final period, what was expected.
  public var message: String

  public init(_ message: String) { self.message = message }
}
