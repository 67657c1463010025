import Authorization

/// The inspector: whom and what it is about, and the last answer that arrived.
struct InspectorState: Hashable, Sendable {
  struct Question: Hashable, Sendable {
    var subject: SubjectRef
    var object: EntityRef?
    /// The entry of the history before which it is asked; nil for now.
    var before: Int64?
  }

  var isVisible = true
  /// The last subject that the cursor met.
  var subject: SubjectRef = .anonymous
  /// The last object that the cursor met; nil for "in general".
  var object: EntityRef?
  /// Whether a person went to a subject. Until then the first row of a list nobody looked at is no subject.
  var subjectIsChosen = false
  var subjectIsPinned = false
  var objectIsPinned = false
  /// The entry of the history before which everything is asked; nil for now.
  var before: Int64?
  var shown: Inspection?
  /// The entry before which what is shown was so; nil for now.
  var shownBefore: Int64?
  var pending: Token?
  /// The question that was asked last, answered or not.
  var asked: Question?
  var isStale = false
  /// Ticks that passed without an answer, whatever was asked for meanwhile.
  var ticks = 0
  var cursor = 0
  var top = 0

  var isSlow: Bool { pending != nil && ticks >= Waiting.patience }

  var question: Question { Question(subject: subject, object: object, before: before) }

  var row: InspectionRow? {
    guard let rows = shown?.rows, rows.indices.contains(cursor) else { return nil }
    return rows[cursor]
  }

  /// Takes an answer. A cursor that was moved stays on its permission, so that subjects can be compared by it.
  mutating func take(_ inspection: Inspection) {
    let permission = cursor == 0 ? nil : row?.permission
    shown = inspection
    shownBefore = asked?.before
    let place = inspection.rows.firstIndex { $0.permission == permission }
    cursor = place ?? 0
    takeNames(from: inspection)
  }

  /// Another process may have renamed what the question was about.
  private mutating func takeNames(from inspection: Inspection) {
    let answered = Question(subject: inspection.subject, object: inspection.object)
    if Question(subject: subject).isSame(as: Question(subject: answered.subject)) {
      subject = subject.named(as: answered.subject)
    }
    if let name = answered.object?.name, let old = object, answered.object?.isSameRow(as: old) == true {
      object?.name = name
    }
  }

  /// Moves with the cursor of a list or a detail: the side that the row belongs to follows, the other is kept.
  mutating func follow(_ ref: EntityRef) {
    if let subject = SubjectRef(ref), !subjectIsPinned { self.subject = subject }
    if ref.isInspectable, !objectIsPinned { object = ref }
  }
}

extension SubjectRef {
  /// The subject that a row is, if it is one.
  init?(_ ref: EntityRef) {
    switch ref.kind {
    case .user: self = .user(ref)
    case .group: self = .group(ref)
    default: return nil
    }
  }

  /// The same row by the name that another reference to it has.
  fileprivate func named(as other: SubjectRef) -> SubjectRef {
    switch (self, other) {
    case (.user(var ref), .user(let now)):
      ref.name = now.name
      return .user(ref)
    case (.group(var ref), .group(let now)):
      ref.name = now.name
      return .group(ref)
    default: return self
    }
  }

  /// As a title: `mira`, `group release`, `anonymous`.
  var title: String {
    switch self {
    case .user(let ref): ref.name.text
    case .group(let ref): "group \(ref.name)"
    case .anonymous: "anonymous"
    }
  }
}

extension EntityRef {
  /// Whether one can ask what somebody may do to it.
  var isInspectable: Bool {
    switch kind {
    case .tree, .object, .domain: true
    case .policy, .task, .artifact: type != nil
    default: false
    }
  }

  /// As the command line names it: `tree:linux`, `core.role:5`.
  var argument: String {
    switch kind {
    case .tree: "tree:\(name)"
    case .domain: "domain:\(name)"
    default: type.map { "\($0):\(key)" } ?? name.text
    }
  }

  /// As a title: `git tree linux`, `file.filerepository web`.
  var title: String {
    switch kind {
    case .object: "\(type.map(\.description) ?? "object") \(name)"
    default: "\(kind.title) \(name)"
    }
  }
}
