public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// Finds a subject by what a person wrote.
  ///
  /// - Parameter groups: groups that somebody without a row would be in (`--in-group`).
  /// - Throws: `StoreError.unknownSubject` with names that are close.
  public func subject(_ argument: SubjectArgument, inGroups groups: [Name] = []) throws -> Subject {
    let assumed = try groups.map { try group(named: $0).key }
    switch argument {
    case .anonymous:
      guard assumed.isEmpty else {
        throw StoreError(.usage, "somebody who is not logged in is in no group; leave out `--in-group`")
      }
      return try anonymous()
    case .group(let name):
      guard let found = try groupIfAny(named: name) else {
        throw try unknownGroup(name, orUser: try user(named: name) != nil)
      }
      return Subject(kind: .group(found.key), name: name, assumedGroups: assumed)
    case .user(let name):
      if var user = try user(named: name) {
        user.assumedGroups = assumed
        return user
      }
      if !assumed.isEmpty { return Subject(kind: .outsider, name: name, assumedGroups: assumed) }
      throw StoreError(
        .unknownSubject, "no user `\(name)`; give a username, `user:#KEY`, `group:NAME` or `:anonymous`",
        didYouMean: try groupIfAny(named: name) != nil
          ? ["group:\(name)"] : near(name, schema.users.table, schema.users.username))
    case .userKey(let text):
      let key = try userKey(text)
      guard var user = try user(key: key) else {
        throw StoreError(.unknownSubject, "no user with the key `\(text)`")
      }
      user.assumedGroups = assumed
      return user
    }
  }

  /// The user with this name; nil where there is none.
  public func user(named name: Name) throws -> Subject? {
    try fetchUser(
      "\(schema.users.username.quoted) = \(name.text.databaseValue.mark)", name.text.databaseValue.bound)
  }

  /// The user with this key; nil where there is none.
  public func user(key: DatabaseKey) throws -> Subject? {
    try fetchUser("\(schema.users.key.quoted) = ?", key.value)
  }

  /// Somebody who is not logged in, with the row that guardian lets stand for them.
  public func anonymous() throws -> Subject {
    var subject = Subject(kind: .anonymous, name: options.anonymousName ?? "anonymous")
    guard let name = options.anonymousName else { return subject }
    guard let row = try user(named: name) else {
      subject.standInIsMissing = true
      return subject
    }
    if case .user(let key) = row.kind { subject.standInKey = key }
    subject.standInIsActive = row.isActive
    subject.standInIsSuperuser = row.isSuperuser
    return subject
  }

  /// A group by what a person wrote where only a group can be meant: its name, or `group:NAME`.
  ///
  /// - Throws: `StoreError.unknownGroup` with names that are close.
  public func group(named name: Name) throws -> EntityRef {
    let name = SubjectArgument.groupName(name.text)
    guard let group = try groupIfAny(named: name) else { throw try unknownGroup(name) }
    return group
  }

  private func unknownGroup(_ name: Name, orUser isUser: Bool = false) throws -> StoreError {
    StoreError(
      .unknownGroup, "no group `\(name)`",
      didYouMean: try isUser ? ["user:\(name)"] : near(name, "auth_group", "name"))
  }

  private func groupIfAny(named name: Name) throws -> EntityRef? {
    let value = name.text.databaseValue
    let statement = try database.cachedStatement(sql: "SELECT id FROM auth_group WHERE name = \(value.mark)")
    let key = try StoredValue.fetchOne(statement, arguments: [value.bound]).flatMap { DatabaseKey($0) }
    if let key { relations.recorder?.add("auth_group", "id", key) }
    return key.map { EntityRef(kind: .group, key: $0, name: name) }
  }

  func isMember(_ user: DatabaseKey, of group: DatabaseKey) throws -> Bool {
    let link = schema.memberships
    let sql =
      "SELECT 1 FROM \(link.table.quoted) WHERE \(link.from.quoted) = ? AND \(link.to.quoted) = ? LIMIT 1"
    return try StoredValue.fetchOne(
      database.cachedStatement(sql: sql), arguments: [user.value, group.value]) != nil
  }

  /// The condition that a row of the users is an active superuser's; nil where there are none.
  func isActiveSuperuser(_ alias: String) -> String? {
    guard let superuser = schema.users.isSuperuser else { return nil }
    let active = schema.users.isActive.map { " AND \(alias).\($0.quoted)" } ?? ""
    return "\(alias).\(superuser.quoted)\(active)"
  }

  /// How many may everything before any rule is asked.
  func activeSuperusers() throws -> Int {
    guard let isOne = isActiveSuperuser("u") else { return 0 }
    let sql = "SELECT count(*) FROM \(schema.users.table.quoted) AS u WHERE \(isOne)"
    return try Int.fetchOne(database.cachedStatement(sql: sql)) ?? 0
  }

  /// The groups that somebody is in or is assumed to be in; a group is in none.
  func groupKeys(of subject: Subject) throws -> [DatabaseKey] {
    let key: DatabaseKey?
    switch subject.kind {
    case .user(let own): key = own
    case .anonymous: key = subject.standInKey
    case .group, .outsider: key = nil
    }
    guard let key else { return subject.assumedGroups }
    let link = schema.memberships
    let sql = """
      SELECT \(link.to.quoted) FROM \(link.table.quoted) WHERE \(link.from.quoted) = ? \
      ORDER BY \(link.to.quoted) LIMIT 1000
      """
    return try StoredValue.fetchAll(database.cachedStatement(sql: sql), arguments: [key.value])
      .compactMap { DatabaseKey($0) } + subject.assumedGroups
  }

  private func userKey(_ text: Name) throws -> DatabaseKey {
    if let integer = Int64(text.text), Name(String(integer)) == text { return .integer(integer) }
    let bare = text.text.filter { $0 != "-" }
    return .text(Name(bare.utf8.count == 32 ? bare.lowercased() : text.text))
  }

  private func fetchUser(_ condition: String, _ value: DatabaseValue) throws -> Subject? {
    let users = schema.users
    let columns =
      [users.key.quoted, users.username.quoted]
      + [users.isActive, users.isSuperuser, users.isStaff].map { $0?.quoted ?? "NULL" }
    let sql = "SELECT \(columns.joined(separator: ", ")) FROM \(users.table.quoted) WHERE \(condition)"
    guard let row = try StoredRow.fetchOne(database.cachedStatement(sql: sql), arguments: [value]),
      let key = DatabaseKey(row[0])
    else { return nil }
    relations.recorder?.add(users.table, users.key, key)
    // A user model without the column has everybody active and nobody a superuser, as Django's base class says.
    return Subject(
      kind: .user(key), name: row.name(1) ?? "", isActive: users.isActive == nil || row.bool(2) ?? false,
      isSuperuser: row.bool(3) ?? false, isStaff: row.bool(4) ?? false)
  }

  /// Names of a table that are close to the one that was not found.
  func near(_ name: Name, _ table: String, _ column: String) throws -> [String] {
    // Names that begin alike come from the index; the rest would mean reading the whole table.
    let prefix = String(name.text.prefix(1))
    let column = column.quoted
    let alike = try StoredValue.texts(
      database,
      sql:
        "SELECT \(column) FROM \(table.quoted) WHERE \(column) >= ? AND \(column) < ? ORDER BY \(column) LIMIT 3000",
      arguments: [prefix, prefix + "\u{10FFFF}"])
    let some = try StoredValue.texts(
      database, sql: "SELECT \(column) FROM \(table.quoted) ORDER BY \(column) LIMIT 2000")
    let begin = try StoredValue.texts(
      database,
      sql:
        "SELECT \(column) FROM \(table.quoted) WHERE \(column) >= ? AND \(column) < ? ORDER BY \(column) LIMIT 3",
      arguments: [name.text, name.text + "\u{10FFFF}"])
    var seen: Set<Name> = []
    let candidates = (alike + some).filter { seen.insert(Name($0)).inserted }
    let close = Suggestions.near(name.text, in: candidates)
    return close.isEmpty ? begin : close
  }
}
