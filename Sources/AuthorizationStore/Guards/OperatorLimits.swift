internal import Authorization
internal import GRDB

/// What `--as USER` may edit: decided by the check itself, as Django's admin and Pulp's views ask.
struct OperatorLimits {
  let reader: AuthorizationReader
  let subject: Subject

  init(_ reader: AuthorizationReader, _ subject: Subject) {
    self.reader = reader
    self.subject = subject
  }

  /// A permission with the place where it would be enough.
  struct Need: Hashable {
    var permission: Name
    var target: Target
  }

  func refusal(_ rows: [RowChange]) throws -> Refusal? {
    try permission(rows) ?? escalation(rows)
  }

  /// The first row that the operator lacks the permission for.
  func permission(_ rows: [RowChange]) throws -> Refusal? {
    var asked: Set<[Need]> = []
    for row in rows {
      let needs = try needs(row)
      guard !needs.isEmpty, asked.insert(needs).inserted else { continue }
      if try needs.contains(where: { try holds($0) }) { continue }
      let names = needs.map(\.permission).reduce(into: [Name]()) { if !$0.contains($1) { $0.append($1) } }
      let words = names.map { "`\($0)`" }.joined(separator: " or ")
      let inactive = subject.isActive ? "" : " (an inactive user)"
      return Refusal(
        .notPermitted, "\(what(row)) needs \(words), which \(subject.name)\(inactive) lacks")
    }
    return nil
  }

  /// For each kind of row the permissions that let the operator write it.
  func held(_ rows: [RowChange]) throws -> [[Need]] {
    var asked: Set<[Need]> = []
    return try rows.compactMap { row in
      let needs = try needs(row)
      guard asked.insert(needs).inserted else { return nil }
      let held = try needs.filter { try holds($0) }
      return held.isEmpty ? nil : held
    }
  }

  /// Whether what a permission is about is there: nobody is locked out of what they delete.
  func isThere(_ target: Target) throws -> Bool {
    guard case .object(let object) = target else { return true }
    return try reader.object(object.type, key: object.text).exists
  }

  func holds(_ need: Need) throws -> Bool {
    do {
      let permission = try reader.permission(need.permission)
      return try reader.allows(subject, permission, need.target)
    } catch is RaisedException {
      return false
    }
  }

  /// Any of these is enough for one row.
  private func needs(_ row: RowChange) throws -> [Need] {
    let schema = reader.schema
    let users = reader.userType ?? TypeName(app: "auth", model: "user")
    func general(_ kind: EditKind) -> Need {
      Need(permission: kind.permission(users: users), target: .general)
    }
    func on(_ kind: EditKind, _ type: TypeName, _ key: DatabaseKey?) throws -> [Need] {
      guard let key else { return [general(kind)] }
      let object = try reader.object(type, key: Name(key.text))
      return [general(kind), Need(permission: kind.permission(users: users), target: .object(object))]
    }
    func own(_ kinds: [EditKind], _ type: TypeName) throws -> [Need] {
      let kind = row.before == nil ? kinds[0] : row.after == nil ? kinds[2] : kinds[1]
      return row.before == nil ? [general(kind)] : try on(kind, type, row.ownKey)
    }
    let image = row.after ?? row.before ?? []
    switch row.table {
    case schema.users.table: return try own([.addUser, .changeUser, .deleteUser], users)
    case "auth_group": return try own([.addGroup, .changeGroup, .deleteGroup], Self.group)
    case "core_role":
      return try own([.addRole, .changeRole, .deleteRole], TypeName(app: "core", model: "role"))
    case "datawarehouse_gittree": return try own([.addTree, .changeTree, .deleteTree], GitTrees.tree)
    case "datawarehouse_gittreepolicy":
      return try own([.addPolicy, .changePolicy, .deletePolicy], Self.policy)
    case "auth_permission":
      return [general(row.before == nil ? .addPermission : .deletePermission)]
    case "core_accesspolicy":
      return try own([.addEndpoint, .changeEndpoint, .deleteEndpoint], Self.endpoint)
    case "django_session": return [general(.endSession)]
    case "core_role_permissions":
      return try on(.changeRole, TypeName(app: "core", model: "role"), image.key(of: "role_id"))
    case schema.memberships.table:
      return try on(.changeUser, users, image.key(of: schema.memberships.from))
        + on(.changeGroup, Self.group, image.key(of: schema.memberships.to))
        + coreGroup(image.key(of: schema.memberships.to))
    case schema.userPermissions.table:
      return try on(.changeUser, users, image.key(of: schema.userPermissions.from))
    case schema.groupPermissions.table:
      return try on(.changeGroup, Self.group, image.key(of: schema.groupPermissions.from))
    case "core_userrole", "core_grouprole":
      return try manageRoles(image, isGroup: row.table == "core_grouprole")
    case "guardian_userobjectpermission", "guardian_groupobjectpermission":
      guard let type = try image.key(of: "content_type_id").flatMap({ try reader.type(key: $0) }) else {
        return []
      }
      return try change(type, image.value(of: "object_pk")?.databaseValue.text)
    default:
      guard let direct = schema.directGrants.first(where: { $0.table == row.table }) else {
        // What goes with a row that is deleted, as Django's cascade takes it along.
        return []
      }
      let native = image.key(of: "content_object_id")
      let table = try reader.table(of: direct.type)
      return try change(direct.type, native.map { key in table?.text(key).text ?? key.text })
    }
  }

