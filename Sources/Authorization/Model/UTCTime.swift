/// Times of links as seconds since 1970, without a calendar of the system.
public enum UTCTime {
  /// `20261128T120000Z`
  public static func compact(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
    let numbers = [0..<4, 4..<6, 6..<8, 9..<11, 11..<13, 13..<15].map { number(bytes[$0]) }
    return seconds(numbers)
  }

  /// `2026-11-28`, `2026-11-28T12:00Z`, `2026-11-28T12:00:00Z`, the last with a fraction as well.
  public static func extended(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    let day = [0..<4, 5..<7, 8..<10].map { number(bytes[$0]) }
    guard bytes.count > 10 else { return seconds(day + [0, 0, 0]) }
    guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes.last == UInt8(ascii: "Z")
    else { return nil }
    let minutes = [11..<13, 14..<16].map { number(bytes[$0]) }
    if bytes.count == 17 { return seconds(day + minutes + [0]) }
    guard bytes[16] == UInt8(ascii: ":"), bytes.count >= 20 else { return nil }
    let fraction = bytes[19..<(bytes.count - 1)]
    guard fraction.isEmpty || fraction.first == UInt8(ascii: ".") && number(fraction.dropFirst()) != nil
    else {
      return nil
    }
    return seconds(day + minutes + [number(bytes[17..<19])])
  }

  /// `2026-11-28 12:00:00 UTC`
  public static func text(_ seconds: Int64) -> String {
    // Later than the year 9999 is a number, not a time.
    guard (0..<253_402_300_800).contains(seconds) else { return "\(seconds) seconds after 1970" }
    let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = [second / 3_600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
    return "\(year)-\(two(month))-\(two(day)) \(time) UTC"
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard !bytes.isEmpty, bytes.count < 10, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int64(String(decoding: bytes, as: UTF8.self))
  }

  private static func seconds(_ parts: [Int64?]) -> Int64? {
    let known = parts.compactMap { $0 }
    guard known.count == 6 else { return nil }
    let (year, month, day) = (known[0], known[1], known[2])
    var lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if isLeap(year) { lengths[1] = 29 }
    guard year >= 1970, (1...12).contains(month), known[3] < 24, known[4] < 60, known[5] < 60 else {
      return nil
    }
    let index = Int(month) - 1
    guard (1...lengths[index]).contains(day) else { return nil }
    var days = day - 1
    for before in 1970..<year { days += isLeap(before) ? 366 : 365 }
    for length in lengths[..<index] { days += length }
    return days * 86_400 + known[3] * 3_600 + known[4] * 60 + known[5]
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
