internal import Authorization
internal import GRDB
import Foundation

/// Users, in whatever table the project keeps them.
extension PlanningSession {
  private var users: Schema.Users { reader.schema.users }

  func createUser(_ fields: UserFields, groups: [DatabaseKey]) throws {
    let edit = UserEdit(
      username: fields.username, firstName: fields.firstName, lastName: fields.lastName, email: fields.email,
      isActive: fields.isActive, isStaff: fields.isStaff, isSuperuser: fields.isSuperuser)
    try refuseAbsent(edit)
    try checkUsername(fields.username, except: nil)
    try checkTexts(edit)
    var values: [String: RowValue] = [users.username: .text(fields.username)]
    for (column, text) in [
      (users.firstName, fields.firstName), (users.lastName, fields.lastName), (users.email, fields.email),
    ] {
      // Some projects name people by their e-mail address: it is the username then.
      if let column, column != users.username { values[column] = .text(text) }
    }
    for (column, flag) in [
      (users.isActive, fields.isActive), (users.isStaff, fields.isStaff),
      (users.isSuperuser, fields.isSuperuser),
    ] {
      if let column { values[column] = RowValue(flag) }
    }
    if let column = users.dateJoined { values[column] = .text(now) }
    if let column = users.lastLogin { values[column] = .null }
    values["password"] = .text(Name(DjangoText.unusablePassword()))
    let row = try insert(users.table, try present(values, in: users.table))
    var notes: [String] = []
    if !fields.isActive { notes.append("inactive") }
    if fields.isStaff { notes.append("staff") }
    if fields.isSuperuser { notes.append("superuser") }
    say("create user \(fields.username)\(notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")")
    guard let key = row[users.key].key else { return }
    for group in groups { try addMember(key, group) }
  }

  func editUser(_ key: DatabaseKey, _ edit: UserEdit) throws {
    let user = try row(.user, key)
    try refuseAbsent(edit)
    var changes: [ColumnValue] = []
    if let username = edit.username, username != user.name {
      try checkUsername(username, except: user.key)
      changes.append(ColumnValue(users.username, .text(username)))
      say("rename \(user.name) to \(username)")
      warnOfStandIn(user.name, "is renamed")
    }
    var typed = UserEdit()
    let texts: [(String?, Name?, String, WritableKeyPath<UserEdit, Name?>)] = [
      (users.firstName, edit.firstName, "first name", \.firstName),
      (users.lastName, edit.lastName, "last name", \.lastName), (users.email, edit.email, "e-mail", \.email),
    ]
    for (column, text, what, path) in texts {
      guard let column, column != users.username, let text, user[column].words != text else { continue }
      typed[keyPath: path] = text
      changes.append(ColumnValue(column, .text(text)))
      say("set the \(what) of \(user.name) to \(Self.shown(text)) (was \(Self.shown(user[column].words)))")
    }
    try checkTexts(typed)
    let flags: [(String?, Bool?, String, String)] = [
      (users.isActive, edit.isActive, "activate \(user.name)", "deactivate \(user.name)"),
      (
        users.isStaff, edit.isStaff, "make \(user.name) staff", "take staff status from \(user.name)"
      ),
      (
        users.isSuperuser, edit.isSuperuser, "make \(user.name) a superuser",
        "take superuser status from \(user.name)"
      ),
    ]
    for (column, flag, on, off) in flags {
      guard let column, let flag, user[column].isTrue != flag else { continue }
      changes.append(ColumnValue(column, RowValue(flag)))
      say(flag ? on : off)
    }
    try update(user, changes)
  }

  func deleteUser(_ key: DatabaseKey) throws {
    let user = try row(.user, key)
    say("delete user \(user.name)")
    try Deletion(session: self).delete(user.table, user.image, called: "the user `\(user.name)`")
    let own = reader.userType.map { [$0] + reader.schema.proxies(of: $0) } ?? []
    try warnOfOrphans(own, user.key, called: "the user `\(user.name)`")
    warnOfStandIn(user.name, "is deleted")
    try warnOfSessions(user)
  }

  private static func shown(_ text: Name) -> String { text.text.isEmpty ? "nothing" : text.text }

