internal import Authorization
internal import GRDB

/// Finds Permscope's systems in a database by their tables.
struct SchemaDetection {
  let catalog: TableCatalog
  let path: String
  /// A user table named in the settings; nil to find it by foreign keys.
  let userTable: String?
  /// For types that reach a tree by several ways: the one that the settings pick, as `table.column`.
  let treePathChoices: [TypeName: String]
  /// The rules that the settings declare.
  var rules = ProjectRuleTexts()

  func detect() throws -> Schema {
    let (users, memberships, userPermissions) = try userTables()
    let systems = try SystemID.allCases.map { try status($0) }
    var schema = Schema(
      users: users, memberships: memberships, userPermissions: userPermissions,
      groupPermissions: Schema.Link(table: "auth_group_permissions", from: "group_id", to: "permission_id"),
      systems: systems)
    schema.proxies = proxies(schema)
    if schema.has(.guardian) { schema.directGrants = try directGrants() }
    if schema.has(.trees) {
      let finder = TreePathFinder(catalog: catalog, choices: treePathChoices)
      (schema.treePaths, schema.ambiguousTreePaths) = try finder.find()
    }
    if schema.has(.roles) {
      schema.hasDomains =
        try catalog.has("core_domain") && catalog.columns("core_userrole").contains { $0.name == "domain_id" }
    }
    schema.projectRules = try ProjectRuleResolver(catalog: catalog, schema: schema).resolve(rules)
    return schema
  }

  /// The tables by which a system is known.
  static func tables(of system: SystemID) -> [String] {
    switch system {
    case .auth: ["auth_group", "auth_permission", "auth_group_permissions", "django_content_type"]
    case .guardian: ["guardian_userobjectpermission", "guardian_groupobjectpermission"]
    case .roles: ["core_role", "core_role_permissions", "core_userrole", "core_grouprole"]
    case .trees: ["datawarehouse_gittree", "datawarehouse_gittreepolicy"]
    case .policies: ["core_accesspolicy"]
    case .tasks: ["user_tasks_usertaskstatus", "user_tasks_usertaskartifact"]
    case .sessions: ["django_session"]
    }
  }

  private func status(_ system: SystemID) throws -> SystemStatus {
    SystemStatus(system: system, missingTables: Self.tables(of: system).filter { !catalog.has($0) })
  }

  /// A custom user model is found through the tables that link it with groups and permissions.
  private func userTables() throws -> (Schema.Users, Schema.Link, Schema.Link) {
    let needed = ["auth_group", "auth_permission", "auth_group_permissions", "django_content_type"]
    let missing = needed.filter { !catalog.has($0) }
    guard missing.isEmpty else {
      throw StoreError(
        .noUserTable,
        "`\(path)` is not a Django authorization database: no table \(missing.map { "`\($0)`" }.joined(separator: ", "))"
      )
    }
    let memberships = try links(to: "auth_group")
    let permissions = try links(to: "auth_permission")
    let candidates = memberships.filter { link in permissions.contains { $0.user == link.user } }
    let chosen = candidates.filter { userTable == nil || $0.user == userTable }
    // Django's own name wins where several tables would do.
    guard let membership = chosen.first(where: { $0.user == "auth_user" }) ?? chosen.first,
      let permission = permissions.first(where: { $0.user == membership.user })
    else {
      throw StoreError(
        .noUserTable,
        "`\(path)` has no user table: none is linked with `auth_group` and `auth_permission`; name it in the settings as `user_table`"
      )
    }
    return (try users(membership.user), membership.link, permission.link)
  }

  private func links(to target: String) throws -> [(user: String, link: Schema.Link)] {
    var found: [(user: String, link: Schema.Link)] = []
    for table in catalog.tables where table != "auth_group_permissions" && !table.hasPrefix("guardian_") {
      let columns = try catalog.columns(table)
      guard columns.count == 3 else { continue }
      let keys = try catalog.foreignKeys(table)
      guard keys.count == 2, let to = keys.first(where: { $0.table == target }),
        let from = keys.first(where: { $0.table != target }),
        try catalog.columns(from.table).contains(where: { $0.name == "password" })
      else { continue }
      found.append((from.table, Schema.Link(table: table, from: from.column, to: to.column)))
    }
    return found
  }

  private func users(_ table: String) throws -> Schema.Users {
    let columns = try catalog.columns(table).map(\.name)
    func optional(_ name: String) -> String? { columns.contains(name) ? name : nil }
    guard let key = try catalog.primaryKey(table)?.name,
      let username = optional("username") ?? optional("email") ?? optional("name")
    else {
      throw StoreError(
        .noUserTable, "the user table `\(table)` of `\(path)` has no key or no column to name users by")
    }
    return Schema.Users(
      table: table, key: key, username: username, isActive: optional("is_active"),
      isSuperuser: optional("is_superuser"), isStaff: optional("is_staff"), email: optional("email"),
      firstName: optional("first_name"), lastName: optional("last_name"), lastLogin: optional("last_login"),
      dateJoined: optional("date_joined"))
  }

  /// Pulp's proxies. A model of the same name that has a table of its own is another application's, and no proxy.
  private func proxies(_ schema: Schema) -> [TypeName: TypeName] {
    let core = Name("core")
    let known = [
      TypeName(app: core, model: "group"): TypeName(app: "auth", model: "group"),
      TypeName(app: core, model: "user"): schema.userType ?? TypeName(app: "auth", model: "user"),
    ]
    return known.filter { proxy, concrete in
      proxy != concrete && !catalog.has("\(proxy.app)_\(proxy.model)")
    }
  }

  /// guardian's direct models: tables with a permission, an object's foreign key, and a user or a group.
  private func directGrants() throws -> [Schema.DirectGrants] {
    var found: [Schema.DirectGrants] = []
    for table in catalog.tables {
      let names = Set(try catalog.columns(table).map(\.name))
      guard names.isSuperset(of: ["permission_id", "content_object_id"]),
        names.contains("user_id") != names.contains("group_id"),
        let key = try catalog.foreignKeys(table).first(where: { $0.column == "content_object_id" }),
        let underscore = key.table.firstIndex(of: "_")
      else { continue }
      let type =
        try TypeTables.type(ofTable: key.table, catalog)
        ?? TypeName(
          app: Name(String(key.table[..<underscore])),
          model: Name(String(key.table[key.table.index(after: underscore)...])))
      found.append(Schema.DirectGrants(table: table, type: type, holdsGroups: names.contains("group_id")))
    }
    return found
  }
}
