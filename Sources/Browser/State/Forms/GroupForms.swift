import Authorization

/// The forms about groups.
enum GroupForm: FormFamily, Hashable, Sendable {
  case create
  case rename(DatabaseKey)
  case members(DatabaseKey)

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.name))
      return name.text.isEmpty ? Draft(problem: "type a name") : Draft([.createGroup(name)])
    case .rename(let key):
      guard let name = dialog.changedText(.row(.name)) else { return Draft() }
      return name.text.isEmpty ? Draft(problem: "type a name") : Draft([.renameGroup(key, name)])
    case .members(let group):
      guard let list = dialog.checklist(.members) else { return Draft() }
      return Draft(
        list.added.map { .addMember(user: $0.key, group: group) }
          + list.removed.map { .removeMember(user: $0.key, group: group) })
    }
  }
}

extension Dialog {
  static func createGroup() -> Dialog {
    Dialog(
      .group(.create), title: "create a group", verb: "Create", fields: [.text(.row(.name), "name")])
  }

  static func renameGroup(_ group: EntityRef) -> Dialog {
    Dialog(
      .group(.rename(group.key)), title: "rename group \(group.name)", subject: group,
      fields: [.unreadText(.name, "name")])
  }

  static func members(_ group: EntityRef) -> Dialog {
    Dialog(
      .group(.members(group.key)), title: "members of \(group.name)", subject: group,
      fields: [.checklist(.members, "Users", .users, .members(ofGroup: group.key))])
  }
}
