import Authorization

/// What a saved edit means for what is on the screen, before it is read again.
extension BrowserState {
  /// Lets go of rows that an edit of one's own deleted: asking about them would only fail.
  mutating func forgetDeleted(_ changes: [Change]) {
    deleted = Set(changes.compactMap(\.deletedRow))
    guard !deleted.isEmpty else { return }
    let deleted = deleted
    for index in journeys.indices {
      journeys[index].forEachPlace { place in
        guard var list = place.list else { return }
        list.window.remove { deleted.contains(DeletedRow($0.ref)) }
        list.marks = list.marks.filter { !deleted.contains(DeletedRow($0)) }
        place.list = list
      }
    }
    switch inspector.subject {
    case .user(let ref), .group(let ref): if isDeleted(ref) { letSubjectGo() }
    case .anonymous: break
    }
    if let object = inspector.object, isDeleted(object) {
      inspector.object = nil
      inspector.objectIsPinned = false
    }
    follow()
  }

  func isDeleted(_ ref: EntityRef) -> Bool { deleted.contains(DeletedRow(ref)) }

  mutating func letSubjectGo() {
    inspector.subject = .anonymous
    inspector.subjectIsPinned = false
    inspector.subjectIsChosen = false
  }

  /// Whether the inspector failed because whom it is about is gone; then it lets go instead.
  mutating func takeGoneSubject(_ token: Token, _ text: String) -> Bool {
    // Who was not there in the past is not gone now.
    guard inspector.pending == token, inspector.asked?.before == nil,
      case .user(let ref) = inspector.asked?.subject,
      text == "the user `\(ref.name)` is gone"
    else { return false }
    inspector.pending = nil
    inspector.ticks = 0
    // The row that another program deleted may still stand under the cursor.
    let wasOurs = isDeleted(ref)
    deleted.insert(DeletedRow(ref))
    if case .user(let now) = inspector.subject, now.isSameRow(as: ref) { letSubjectGo() }
    follow()
    // What was said of an edit of one's own, such as an undo, says it already.
    if !wasOurs, messages.current == nil { messages.say(.warning, text) }
    return true
  }

  /// Puts the cursor on the row that an edit of one's own created, where the list shows such rows.
  mutating func lookForCreated(_ changes: [Change], _ entry: Int64) {
    let created = changes.compactMap(\.createdRow)
    guard created.count == 1, place.list?.source == .view(created[0].view) else { return }
    place.list?.rowToFind = CreatedRow(name: created[0].name, entry: entry)
  }

  /// Says that the filter hides the row that was just created; whoever filtered wants the filter kept, as a rule.
  mutating func tellHidden() {
    guard let list = place.list, let row = list.hiddenRow else { return }
    place.list?.hiddenRow = nil
    let hides = row.isSurelyHidden ? "hides" : "may hide"
    let key = focus == .list ? "Esc" : "Esc in the list"
    messages.say(
      .info,
      "saved as entry \(row.entry); the filter `\(list.filter)` \(hides) `\(row.name)`: \(key) clears it")
  }
}

/// A row by what stays of it.
struct DeletedRow: Hashable, Sendable {
  var kind: EntityKind
  var key: DatabaseKey

  init(_ kind: EntityKind, _ key: DatabaseKey) {
    self.kind = kind
    self.key = key
  }

  init(_ ref: EntityRef) { self.init(ref.kind, ref.key) }
}

extension Change {
  fileprivate var deletedRow: DeletedRow? {
    switch self {
    case .deleteUser(let key): DeletedRow(.user, key)
    case .deleteGroup(let key): DeletedRow(.group, key)
    case .deleteRole(let key): DeletedRow(.role, key)
    case .deleteTree(let key): DeletedRow(.tree, key)
    case .deletePolicy(let key): DeletedRow(.policy, key)
    case .deletePermission(let key): DeletedRow(.permission, key)
    case .deleteEndpoint(let key): DeletedRow(.endpoint, key)
    case .endSession(let key): DeletedRow(.session, key)
    default: nil
    }
  }

  /// The name of a new row, and the view that lists it. The applied entry does not tell its key.
  fileprivate var createdRow: (view: ViewID, name: Name)? {
    switch self {
    case .createUser(let fields, _): (.users, fields.username)
    case .createGroup(let name): (.groups, name)
    case .createRole(let fields): (.roles, fields.name)
    case .createTree(let name, _): (.trees, name)
    case .createPolicy(let name, _, _): (.policies, name)
    case .createPermission(let type, let codename, _): (.permissions, Name("\(type.app).\(codename)"))
    case .createEndpoint(let fields): (.endpoints, fields.name)
    default: nil
    }
  }
}
