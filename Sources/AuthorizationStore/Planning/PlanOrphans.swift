internal import Authorization
internal import GRDB

/// Grants and role assignments on objects that do not exist.
extension PlanningSession {
  func removeOrphans() throws {
    for (table, column) in ObjectTables.all where state.catalog.has(table) {
      for typeKey in try typeKeys(table) {
        guard let type = try type(typeKey), let objects = try reader.table(of: type) else { continue }
        let orphans = try orphans(table, column, typeKey, objects)
        guard !orphans.isEmpty else { continue }
        for row in orphans { try state.delete(table, row) }
        let noun = column == "object_pk" ? "object grant" : "role assignment"
        let whose = table == "guardian_userobjectpermission" || table == "core_userrole" ? "users" : "groups"
        say(
          "remove \(Counted.words(orphans.count, noun)) of \(whose) on objects of \(type) that do not exist")
      }
    }
  }

  /// The types that rows of a table are about. Each is found by the index of the content type.
  private func typeKeys(_ table: String) throws -> [RowValue] {
    let sql = """
      SELECT t.id FROM django_content_type AS t WHERE EXISTS \
      (SELECT 1 FROM \(table.quoted) AS g WHERE g.content_type_id = t.id) ORDER BY t.id
      """
    var keys = try StoredRow.fetchAll(state.database.cachedStatement(sql: sql)).map { RowValue($0[0]) }
    let made = state.entries(table).compactMap { $0.current?["content_type_id"] }
    for key in made where key != .null && !keys.contains(key) { keys.append(key) }
    return keys
  }

  /// The rows whose key is that of no object.
  private func orphans(
    _ table: String, _ column: String, _ typeKey: RowValue, _ objects: TypeTable
  ) throws -> [RowImage] {
    let text = "\(table.quoted).\(column.quoted)"
    let condition =
      "\(table.quoted).content_type_id = ? AND \(objects.orphanSQL(text, isGuardian: column == "object_pk"))"
    var found = try state.stored(table, condition, [typeKey])
    guard state.touches(table) || state.touches(objects.table) else { return found }
    // What earlier changes made or took away is in no query.
    found = try found.filter { try !exists($0[column], column, objects) }
    let made = state.entries(table).compactMap(\.current).filter { $0["content_type_id"] == typeKey }
    found += try made.filter { try $0[column] != .null && !exists($0[column], column, objects) }
    for entry in state.entries(objects.table) where entry.current == nil {
      guard let native = entry.original?[objects.key].key else { continue }
      found += try state.rows(
        of: table, where: [("content_type_id", typeKey), (column, .text(objects.text(native)))])
    }
    return try unique(found, state.shape(table))
  }

  private func unique(_ rows: [RowImage], _ shape: TableShape) -> [RowImage] {
    var seen: Set<[RowValue]> = []
    return rows.filter { row in seen.insert(shape.key.map { row[$0] }).inserted }
  }

  private func isReadAsNumber(_ column: String, _ objects: TypeTable) -> Bool {
    column == "object_pk" && objects.isInteger
  }

  private func exists(_ text: RowValue, _ column: String, _ objects: TypeTable) throws -> Bool {
    let number = isReadAsNumber(column, objects) ? Int64(text.words.text) : nil
    guard let native = number.map({ .integer($0) }) ?? objects.native(text.words) else { return false }
    // A key in another spelling is another key.
    guard !objects.isUUID || objects.text(native) == text.words else { return false }
    return try !state.rows(of: objects.table, where: [(objects.key, RowValue(native))]).isEmpty
  }
}
