internal import Authorization
internal import GRDB

/// Goes through a list in short reads, counting, filtering and sorting.
///
/// In Django's default journal mode a reader makes the application's commit wait, so no read lasts long, and
/// none is held between two of them.
struct ListScan {
  let parts: [ListPart]
  let filter: TextFilter?
  let order: ListOrder?
  /// Where the rows go; nil to count only.
  let list: KeyList?
  let reads: ShortReads
  let report: (Tally) -> Void
  /// Called before the last, complete tally is reported.
  let finish: () throws -> Void

  /// - Parameter note: what the numbers leave out, asked for at the end.
  func run(note: () throws -> String? = { nil }) throws {
    var progress = ScanProgress(parts: parts.count, report: report)
    for (index, part) in parts.enumerated() {
      progress.begin(part: index)
      if let gathering = part.gathering {
        progress.tell()
        try gathering.run(reads) { progress.add(rows: 0, matches: 0, fraction: $0) }
      }
      switch (part.access, part.slices) {
      case (.listed(isWalked: true), _): try walk(index, part, &progress)
      case _ where part.filters.isEmpty && filter != nil: try walk(index, part, &progress)
      case (_, let column?): try slice(index, part, column, &progress)
      default: try gulp(index, part, &progress)
      }
    }
    try finish()
    progress.end(note: try note())
  }

  /// Cuts the part by a unique column.
  private func slice(_ index: Int, _ part: ListPart, _ column: String, _ progress: inout ScanProgress) throws
  {
    var range = SliceRange(part: part, column: column)
    try reads.read { try range.measure($0.database) }
    var pace = ScanPace(1_000)
    while true {
      try reads.check()
      var count = 0
      var matches = 0
      try pace.measure { size in
        try reads.read { reader in
          guard let slice = try range.next(reader.database, size: size) else { return }
          count = slice.count
          matches = try take(reader.database, index, part, slice)
        }
      }
      guard count > 0 else { return }
      progress.add(rows: part.sliceEnds == nil ? count : matches, matches: matches, fraction: range.fraction)
    }
  }

  /// A part that no column cuts into slices: one read, which can be interrupted.
  private func gulp(_ index: Int, _ part: ListPart, _ progress: inout ScanProgress) throws {
    try reads.check()
    var matches = 0
    var count = 0
    try reads.read { reader in
      matches = try take(reader.database, index, part, nil)
      count = filter == nil ? matches : try part.boundedCount(reader.database, limit: .max)
    }
    progress.add(rows: count, matches: matches, fraction: 1)
  }

  /// Rows that are known only once they are made.
  private func walk(_ index: Int, _ part: ListPart, _ progress: inout ScanProgress) throws {
    let keyset = Keyset(part, terms: part.order)
    var bound = Keyset.Bound.start
    var pace = ScanPace(100, largest: 2_000)
    while true {
      try reads.check()
      var count = 0
      var matches = 0
      var kept = 0
      try pace.measure { size in
        try reads.read { reader in
          let rows = try keyset.rows(reader.database, bound, limit: size)
          count = rows.count
          if let last = rows.last { bound = .after(last) }
          let filled = try part.fill(reader, rows.map { part.identity($0) })
          for (terms, row) in zip(rows, filled) {
            guard let row else { continue }
            kept += 1
            guard filter.map({ $0.matches(row.text) }) ?? true else { continue }
            matches += 1
            try list?.insert(reader.database, part: index, terms: terms)
          }
        }
      }
      guard count > 0 else { return }
      progress.add(rows: kept, matches: matches, fraction: nil)
    }
  }

  /// Takes the rows of a slice, or of all of the part.
  private func take(_ database: Database, _ index: Int, _ part: ListPart, _ slice: SliceRange.Slice?) throws
    -> Int
  {
    let fields = filter == nil ? [] : part.filters
    let searched = filter?.isPlain ?? true ? fields : part.searched ?? fields
    guard let list else {
      return try slice?.count ?? part.boundedCount(database, limit: .max)
    }
    let conditions =
      part.conditions + (slice.map { [$0.condition] } ?? []) + (filter.map { [$0.condition(searched)] } ?? [])
    let arguments =
      part.arguments + StatementArguments((slice?.arguments ?? []) + (filter?.arguments(searched) ?? []))
    let rows = "FROM \(part.byKey ?? part.from)\(part.joins)\(ListPart.filter(conditions))"
    let columns = columns(part)
    if filter?.isPlain ?? true {
      return try list.insert(
        database, part: index, select: wrap(part, "SELECT \(columns.joined(separator: ", ")) \(rows)"),
        arguments: arguments)
    }
    let statement = try database.cachedStatement(
      sql: "SELECT \((columns + fields).joined(separator: ", ")) \(rows)")
    let found = try StoredRow.fetchCursor(statement, arguments: arguments)
    var matches = 0
    while let row = try found.next() {
      guard
        fields.indices.contains(where: { field in
          row[columns.count + field].text.map { filter?.matches($0) ?? true } ?? false
        })
      else { continue }
      matches += 1
      try list.insert(database, part: index, terms: terms(columns.indices.map { row[$0] }))
    }
    return matches
  }

  /// What a prepared list keeps of each row: its natural terms, or the value it is sorted by and its key.
  private func columns(_ part: ListPart) -> [String] {
    guard let order else { return part.order.map(\.sql) }
    return ["\(part.sorts[order.column]?.sql ?? "NULL") AS value"]
      + part.order.suffix(1).map { "\($0.sql) AS key" }
  }

  private func wrap(_ part: ListPart, _ select: String) -> String {
    guard let order else { return select }
    guard part.sorts[order.column]?.canBeNull ?? true else {
      return "SELECT 0, y.value, y.key FROM (\(select)) AS y"
    }
    return "SELECT y.value IS NULL, coalesce(y.value, 0), y.key FROM (\(select)) AS y"
  }

  private func terms(_ values: [DatabaseValue]) -> [DatabaseValue] {
    guard order != nil else { return values }
    let isMissing = values[0].isNull
    return [isMissing.databaseValue, isMissing ? Int64(0).databaseValue : values[0], values[1]]
  }
}

extension FilledRow {
  /// What can be read of the row.
  var text: String { cells.map(\.words).filter { !$0.isEmpty }.joined(separator: " ") }
}

extension CellValue {
  /// The text of a cell; empty for marks and numbers.
  var words: String {
    switch self {
    case .text(let text): text
    case .audience(let audience): audience.text
    case .flag, .count, .none: ""
    }
  }
}
