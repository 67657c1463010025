internal import Authorization
internal import GRDB

/// The rows that an answer rests on, with those that they refer to.
struct CaseSlice {
  private let reader: AuthorizationReader
  private let links: RowLinks
  private let catalog: TableCatalog
  private var rows: [RowIdentity: [ColumnValue]] = [:]
  private var order: [RowIdentity] = []

  init(_ reader: AuthorizationReader) throws {
    self.reader = reader
    links = try RowLinks(reader.database)
    catalog = try TableCatalog(reader.database)
  }

  /// Adds rows and, row by row, what they refer to.
  ///
  /// - Throws: `StoreError` where that is more than a case holds.
  mutating func add(_ added: [RowIdentity]) throws {
    var waiting = added
    while let next = waiting.popLast() {
      // What a browser session holds is in no case.
      guard catalog.has(next.table), next.table != "django_session", rows[next] == nil else { continue }
      guard let row = try values(next) else { continue }
      guard rows.count < CaseFile.rowLimit else {
        throw StoreError(
          .badCase, "the answer rests on more than \(CaseFile.rowLimit) rows, which is no case any more")
      }
      rows[next] = row
      order.append(next)
      for link in try links.outgoing(next.table) {
        guard let value = row.value(of: link.column), value != .null, catalog.has(link.parent),
          let parent = try links.holder(link.parent, of: [ColumnValue(link.target, value)])
        else { continue }
        waiting.append(parent)
      }
    }
  }

  private func values(_ identity: RowIdentity) throws -> [ColumnValue]? {
    do {
      return try RowStore(reader.database).row(identity.table, identity.key)
    } catch let error as EditRefused {
      throw StoreError(.badCase, "a row cannot go into a case: \(error.refusal.text)")
    }
  }

  /// Adds the row of a user.
  mutating func addUser(_ key: DatabaseKey) throws {
    try add(identities(reader.schema.users.table, reader.schema.users.key, key))
  }

  /// Adds the groups of a subject, and where it is the whole, everything that it holds, own and through groups.
  mutating func addHoldings(of subject: Subject, whole: Bool) throws {
    var groups = subject.assumedGroups
    var found: [RowIdentity] = []
    switch subject.kind {
    case .user(let key):
      let link = reader.schema.memberships
      groups += try keys(link.table, link.from, key, link.to)
      guard whole else { return try add(identities(link.table, link.from, key)) }
      found += try holdings(reader.schema.users.table, key)
    case .group(let key): groups.append(key)
    case .anonymous:
      if let key = subject.standInKey { found += try holdings(reader.schema.users.table, key) }
    case .outsider: break
    }
    guard whole else { return }
    for group in groups { found += try holdings("auth_group", group) }
    try add(found)
    let roles = order.filter { $0.table == "core_role" }
    for role in roles {
      guard let key = role.key.first.flatMap({ DatabaseKey($0.value.databaseValue) }) else { continue }
      try add(identities("core_role_permissions", "role_id", key))
    }
  }

  /// The rows of systems that refer to a holder.
  private func holdings(_ table: String, _ key: DatabaseKey) throws -> [RowIdentity] {
    let schema = reader.schema
    let known =
      [
        schema.memberships.table, schema.userPermissions.table, schema.groupPermissions.table,
        "guardian_userobjectpermission", "guardian_groupobjectpermission", "core_userrole", "core_grouprole",
        "datawarehouse_gittreepolicy", "user_tasks_usertaskstatus",
      ] + schema.directGrants.map(\.table)
    return try known.flatMap { holder in
      // The members of a group are others.
      guard catalog.has(holder), !(table == "auth_group" && holder == schema.memberships.table) else {
        return [RowIdentity]()
      }
      return try links.outgoing(holder).filter { $0.parent == table }.flatMap {
        try identities(holder, $0.column, key)
      }
    }
  }

  private func identities(_ table: String, _ column: String, _ key: DatabaseKey) throws -> [RowIdentity] {
    guard catalog.has(table) else { return [] }
    let columns = try links.keyColumns(table)
    guard !columns.isEmpty else { return [] }
    let statement = try reader.database.cachedStatement(
      sql: """
        SELECT \(columns.map(\.quoted).joined(separator: ", ")) FROM \(table.quoted) \
        WHERE \(column.quoted) = ? LIMIT \(CaseFile.rowLimit + 1)
        """)
    return try StoredRow.fetchAll(statement, arguments: [key.value]).map { row in
      RowIdentity(
        table: table, key: columns.enumerated().map { ColumnValue($0.element, RowValue(row[$0.offset])) })
    }
  }

  private func keys(_ table: String, _ column: String, _ key: DatabaseKey, _ wanted: String) throws
    -> [DatabaseKey]
  {
    let statement = try reader.database.cachedStatement(
      sql: "SELECT \(wanted.quoted) FROM \(table.quoted) WHERE \(column.quoted) = ?")
    return try StoredValue.fetchAll(statement, arguments: [key.value]).compactMap { DatabaseKey($0) }
  }

  /// The tables of the case: those of the rows, those of the systems, and those that types and rules are found by.
  ///
  /// - Parameter looked: tables that the answer looked at.
  func tables(_ looked: Set<String>) throws -> [CaseTable] {
    let schema = reader.schema
    let columns = CaseColumns(schema)
    var names = Set(order.map(\.table)).union(looked).union(columns.tables)
    for status in schema.systems where status.present {
      names.formUnion(SchemaDetection.tables(of: status.system))
    }
    names.formUnion([schema.users.table, schema.memberships.table, schema.userPermissions.table])
    names.formUnion(schema.directGrants.map(\.table))
    names.formUnion(schema.treePaths.flatMap(\.steps).map(\.table))
    names.formUnion(schema.projectRules.compactMap(\.objects?.table))
    if schema.hasDomains { names.insert("core_domain") }
    let byTable = Dictionary(grouping: order, by: \.table)
    return try names.filter(catalog.has).sorted { Name($0) < Name($1) }.map { name in
      var table = CaseTable(
        name: name,
        columns: try catalog.columns(name).map {
          .init(
            name: $0.name, type: CaseType.near($0.type), isRequired: $0.isRequired, keyRank: $0.primaryKeyRank
          )
        },
        references: try catalog.foreignKeys(name).map {
          .init(column: $0.column, table: $0.table, target: $0.target)
        })
      table.rows = (byTable[name] ?? []).compactMap { rows[$0] }.map { row in
        table.columns.map { column in
          columns.keeps(column, of: table)
            ? row.value(of: column.name) ?? .null : CaseColumns.blank(column)
        }
      }
      return table
    }
  }
}
