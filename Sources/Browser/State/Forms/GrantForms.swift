import Authorization

/// Permissions for users and groups, at model level or on objects. With one holder and one place the list shows
/// what is on now, and can take away as well.
struct GrantForm: FormFamily, Hashable, Sendable {
  /// Who gets them, where the dialog is about them.
  var grantees: [EntityRef] = []
  /// On what, where the dialog is about it.
  var objects: [EntityRef] = []
  /// The permissions, where the dialog is about some.
  var permissions: [EntityRef] = []
  /// Whether the place is given: model level, without a choice.
  var isGeneral = false

  func draft(_ dialog: Dialog) -> Draft {
    let holders =
      grantees.isEmpty ? dialog.chosenGrantee.map { [$0] } ?? [] : grantees.compactMap(\.grantee)
    guard !holders.isEmpty else {
      return Draft(problem: dialog.option(.to) == 0 ? "choose a user" : "choose a group")
    }
    let places: [ObjectRef?]
    switch self.places(dialog) {
    case .success(let found): places = found
    case .failure(let missing): return Draft(problem: missing.text)
    }
    let list = dialog.checklist(.permissions)
    if let problem = list?.list.problem { return Draft(problem: "correct the object: \(problem)") }
    let added = permissions.isEmpty ? list?.fittingAdded ?? [] : permissions
    let removed = list?.fittingRemoved ?? []
    func all(_ permissions: [EntityRef], _ change: (Grant) -> Change) -> [Change] {
      holders.flatMap { holder in
        places.flatMap { place in permissions.map { change(Grant(holder, $0.key, on: place)) } }
      }
    }
    return Draft(all(added) { .grant($0) } + all(removed) { .revoke($0) })
  }

  private func places(_ dialog: Dialog) -> Result<[ObjectRef?], Dialog.Missing> {
    if !objects.isEmpty { return .success(objects.map(\.objectRef)) }
    if isGeneral || (dialog.index(.level) != nil && dialog.option(.level) == 0) { return .success([nil]) }
    return dialog.chosenObject.map { [$0] }
  }

  func adapt(_ dialog: inout Dialog) {
    dialog.adaptGrantee()
    let onObject =
      objects.isEmpty && !isGeneral && (dialog.index(.level) == nil || dialog.option(.level) == 1)
    dialog.adaptObject(isShown: onObject)
    let holders =
      grantees.isEmpty ? dialog.chosenGrantee.map { [$0] } ?? [] : grantees.compactMap(\.grantee)
    let place = try? places(dialog).get()
    guard let place else {
      let type = dialog.choice(.objectType).ref?.type
      let isTyping = !dialog.text(.objectKey).text.isEmpty
      return dialog.setChecklist(.permissions) { list in
        // While an object is being typed the list stays as it was.
        if isTyping, list.list.problem == nil, case .permissions(.some) = list.list.question.source { return }
        let shown = list.list.shown
        if isTyping, case .permissions(.some) = shown.source { return list.ask(shown.source, shown.state) }
        if let type { list.ask(.permissions(type), .nothing) } else { list.blocked = "choose a type first" }
      }
    }
    var state = ChoiceState.nothing
    // Of what is only staged nothing is on yet.
    if let holder = holders.first, holders.count == 1, !holder.key.isStaged, place.count == 1,
      place[0]?.isCreated != true
    {
      state = place[0].map { .objectPermissions(of: holder, $0) } ?? .permissions(of: holder)
    }
    let type = place.first.flatMap { $0?.type }
    dialog.setChecklist(.permissions) { $0.ask(.permissions(type), state) }
  }
}

extension Dialog {
  private static var permissionList: Field {
    .checklist(.permissions, "Permissions", .permissions(nil))
  }

  /// The permissions of one user or group at model level.
  static func permissions(of holder: EntityRef) -> Dialog {
    Dialog(
      .grant(GrantForm(grantees: [holder], isGeneral: true)), title: "permissions of \(holder.title)",
      subject: holder, fields: [permissionList])
  }

  /// The permissions of one user or group on one object.
  static func objectGrants(of holder: EntityRef) -> Dialog {
    Dialog(
      .grant(GrantForm(grantees: [holder])), title: "object grants of \(holder.title)", subject: holder,
      fields: objectFields + [permissionList])
  }

  /// Grants in general: whatever is given from marks and the row under the cursor is not asked for.
  static func grant(to holders: [EntityRef], on objects: [EntityRef], _ permissions: [EntityRef]) -> Dialog {
    let form = GrantForm(
      grantees: holders, objects: objects, permissions: permissions,
      isGeneral: false)
    var fields: [Field] = []
    fields += holders.isEmpty ? granteeFields : [.note(0, "to", Words.list(holders))]
    if objects.isEmpty {
      fields += [.options(.level, "level", ["model: in general", "object"])] + objectFields
    } else {
      fields.append(.note(1, "on", Words.list(objects)))
    }
    fields.append(
      permissions.isEmpty
        ? permissionList
        : .note(2, permissions.count == 1 ? "permission" : "permissions", Words.list(permissions)))
    return Dialog(.grant(form), title: "grant permissions", fields: fields)
  }
}
