import Authorization

/// The dialogs that the actions open.
extension BrowserState {
  /// The dialog for what is at hand; nil where the row it needs is not there.
  func makeDialog(_ id: FormID) -> Dialog? {
    switch id {
    case .createUser: return .createUser()
    case .createGroup: return .createGroup()
    case .createRole: return .createRole()
    case .createTree: return .createTree()
    case .createPolicy: return .createPolicy()
    case .createEndpoint: return .createEndpoint()
    case .defaultPermissions: return .defaultPermissions(typeAtHand)
    case .createPermission: return .createPermission(typeAtHand)
    case .removeOrphans: return .fixed("clean orphans", verb: "Clean", [.removeOrphans])
    case .grant: return grantDialog()
    case .assignRole: return assignDialog()
    case .joinGroups: return marking(.join(subjects([.user])), id)
    case .setPolicy: return marking(.setPolicy(subjects([.tree])), id)
    case .undoEntry, .redoEntry:
      guard case .integer(let number) = subject([.entry])?.key else { return nil }
      return .undo(id == .undoEntry ? .undo(entry: number) : .redo(entry: number), number)
    case .deleteUser, .deleteGroup, .deleteRole, .deleteTree, .deletePolicy, .deletePermission,
      .deleteEndpoint, .endSession:
      return deleteDialog(id)
    case .resetEndpoint: return subject(id.kinds).map { resetDialog($0) }
    default: return subject(id.kinds).flatMap { Self.dialog(id, about: $0) }
    }
  }

  /// The text comes from the history; a file is for the command line.
  private func resetDialog(_ ref: EntityRef) -> Dialog {
    var dialog = Dialog.fixed(
      "reset access policy \(ref.name)", verb: "Reset", [.resetEndpoint(ref.key, to: nil)], subject: ref)
    let words = [databaseArgument, ref.name.text].map { ShellWord.quote($0) }.joined(separator: " ")
    dialog.fields = [
      .note(0, "from", "the history; from a file: `permscope endpoint reset \(words) --from FILE`")
    ]
    return dialog
  }

  private static func dialog(_ id: FormID, about ref: EntityRef) -> Dialog? {
    switch id {
    case .editUser: .editUser(ref)
    case .userGroups: .userGroups(ref)
    case .renameGroup: .renameGroup(ref)
    case .members: .members(ref)
    case .permissions: .permissions(of: ref)
    case .objectGrants: .objectGrants(of: ref)
    case .roles: .roles(of: ref)
    case .editRole: .editRole(ref)
    case .rolePermissions: .rolePermissions(ref)
    case .holders: .holders(of: ref)
    case .editTree: .editTree(ref)
    case .editPolicy: .editPolicy(ref)
    case .statements: .statements(ref)
    case .creationHooks: .creationHooks(ref)
    case .querysetScoping: .querysetScoping(ref)
    default: nil
    }
  }

  private func deleteDialog(_ id: FormID) -> Dialog? {
    let refs = subjects(id.kinds)
    guard let first = refs.first else { return nil }
    let changes = refs.compactMap { Self.deletion(of: $0) }
    let isSession = id == .endSession
    let title =
      refs.count == 1
      ? "\(first.kind.title) \(first.name)" : Words.count(refs.count, first.kind.title)
    return marking(
      .fixed(
        isSession ? "end \(title)" : "delete \(title)", verb: isSession ? "End" : "Delete", changes,
        subject: refs.count == 1 ? first : nil), id)
  }

  private static func deletion(of ref: EntityRef) -> Change? {
    switch ref.kind {
    case .user: .deleteUser(ref.key)
    case .group: .deleteGroup(ref.key)
    case .role: .deleteRole(ref.key)
    case .tree: .deleteTree(ref.key)
    case .policy: .deletePolicy(ref.key)
    case .permission: .deletePermission(ref.key)
    case .endpoint: .deleteEndpoint(ref.key)
    case .session: .endSession(ref.key)
    default: nil
    }
  }

  private func marking(_ dialog: Dialog, _ id: FormID) -> Dialog {
    var dialog = dialog
    dialog.usesMarks = !marks(id.kinds).isEmpty
    return dialog
  }

