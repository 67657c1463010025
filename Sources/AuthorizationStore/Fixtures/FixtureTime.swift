/// Dates and times between fixtures (ISO 8601) and the texts that Django's SQLite backend stores (naive, in UTC).
enum FixtureTime {
  /// `2026-11-20T23:48:57.955Z` as `2026-11-20 23:48:57.955000`; an offset is turned into UTC. Nil for other texts.
  ///
  /// Source of the rule: `django.utils.dateparse.parse_datetime` and `adapt_datetimefield_value` under `USE_TZ`.
  static func dateTime(_ text: String) -> String? {
    guard text.utf8.count <= 40 else { return nil }
    guard let day = date(String(text.prefix(10))) else { return nil }
    var rest = text.dropFirst(10)
    if rest.isEmpty { return "\(day) 00:00:00" }
    guard rest.first == "T" || rest.first == " " || rest.first == "t" else { return nil }
    rest = rest.dropFirst()
    let zone = rest.firstIndex { "Zz+-".contains($0) } ?? rest.endIndex
    guard let clock = time(rest[..<zone]), let minutes = offset(rest[zone...]) else { return nil }
    return minutes == 0 ? "\(day) \(clock)" : shifted(day, clock, minutes)
  }

  /// `2026-11-20`; nil for what is no day of the calendar.
  static func date(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
      let day = number(parts[2]), year > 0, (1...12).contains(month), day >= 1, day <= days(year, month)
    else { return nil }
    return text
  }

  /// `23:48:57.955` as `23:48:57.955000`, without the fraction where it is zero.
  static func time(_ text: Substring) -> String? {
    let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first else { return nil }
    var parts = whole.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2 { parts.append("00") }
    guard parts.map(\.utf8.count) == [2, 2, 2], let hour = number(parts[0]), let minute = number(parts[1]),
      let second = number(parts[2]), hour < 24, minute < 60, second < 60
    else { return nil }
    let clock = parts.joined(separator: ":")
    guard halves.count == 2 else { return clock }
    guard (1...9).contains(halves[1].utf8.count), number(halves[1]) != nil else { return nil }
    let micros = halves[1].prefix(6) + String(repeating: "0", count: max(0, 6 - halves[1].utf8.count))
    return micros.allSatisfy { $0 == "0" } ? clock : "\(clock).\(micros)"
  }

  /// `3 04:05:06.5` in microseconds (`django.utils.duration.duration_string`); nil for other texts.
  static func microseconds(_ text: String) -> Int64? {
    var rest = text[...]
    var days: Int64 = 0
    if let space = rest.firstIndex(of: " ") {
      guard let number = Int64(rest[..<space]), (-100_000_000...100_000_000).contains(number) else {
        return nil
      }
      days = number
      rest = rest[rest.index(after: space)...]
    }
    guard let clock = time(rest) else { return nil }
    let parts = clock.split { $0 == ":" || $0 == "." }.compactMap { Int64($0) }
    guard parts.count >= 3 else { return nil }
    let seconds = days * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
    return seconds * 1_000_000 + (parts.count > 3 ? parts[3] : 0)
  }

  /// What a stored time looks like in a fixture: `2026-11-20T23:48:57.955Z`. Other texts stay as they are.
  static func fixture(_ stored: String) -> String {
    guard stored.utf8.count >= 19, let normal = dateTime(stored), normal == stored else { return stored }
    let fraction = stored.dropFirst(19)
    // Django leaves out the last three digits; here they stay where there is something in them.
    let shown = fraction.hasSuffix("000") ? fraction.dropLast(3) : fraction
    return "\(stored.prefix(10))T\(stored.dropFirst(11).prefix(8))\(shown)Z"
  }

  /// Minutes east of Greenwich; 0 for `Z` and for a naive time.
  private static func offset(_ text: Substring) -> Int? {
    if text.isEmpty || text == "Z" || text == "z" { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.utf8.count == 2 || digits.utf8.count == 4, let hours = number(digits.prefix(2)), hours < 24
    else { return nil }
    let rest = digits.dropFirst(2)
    guard let minutes = rest.isEmpty ? 0 : number(rest), minutes < 60 else { return nil }
    return (hours * 60 + minutes) * (text.first == "-" ? -1 : 1)
  }

  private static func shifted(_ day: String, _ clock: String, _ minutes: Int) -> String? {
    let parts = day.split(separator: "-").compactMap { number($0) }
    let times = clock.prefix(5).split(separator: ":").compactMap { number($0) }
    guard parts.count == 3, times.count == 2 else { return nil }
    var (year, month, date) = (parts[0], parts[1], parts[2])
    var total = times[0] * 60 + times[1] - minutes
    if total < 0 {
      total += 1_440
      date -= 1
      if date == 0 {
        month -= 1
        if month == 0 { (month, year) = (12, year - 1) }
        date = days(year, month)
      }
    } else if total >= 1_440 {
      total -= 1_440
      date += 1
      if date > days(year, month) {
        (date, month) = (1, month + 1)
        if month == 13 { (month, year) = (1, year + 1) }
      }
    }
    guard (1...9_999).contains(year) else { return nil }
    func pad(_ number: Int, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return
      "\(pad(year, 4))-\(pad(month))-\(pad(date)) \(pad(total / 60)):\(pad(total % 60))\(clock.dropFirst(5))"
  }

  private static func days(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Digits only: `Int` would also take a sign.
  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
