internal import Authorization
internal import GRDB

/// Collects the keys of all holders of a permission in a temporary table, in short reads.
///
/// `HolderPlan` says the same in one statement; at ten million grants that reads for seconds, and the application's
/// commit would wait as long. Here each way to hold is read by itself, and groups turn into members bit by bit.
struct HolderGathering: Gathering {
  let plan: HolderPlan

  /// Keys of users, and whether only the active ones among them count.
  static let users = "temp.permscope_holders"
  private static let groups = "temp.permscope_holding_groups"

  func run(_ reads: ShortReads, _ report: (Double) -> Void) throws {
    try reads.read { reader in
      try Self.drop(reader.database)
      try reader.database.execute(
        sql: """
          CREATE TABLE \(Self.users) (key PRIMARY KEY, active_only) WITHOUT ROWID;
          CREATE TABLE \(Self.groups) (key, active_only, PRIMARY KEY (key, active_only)) WITHOUT ROWID
          """)
    }
    let compiler = LayerCompiler(schema: plan.schema)
    for part in plan.parts {
      for layer in part.layers {
        try reads.check()
        var isShared = false
        if case .group = layer.holder { isShared = true }
        guard let found = compiler.compile(layer, part.question, isShared ? .groups : .users) else {
          continue
        }
        let select = HolderPlan.Select(found, part.question)
        let sql =
          "SELECT holder, \(part.requiresActive ? 1 : 0) FROM (SELECT NULL AS holder WHERE 1 = 0 UNION ALL \(select.sql)) AS h"
        try reads.read { reader in
          try insert(reader.database, isShared ? Self.groups : Self.users, sql, select.arguments)
        }
      }
    }
    try members(reads)
    if plan.includesSuperusers { try superusers(reads) }
  }

  static func drop(_ database: Database) throws {
    for table in [users, groups] { try database.execute(sql: "DROP TABLE IF EXISTS \(table)") }
  }

  private func insert(_ database: Database, _ table: String, _ sql: String, _ arguments: StatementArguments)
    throws
  {
    // Who holds it in a way that does not ask for active users holds it anyway.
    let clash =
      table == Self.users
      ? "ON CONFLICT (key) DO UPDATE SET active_only = min(active_only, excluded.active_only)"
      : "ON CONFLICT DO NOTHING"
    try database.cachedStatement(
      sql: "INSERT INTO \(table) SELECT * FROM (\(sql)) AS x WHERE holder IS NOT NULL \(clash)"
    ).execute(arguments: arguments)
  }

  private func members(_ reads: ShortReads) throws {
    let link = plan.schema.memberships
    try slices(of: "\(Self.groups) AS g", "g.key", reads) { database, slice in
      let sql = """
        SELECT m.\(link.from.quoted) AS holder, g.active_only FROM \(Self.groups) AS g \
        CROSS JOIN \(link.table.quoted) AS m WHERE \(slice.condition) AND m.\(link.to.quoted) = g.key
        """
      try insert(database, Self.users, sql, StatementArguments(slice.arguments))
    }
  }

  private func superusers(_ reads: ShortReads) throws {
    let users = plan.schema.users
    guard let superuser = users.isSuperuser else { return }
    let key = "u.\(users.key.quoted)"
    try slices(of: "\(users.table.quoted) AS u", key, reads) { database, slice in
      let sql = """
        SELECT \(key) AS holder, 1 FROM \(users.table.quoted) AS u WHERE \(slice.condition) AND u.\(superuser.quoted)
        """
      try insert(database, Self.users, sql, StatementArguments(slice.arguments))
    }
  }

  private func slices(
    of table: String, _ key: String, _ reads: ShortReads, _ body: (Database, SliceRange.Slice) throws -> Void
  ) throws {
    let part = ListPart(from: table, order: [ListPart.Term(sql: key)], fill: { _, _ in [] })
    var range = SliceRange(part: part, column: key)
    var pace = ScanPace(100)
    while true {
      try reads.check()
      var isOver = false
      try pace.measure { size in
        try reads.read { reader in
          guard let slice = try range.next(reader.database, size: size) else {
            isOver = true
            return
          }
          try body(reader.database, slice)
        }
      }
      if isOver { return }
    }
  }
}

/// How a long search reads: bit by bit, looking up in between.
struct ShortReads {
  let read: ((AuthorizationReader) throws -> Void) throws -> Void
  /// Throws where nobody wants the answer any more.
  let check: () throws -> Void
}

/// How many rows one read of a scan takes, so that none lasts long.
struct ScanPace {
  private(set) var size: Int
  private let largest: Int

  /// How long a read may last.
  private static let target = Duration.milliseconds(10)

  init(_ size: Int, largest: Int = 50_000) {
    self.size = size
    self.largest = largest
  }

  mutating func measure(_ body: (Int) throws -> Void) rethrows {
    let elapsed = try ContinuousClock().measure { try body(size) }
    if elapsed > Self.target {
      size = max(20, size / 2)
    } else if elapsed < Self.target / 2 {
      size = min(largest, size * 2)
    }
  }
}
