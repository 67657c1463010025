internal import Authorization
internal import GRDB

/// Finds what the fields of models without a table refer to: by their names, and by whether every value is there.
///
/// A fixture does not say which fields are foreign keys. Django's convention does where the field is called after the
/// model; UUIDs are the same in two tables only where one refers to the other.
struct ReferenceFinder {
  /// A table that rows can refer to; one that is going to be made has its rows in the temporary table.
  struct Candidate {
    var model: Name
    var app: Name
    var target: FieldColumn.Target
    var staged: StagedRows?
    /// Whether its key is that of another table's row.
    var isChild = false
  }

  let candidates: [Candidate]
  let database: Database

  /// - Parameter isLinks: whether the field holds lists of keys.
  func target(of field: StagedRows.Field, in rows: StagedRows, isLinks: Bool) throws -> Candidate? {
    // Where nothing is known of the values only the whole name of a model will do.
    let named = named(field.name, isPlural: isLinks).filter { candidate in
      fits(candidate, field.shapes)
        && (!field.shapes.isEmpty || candidate.model.text == field.name.text.filter { $0 != "_" })
    }
    // A model of the same application first, as in Python's own name spaces.
    let sorted = named.filter { $0.app == rows.model.app } + named.filter { $0.app != rows.model.app }
    for candidate in sorted where try allPresent(field, in: rows, candidate, isLinks: isLinks) {
      return candidate
    }
    let uuids: [FieldShapes] = [.uuid, .listOfUUIDs]
    guard uuids.contains(field.shapes.subtracting(.emptyList)) else { return nil }
    let others = try candidates.filter { candidate in
      try candidate.target.kind == .uuid && !candidate.isChild
        && allPresent(field, in: rows, candidate, isLinks: isLinks)
    }
    return others.count == 1 ? others[0] : nil
  }

  /// The table whose rows these extend, sharing their keys (multi-table inheritance); only UUIDs can tell.
  func parent(of rows: StagedRows) throws -> Candidate? {
    guard rows.keyShapes == .uuid, rows.created > 0 else { return nil }
    let found = try candidates.filter { candidate in
      guard candidate.target.kind == .uuid, candidate.target.table != rows.table,
        candidate.staged !== rows, candidate.staged.map({ isAbove($0, rows) }) ?? true
      else { return false }
      return try present("s.row_key", "temp.\(rows.table) AS s", .text, candidate)
    }
    // The one that knows the most rows is the root.
    return found.first { $0.staged == nil }
      ?? found.max {
        ($0.staged?.created ?? 0, $0.staged?.fields.count ?? 0) < (
          $1.staged?.created ?? 0, $1.staged?.fields.count ?? 0
        )
      }
  }

  /// Of two models with the same keys the one with more fields is the parent; then the one that came first.
  private func isAbove(_ left: StagedRows, _ right: StagedRows) -> Bool {
    (left.created, left.fields.count, right.number) > (right.created, right.fields.count, left.number)
  }

  /// `pulp_domain` names `domain`, `content_guard` names `contentguard`, `read_group` names `group`.
  private func named(_ field: Name, isPlural: Bool) -> [Candidate] {
    var words = field.text.lowercased().split(separator: "_").map(String.init)
    if isPlural, let last = words.popLast() { words.append(Self.singular(last)) }
    // The longest name first.
    for first in words.indices {
      let name = Name(words[first...].joined())
      let found = candidates.filter { $0.model == name }
      if !found.isEmpty { return found }
    }
    return []
  }

  private static func singular(_ word: String) -> String {
    if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    return word.hasSuffix("s") ? String(word.dropLast()) : word
  }

  private func fits(_ candidate: Candidate, _ shapes: FieldShapes) -> Bool {
    switch shapes.subtracting(.emptyList) {
    case .integer, .listOfIntegers: candidate.target.kind == .integer
    case .uuid, .listOfUUIDs: candidate.target.kind == .uuid
    case .listOfTexts, .listOfTextLists: Self.natural("x", candidate.target) != nil
    default: true
    }
  }

  private func allPresent(
    _ field: StagedRows.Field, in rows: StagedRows, _ candidate: Candidate, isLinks: Bool
  ) throws -> Bool {
    let from =
      isLinks ? "temp.\(rows.table) AS s, json_each(s.\(field.column)) AS j" : "temp.\(rows.table) AS s"
    let value = isLinks ? "j.value" : "s.\(field.column)"
    if field.shapes.isNatural, let key = Self.natural(value, candidate.target) {
      return try none("SELECT 1 FROM \(from) WHERE \(value) IS NOT NULL AND \(key) IS NULL")
    }
    return try present(value, from, isLinks ? .json : .text, candidate)
  }

  /// - Parameter form: `.text` where the value is JSON text, `.json` where it was taken out of a list.
  private func present(_ value: String, _ from: String, _ form: FieldKind, _ candidate: Candidate) throws
    -> Bool
  {
    let condition: String
    if let staged = candidate.staged {
      let text = form == .json ? "json_quote(\(value))" : value
      condition = "SELECT 1 FROM temp.\(staged.table) AS t WHERE t.row_key = \(text)"
    } else {
      let plain = form == .json ? value : "json_extract(\(value), '$')"
      let key = candidate.target.kind == .uuid ? StagedValue.uuid(plain) : plain
      condition =
        "SELECT 1 FROM main.\(candidate.target.table.quoted) AS t WHERE t.\(candidate.target.column.quoted) = \(key)"
    }
    return try none("SELECT 1 FROM \(from) WHERE \(value) IS NOT NULL AND NOT EXISTS (\(condition))")
  }

  private func none(_ sql: String) throws -> Bool {
    try StoredRow.fetchOne(database.makeStatement(sql: sql + " LIMIT 1")) == nil
  }

  /// SQL for the key of the row that a natural key names; nil where the table has none that is known.
  static func natural(_ json: String, _ target: FieldColumn.Target) -> String? {
    func part(_ index: Int) -> String { "json_extract(\(json), '$[\(index)]')" }
    return switch target.table {
    case "auth_group": "(SELECT n.id FROM main.auth_group AS n WHERE n.name = \(part(0)))"
    case "auth_user": "(SELECT n.id FROM main.auth_user AS n WHERE n.username = \(part(0)))"
    case "django_content_type":
      "(SELECT n.id FROM main.django_content_type AS n WHERE n.app_label = \(part(0)) AND n.model = \(part(1)))"
    case "auth_permission":
      """
      (SELECT n.id FROM main.django_content_type AS m CROSS JOIN main.auth_permission AS n WHERE n.codename = \(part(0)) \
      AND m.app_label = \(part(1)) AND m.model = \(part(2)) AND n.content_type_id = m.id)
      """
    default: nil
    }
  }
}
