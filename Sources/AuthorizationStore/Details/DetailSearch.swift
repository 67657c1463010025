internal import Authorization
internal import GRDB

/// Searching what no index finds, within the time that a person does not notice.
extension DetailBuilder {
  /// How long a search may take before a detail says "at least".
  private static let patience = Duration.milliseconds(20)
  /// How many rows are looked at.
  private static let enough = 2_000

  /// The first rows of a part that one statement searches for, and how many there are if it came to an end.
  func search(_ part: ListPart, _ limit: Int) throws -> ([FilledRow], Int?) {
    let end = ContinuousClock.now + Self.patience
    let columns = part.order.map(\.sql).joined(separator: ", ")
    let statement = try reader.database.cachedStatement(
      sql: """
        SELECT \(part.isDistinct ? "DISTINCT " : "")\(columns) FROM \(part.from)\(ListPart.filter(part.conditions)) \
        LIMIT \(Self.enough + 1)
        """)
    var places: [[DatabaseValue]] = []
    var isComplete = true
    do {
      try Interruption.watching([reader.file.connection], isWanted: { ContinuousClock.now > end }) { search in
        try search.during {
          let rows = try StoredRow.fetchCursor(statement, arguments: part.arguments)
          while let row = try rows.next() { places.append(part.order.indices.map { row[$0] }) }
        }
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
      guard ContinuousClock.now > end else { throw CancellationError() }
      isComplete = false
    }
    if places.count > Self.enough { isComplete = false }
    let sorted = places.sorted { left, right in Self.name(left) < Self.name(right) }
    let rows = try part.fill(reader, sorted.prefix(limit).map { part.identity($0) }).compactMap { $0 }
    return (rows, isComplete ? places.count : nil)
  }

  private static func name(_ terms: [DatabaseValue]) -> Name {
    terms.first.flatMap { Name($0) } ?? ""
  }

  /// The first rows that are kept of a part whose rows must all be made.
  func walk(_ part: ListPart, _ limit: Int) throws -> ([FilledRow], Int?) {
    let end = ContinuousClock.now + Self.patience
    let keyset = Keyset(part, terms: part.order)
    var bound = Keyset.Bound.start
    var rows: [FilledRow] = []
    while true {
      let places = try keyset.rows(reader.database, bound, limit: 100)
      rows += try part.fill(reader, places.map { part.identity($0) }).compactMap { $0 }
      guard let last = places.last, places.count == 100 else {
        return (Array(rows.prefix(limit)), rows.count)
      }
      guard ContinuousClock.now < end else { return (Array(rows.prefix(limit)), nil) }
      bound = .after(last)
    }
  }
}
