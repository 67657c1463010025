internal import Authorization
internal import GRDB

/// Cuts a part into slices by a unique and indexed column.
struct SliceRange {
  struct Slice {
    var count: Int
    var condition: String
    var arguments: [DatabaseValue]
  }

  let part: ListPart
  let column: String
  private var last: DatabaseValue?
  private var smallest = 0.0
  private var largest = 0.0

  init(part: ListPart, column: String) {
    self.part = part
    self.column = column
  }

  /// Where the ends of slices are read: the part itself, or the table that its column refers to.
  private var source: String { part.sliceEnds?.from ?? part.byKey ?? part.from }
  private var ends: String { part.sliceEnds?.column ?? column }
  private var conditions: [String] { part.sliceEnds == nil ? part.conditions : [] }
  private var arguments: StatementArguments { part.sliceEnds == nil ? part.arguments : [] }

  /// Finds out where the column begins and ends, to tell how far the scan has come.
  mutating func measure(_ database: Database) throws {
    let rows = "FROM \(source)\(ListPart.filter(conditions)) ORDER BY \(ends)"
    func end(_ direction: String) throws -> Double {
      let value = try StoredValue.fetchOne(
        database, sql: "SELECT \(ends) \(rows)\(direction) LIMIT 1", arguments: arguments)
      return value.map { Self.number($0.databaseValue) } ?? 0
    }
    smallest = try end("")
    largest = try end(" DESC")
  }

  /// The next slice of at most `size` rows; nil at the end.
  mutating func next(_ database: Database, size: Int) throws -> Slice? {
    let conditions = conditions + (last == nil ? [] : ["\(ends) > \(last?.mark ?? "?")"])
    let sql = """
      SELECT max(c), count(*) FROM (SELECT \(ends) AS c FROM \(source)\(ListPart.filter(conditions)) \
      ORDER BY \(ends) LIMIT ?) AS slice
      """
    let arguments = arguments + StatementArguments((last.map { [$0.bound] } ?? []) + [size.databaseValue])
    let row = try StoredRow.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    guard let row, row.count(1) > 0 else { return nil }
    let count = row.count(1)
    let end = row[0]
    defer { last = end }
    guard let last else {
      return Slice(count: count, condition: "\(column) <= \(end.mark)", arguments: [end.bound])
    }
    return Slice(
      count: count, condition: "\(column) > \(last.mark) AND \(column) <= \(end.mark)",
      arguments: [last.bound, end.bound])
  }

  /// The share of the slices that is done, as far as keys tell.
  var fraction: Double {
    guard let last, largest > smallest else { return 1 }
    return min(1, max(0, (Self.number(last) - smallest) / (largest - smallest)))
  }

  /// Text keys are spread evenly (UUIDs), so their first bytes say where they stand.
  private static func number(_ value: DatabaseValue) -> Double {
    switch value.storage {
    case .int64(let integer): Double(integer)
    case .double(let double): double
    case .string(let text):
      text.utf8.prefix(6).reduce(into: (0.0, 1.0)) { sum, byte in
        sum.1 /= 256
        sum.0 += Double(byte) * sum.1
      }.0
    case .blob, .null: 0
    }
  }
}

/// What a scan has found so far, told now and then.
struct ScanProgress {
  let parts: Int
  let report: (Tally) -> Void
  private var part = 0
  private var rows = 0
  private var matches = 0
  private var lastReport: ContinuousClock.Instant?
  private var lastMatches = 0
  private var share = 0.0

  /// How often the person at the screen is told.
  private static let interval = Duration.milliseconds(80)

  init(parts: Int, report: @escaping (Tally) -> Void) {
    self.parts = parts
    self.report = report
  }

  mutating func begin(part: Int) {
    self.part = part
    share = Double(part) / Double(max(1, parts))
  }

  /// - Parameter fraction: the share of the part that is done; nil where that is not known.
  mutating func add(rows: Int, matches: Int, fraction: Double?) {
    self.rows += rows
    self.matches += matches
    if let fraction { share = (Double(part) + fraction) / Double(max(1, parts)) }
    let now = ContinuousClock.now
    // The first matches are shown at once.
    let isFirst = lastMatches == 0 && self.matches > 0
    guard isFirst || lastReport.map({ now - $0 > Self.interval }) ?? true else { return }
    lastReport = now
    lastMatches = self.matches
    report(Tally(matches: self.matches, total: nil, progress: min(0.99, share)))
  }

  /// Tells how far the scan has come, without anything new.
  func tell() {
    report(Tally(matches: matches, total: nil, progress: min(0.99, share)))
  }

  func end(note: String?) {
    report(Tally(matches: matches, total: rows, progress: 1, note: note))
  }
}