  static let group = TypeName(app: "auth", model: "group")
  private static let policy = TypeName(app: "datawarehouse", model: "gittreepolicy")
  private static let endpoint = TypeName(app: "core", model: "accesspolicy")

  /// Pulp: `groups/users` asks for `core.change_group` on the group.
  private func coreGroup(_ key: DatabaseKey?) throws -> [Need] {
    let type = TypeName(app: "core", model: "group")
    guard reader.schema.has(.roles), let key, try reader.contentType(type) != nil else { return [] }
    let object = try reader.object(type, key: Name(key.text))
    return [
      Need(permission: "core.change_group", target: .general),
      Need(permission: "core.change_group", target: .object(object)),
    ]
  }

  /// guardian's pages of the admin ask for the right to change the object.
  private func change(_ type: TypeName, _ key: String?) throws -> [Need] {
    let name = Name("\(type.app).change_\(type.model)")
    guard let key else { return [Need(permission: name, target: .general)] }
    let object = try reader.object(type, key: Name(key))
    return [Need(permission: name, target: .general), Need(permission: name, target: .object(object))]
  }

  /// Pulp: `add_role` and `remove_role` ask for `manage_roles_…` of the object's type, at any level.
  private func manageRoles(_ image: [ColumnValue], isGroup: Bool) throws -> [Need] {
    if let key = image.value(of: "object_id")?.databaseValue.text,
      let type = try image.key(of: "content_type_id").flatMap({ try reader.type(key: $0) })
    {
      let name = Name("\(type.app).manage_roles_\(type.model)")
      let object = try reader.object(type, key: Name(key))
      var needs = [Need(permission: name, target: .general), Need(permission: name, target: .object(object))]
      if let domain = object.domain { needs.append(Need(permission: name, target: .domain(domain, ""))) }
      return needs
    }
    if let domain = image.key(of: "domain_id") {
      let name: Name = "core.manage_roles_domain"
      let label = try reader.relations.name(of: .domain, key: domain) ?? ""
      return [
        Need(permission: name, target: .general), Need(permission: name, target: .domain(domain, label)),
      ]
    }
    // Everywhere: whoever may manage the roles of groups or users at all.
    let users = reader.userType ?? TypeName(app: "auth", model: "user")
    return isGroup
      ? [Need(permission: "core.manage_roles_group", target: .general)]
      : [
        Need(permission: Name("\(users.app).manage_roles_\(users.model)"), target: .general),
        Need(permission: EditKind.changeUser.permission(users: users), target: .general),
      ]
  }

  /// What a row is about, for the sentence that says what is missing.
  private func what(_ row: RowChange) -> String {
    let schema = reader.schema
    let verb = row.before == nil ? "adding" : row.after == nil ? "removing" : "changing"
    switch row.table {
    case schema.users.table: return "\(verb) a user"
    case "auth_group": return "\(verb) a group"
    case "core_role": return "\(verb) a role"
    case "core_role_permissions": return "changing the permissions of a role"
    case "datawarehouse_gittree": return "\(verb) a git tree"
    case "datawarehouse_gittreepolicy": return "\(verb) a policy of git trees"
    case "auth_permission": return "\(verb) a permission"
    case "core_accesspolicy": return "\(verb) an access policy"
    case "django_session": return "ending a session"
    case schema.memberships.table: return "\(verb) a member of a group"
    case schema.userPermissions.table: return "changing the permissions of a user"
    case schema.groupPermissions.table: return "changing the permissions of a group"
    case "core_userrole", "core_grouprole": return "\(verb) a role assignment"
    default: return "\(verb) a grant on an object"
    }
  }
}

extension RowChange {
  /// The key of the row, where it is a single column.
  var ownKey: DatabaseKey? { key.count == 1 ? DatabaseKey(key[0].value.databaseValue) : nil }
}