  private func warnOfStandIn(_ name: Name, _ what: String) {
    guard reader.schema.has(.guardian), name == reader.options.anonymousName else { return }
    warn(
      "`\(name)` stands for everybody who is not logged in; once it \(what), django-guardian misses the row and raises"
    )
  }

  /// Live sessions that name the user: Django leaves them, and takes them for nobody's.
  ///
  /// Who a session is of can be read only one by one; ten thousand are.
  private func warnOfSessions(_ user: PlannedRow) throws {
    guard state.catalog.has("django_session") else { return }
    let limit = 10_000
    let names = [user.key.words, Name(Gate.dashed(user.key.words.text))]
    let rows = try StoredRow.fetchCursor(
      state.database.cachedStatement(
        sql: "SELECT session_data FROM django_session WHERE expire_date > ? LIMIT \(limit)"),
      arguments: [now.text])
    var (read, count) = (0, 0)
    while let row = try rows.next() {
      read += 1
      let data = try? SessionData(row.text(0) ?? "", cachedUnder: reader.options.sessionKey)
      if let key = data?.userKey, names.contains(key) { count += 1 }
    }
    guard count > 0 else { return }
    warn(
      "\(read == limit ? "at least " : "")\(Counted.words(count, "session")) of `\(user.name)` "
        + (count == 1 ? "stays and stops working" : "stay and stop working"))
  }

  // MARK: What is accepted

  /// A value that the table has no column for.
  private func refuseAbsent(_ edit: UserEdit) throws {
    var absent: [String] = []
    if users.firstName == nil, edit.firstName.map({ $0 != "" }) == true { absent.append("first name") }
    if users.lastName == nil, edit.lastName.map({ $0 != "" }) == true { absent.append("last name") }
    if users.email == nil, edit.email.map({ $0 != "" }) == true { absent.append("e-mail") }
    if users.isActive == nil, edit.isActive == false { absent.append("whether somebody is active") }
    if users.isStaff == nil, edit.isStaff == true { absent.append("whether somebody is staff") }
    if users.isSuperuser == nil, edit.isSuperuser == true { absent.append("whether somebody is a superuser") }
    guard absent.isEmpty else {
      throw Refused(
        .invalid, "the user table `\(users.table)` has no column for: \(absent.joined(separator: ", "))")
    }
    if users.email == users.username, let email = edit.email, email != "", email != edit.username {
      throw Refused(
        .invalid,
        "the user table `\(users.table)` names people by their e-mail: give `\(email)` as the username")
    }
  }

  private func checkUsername(_ name: Name, except key: RowValue?) throws {
    let rules = TextRules(session: self, table: users.table, column: users.username, what: "username")
    try rules.check(name)
    if users.username == users.email {
      guard DjangoText.isEmail(name.text) else { throw Self.noEmail(name) }
    } else if !DjangoText.isUsername(name.text) {
      throw Refused(
        .invalid, "the username `\(name)` may hold only letters, digits and `@`, `.`, `+`, `-`, `_`")
    }
    try rules.checkIsFree(name, "user", except: key)
  }

  private func checkTexts(_ edit: UserEdit) throws {
    for (column, text, what) in [
      (users.firstName, edit.firstName, "first name"), (users.lastName, edit.lastName, "last name"),
      (users.email, edit.email, "e-mail"),
    ] {
      guard let column, let text, column != users.username else { continue }
      let rules = TextRules(session: self, table: users.table, column: column, what: what)
      try rules.check(text, isRequired: false)
      if column == users.email, !text.text.isEmpty { try checkEmail(text) }
    }
  }

  private func checkEmail(_ text: Name) throws {
    guard DjangoText.isEmail(text.text) else { throw Self.noEmail(text) }
    let at = text.text.lastIndex(of: "@") ?? text.text.endIndex
    let normal = Name(text.text[..<at] + text.text[at...].lowercased())
    if normal != text { warn("Django would write the e-mail `\(text)` as `\(normal)`") }
  }

  private static func noEmail(_ text: Name) -> Refused {
    Refused(.invalid, "Django takes `\(text)` for no e-mail address; expected one such as `name@example.org`")
  }
}
