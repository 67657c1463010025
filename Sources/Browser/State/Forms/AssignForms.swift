import Authorization

/// Assigning a role, from the side of the role or of those who get it; what they have can be taken away.
struct AssignForm: FormFamily, Hashable, Sendable {
  /// The roles, where the dialog is about some.
  var roles: [EntityRef] = []
  /// Who gets it, where the dialog is about them.
  var grantees: [EntityRef] = []
  /// On what, where the dialog is about several objects.
  var objects: [EntityRef] = []

  func draft(_ dialog: Dialog) -> Draft {
    let removals = dialog.lines(.assignments)?.changes ?? []
    let roles = roles.isEmpty ? [dialog.choice(.role).ref].compactMap { $0 } : roles
    guard !roles.isEmpty else {
      // Where roles can be taken away as well, adding one is not all that can be done.
      return dialog.index(.assignments) == nil ? Draft(problem: "choose a role") : Draft(removals)
    }
    let holders =
      grantees.isEmpty ? dialog.chosenGrantee.map { [$0] } ?? [] : grantees.compactMap(\.grantee)
    guard !holders.isEmpty else {
      if !removals.isEmpty { return Draft(removals) }
      return Draft(problem: dialog.option(.to) == 0 ? "choose a user" : "choose a group")
    }
    switch places(dialog) {
    case .success(let places):
      let added = roles.flatMap { role in
        holders.flatMap { holder in
          places.map { Change.assign(Assignment(role.key, to: holder, $0)) }
        }
      }
      return Draft(removals + added)
    case .failure(let missing): return Draft(problem: missing.text)
    }
  }

  private func places(_ dialog: Dialog) -> Result<[Assignment.Place], Dialog.Missing> {
    if !objects.isEmpty { return .success(objects.compactMap(\.objectRef).map { .object($0) }) }
    switch dialog.option(.place) {
    case 0: return .success([.everywhere])
    case 1:
      guard let domain = dialog.choice(.domain).ref else {
        return .failure(Dialog.Missing("choose a domain"))
      }
      return .success([.domain(domain.key)])
    default: return dialog.chosenObject.map { [.object($0)] }
    }
  }

  func adapt(_ dialog: inout Dialog) {
    dialog.adaptGrantee()
    dialog.show(.domain, dialog.option(.place) == 1)
    dialog.adaptObject(isShown: dialog.option(.place) == 2)
  }
}

extension Dialog {
  private static var placeFields: [Field] {
    [
      .options(.place, "where", ["everywhere", "on a domain", "on an object"]),
      .choice(.domain, "domain", .domains),
    ] + objectFields
  }

  private static func assignments(_ label: String) -> Field {
    Field(
      .assignments, label,
      .lines(LinesControl(empty: "none of its own", isLoaded: false)))
  }

  /// The roles of one user or group.
  static func roles(of holder: EntityRef) -> Dialog {
    Dialog(
      .assign(AssignForm(grantees: [holder])), title: "roles of \(holder.title)", subject: holder,
      section: .roles,
      fields: [assignments("Roles (Space takes away)"), .choice(.role, "add role", .roles)] + placeFields)
  }

  /// Roles for several at once, on several objects: whatever is given is not asked for.
  static func assign(_ roles: [EntityRef] = [], to holders: [EntityRef] = [], on objects: [EntityRef] = [])
    -> Dialog
  {
    let form = AssignForm(roles: roles, grantees: holders, objects: objects.count > 1 ? objects : [])
    let what = roles.isEmpty ? "a role" : Words.names(roles, "role")
    let whom = holders.isEmpty ? "" : " to \(Words.names(holders, "holder"))"
    var fields: [Field] = [
      roles.isEmpty
        ? .choice(.role, "role", .roles)
        : .note(2, roles.count == 1 ? "role" : "roles", Words.list(roles))
    ]
    if holders.isEmpty {
      fields += granteeFields
    } else {
      fields.insert(.note(0, "to", Words.list(holders)), at: 0)
    }
    if objects.count > 1 {
      fields.append(.note(1, "on", "\(Words.count(objects.count, "object")): \(Words.list(objects))"))
    } else {
      fields += placeFields
    }
    var dialog = Dialog(.assign(form), title: "assign \(what)\(whom)", verb: "Assign", fields: fields)
    if objects.count == 1 { dialog.placeOn(objects[0]) }
    return dialog
  }

  /// Who holds one role.
  static func holders(of role: EntityRef) -> Dialog {
    Dialog(
      .assign(AssignForm(roles: [role])), title: "holders of role \(role.name)", subject: role,
      section: .holders,
      fields: [assignments("Holders (Space takes away)")] + granteeFields + placeFields)
  }
}
