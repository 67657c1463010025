/// The moment that a question about the past is asked of.
public enum HistoryMoment: Sendable, Hashable {
  /// Before everything that was done at this time or later, in seconds since 1970.
  case time(Int64)
  /// Before one entry of the history, and so before all that followed it.
  case entry(Int64)

  /// `#12`, `2026-11-28` (its beginning in UTC), `2026-11-28T12:00Z`, `2026-11-28T12:00:00+02:00`.
  ///
  /// A time without a zone is none: it could be any of two dozen.
  public init?(_ text: String) {
    if text.hasPrefix("#") {
      guard let number = Int64(text.dropFirst()), number > 0 else { return nil }
      self = .entry(number)
    } else {
      guard let seconds = Self.seconds(text) else { return nil }
      self = .time(seconds)
    }
  }

  private static func seconds(_ text: String) -> Int64? {
    if let seconds = UTCTime.extended(text) { return seconds }
    // ISO 8601: the offset from UTC stands where else the Z is.
    let zone = Array(text.utf8.suffix(6))
    guard text.utf8.count > 16, zone.count == 6, zone[3] == UInt8(ascii: ":"),
      zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"), let hours = number(zone[1...2]),
      let minutes = number(zone[4...5]), hours < 24, minutes < 60,
      let local = UTCTime.extended(String(decoding: text.utf8.dropLast(6), as: UTF8.self) + "Z")
    else { return nil }
    let offset = (hours * 60 + minutes) * 60
    let seconds = zone[0] == UInt8(ascii: "+") ? local - offset : local + offset
    return seconds < 0 ? nil : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  /// `before entry 12`, `before 2026-11-28 12:00:00 UTC`
  public var words: String {
    switch self {
    case .time(let seconds): "before \(UTCTime.text(seconds))"
    case .entry(let number): "before entry \(number)"
    }
  }

  /// As the command line takes it.
  public var argument: String {
    switch self {
    case .time(let seconds): Self.written(seconds)
    case .entry(let number): "#\(number)"
    }
  }

  /// A time as the history holds it: `2026-11-28T12:00:00Z`. Such times sort as text.
  public static func written(_ seconds: Int64) -> String {
    let words = UTCTime.text(seconds).split(separator: " ")
    return "\(words[0])T\(words[1])Z"
  }
}
