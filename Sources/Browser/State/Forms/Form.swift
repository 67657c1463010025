import Authorization

/// What a dialog edits, and with which keys. Its family turns the values of the fields into changes.
enum Form: Hashable, Sendable {
  /// Changes that are fixed already: deletes, undo, ending a session. There is nothing to fill in.
  case fixed([Change])
  case staged
  case user(UserForm)
  case group(GroupForm)
  case role(RoleForm)
  case assign(AssignForm)
  case tree(TreeForm)
  case policy(PolicyForm)
  case permission(PermissionForm)
  case grant(GrantForm)
  case endpoint(EndpointForm)
  case request(RequestForm)

  /// Whether it takes back an entry of the history or does it again, which is an entry of its own.
  var isUndo: Bool {
    guard case .fixed(let changes) = self else { return false }
    return changes.contains { change in
      switch change {
      case .undo, .redo: true
      default: false
      }
    }
  }

  var family: any FormFamily {
    switch self {
    case .fixed(let changes): FixedForm(changes: changes)
    case .staged: StagedForm()
    case .user(let form): form
    case .group(let form): form
    case .role(let form): form
    case .assign(let form): form
    case .tree(let form): form
    case .policy(let form): form
    case .permission(let form): form
    case .grant(let form): form
    case .endpoint(let form): form
    case .request(let form): form
    }
  }
}

/// The forms about one kind of thing.
protocol FormFamily {
  /// What the values mean.
  func draft(_ dialog: Dialog) -> Draft
  /// Shows, hides and refills fields after a value has changed.
  func adapt(_ dialog: inout Dialog)
}

extension FormFamily {
  func adapt(_ dialog: inout Dialog) {}
}

struct FixedForm: FormFamily {
  var changes: [Change]

  func draft(_ dialog: Dialog) -> Draft { Draft(changes) }
}

/// Everything that was collected, to be saved as one entry.
struct StagedForm: FormFamily {
  func draft(_ dialog: Dialog) -> Draft {
    Draft(dialog.lines(.staged)?.items.flatMap(\.removal) ?? [])
  }
}

/// An edit that was collected and not saved.
struct StagedEdit: Hashable, Sendable {
  var changes: [Change]
  var lines: [String]
  /// What it would have done to rows when it was staged.
  var rows: [RowChange] = []
  /// The rows that it creates, which later dialogs offer.
  var created: [EntityRef] = []
  /// The dialog as it was, to be opened again.
  var dialog: Dialog?

  var title: String { lines.first ?? "edit" }
}

extension Dialog {
  static func fixed(
    _ title: String, verb: String, _ changes: [Change], subject: EntityRef? = nil, usesMarks: Bool = false
  ) -> Dialog {
    var dialog = Dialog(.fixed(changes), title: title, verb: verb, subject: subject, startsOnCancel: true)
    dialog.usesMarks = usesMarks
    return dialog
  }

  static func staged(_ edits: [StagedEdit]) -> Dialog {
    let items = edits.map { edit in
      LinesControl.Item(
        text: edit.title, note: edit.lines.count > 1 ? "and \(edit.lines.count - 1) more" : "",
        removal: edit.changes)
    }
    var lines = LinesControl(items, empty: "nothing is staged")
    lines.removesAtOnce = true
    lines.isNumbered = true
    return Dialog(
      .staged, title: "staged edits", verb: "Save all",
      fields: [
        Field(.staged, "Collected (d takes one away, e opens it again, K and J move it)", .lines(lines))
      ])
  }
}
