/// Changes that may fix a denial or end an allowance, before anybody has tried whether they do.
public struct RemedyCandidate: Sendable, Hashable {
  public var changes: [Change]
  /// The commands that do it; the word `DB` stands for the database file.
  public var commands: [[String]]

  public init(_ changes: [Change], _ commands: [[String]]) {
    self.changes = changes
    self.commands = commands
  }

  /// The changes as the command line has them, where no plan puts them into words.
  public var words: String {
    commands.map { $0.filter { $0 != "DB" }.joined(separator: " ") }.joined(separator: ", then ")
  }

  /// Both, one after the other.
  public func following(_ first: RemedyCandidate?) -> RemedyCandidate {
    guard let first else { return self }
    return RemedyCandidate(first.changes + changes, first.commands + commands)
  }
}

extension RemedyCandidate {
  public static func addMember(_ user: EntityRef, to group: EntityRef) -> RemedyCandidate {
    RemedyCandidate(
      [.addMember(user: user.key, group: group.key)],
      [["member", "add", "DB", group.groupArgument, user.subjectArgument]])
  }

  public static func removeMember(_ user: EntityRef, from group: EntityRef) -> RemedyCandidate {
    RemedyCandidate(
      [.removeMember(user: user.key, group: group.key)],
      [["member", "remove", "DB", group.groupArgument, user.subjectArgument]])
  }

  public static func activate(_ user: EntityRef, _ isActive: Bool) -> RemedyCandidate {
    RemedyCandidate(
      [.editUser(user.key, UserEdit(isActive: isActive))],
      [["user", "edit", "DB", user.subjectArgument, isActive ? "--active" : "--inactive"]])
  }

  public static func makeStaff(_ user: EntityRef, _ isStaff: Bool) -> RemedyCandidate {
    RemedyCandidate(
      [.editUser(user.key, UserEdit(isStaff: isStaff))],
      [["user", "edit", "DB", user.subjectArgument, isStaff ? "--staff" : "--no-staff"]])
  }

  public static func makeSuperuser(_ user: EntityRef, _ isSuperuser: Bool) -> RemedyCandidate {
    RemedyCandidate(
      [.editUser(user.key, UserEdit(isSuperuser: isSuperuser))],
      [
        [
          "user", "edit", "DB", user.subjectArgument,
          isSuperuser ? "--superuser" : "--no-superuser",
        ]
      ])
  }

  /// - Parameter permission: the row, where its name stands on two models.
  public static func grant(
    _ permission: PermissionRow, isShared: Bool, on object: ObjectAddress?, to holder: EntityRef
  ) -> RemedyCandidate {
    RemedyCandidate(
      [.grant(Grant(holder.grantee, permission.key, on: object?.ref))],
      [["grant"] + grantWords(permission, isShared, object, holder)])
  }

  public static func revoke(
    _ permission: PermissionRow, isShared: Bool, on object: ObjectAddress?, from holder: EntityRef
  ) -> RemedyCandidate {
    RemedyCandidate(
      [.revoke(Grant(holder.grantee, permission.key, on: object?.ref))],
      [["revoke"] + grantWords(permission, isShared, object, holder)])
  }

  private static func grantWords(
    _ permission: PermissionRow, _ isShared: Bool, _ object: ObjectAddress?, _ holder: EntityRef
  ) -> [String] {
    // One name can stand on two models of an app; with the model in it, it is one row.
    let name = isShared ? "\(permission.type).\(permission.codename)" : permission.name.text
    return ["DB", holder.subjectArgument, name] + [object?.argument].compactMap { $0 }
  }

  public static func assign(_ role: EntityRef, to holder: EntityRef, _ target: Target) -> RemedyCandidate {
    RemedyCandidate(
      [.assign(Assignment(role.key, to: holder.grantee, target.assignmentPlace))],
      [
        ["role", "assign", "DB", role.name.text, holder.subjectArgument] + [target.argument].compactMap { $0 }
      ])
  }

