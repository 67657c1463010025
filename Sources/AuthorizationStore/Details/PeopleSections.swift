internal import Authorization
internal import GRDB

/// Groups, members, permissions and tasks of people.
extension Sections {
  func groups(ofUser user: DatabaseKey) throws -> ListPart {
    let link = schema.memberships
    let key = "m.\(try key(of: link.table).quoted)"
    return part(
      from: "\(link.table.quoted) AS m CROSS JOIN auth_group AS g",
      conditions: ["m.\(link.from.quoted) = ?", "g.id = m.\(link.to.quoted)"], arguments: [user.value],
      order: ["g.name", key], access: .sortedWhenFew(otherwise: [ListPart.Term(sql: key)]), slices: key,
      filters: ["g.name"], columns: ["g.id", "g.name", BoundedCount.sql(link.table, link.to, "g.id")]
    ) { _, row in
      Self.ref(.group, row).map { FilledRow($0, $0.name.text, note: Counting.words(row.count(2), "member")) }
    }
  }

  func members(ofGroup group: DatabaseKey) throws -> ListPart {
    let link = schema.memberships
    let users = schema.users
    let key = "m.\(try key(of: link.table).quoted)"
    let username = "u.\(users.username.quoted)"
    var part = part(
      from: "\(link.table.quoted) AS m CROSS JOIN \(users.table.quoted) AS u",
      conditions: ["m.\(link.to.quoted) = ?", "u.\(users.key.quoted) = m.\(link.from.quoted)"],
      arguments: [group.value], order: [username, key],
      access: .sortedWhenFew(otherwise: [ListPart.Term(sql: key)]), slices: key, filters: [username],
      columns: userColumns, make: Self.user)
    part.counting = ("\(link.table.quoted) AS m", ["m.\(link.to.quoted) = ?"])
    return part
  }

  /// The columns that `user` makes a row from, of the user table as `u`.
  var userColumns: [String] {
    let users = schema.users
    return [users.key, users.username, users.isActive, users.firstName, users.lastName].map { name in
      name.map { "u.\($0.quoted)" } ?? "NULL"
    }
  }

  static func user(_ reader: AuthorizationReader, _ row: StoredRow) -> FilledRow? {
    guard let ref = ref(.user, row, type: reader.userType) else { return nil }
    let isInactive = reader.schema.users.isActive != nil && row.bool(2) != true
    let fullName = [3, 4].compactMap { row.text($0) }.filter { !$0.isEmpty }
    let notes = (isInactive ? ["inactive"] : []) + (fullName.isEmpty ? [] : [fullName.joined(separator: " ")])
    return FilledRow(ref, ref.name.text, note: notes.joined(separator: ", "), faded: isInactive)
  }

  /// The permissions that a table links with one user, group or role.
  func permissions(_ link: Schema.Link, _ holder: DatabaseKey) throws -> ListPart {
    let key = "g.\(try key(of: link.table).quoted)"
    return part(
      from: "\(link.table.quoted) AS g CROSS JOIN auth_permission AS p CROSS JOIN django_content_type AS ct",
      conditions: ["g.\(link.from.quoted) = ?", "p.id = g.\(link.to.quoted)", "ct.id = p.content_type_id"],
      arguments: [holder.value], order: ["ct.app_label", "p.codename", "ct.model", key],
      access: .sortedWhenFew(otherwise: [ListPart.Term(sql: key)]), slices: key,
      filters: ["ct.app_label || '.' || p.codename", "p.name"],
      columns: ["p.id", "ct.app_label || '.' || p.codename", "p.name"]
    ) { _, row in
      Self.ref(.permission, row).map { FilledRow($0, $0.name.text, note: row.text(2) ?? "") }
    }
  }

  func tasks(ofUser user: DatabaseKey) -> ListPart { tasks("s.user_id", user) }

  /// The tasks that are steps of another.
  func steps(_ task: DatabaseKey) -> ListPart { tasks("s.parent_id", task) }

  private func tasks(_ column: String, _ key: DatabaseKey) -> ListPart {
    var part = part(
      from: "user_tasks_usertaskstatus AS s", conditions: ["\(column) = ?"], arguments: [key.value],
      order: ["s.id"], slices: "s.id", filters: ["s.name", "s.state"],
      columns: ["s.id", "s.name", "s.state", "s.created"]
    ) { _, row in
      let state = row.text(2) ?? ""
      return Self.ref(.task, row, type: UserTasks.status).map {
        FilledRow(
          $0, $0.name.text, note: "\(state), \(Cell.minutes(row.text(3) ?? ""))", warns: state == "Failed")
      }
    }
    part.order = [ListPart.Term(sql: "s.id", descending: true)]
    return part
  }

  func artifacts(_ task: DatabaseKey) -> ListPart {
    part(
      from: "user_tasks_usertaskartifact AS a", conditions: ["a.status_id = ?"], arguments: [task.value],
      order: ["a.id"], slices: "a.id", filters: ["a.name"],
      columns: ["a.id", "a.name", "a.text", "a.url", "a.file"]
    ) { _, row in
      Self.ref(.artifact, row, type: UserTasks.artifact).map {
        FilledRow(
          $0, $0.name.text,
          note: ArtifactKind(text: row.text(2), url: row.text(3), file: row.text(4)).rawValue)
      }
    }
  }

  /// A reference from a key and a name in the first two columns.
  static func ref(_ kind: EntityKind, _ row: StoredRow, type: TypeName? = nil) -> EntityRef? {
    guard let key = DatabaseKey(row[0]) else { return nil }
    return EntityRef(kind: kind, key: key, name: Name(row[1]) ?? Name("#\(key)"), type: type)
  }
}

/// What an artifact holds; which of its columns is filled says so.
enum ArtifactKind: String {
  case text, url, file, empty

  init(text: String?, url: String?, file: String?) {
    if let file, !file.isEmpty {
      self = .file
    } else if let url, !url.isEmpty {
      self = .url
    } else {
      self = text?.isEmpty ?? true ? .empty : .text
    }
  }
}
