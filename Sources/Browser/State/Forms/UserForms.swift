import Authorization

/// The forms about users.
enum UserForm: FormFamily, Hashable, Sendable {
  case create
  case edit(DatabaseKey)
  case groups(DatabaseKey)
  /// Several users into groups at once.
  case join([EntityRef])

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.username))
      guard !name.text.isEmpty else { return Draft(problem: "type a username") }
      let fields = UserFields(
        username: name, firstName: dialog.text(.row(.firstName)), lastName: dialog.text(.row(.lastName)),
        email: dialog.text(.row(.email)), isActive: dialog.flag(.row(.isActive)),
        isStaff: dialog.flag(.row(.isStaff)), isSuperuser: dialog.flag(.row(.isSuperuser)))
      return Draft([.createUser(fields, groups: dialog.checklist(.groups)?.added.map(\.key) ?? [])])
    case .edit(let key):
      let edit = UserEdit(
        username: dialog.changedText(.row(.username)), firstName: dialog.changedText(.row(.firstName)),
        lastName: dialog.changedText(.row(.lastName)), email: dialog.changedText(.row(.email)),
        isActive: dialog.changedFlag(.row(.isActive)), isStaff: dialog.changedFlag(.row(.isStaff)),
        isSuperuser: dialog.changedFlag(.row(.isSuperuser)))
      if edit.username?.text.isEmpty == true { return Draft(problem: "type a username") }
      return edit == UserEdit() ? Draft() : Draft([.editUser(key, edit)])
    case .groups(let user):
      guard let list = dialog.checklist(.groups) else { return Draft() }
      return Draft(
        list.added.map { .addMember(user: user, group: $0.key) }
          + list.removed.map { .removeMember(user: user, group: $0.key) })
    case .join(let users):
      let groups = dialog.checklist(.groups)?.added ?? []
      return Draft(
        groups.flatMap { group in users.map { .addMember(user: $0.key, group: group.key) } })
    }
  }
}

extension Dialog {
  static func createUser() -> Dialog {
    Dialog(
      .user(.create), title: "create a user", verb: "Create",
      fields: [
        .text(.row(.username), "username"), .text(.row(.firstName), "first name"),
        .text(.row(.lastName), "last name"), .text(.row(.email), "e-mail"),
        .toggle(.row(.isActive), "active", true), .toggle(.row(.isStaff), "staff"),
        .toggle(.row(.isSuperuser), "superuser"),
        .note(0, "password", "none that can be used, as Django writes it: it has to be set there"),
        .checklist(.groups, "Groups", .groups),
      ])
  }

  static func editUser(_ user: EntityRef) -> Dialog {
    Dialog(
      .user(.edit(user.key)), title: "edit user \(user.name)", subject: user,
      fields: [
        .unreadText(.username, "username"), .unreadText(.firstName, "first name"),
        .unreadText(.lastName, "last name"), .unreadText(.email, "e-mail"),
        .unreadToggle(.isActive, "active"), .unreadToggle(.isStaff, "staff"),
        .unreadToggle(.isSuperuser, "superuser"),
      ])
  }

  static func userGroups(_ user: EntityRef) -> Dialog {
    Dialog(
      .user(.groups(user.key)), title: "groups of \(user.name)", subject: user,
      fields: [.checklist(.groups, "Groups", .groups, .groups(ofUser: user.key))])
  }

  static func join(_ users: [EntityRef]) -> Dialog {
    Dialog(
      .user(.join(users)), title: "add \(Words.names(users, "user")) to groups",
      fields: [
        .note(0, "users", Words.list(users)), .checklist(.groups, "Groups", .groups),
      ])
  }
}

extension Words {
  /// `mira, lena and 3 more`.
  static func list(_ refs: [EntityRef], most: Int = 6) -> String {
    let shown = refs.prefix(refs.count > most ? most - 1 : most).map { $0.name.text }.joined(separator: ", ")
    let rest = refs.count > most ? " and \(Digits.grouped(refs.count - most + 1)) more" : ""
    return shown + rest
  }

  /// `mira`, `3 users`.
  static func names(_ refs: [EntityRef], _ word: String) -> String {
    refs.count == 1 ? refs[0].name.text : count(refs.count, word)
  }
}