  public static func unassign(_ role: EntityRef, from holder: EntityRef, _ target: Target) -> RemedyCandidate
  {
    RemedyCandidate(
      [.unassign(Assignment(role.key, to: holder.grantee, target.assignmentPlace))],
      [
        ["role", "unassign", "DB", role.name.text, holder.subjectArgument]
          + [target.argument].compactMap { $0 }
      ])
  }

  public static func permit(_ permission: PermissionRow, in role: EntityRef) -> RemedyCandidate {
    RemedyCandidate(
      [.permit(role: role.key, permission: permission.key)],
      [["role", "permit", "DB", role.name.text, permission.name.text]])
  }

  public static func forbid(_ permission: PermissionRow, in role: EntityRef) -> RemedyCandidate {
    RemedyCandidate(
      [.forbid(role: role.key, permission: permission.key)],
      [["role", "forbid", "DB", role.name.text, permission.name.text]])
  }

  /// - Parameter group: nil for anyone.
  public static func setAccess(_ policy: EntityRef, _ method: TreeMethod, to group: EntityRef?)
    -> RemedyCandidate
  {
    RemedyCandidate(
      [.setAccess(policy: policy.key, method, group: group?.key)],
      [["policy", "set-\(method.rawValue)", "DB", policy.name.text, group?.groupArgument ?? ":anyone"]])
  }

  /// - Parameter policy: nil for none, which makes the tree private.
  public static func setPolicy(of tree: EntityRef, to policy: EntityRef?) -> RemedyCandidate {
    // A policy of that name cannot be told from none on the command line.
    let isNamed = policy?.name != ":none"
    return RemedyCandidate(
      [.setPolicy(tree: tree.key, policy: policy?.key)],
      isNamed ? [["tree", "set-policy", "DB", tree.name.text, policy?.name.text ?? ":none"]] : [])
  }
}

extension Subject {
  /// The row that grants can be written to: for somebody who is not logged in the one that stands for them.
  public var row: EntityRef? {
    switch kind {
    case .user(let key): EntityRef(kind: .user, key: key, name: name)
    case .group(let key): EntityRef(kind: .group, key: key, name: name)
    case .anonymous: standInKey.map { EntityRef(kind: .user, key: $0, name: name) }
    case .outsider: nil
    }
  }
}

extension EntityRef {
  /// A user or a group as the holder of a grant.
  public var grantee: Grantee { kind == .group ? .group(key) : .user(key) }

  /// A group as written where only a group can be meant.
  public var groupArgument: String {
    let isPlain =
      SubjectArgument(name.text) == .user(name) && name.text.first.map { !"-:".contains($0) } ?? false
    return isPlain ? name.text : "group:\(name)"
  }

  /// A user or a group as the command line names it.
  public var subjectArgument: String {
    if kind == .group { return "group:\(name)" }
    // What is printed makes such letters visible, and nobody is called that.
    return name.isPrintable ? SubjectArgument.text(ofUser: name) : "user:#\(key)"
  }
}

extension Name {
  /// Whether it can be printed and pasted as it is: no control characters, nothing invisible.
  var isPrintable: Bool {
    !text.unicodeScalars.contains {
      [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate].contains(
        $0.properties.generalCategory)
    }
  }
}

extension RemedyCandidate {
  /// The commands, where all names in them can be printed as they are.
  public var printableCommands: [[String]] {
    commands.joined().allSatisfy { Name($0).isPrintable } ? commands : []
  }
}

extension ObjectAddress {
  /// The object as a grant names it.
  public var ref: ObjectRef { ObjectRef(type: type, key: text) }
}

extension Target {
  /// Where a role is assigned that is to count for the target.
  public var assignmentPlace: Assignment.Place {
    switch self {
    case .general: .everywhere
    case .domain(let key, _): .domain(key)
    case .object(let object): .object(object.ref)
    }
  }
}
