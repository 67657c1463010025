import Authorization
import Testing

/// Links as the clouds' own documentation shows them.
@Suite struct PresignedURLTests {
  private static let v4 =
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
  private static let v2 =
    "https://s3.amazonaws.com/awsexamplebucket1/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620&Signature=iuyzCvd%2B%2BHrd%2FL%2Bc"
  private static let google =
    "https://storage.googleapis.com/example-bucket/cat.jpeg?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=example%40example-project.iam.gserviceaccount.com%2F20181026%2Fus-central1%2Fstorage%2Fgoog4_request&X-Goog-Date=20181026T181309Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host&X-Goog-Signature=247a2aa45f16"
  private static let azure =
    "https://account.blob.core.windows.net/logs/a.log?sv=2022-11-02&sr=b&sp=r&st=2026-11-28T10:00:00Z&se=2026-11-28T12:00:00Z&skoid=01234567-89ab-cdef-0123-456789abcdef&sig=Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D"

  @Test("who signed and until when is read from each kind of link")
  func kinds() throws {
    let four = try PresignedURL.read(Self.v4)
    #expect(four.scheme == .awsV4 && four.signer == "AKIA…MPLE")
    #expect(four.place == "https://examplebucket.s3.amazonaws.com/test.txt")
    #expect(four.starts == 1_369_353_600 && four.expires == 1_369_440_000)
    let two = try PresignedURL.read(Self.v2)
    #expect(two.scheme == .awsV2 && two.starts == nil && two.expires == 1_175_139_620)
    let google = try PresignedURL.read(Self.google)
    #expect(google.scheme == .googleV4 && google.expires == 1_540_577_589 + 900)
    let azure = try PresignedURL.read(Self.azure)
    #expect(azure.scheme == .azure && azure.signer == "0123…cdef")
    #expect(azure.starts == 1_795_860_000 && azure.expires == 1_795_867_200)
    let old = try PresignedURL.read(
      "https://storage.googleapis.com/b/o?GoogleAccessId=me@x.iam&Expires=7&Signature=s")
    #expect(old.scheme == .googleV2 && old.signer == "me…")
  }

  @Test("a link works until its last second, and not before its first")
  func expiry() throws {
    let link = try PresignedURL.read(Self.azure)
    #expect(link.isEarly(at: 1_795_859_999) && !link.isEarly(at: 1_795_860_000))
    #expect(!link.isExpired(at: 1_795_867_199) && link.isExpired(at: 1_795_867_200))
  }

  @Test("no signature is kept", arguments: [v4, v2, google, azure])
  func secrets(text: String) throws {
    let shown = "\(try PresignedURL.read(text))"
    for secret in ["aeeed9bb", "iuyzCvd", "247a2aa45f16", "Z/RHIX", "AKIAIOSFODNN7EXAMPLE"] {
      #expect(!shown.contains(secret))
    }
  }

  @Test(
    "what is wrong with a link is named",
    arguments: [
      ("ftp://x", "does not begin with `https://`"), ("https://x/y", "has no `?`"),
      ("https://x/y?a=b", "is not signed"), ("https://x/y?a=1&a=2", "given twice"),
      ("https://x/y?a=%G1", "two hexadecimal digits"), ("https://x/y?a=%FF", "not UTF-8"),
      ("https://x/y ?a", "a space"),
      (v4.replacing("&X-Amz-Date=20130524T000000Z", with: ""), "no `X-Amz-Date`"),
      (v4.replacing("=86400", with: "=604801"), "1 to 604800"),
      (v4.replacing("=86400", with: "=1e9"), "whole seconds"),
      (v4.replacing("20130524T", with: "20130229T"), "expected a time"),
      (v4.replacing("%2Fus-east-1", with: ""), "`KEY/DATE/REGION/SERVICE/REQUEST`"),
      (String(v4.prefix(240)), "cut off"),
      (v2.replacing("1175139620", with: "99999999999999999999"), "whole seconds"),
      (azure.replacing("se=2026-11-28T12", with: "se=2026-11-28T25"), "`se` is"),
      ("https://x/?" + String(repeating: "a", count: 20_000), "too long"),
    ])
  func malformed(text: String, words: String) {
    let error = #expect(throws: PresignedURLError.self) { try PresignedURL.read(text) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test(
    "times are read and written alike",
    arguments: [0, 951_782_400, 1_709_164_799, 4_102_444_800, 253_402_300_799])
  func times(seconds: Int64) {
    let text = UTCTime.text(seconds)
    let extended = text.replacing(" UTC", with: "Z").replacing(" ", with: "T")
    #expect(UTCTime.extended(extended) == seconds)
    #expect(UTCTime.compact(extended.filter { $0 != "-" && $0 != ":" }) == seconds)
  }

  @Test("a number that is no time is told as a number")
  func farTimes() { #expect(UTCTime.text(.max) == "\(Int64.max) seconds after 1970") }

  @Test("only the text of an artifact is guarded like its row")
  func content() {
    #expect(!ArtifactContent(.text, storage: .publicBucket).isOpen)
    #expect(ArtifactContent(.url, storage: .privateBucket).protection == .link)
    #expect(ArtifactContent(.file, storage: .filesystem).protection == .link)
    #expect(ArtifactContent(.file, storage: nil).protection == .unknown)
    let file = ArtifactContent(.file, storage: .privateBucket, expiry: 1)
    #expect(file.protection == .expiringLink && file.expiry == 1 && file.text.hasSuffix("for 1 second"))
  }
}
