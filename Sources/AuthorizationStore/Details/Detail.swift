public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// Everything that hangs on a row, grouped and counted, with the first lines of each group.
  ///
  /// A row that is gone gets a detail that says so. Counts stop at 10,000 and are then nil.
  public func detail(of ref: EntityRef, limit: Int = 20) throws -> Detail {
    let builder = DetailBuilder(self, ref, limit: limit)
    var detail = try builder.detail()
    detail.sections += try builder.historySections()
    return detail
  }
}

extension DetailBuilder {
  /// The detail without the row's own history.
  fileprivate func detail() throws -> Detail {
    switch ref.kind {
    case .user: return try user()
    case .group: return try group()
    case .role: return try role()
    case .tree: return try tree()
    case .policy: return try policy()
    case .type: return try type()
    case .object: return try object()
    case .permission: return try permission()
    case .endpoint: return try endpoint()
    case .task: return try task()
    case .artifact: return try artifact()
    case .session: return try session()
    case .domain: return try domain()
    case .entry: return try entry()
    case .finding: return try finding()
    }
  }
}

/// Puts the detail of one row together. What each kind of row has stands in the extensions.
struct DetailBuilder {
  let reader: AuthorizationReader
  let ref: EntityRef
  let limit: Int

  init(_ reader: AuthorizationReader, _ ref: EntityRef, limit: Int) {
    self.reader = reader
    self.ref = ref
    self.limit = limit
  }

  var schema: Schema { reader.schema }

  func gone() -> Detail {
    Detail(ref: ref, facts: [Fact("no such \(ref.kind.title) any more", warns: true)], sections: [])
  }

  /// One row of a table by the key of `ref`; nil where it is gone.
  func row(_ sql: String) throws -> StoredRow? {
    try StoredRow.fetchOne(reader.database.cachedStatement(sql: sql), arguments: [ref.key.value])
  }

  /// The same row, by the name that it has now.
  func named(_ name: Name?, type: TypeName? = nil) -> EntityRef {
    EntityRef(kind: ref.kind, key: ref.key, name: name ?? ref.name, type: ref.type ?? type)
  }

  /// The first lines of a section, and how many there are.
  func section(_ id: SectionID, _ title: String) throws -> DetailSection {
    var rows: [FilledRow] = []
    var count: Int? = 0
    var isCutShort = false
    for part in try Sections(reader).parts(ref, id) {
      let (found, number) = try first(part, limit - rows.count)
      rows += found
      count = number.flatMap { number in count.map { $0 + number } }
      if case .listed = part.access, number == nil { isCutShort = true }
    }
    var lines = rows.map(\.line)
    // An empty section must not be taken for a no.
    if isCutShort, rows.count < limit {
      lines.append(
        DetailLine("the search was cut short", note: "there may be more: open all of them", warns: true))
    }
    return DetailSection(
      id: id, title: title, count: count, lines: lines, continues: count.map { $0 > rows.count } ?? true)
  }

  /// The first rows of a part, and how many it has; nil where that would take too long.
  private func first(_ part: ListPart, _ limit: Int) throws -> ([FilledRow], Int?) {
    let limit = max(0, limit)
    if case .listed(let isWalked) = part.access {
      return try isWalked ? walk(part, limit) : search(part, limit)
    }
    let count = try part.boundedCount(reader.database, limit: BoundedCount.limit + 1)
    guard count > 0 else { return ([], 0) }
    let places = try places(part, limit: limit)
    let rows = try part.fill(reader, places.map { part.identity($0) }).compactMap { $0 }
    return (rows, count > BoundedCount.limit ? nil : count)
  }

  private func places(_ part: ListPart, limit: Int) throws -> [[DatabaseValue]] {
    if let terms = try part.terms(reader.database) {
      return try Keyset(part, terms: terms).rows(reader.database, .start, limit: limit)
    }
    // Too many to sort: whichever the index yields first.
    let columns = part.order.map(\.sql).joined(separator: ", ")
    let rows = try StoredRow.fetchAll(
      reader.database.cachedStatement(
        sql: "SELECT \(columns) FROM \(part.from)\(ListPart.filter(part.conditions)) LIMIT \(limit)"),
      arguments: part.arguments)
    return rows.map { row in part.order.indices.map { row[$0] } }
  }
}