  /// The type that the cursor is on or in.
  private var typeAtHand: TypeName? {
    if let ref = subject([.type]) { return ref.type ?? TypeName(ref.name.text) }
    if case .objects(let type) = place.list?.source { return type }
    return nil
  }

  private func grantDialog() -> Dialog {
    let holders = holdersAtHand
    let objects = objectsAtHand
    var permissions = subjects([.permission])
    if focus == .list, case .whoCan = place.list?.source { permissions = [] }
    var dialog = Dialog.grant(to: holders, on: objects, permissions)
    dialog.usesMarks = !marks([]).isEmpty
    return dialog
  }

  private func assignDialog() -> Dialog {
    let holders = holdersAtHand
    // Somebody at hand is whom it is about; the object is asked for then.
    let objects = holders.isEmpty ? objectsAtHand : []
    let roles = marks([.role])
    var dialog = Dialog.assign(roles, to: holders, on: objects)
    dialog.usesMarks = !marks([]).isEmpty && !(roles.isEmpty && holders.isEmpty && objects.isEmpty)
    return dialog
  }

  private var holdersAtHand: [EntityRef] {
    if focus == .list, case .whoCan = place.list?.source { return marks([.user, .group]) }
    return subjects([.user, .group])
  }

  /// Objects that grants can be about. A user or a group at hand is whom they are given to.
  private var objectsAtHand: [EntityRef] {
    if focus == .list, case .whoCan(_, let object) = place.list?.source { return object.map { [$0] } ?? [] }
    let kinds: [EntityKind] = [.tree, .object, .policy, .task, .artifact]
    let found = focus == .inspector ? [inspector.object].compactMap { $0 } : subjects(kinds)
    return found.filter { $0.objectRef != nil }
  }
}

extension Dialog {
  /// Taking back an entry of the history, or doing it again.
  static func undo(
    _ change: Change, _ number: Int64, _ entry: HistoryEntry? = nil, passedOver: [HistoryEntry] = []
  ) -> Dialog {
    var isRedo = false
    if case .redo = change { isRedo = true }
    var dialog = Dialog.fixed(
      "\(isRedo ? "redo" : "undo") entry \(number)", verb: isRedo ? "Redo" : "Undo", [change])
    if let entry {
      let who =
        "\(entry.time.prefix(16).map { $0 == "T" ? " " : String($0) }.joined()) by \(entry.operatorName)"
      dialog.fields = [.note(0, "made", who + (entry.reason.map { ": \($0)" } ?? ""))]
    }
    // Who presses `u` means what they did last; this is something older.
    for (place, words) in PassedOver.words(passedOver).enumerated() {
      dialog.fields.append(.note(place + 1, "passed over", words))
    }
    return dialog
  }

  /// Starts on an object that is at hand.
  mutating func placeOn(_ object: EntityRef?) {
    guard let ref = object?.objectRef, let place = index(.place), let key = index(.objectKey) else { return }
    if case .options(var control) = fields[place].control {
      control.index = 2
      control.original = 2
      fields[place].control = .options(control)
    }
    let text = "\(ref.type):\(ref.key)"
    fields[key].control = .text(TextControl(text, original: Name(text)))
    form.family.adapt(&self)
  }
}

/// The newer entries that undo passes over.
public enum PassedOver {
  /// So many are told one by one.
  public static let shown = 8

  /// A line for each reason: `entries 16, 15: a session that was ended cannot be brought back`.
  ///
  /// - Parameter entries: the newest first; one beyond those shown stands for any number.
  static func words(_ entries: [HistoryEntry]) -> [String] {
    let told = entries.prefix(shown)
    var reasons: [String] = []
    for entry in told {
      guard let reason = entry.irreversible, !reasons.contains(reason) else { continue }
      reasons.append(reason)
    }
    return reasons.map { reason in
      let numbers = told.filter { $0.irreversible == reason }.map { String($0.number) }
      let more = entries.count > told.count && told.last?.irreversible == reason ? " and older ones" : ""
      let noun = numbers.count + (more.isEmpty ? 0 : 1) == 1 ? "entry" : Counted.plural("entry")
      return "\(noun) \(numbers.joined(separator: ", "))\(more): \(reason)"
    }
  }
}
