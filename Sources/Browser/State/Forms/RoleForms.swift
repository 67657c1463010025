import Authorization

/// The forms about roles.
enum RoleForm: FormFamily, Hashable, Sendable {
  case create
  case edit(DatabaseKey)
  case permissions(DatabaseKey)

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.name))
      guard !name.text.isEmpty else { return Draft(problem: "type a name") }
      let description = dialog.text(.row(.description))
      return Draft([
        .createRole(
          RoleFields(
            name: name, description: description.text.isEmpty ? nil : description,
            permissions: dialog.checklist(.permissions)?.added.map(\.key) ?? []))
      ])
    case .edit(let key):
      let edit = RoleEdit(
        name: dialog.changedText(.row(.name)), description: dialog.changedText(.row(.description)))
      if edit.name?.text.isEmpty == true { return Draft(problem: "type a name") }
      return edit == RoleEdit() ? Draft() : Draft([.editRole(key, edit)])
    case .permissions(let role):
      guard let list = dialog.checklist(.permissions) else { return Draft() }
      return Draft(
        list.added.map { .permit(role: role, permission: $0.key) }
          + list.removed.map { .forbid(role: role, permission: $0.key) })
    }
  }
}

extension Dialog {
  static func createRole() -> Dialog {
    Dialog(
      .role(.create), title: "create a role", verb: "Create",
      fields: [
        .text(.row(.name), "name"), .text(.row(.description), "description"),
        .checklist(.permissions, "Permissions", .permissions(nil)),
      ])
  }

  static func editRole(_ role: EntityRef) -> Dialog {
    Dialog(
      .role(.edit(role.key)), title: "edit role \(role.name)", subject: role,
      fields: [.unreadText(.name, "name"), .unreadText(.description, "description")])
  }

  static func rolePermissions(_ role: EntityRef) -> Dialog {
    Dialog(
      .role(.permissions(role.key)), title: "permissions of role \(role.name)", subject: role,
      fields: [
        .checklist(.permissions, "Permissions", .permissions(nil), .rolePermissions(of: role.key))
      ])
  }
}
