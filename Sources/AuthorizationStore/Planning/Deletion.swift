internal import Authorization

/// Deletes rows as Django does, with everything that goes with them.
///
/// SQLite knows nothing of Django's `on_delete`, which is Python code of the project. What the tables of the known
/// applications do is written down here; rows of any other table that refer to what is deleted forbid it.
struct Deletion {
  /// Rows that are deleted together.
  private struct Batch {
    var table: String
    var rows: [RowImage]
    /// The foreign key by which they were found; nil for what a person deletes.
    var through: References.Incoming?
  }

  let session: PlanningSession

  private var state: PlanningState { session.state }

  /// Deletes one row and what goes with it, and says so.
  ///
  /// - Throws: `Refused` where rows of unknown tables refer to one of them.
  func delete(_ table: String, _ row: RowImage, called name: String) throws {
    var waiting = [Batch(table: table, rows: [row], through: nil)]
    var found: [Batch] = []
    var seen: [String: Set<[RowValue]>] = [table: [try key(row, table)]]
    var unknown: [String] = []
    while !waiting.isEmpty {
      let batch = waiting.removeFirst()
      found.append(batch)
      let references = try session.references().rows(to: batch.rows, of: batch.table) { key in
        noun(key) == nil ? Self.countLimit + 1 : nil
      }
      for reference in references {
        guard noun(reference.key) != nil else {
          unknown.append(
            "`\(reference.key.table).\(reference.key.column)` (\(Self.count(reference.rows.count)))")
          continue
        }
        let fresh = try reference.rows.filter { row in
          seen[reference.key.table, default: []].insert(try key(row, reference.key.table)).inserted
        }
        guard !fresh.isEmpty else { continue }
        waiting.append(Batch(table: reference.key.table, rows: fresh, through: reference.key))
      }
    }
    guard unknown.isEmpty else {
      throw Refused(
        .referenced,
        "\(name) cannot be deleted: rows refer to it, and only the application knows what becomes of them: "
          + "\(unknown.joined(separator: ", ")); delete it with the application itself, or those rows first")
    }
    // Names are read while the rows are still there.
    for batch in found.dropFirst() { try say(batch, table) }
    for batch in found.reversed() {
      for row in batch.rows { try state.delete(batch.table, row) }
    }
  }

  private func key(_ row: RowImage, _ table: String) throws -> [RowValue] {
    try state.shape(table).key.map { row[$0] }
  }

  private static let countLimit = 10_000

  private static func count(_ rows: Int) -> String {
    rows > countLimit ? "more than 10,000 rows" : rows == 1 ? "1 row" : "\(rows) rows"
  }

  // MARK: What the known tables do

  /// What rows of a table are called that Django deletes with the row they refer to; nil where nobody knows.
  private func noun(_ key: References.Incoming) -> String? {
    let schema = session.reader.schema
    switch key.table {
    case schema.memberships.table: return "membership"
    case schema.userPermissions.table, schema.groupPermissions.table: return "permission"
    case "core_role_permissions": return "permission of a role"
    case "core_userrole", "core_grouprole":
      return ["user_id", "group_id", "role_id"].contains(key.column) ? "role assignment" : nil
    case "guardian_userobjectpermission", "guardian_groupobjectpermission":
      return ["user_id", "group_id", "permission_id"].contains(key.column) ? "object grant" : nil
    case "django_admin_log": return key.column == "user_id" ? "entry of the admin log" : nil
    case "user_tasks_usertaskstatus":
      return ["user_id", "parent_id"].contains(key.column) ? "user task" : nil
    case "user_tasks_usertaskartifact": return key.column == "status_id" ? "artifact" : nil
    default:
      let isDirect = schema.directGrants.contains { $0.table == key.table }
      let columns = ["user_id", "group_id", "permission_id", "content_object_id"]
      return isDirect && columns.contains(key.column) ? "object grant" : nil
    }
  }

  /// Says what goes with it: `3 memberships: kernel-qe, release, contractors`.
  private func say(_ batch: Batch, _ deleted: String) throws {
    guard let through = batch.through, let noun = noun(through) else { return }
    let names = try batch.rows.prefix(Self.namesSaid).compactMap { row in
      try name(row, batch.table, through.column)
    }
    let more =
      batch.rows.count > Self.namesSaid ? ", and \(Digits.grouped(batch.rows.count - names.count)) more" : ""
    let listed = names.isEmpty ? "" : ": \(names.joined(separator: ", "))\(more)"
    session.say("\(Counted.words(batch.rows.count, noun))\(listed)", isConsequence: true)
  }

  private static let namesSaid = 5

  /// What tells a row from its like, seen from what is deleted: the group of a membership that goes with a user.
  private func name(_ row: RowImage, _ table: String, _ column: String) throws -> String? {
    let schema = session.reader.schema
    switch table {
    case schema.memberships.table:
      return column == schema.memberships.from
        ? try session.name(.group, row[schema.memberships.to]).text
        : try session.name(.user, row[schema.memberships.from]).text
    case schema.userPermissions.table:
      return column == schema.userPermissions.from
        ? try session.permissionName(row[schema.userPermissions.to])
        : try session.name(.user, row[schema.userPermissions.from]).text
    case schema.groupPermissions.table:
      return column == schema.groupPermissions.from
        ? try session.permissionName(row[schema.groupPermissions.to])
        : "group \(try session.name(.group, row[schema.groupPermissions.from]))"
    case "core_role_permissions":
      return column == "role_id"
        ? try session.permissionName(row["permission_id"]) : try session.name(.role, row["role_id"]).text
    case "core_userrole", "core_grouprole":
      return column == "role_id" ? try holder(row) : try session.name(.role, row["role_id"]).text
    case "django_admin_log": return nil
    case "user_tasks_usertaskstatus", "user_tasks_usertaskartifact": return row["name"].words.text
    default: return try grant(row, table, column)
    }
  }

  private func holder(_ row: RowImage) throws -> String {
    row.contains { $0.column == "group_id" }
      ? "group \(try session.name(.group, row["group_id"]))" : try session.name(.user, row["user_id"]).text
  }

  private func grant(_ row: RowImage, _ table: String, _ column: String) throws -> String {
    let object: String
    if let direct = session.reader.schema.directGrants.first(where: { $0.table == table }) {
      let key = row["content_object_id"]
      let text = try key.key.flatMap { native in
        try session.reader.table(of: direct.type)?.text(native)
      }
      object = "\(direct.type):\(text ?? key.words)"
    } else {
      let type = try row["content_type_id"].key.flatMap { try session.reader.type(key: $0) }
      object = "\(type?.description ?? "?"):\(row["object_pk"].words)"
    }
    if column == "permission_id" { return "\(try holder(row)) on \(object)" }
    return "\(try session.permissionName(row["permission_id"])) on \(object)"
  }
}
