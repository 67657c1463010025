import Authorization

/// Rows that staged edits create, and how later dialogs offer them.
extension Change {
  /// The row that it creates, by its name: it has no key yet. The name is the one that is written only of a change as
  /// `EditPlan.cleaned` has it.
  var created: EntityRef? {
    func ref(_ kind: EntityKind, _ name: Name, _ type: TypeName? = nil) -> EntityRef {
      EntityRef(kind: kind, key: .created(name), name: name, type: type)
    }
    switch self {
    case .createUser(let fields, _): return ref(.user, fields.username)
    case .createGroup(let name): return ref(.group, name)
    case .createRole(let fields): return ref(.role, fields.name)
    case .createTree(let name, _): return ref(.tree, name, GitTrees.tree)
    case .createPolicy(let name, _, _): return ref(.policy, name)
    case .createPermission(let type, let codename, _):
      return EntityRef(
        kind: .permission, key: .created(Name("\(type).\(codename)")), name: Name("\(type.app).\(codename)"),
        type: type)
    default: return nil
    }
  }
}

extension DatabaseKey {
  /// Whether the row is not in the database yet.
  var isStaged: Bool { if case .created = self { true } else { false } }
}

extension ChoiceSource {
  /// Whether a row that is only staged belongs to it.
  func offers(_ ref: EntityRef) -> Bool {
    switch self {
    case .users: ref.kind == .user
    case .groups: ref.kind == .group
    case .roles: ref.kind == .role
    case .policies: ref.kind == .policy
    case .trees, .objects(GitTrees.tree): ref.kind == .tree
    case .permissions(nil): ref.kind == .permission
    case .permissions(let type?): ref.kind == .permission && ref.type == type
    case .domains, .types, .objects: false
    }
  }
}

extension Dialog {
  /// Lets the rows be chosen wherever they fit.
  mutating func offerCreated() {
    for index in fields.indices {
      guard case .checklist(var list) = fields[index].control else { continue }
      list.list.created = created
      fields[index].control = .checklist(list)
    }
  }

  /// The dialog as it is kept with a staged edit: what was typed and chosen, nothing that is under way.
  var resting: Dialog {
    var dialog = self
    dialog.page = nil
    dialog.preview = PreviewState()
    dialog.previewTop = 0
    dialog.typedWords = []
    dialog.banner = []
    dialog.refusal = nil
    dialog.usesMarks = false
    dialog.warnedOfLoss = false
    dialog.toldOverwrites = []
    dialog.reopened = nil
    dialog.company = nil
    (dialog.fieldsToken, dialog.detailToken, dialog.saving) = (nil, nil, nil)
    dialog.fieldsAreStale = subject?.hasFields == true
    dialog.detailIsStale = section != nil && subject != nil
    var isFixed = false
    if case .fixed = form { isFixed = true }
    dialog.focus = isFixed ? .button(.cancel) : stops.first ?? .button(.cancel)
    for index in dialog.fields.indices {
      dialog.fields[index].conflict = nil
      guard case .checklist(var list) = dialog.fields[index].control else { continue }
      list.filter = nil
      list.list.forgetPending()
      list.list.markStale()
      dialog.fields[index].control = .checklist(list)
    }
    return dialog
  }
}
