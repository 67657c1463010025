import Authorization

/// The forms about the permissions that a type has.
enum PermissionForm: FormFamily, Hashable, Sendable {
  case create(TypeName?)
  case defaults

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create(let given):
      guard let type = given ?? dialog.choice(.type).ref?.type else { return Draft(problem: "choose a type") }
      let codename = dialog.text(.codename)
      guard !codename.text.isEmpty else {
        return Draft(problem: "type a codename, such as `retrigger_build`")
      }
      let title = dialog.text(.title)
      return Draft([
        .createPermission(type, codename: codename, title: title.text.isEmpty ? codename : title)
      ])
    case .defaults:
      guard let type = dialog.choice(.type).ref?.type else { return Draft(problem: "choose a type") }
      return Draft([.createDefaultPermissions(type)])
    }
  }
}

extension Dialog {
  static func createPermission(_ type: TypeName?) -> Dialog {
    let first =
      type.map { Field.note(0, "type", $0.description) } ?? .choice(.type, "type", .types)
    return Dialog(
      .permission(.create(type)), title: "create a permission", verb: "Create",
      fields: [first, .text(.codename, "codename"), .text(.title, "title")])
  }

  static func defaultPermissions() -> Dialog {
    Dialog(
      .permission(.defaults), title: "create the default permissions of a type", verb: "Create",
      fields: [
        .choice(.type, "type", .types),
        .note(0, "", "those of add, change, delete and view that it lacks"),
      ])
  }
}
