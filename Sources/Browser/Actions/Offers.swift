import Authorization

/// Which dialogs `a`, `e` and `d` mean where the cursor is.
extension BrowserState {
  static let kindsWithHistory: [EntityKind] = [
    .user, .group, .role, .tree, .policy, .permission, .endpoint, .object, .domain,
  ]

  /// What can be added here; several become a menu.
  var formsToAdd: [FormID] {
    guard !isAbsent else { return [] }
    if focus == .inspector { return inspector.subject == .anonymous ? [] : [.grant] }
    if place.isPage { return [] }
    if let (owner, id) = section { return Self.forms(toAddTo: owner.kind, id) }
    guard focus == .list, let source = place.list?.source else {
      return place.detail.wanted.map { Self.forms(toEdit: $0.kind) } ?? []
    }
    let kinds = Set(marks([]).map(\.kind))
    switch source {
    case .view(.users):
      return kinds.isEmpty ? [.createUser] : [.joinGroups, .grant, .assignRole, .createUser]
    case .view(.groups): return kinds.isEmpty ? [.createGroup] : [.grant, .assignRole, .createGroup]
    case .view(.roles): return kinds.isEmpty ? [.createRole] : [.assignRole, .createRole]
    case .view(.trees):
      return kinds.isEmpty ? [.createTree] : [.setPolicy, .grant, .assignRole, .createTree]
    case .view(.policies): return [.createPolicy]
    case .view(.permissions), .view(.objects): return [.createPermission, .defaultPermissions]
    case .view(.endpoints): return [.createEndpoint]
    case .objects, .whoCan, .whatCan: return kinds.isEmpty ? [.grant] : [.grant, .assignRole]
    case .view(.tasks), .view(.sessions), .view(.history), .view(.findings), .section, .history, .seen,
      .listing:
      return []
    }
  }

  /// What can be edited of the row; several become a menu.
  var formsToEdit: [FormID] {
    guard !isAbsent else { return [] }
    if place.isPage { return [] }
    if focus == .inspector { return formsToAdd }
    let marked = focus == .list ? marks([]).first?.kind : nil
    let kind = focus == .detail ? place.detail.wanted?.kind : marked ?? place.list?.row?.ref.kind
    guard let kind else { return [] }
    if marked != nil {
      // What is about many rows comes first; the rest says why it is not possible now.
      let many = Self.forms(toEditMany: kind)
      return many + Self.forms(toEdit: kind).filter { !many.contains($0) }
    }
    var forms = Self.forms(toEdit: kind)
    // What the cursor is on comes first.
    if let (owner, id) = section, owner.kind == kind {
      let here = Self.forms(toAddTo: owner.kind, id)
      forms = here + forms.filter { !here.contains($0) }
    }
    return forms
  }

  /// What `d` does to the row.
  var formToDelete: FormID? {
    guard focus == .list, !isDerivedList, let kind = marks([]).first?.kind ?? place.list?.row?.ref.kind else {
      return nil
    }
    switch kind {
    case .user: return .deleteUser
    case .group: return .deleteGroup
    case .role: return .deleteRole
    case .tree: return .deleteTree
    case .policy: return .deletePolicy
    case .permission: return .deletePermission
    case .endpoint: return .deleteEndpoint
    case .session: return .endSession
    case .entry: return .undoEntry
    case .type, .object, .task, .artifact, .domain, .finding: return nil
    }
  }

  /// Whether the rows stand in the list for something else: to delete them is not what `d` means there.
  var isDerivedList: Bool {
    switch place.list?.source {
    case .section(_, let id): id != .history
    case .whoCan, .whatCan, .seen, .listing: true
    case .view, .objects, .history, nil: false
    }
  }

  /// What `d` takes away in a detail, or in the list of one of its sections.
  var removalFromSection: [LineEdit]? {
    switch focus {
    case .detail: return lineUnderCursor.map { [$0] }
    case .list:
      if let fix = fixAtHand { return [.fix(fix)] }
      guard let (owner, id) = section else { return nil }
      let marked = marks([])
      let row = place.list?.row
      if marked.isEmpty, let edit = row?.edit { return [edit] }
      let rows = marked.isEmpty ? [row?.ref].compactMap { $0 } : marked
      let edits = rows.compactMap { lineEdit(owner, id, $0) }
      return edits.isEmpty ? nil : edits
    case .inspector, .why, .matrix, .request: return nil
    }
  }

  /// What mends the finding that the cursor is on or in.
  var fixAtHand: FindingFix? {
    let edits: [LineEdit?]
    switch focus {
    case .list: edits = [place.list?.row?.edit]
    case .detail where place.detail.wanted?.kind == .finding && place.detail.isCurrent:
      edits = place.detail.items.map { $0.line?.edit }
    case .detail, .inspector, .why, .matrix, .request: return nil
    }
    return edits.lazy.compactMap { edit in
      if case .fix(let fix) = edit { fix } else { nil }
    }.first
  }

  private static func forms(toAddTo owner: EntityKind, _ section: SectionID) -> [FormID] {
    switch (owner, section) {
    case (.user, .groups): [.userGroups]
    case (.group, .members): [.members]
    case (.user, .modelPermissions), (.group, .modelPermissions): [.permissions]
    case (.user, .objectGrants), (.group, .objectGrants): [.objectGrants]
    case (.user, .roles), (.group, .roles): [.roles]
    case (.role, .permissions): [.rolePermissions]
    case (.role, .holders): [.holders]
    case (.tree, .policies), (.tree, .readers), (.tree, .writers): [.editTree]
    case (.policy, .readers), (.policy, .writers): [.editPolicy]
    case (.permission, _): [.grant]
    case (.type, .permissions): [.createPermission, .defaultPermissions]
    case (.endpoint, .statements): [.statements]
    case (.endpoint, .creationHooks): [.creationHooks]
    case (.tree, .grantedTo), (.object, .grantedTo), (.policy, .grantedTo): [.grant]
    case (.tree, .holders), (.object, .holders): [.assignRole]
    default: forms(toEdit: owner)
    }
  }

  private static func forms(toEditMany kind: EntityKind) -> [FormID] {
    switch kind {
    case .user: [.joinGroups, .grant, .assignRole]
    case .group, .policy, .object, .task, .artifact: [.grant, .assignRole]
    case .tree: [.setPolicy, .grant, .assignRole]
    case .role: [.assignRole]
    case .permission: [.grant]
    case .session: [.endSession]
    case .endpoint, .type, .domain, .entry, .finding: []
    }
  }

  private static func forms(toEdit kind: EntityKind) -> [FormID] {
    switch kind {
    case .user: [.editUser, .userGroups, .permissions, .objectGrants, .roles]
    case .group: [.renameGroup, .members, .permissions, .objectGrants, .roles]
    case .role: [.editRole, .rolePermissions, .holders]
    case .tree: [.editTree, .grant]
    case .policy: [.editPolicy, .grant]
    case .permission: [.grant]
    case .endpoint: [.statements, .creationHooks, .querysetScoping, .resetEndpoint]
    case .type: [.createPermission, .defaultPermissions]
    case .object: [.grant, .assignRole]
    case .session: [.endSession]
    case .task, .artifact, .domain, .entry, .finding: []
    }
  }
}
