import Authorization

/// The fields that choose a user or a group, and an object, in several dialogs.
extension Dialog {
  static var granteeFields: [Field] {
    [
      .options(.to, "to", ["a user", "a group"]), .choice(.user, "user", .users),
      .choice(.group, "group", .groups),
    ]
  }

  static var objectFields: [Field] {
    [
      .choice(.objectType, "object type", .types),
      .choice(.object, "object", .users), .text(.objectKey, "or app.model:KEY"),
    ]
  }

  /// Shows the one of the two that was chosen.
  mutating func adaptGrantee() {
    guard index(.to) != nil else { return }
    show(.user, option(.to) == 0)
    show(.group, option(.to) == 1)
  }

  /// Lets objects be chosen of the type that was chosen.
  mutating func adaptObject(isShown: Bool) {
    guard index(.objectType) != nil else { return }
    let type = choice(.objectType).ref?.type
    show(.objectType, isShown)
    show(.object, isShown && type != nil)
    show(.objectKey, isShown)
    guard let type else { return }
    setChoice(.object) { control in
      guard control.source != .objects(type) else { return }
      control.source = .objects(type)
      control.value = .unset
    }
  }

  /// Of an object that is chosen and one that is typed the later one is meant: it empties the other, so that the two
  /// never stand there together.
  mutating func emptyOther(than name: FieldName) {
    switch name {
    case .objectType, .object:
      guard let index = index(.objectKey), choice(name).ref != nil else { return }
      fields[index].control = .text(TextControl())
    case .objectKey where !text(.objectKey).text.isEmpty:
      setChoice(.object) { $0.value = .unset }
    default: break
    }
  }

  /// The user or group that was chosen; nil where none was.
  var chosenGrantee: Grantee? {
    option(.to) == 0
      ? choice(.user).ref.map { .user($0.key) } : choice(.group).ref.map { .group($0.key) }
  }

  /// The object that was chosen or typed, or what is missing.
  var chosenObject: Result<ObjectRef, Missing> {
    let typed = text(.objectKey).text
    guard typed.isEmpty else {
      guard case .key(let type, let key) = ObjectArgument(typed), !key.text.isEmpty else {
        return .failure(Missing("type `app.model:KEY`; names are chosen in the field above"))
      }
      return .success(ObjectRef(type: type, key: key))
    }
    guard let type = choice(.objectType).ref?.type else { return .failure(Missing("choose an object")) }
    guard let ref = choice(.object).ref else { return .failure(Missing("choose a \(type)")) }
    return .success(ObjectRef(type: type, key: Name(ref.key.text), isCreated: ref.key.isStaged))
  }

  /// What a form still needs, in words.
  struct Missing: Error {
    var text: String

    init(_ text: String) { self.text = text }
  }
}

extension EntityRef {
  /// The user or group that a row is.
  var grantee: Grantee? {
    switch kind {
    case .user: .user(key)
    case .group: .group(key)
    default: nil
    }
  }

  /// The row as an object of grants and assignments; nil where it is none.
  var objectRef: ObjectRef? {
    switch kind {
    case .tree: ObjectRef(type: type ?? GitTrees.tree, key: Name(key.text))
    case .object, .policy, .task, .artifact:
      type.map { ObjectRef(type: $0, key: Name(key.text)) }
    default: nil
    }
  }
}
