import Authorization
import Frame

/// A line of text with what it was.
struct TextControl: Hashable, Sendable {
  var field: TextField
  /// Nil until it was read from the database.
  private(set) var original: Name?

  init(_ text: String = "", original: Name? = "") {
    field = TextField(text)
    self.original = original
  }

  /// A field whose value has to be read first.
  static let unread = TextControl(original: nil)

  var value: Name { Name(field.text) }
  var isChanged: Bool { original.map { $0 != value } ?? false }

  /// Takes what stands in the database now. What was typed stays. Returns what stood there before, where it differs.
  mutating func take(_ now: Name) -> Name? {
    let old = original
    original = now
    guard let old else {
      if field.isEmpty { field = TextField(now.text) }
      return nil
    }
    guard old != now else { return nil }
    if value == old { field = TextField(now.text) }
    return old
  }
}

/// Yes or no, with what it was.
struct ToggleControl: Hashable, Sendable {
  var isOn: Bool
  private(set) var original: Bool?

  init(_ isOn: Bool = false) {
    self.isOn = isOn
    original = isOn
  }

  static let unread: ToggleControl = {
    var control = ToggleControl()
    control.original = nil
    return control
  }()

  var isChanged: Bool { original.map { $0 != isOn } ?? false }

  mutating func take(_ now: Bool) -> Bool? {
    let old = original
    original = now
    guard let old else {
      isOn = now
      return nil
    }
    guard old != now else { return nil }
    if isOn == old { isOn = now }
    return old
  }
}

/// One of a few words.
struct OptionControl: Hashable, Sendable {
  var words: [String]
  var index = 0
  var original = 0

  var isChanged: Bool { index != original }

  mutating func turn(by step: Int) {
    guard !words.isEmpty else { return }
    index = (index + step + words.count) % words.count
  }
}

/// One row of many, or none of them.
struct ChoiceControl: Hashable, Sendable {
  enum Value: Hashable, Sendable {
    /// Nothing was chosen yet.
    case unset
    /// `anyone`, `none`: a choice like the others.
    case none
    case row(EntityRef)

    init(_ ref: EntityRef?) { self = ref.map { .row($0) } ?? .none }

    var ref: EntityRef? { if case .row(let ref) = self { ref } else { nil } }

    func isSame(as other: Value) -> Bool {
      switch (self, other) {
      case (.row(let one), .row(let two)): one.isSameRow(as: two)
      default: self == other
      }
    }
  }

  var source: ChoiceSource
  /// What choosing no row is called; nil where a row has to be chosen.
  var none: String?
  var value: Value
  private(set) var original: Value

  init(_ source: ChoiceSource, none: String? = nil, value: Value = .unset) {
    self.source = source
    self.none = none
    self.value = value
    original = value
  }

  var isChanged: Bool { value != .unset && !value.isSame(as: original) }

  func words(_ value: Value) -> String {
    switch value {
    case .unset: ""
    case .none: none ?? "none"
    case .row(let ref): ref.key.isStaged ? "\(ref.name) (staged)" : ref.name.text
    }
  }

  mutating func take(_ now: EntityRef?) -> Value? {
    let old = original
    original = Value(now)
    guard old != .unset else {
      if value == .unset { value = original }
      return nil
    }
    guard !old.isSame(as: original) else { return nil }
    if value.isSame(as: old) { value = original }
    return old
  }
}

/// Lines that can be taken away one by one.
struct LinesControl: Hashable, Sendable {
  struct Item: Hashable, Sendable {
    var text: String
    var note = ""
    /// What takes it away.
    var removal: [Change] = []
  }

  /// Why a line is refused.
  struct Refused: Hashable, Sendable {
    /// Beside the line.
    var reason: String
    /// Where it stands by itself: with the number and the title.
    var words: String
  }

  var items: [Item] = []
  var removed: Set<[Change]> = []
  var cursor = 0
  var top = 0
  /// What is said where there are none.
  var empty: String
  /// Whether they are read from the database first.
  var isLoaded: Bool
  /// There are more than are shown.
  var continues = false
  /// Lines that are refused, with the reason.
  var refused: [Int: Refused] = [:]
  /// Lines that are about rows which another program has changed.
  var conflicts: Set<Int> = []
  /// Whether each line begins with its number.
  var isNumbered = false
  /// What `d` does at once, instead of marking for removal.
  var removesAtOnce = false

  init(_ items: [Item] = [], empty: String, isLoaded: Bool = true) {
    self.items = items
    self.empty = empty
    self.isLoaded = isLoaded
  }

  var isChanged: Bool { !removed.isEmpty }

  mutating func toggle() {
    guard items.indices.contains(cursor), !removesAtOnce, !items[cursor].removal.isEmpty else { return }
    let removal = items[cursor].removal
    if removed.remove(removal) == nil { removed.insert(removal) }
  }

  /// Moves the line under the cursor. False where there is no place to go.
  mutating func move(by step: Int) -> Bool {
    let next = cursor + step
    guard items.indices.contains(cursor), items.indices.contains(next) else { return false }
    items.swapAt(cursor, next)
    cursor = next
    return true
  }

  mutating func take(_ items: [Item], continues: Bool) {
    self.items = items
    self.continues = continues
    isLoaded = true
    removed = removed.filter { removal in items.contains { $0.removal == removal } }
    cursor = min(cursor, max(0, items.count - 1))
  }

  /// In the order of the lines.
  var changes: [Change] { items.filter { removed.contains($0.removal) }.flatMap(\.removal) }
}
