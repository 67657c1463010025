internal import Authorization
internal import GRDB

/// Draws the keys of new rows.
final class FreshKeys {
  private let database: Database
  private let catalog: TableCatalog
  private var last: [String: Int64] = [:]
  private var drawn: Set<Name> = []
  private var entryNumber: Int64?

  init(_ database: Database, _ catalog: TableCatalog) {
    self.database = database
    self.catalog = catalog
  }

  /// The key that AUTOINCREMENT gives the next row of a table; each call gives the next one.
  func next(_ shape: TableShape) throws -> Int64 {
    let previous = try last[shape.table] ?? greatest(shape)
    guard previous < .max else {
      throw StoreError(.failed, "the keys of the table `\(shape.table)` are used up")
    }
    last[shape.table] = previous + 1
    return previous + 1
  }

  private func greatest(_ shape: TableShape) throws -> Int64 {
    let column = shape.key.first ?? "id"
    let sql = "SELECT max(\(column.quoted)) FROM \(shape.table.quoted)"
    var greatest = try StoredRow.fetchOne(database.cachedStatement(sql: sql))?.integer(0) ?? 0
    if catalog.has("sqlite_sequence") {
      let sequence = try database.cachedStatement(sql: "SELECT max(seq) FROM sqlite_sequence WHERE name = ?")
      greatest = max(
        greatest, try StoredRow.fetchOne(sequence, arguments: [shape.table])?.integer(0) ?? 0)
    }
    return max(greatest, 0)
  }

  /// A fresh UUID as Django writes it on SQLite: 32 hexadecimal digits, version 4.
  ///
  /// Planning the same change again in this process gives the same one, as long as nothing was edited in between, so
  /// that later changes of a list can name the row. Other processes and other edits draw others.
  func uuid(_ shape: TableShape, for change: Change?) throws -> Name {
    let sql = "SELECT 1 FROM \(shape.table.quoted) WHERE \((shape.key.first ?? "pulp_id").quoted) = ?"
    var attempt = 0
    while true {
      let uuid = draw(shape.table, change, try lastEntry(), attempt)
      attempt += 1
      guard !drawn.contains(uuid),
        try StoredRow.fetchOne(database.cachedStatement(sql: sql), arguments: [uuid.text]) == nil
      else { continue }
      drawn.insert(uuid)
      return uuid
    }
  }

  /// `Hasher` is seeded at random in every process.
  private func draw(_ table: String, _ change: Change?, _ entry: Int64, _ attempt: Int) -> Name {
    var halves = (0..<2).map { half in
      var hasher = Hasher()
      hasher.combine(half)
      hasher.combine(table)
      hasher.combine(change)
      hasher.combine(entry)
      hasher.combine(attempt)
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
    halves[0] = halves[0] & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    halves[1] = halves[1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return Name(
      halves.map { half in
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined())
  }

  /// The number of the last entry of the history: a row that was made and deleted again gets another key next time.
  private func lastEntry() throws -> Int64 {
    if let entryNumber { return entryNumber }
    var number: Int64 = 0
    if catalog.has("permscope_entry") {
      let statement = try database.cachedStatement(sql: "SELECT max(rowid) FROM permscope_entry")
      number = try StoredRow.fetchOne(statement)?.integer(0) ?? 0
    }
    entryNumber = number
    return number
  }
}
