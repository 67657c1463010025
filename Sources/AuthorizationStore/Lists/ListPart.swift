internal import Authorization
internal import GRDB

/// One run of rows of a list, described as SQL: where they are, how they are ordered, how they are shown.
///
/// A list is one or several parts behind one another: the roles of a user are their own, then those of their
/// groups. Every page, count, filter and sort of every list is made from these descriptions.
struct ListPart {
  /// A value that rows are ordered by.
  struct Term: Hashable {
    var sql: String
    var descending = false
  }

  /// How the rows can be reached in order.
  enum Access {
    /// An index gives the order, so that a page costs the same anywhere.
    case straight
    /// No index gives the order. Few rows are sorted for each page; many are read in the order of these terms,
    /// which an index gives, or by way of a prepared list where there are none.
    case sortedWhenFew(otherwise: [Term]?)
    /// Only a prepared list can be paged: the rows are found by a search of their own or, where the list is
    /// walked, by making every row and keeping those that are not nil.
    case listed(isWalked: Bool)
  }

  /// How many rows are sorted for each page.
  static let few = 1_000

  var access: Access = .straight
  /// Tables that decide which rows there are, and their order.
  var from: String
  /// The same tables in the order that suits a search by key, where that is another one.
  var byKey: String?
  /// Tables that are needed besides to filter and sort; each row has at most one match there.
  var joins = ""
  var conditions: [String] = []
  var arguments: StatementArguments = []
  /// The tables and conditions that suffice to count, because foreign keys vouch for the others.
  var counting: (from: String, conditions: [String])?
  /// Whether rows that are alike count as one.
  var isDistinct = false
  /// The order in which people read. The last terms identify the row.
  var order: [Term]
  /// How many of the last terms identify the row.
  var identity = 1
  /// A unique and indexed column by which the rows can be cut into slices: the last term. Nil where there is none.
  var slices: String?
  /// Where the slices' ends are read, if not in the part itself: the table and key that the column refers to.
  var sliceEnds: (from: String, column: String)?
  /// What fills the temporary table that the part reads, before it is scanned.
  var gathering: (any Gathering)?
  /// What a filter looks into; empty where it has to look at what is shown.
  var filters: [String] = []
  /// The columns that `filters` are made of, where one is put together from several.
  var searched: [String]?
  /// What each sortable column is sorted by.
  var sorts: [String: Sort] = [:]
  /// Makes rows from their identities; nil for those that are gone.
  var fill: (AuthorizationReader, [[DatabaseValue]]) throws -> [FilledRow?]

  struct Sort {
    var sql: String
    var canBeNull = true
  }

  /// The identity at the end of a row's terms.
  func identity(_ terms: [DatabaseValue]) -> [DatabaseValue] { Array(terms.suffix(identity)) }

  /// The terms by which a page of this part is read now; nil where it needs a prepared list.
  func terms(_ database: Database) throws -> [Term]? {
    switch access {
    case .straight: return order
    case .listed: return nil
    case .sortedWhenFew(let otherwise): return try isFew(database) ? order : otherwise
    }
  }

  /// Whether there are so few rows that sorting them is nothing.
  func isFew(_ database: Database) throws -> Bool {
    try boundedCount(database, limit: Self.few + 1) <= Self.few
  }

  /// How many rows there are, as far as `limit`.
  func boundedCount(_ database: Database, limit: Int) throws -> Int {
    let distinct = isDistinct ? "DISTINCT \(order.suffix(identity).map(\.sql).joined(separator: ", "))" : "1"
    let rows = counting.map { $0.from + Self.filter($0.conditions) } ?? from + Self.filter(conditions)
    let sql = "SELECT count(*) FROM (SELECT \(distinct) FROM \(rows) LIMIT \(limit)) AS n"
    return try Int.fetchOne(
      database.cachedStatement(sql: sql), arguments: arguments) ?? 0
  }

  static func filter(_ conditions: [String]) -> String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }
}

/// A row of a list without its place.
struct FilledRow {
  var ref: EntityRef
  var cells: [CellValue]
  var faded = false
  /// Something that a reader of a detail must not overlook.
  var warns = false
  /// What can be taken away here.
  var edit: LineEdit?
}
