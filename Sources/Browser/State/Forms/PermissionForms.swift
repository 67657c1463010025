import Authorization

/// The forms about the permissions that a type has.
enum PermissionForm: FormFamily, Hashable, Sendable {
  case create(TypeName?)
  case defaults(TypeName?)

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
    case .defaults(let given):
      guard let type = given ?? dialog.choice(.type).ref?.type else { return Draft(problem: "choose a type") }
      return Draft([.createDefaultPermissions(type)])
    }
  }
}

extension Dialog {
  private static func typeField(_ type: TypeName?) -> Field {
    type.map { .note(0, "type", $0.description) } ?? .choice(.type, "type", .types)
  }

  static func createPermission(_ type: TypeName?) -> Dialog {
    Dialog(
      .permission(.create(type)), title: "create a permission", verb: "Create",
      fields: [typeField(type), .text(.codename, "codename"), .text(.title, "title")])
  }

  /// - Parameter type: nil where it is asked for.
  static func defaultPermissions(_ type: TypeName?) -> Dialog {
    Dialog(
      .permission(.defaults(type)), title: "create the default permissions of a type", verb: "Create",
      fields: [
        typeField(type),
        .note(1, "", "those of add, change, delete and view that it lacks"),
      ])
  }
}
