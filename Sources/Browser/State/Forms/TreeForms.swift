import Authorization

/// The forms about git trees.
enum TreeForm: FormFamily, Hashable, Sendable {
  case create
  case edit(DatabaseKey)
  /// One policy for several trees at once.
  case setPolicy([EntityRef])

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.name))
      guard !name.text.isEmpty else { return Draft(problem: "type a name") }
      return Draft([.createTree(name, policy: dialog.choice(.policy).ref?.key)])
    case .edit(let key):
      var changes: [Change] = []
      if let name = dialog.changedText(.row(.name)) {
        guard !name.text.isEmpty else { return Draft(problem: "type a name") }
        changes.append(.renameTree(key, name))
      }
      if dialog.choiceIsChanged(.row(.policy)) {
        changes.append(.setPolicy(tree: key, policy: dialog.choice(.row(.policy)).ref?.key))
      }
      return Draft(changes)
    case .setPolicy(let trees):
      let policy = dialog.choice(.policy)
      guard policy != .unset else { return Draft(problem: "choose a policy, or none") }
      return Draft(trees.map { .setPolicy(tree: $0.key, policy: policy.ref?.key) })
    }
  }
}

/// The forms about policies of git trees.
enum PolicyForm: FormFamily, Hashable, Sendable {
  case create
  case edit(DatabaseKey)

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.name))
      guard !name.text.isEmpty else { return Draft(problem: "type a name") }
      let (read, write) = (dialog.choice(.row(.readGroup)), dialog.choice(.row(.writeGroup)))
      // Without a group the trees are open to everybody, which nobody should get by leaving a field empty.
      guard read != .unset else { return Draft(problem: "choose who may read: a group, or anyone") }
      guard write != .unset else { return Draft(problem: "choose who may write: a group, or anyone") }
      return Draft([.createPolicy(name, read: read.ref?.key, write: write.ref?.key)])
    case .edit(let key):
      var changes: [Change] = []
      if let name = dialog.changedText(.row(.name)) {
        guard !name.text.isEmpty else { return Draft(problem: "type a name") }
        changes.append(.renamePolicy(key, name))
      }
      for (field, method) in [(FieldID.readGroup, TreeMethod.read), (.writeGroup, .write)]
      where dialog.choiceIsChanged(.row(field)) {
        changes.append(.setAccess(policy: key, method, group: dialog.choice(.row(field)).ref?.key))
      }
      return Draft(changes)
    }
  }
}

extension Dialog {
  private static let noPolicy = "none: private, nobody reads or writes"
  private static let anyone = "anyone, logged in or not"

  static func createTree() -> Dialog {
    Dialog(
      .tree(.create), title: "create a git tree", verb: "Create",
      fields: [
        .text(.row(.name), "name"), .choice(.policy, "policy", .policies, none: noPolicy, value: .none),
      ])
  }

  static func editTree(_ tree: EntityRef) -> Dialog {
    Dialog(
      .tree(.edit(tree.key)), title: "edit git tree \(tree.name)", subject: tree,
      fields: [
        .unreadText(.name, "name"), .choice(.row(.policy), "policy", .policies, none: noPolicy),
      ])
  }

  static func setPolicy(_ trees: [EntityRef]) -> Dialog {
    Dialog(
      .tree(.setPolicy(trees)), title: "policy of \(Words.names(trees, "git tree"))",
      fields: [
        .note(0, "trees", Words.list(trees)), .choice(.policy, "policy", .policies, none: noPolicy),
      ])
  }

  static func createPolicy() -> Dialog {
    Dialog(
      .policy(.create), title: "create a policy", verb: "Create",
      fields: [
        .text(.row(.name), "name"),
        .choice(.row(.readGroup), "may read", .groups, none: anyone),
        .choice(.row(.writeGroup), "may write", .groups, none: anyone),
      ])
  }

  static func editPolicy(_ policy: EntityRef) -> Dialog {
    Dialog(
      .policy(.edit(policy.key)), title: "edit policy \(policy.name)", subject: policy,
      fields: [
        .unreadText(.name, "name"),
        .choice(.row(.readGroup), "may read", .groups, none: anyone),
        .choice(.row(.writeGroup), "may write", .groups, none: anyone),
      ])
  }
}
