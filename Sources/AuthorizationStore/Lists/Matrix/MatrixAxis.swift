internal import Authorization
internal import GRDB

/// The rows or the columns of a matrix: a list in its own order, filtered as it is read.
struct MatrixAxis {
  private let source: RowSource
  private let part: ListPart
  /// A filter that SQL cannot decide alone.
  private let filter: TextFilter?

  private static let shape = "matrix"

  /// - Parameter fields: SQL of what a filter looks into, the name first.
  init(_ list: ListPart, filter text: String, fields: [String]) {
    var part = list
    let filter = TextFilter(text)
    if let filter {
      // Beyond ASCII the name alone is compared, as it was read.
      let fields = filter.isPlain ? fields : Array(fields.prefix(1))
      part.from += part.joins
      part.conditions.append(filter.condition(fields))
      part.arguments += StatementArguments(filter.arguments(fields))
    }
    self.part = part
    self.filter = filter.flatMap { $0.isPlain ? nil : $0 }
    source = RowSource(shape: Self.shape, runs: [Keyset(part, terms: part.order)], parts: [part])
  }

  func page(_ reader: AuthorizationReader, _ start: MatrixRequest.Start, limit: Int) throws -> Page {
    switch start {
    case .at(let anchor): return try page(reader, anchor, limit: limit)
    case .around(let ref):
      guard let position = try position(reader.database, ref) else {
        return try page(reader, .start, limit: limit)
      }
      let before = try page(reader, .before(position), limit: limit / 3)
      let rest = try page(reader, .from(position), limit: limit - before.rows.count)
      return Page(
        rows: before.rows + rest.rows, reachesStart: before.reachesStart, reachesEnd: rest.reachesEnd)
    }
  }

  private func page(_ reader: AuthorizationReader, _ anchor: PageRequest.Anchor, limit: Int) throws -> Page {
    var page = try source.page(reader, anchor, limit: limit)
    guard let filter else { return page }
    let isBackward =
      switch anchor {
      case .end, .before: true
      case .start, .after, .from: false
      }
    var kept = page.rows.filter { filter.matches($0.ref.name.text) }
    while kept.count < limit, isBackward ? !page.reachesStart : !page.reachesEnd,
      let edge = isBackward ? page.rows.first : page.rows.last
    {
      let next = try source.page(
        reader, isBackward ? .before(edge.position) : .after(edge.position), limit: limit)
      let matches = next.rows.filter { filter.matches($0.ref.name.text) }
      kept = isBackward ? matches + kept : kept + matches
      page.rows = next.rows
      if isBackward { page.reachesStart = next.reachesStart } else { page.reachesEnd = next.reachesEnd }
    }
    if kept.count > limit {
      kept = isBackward ? Array(kept.suffix(limit)) : Array(kept.prefix(limit))
      if isBackward { page.reachesStart = false } else { page.reachesEnd = false }
    }
    page.rows = kept
    return page
  }

  /// Where a row is in the order; nil where it is not there.
  private func position(_ database: Database, _ ref: EntityRef) throws -> RowPosition? {
    guard let key = part.order.last?.sql else { return nil }
    let columns = part.order.map(\.sql).joined(separator: ", ")
    let conditions = part.conditions + ["\(key) = ?"]
    let statement = try database.cachedStatement(
      sql: "SELECT \(columns) FROM \(part.from)\(ListPart.filter(conditions)) LIMIT 1")
    let arguments = part.arguments + StatementArguments([ref.key.value])
    guard let row = try StoredRow.fetchOne(statement, arguments: arguments) else { return nil }
    return Place(shape: Self.shape, part: 0, terms: part.order.indices.map { row[$0] }).position
  }
}

extension ListCatalog {
  func subjectAxis(_ subjects: MatrixRequest.Subjects, _ filter: String) -> MatrixAxis {
    let list = subjects == .users ? users : groups
    return MatrixAxis(list.part([]), filter: filter, fields: [list.name])
  }

  /// Nil where the type has no table here.
  func objectAxis(_ type: TypeName, _ filter: String) throws -> MatrixAxis? {
    guard var part = try objects(type) else { return nil }
    part.fill = { reader, keys in
      try keys.map { key in
        try key.last.flatMap { DatabaseKey($0) }.map { try reader.objectRow(type, $0) } ?? nil
      }
    }
    return MatrixAxis(part, filter: filter, fields: part.filters)
  }
}

extension AuthorizationReader {
  /// An object as a row without cells; nil where it is gone.
  func objectRow(_ type: TypeName, _ key: DatabaseKey) throws -> FilledRow? {
    let ref = EntityRef(kind: .ofObjects(type), key: key, name: Name(key.text), type: type)
    let address = try address(of: ref)
    guard address.exists else { return nil }
    return FilledRow(ref: ref.renamed(address.name ?? address.text), cells: [])
  }
}
