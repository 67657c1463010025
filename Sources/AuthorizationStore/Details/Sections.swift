internal import Authorization
internal import GRDB

/// The sections of details as lists: a detail shows the first rows, a list pages all of them.
struct Sections {
  let reader: AuthorizationReader

  init(_ reader: AuthorizationReader) { self.reader = reader }

  var schema: Schema { reader.schema }

  /// The parts of a section, in their order; none where the kind of row has no such section.
  func parts(_ ref: EntityRef, _ section: SectionID) throws -> [ListPart] {
    if section == .history { return try history(of: [ref]) }
    switch ref.kind {
    case .user: return try user(ref.key, section)
    case .group: return try group(ref.key, section)
    case .role: return try role(ref.key, section)
    case .tree, .policy: return try tree(ref, section)
    case .type, .object: return try object(ref, section)
    case .permission: return try permission(ref.key, section)
    case .task:
      return section == .artifacts ? [artifacts(ref.key)] : section == .tasks ? [steps(ref.key)] : []
    case .domain: return section == .holders ? try holders(whereColumn: "domain_id", is: ref.key) : []
    case .entry: return section == .rows ? try rows(ofEntry: ref.key) : []
    case .endpoint, .artifact, .session, .finding: return []
    }
  }

  private func user(_ key: DatabaseKey, _ section: SectionID) throws -> [ListPart] {
    switch section {
    case .groups: return [try groups(ofUser: key)]
    case .modelPermissions: return [try permissions(schema.userPermissions, key)]
    case .roles: return schema.has(.roles) ? try roles(ofUser: key) : []
    case .objectGrants: return schema.has(.guardian) ? objectGrants(key, isGroup: false) : []
    case .sessions: return schema.has(.sessions) ? [sessions(ofUser: key)] : []
    case .tasks: return schema.has(.tasks) ? [tasks(ofUser: key)] : []
    default: return []
    }
  }

  private func group(_ key: DatabaseKey, _ section: SectionID) throws -> [ListPart] {
    switch section {
    case .members: return [try members(ofGroup: key)]
    case .modelPermissions: return [try permissions(schema.groupPermissions, key)]
    case .roles: return schema.has(.roles) ? [try roles(ofGroup: key)] : []
    case .objectGrants: return schema.has(.guardian) ? objectGrants(key, isGroup: true) : []
    case .policies: return schema.has(.trees) ? policies(ofGroup: key) : []
    default: return []
    }
  }

  private func role(_ key: DatabaseKey, _ section: SectionID) throws -> [ListPart] {
    switch section {
    case .permissions:
      return [
        try permissions(
          Schema.Link(table: "core_role_permissions", from: "role_id", to: "permission_id"), key)
      ]
    case .holders: return try holders(whereColumn: "role_id", is: key)
    default: return []
    }
  }

  /// A part whose rows are read one by one, by the last term of their order.
  func part(
    from: String, joins: String = "", conditions: [String], arguments: StatementArguments,
    order: [String], access: ListPart.Access = .straight, slices: String? = nil, filters: [String],
    columns: [String], make: @escaping (AuthorizationReader, StoredRow) throws -> FilledRow?
  ) -> ListPart {
    let key = order.last ?? "1"
    let sql = """
      SELECT \(columns.joined(separator: ", ")) FROM \(from)\(joins)\(ListPart.filter(conditions + ["\(key) = ?"]))
      """
    return ListPart(
      access: access, from: from, joins: joins, conditions: conditions, arguments: arguments,
      order: order.map { ListPart.Term(sql: $0) }, slices: slices, filters: filters
    ) { reader, keys in
      let statement = try reader.database.cachedStatement(sql: sql)
      return try keys.map { key in
        try StoredRow.fetchOne(statement, arguments: arguments + StatementArguments(key)).flatMap {
          try make(reader, $0)
        }
      }
    }
  }

  /// The key column of a table that links two others.
  func key(of table: String) throws -> String {
    try TableCatalog(reader.database).primaryKey(table)?.name ?? "id"
  }
}

extension FilledRow {
  /// A row of a section: what it is, and what stands beside it.
  init(
    _ ref: EntityRef, _ text: String, note: String = "", faded: Bool = false, warns: Bool = false,
    edit: LineEdit? = nil
  ) {
    self.init(ref: ref, cells: [.text(text), .text(note)], faded: faded, warns: warns, edit: edit)
  }

  /// The row as a line of a detail.
  var line: DetailLine {
    func text(_ index: Int) -> String {
      if cells.indices.contains(index), case .text(let text) = cells[index] { return text }
      return ""
    }
    return DetailLine(text(0), note: text(1), target: ref, warns: warns, edit: edit)
  }
}

/// Numbers in words.
enum Counting {
  /// `1 member`, `12 members`, `10,000 members or more`.
  static func words(_ count: Int, _ noun: String) -> String {
    if count >= BoundedCount.limit { return "10,000 \(Counted.plural(noun)) or more" }
    return Counted.words(count, noun)
  }
}
