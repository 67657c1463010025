/// The answer to a question. `undetermined` means that it depends on code outside the database.
public enum Outcome: String, Sendable, Hashable, Codable {
  case allowed, denied, undetermined

  /// A sign for each, so that no answer is told by colour alone.
  public var sign: String {
    switch self {
    case .allowed: "+"
    case .denied: "-"
    case .undetermined: "?"
    }
  }
}

/// Where a grant holds, or where a question is asked.
public enum Level: String, Sendable, Hashable, CaseIterable, Codable {
  case model, domain, object
}

/// Who a question is about.
public enum SubjectRef: Hashable, Sendable {
  case user(EntityRef)
  case group(EntityRef)
  /// Somebody who is not logged in.
  case anonymous

  /// As the command line names it: `mira`, `group:release`, `:anonymous`.
  public var argument: String {
    switch self {
    case .user(let ref): SubjectArgument.text(ofUser: ref.name)
    case .group(let ref): "group:\(ref.name)"
    case .anonymous: ":anonymous"
    }
  }
}

/// What the inspector shows: every permission that could be asked about a subject and an object, level by level.
public struct Inspection: Hashable, Sendable {
  public var subject: SubjectRef
  /// Nil for "in general".
  public var object: EntityRef?
  /// The levels that are compared, as columns.
  public var levels: [Level]
  public var rows: [InspectionRow]
  /// What a reader must know of all rows: inactive, superuser, orphan object.
  public var notes: [String]

  public init(
    subject: SubjectRef, object: EntityRef?, levels: [Level], rows: [InspectionRow], notes: [String] = []
  ) {
    self.subject = subject
    self.object = object
    self.levels = levels
    self.rows = rows
    self.notes = notes
  }
}

/// One permission in the inspector.
public struct InspectionRow: Hashable, Sendable {
  /// `app_label.codename`, or `read` and `write` for a git tree.
  public var permission: Name
  /// Not one of the four that every model gets.
  public var custom: Bool
  /// One for each level of the inspection, in order.
  public var answers: [LevelAnswer]
  /// What the answer surprises with.
  public var warnings: [String]

  public init(permission: Name, custom: Bool, answers: [LevelAnswer], warnings: [String] = []) {
    self.permission = permission
    self.custom = custom
    self.answers = answers
    self.warnings = warnings
  }
}

/// The answer at one level.
public struct LevelAnswer: Hashable, Sendable {
  public var level: Level
  /// Nil where the question makes no sense at this level.
  public var outcome: Outcome?
  /// The path that gives it (`member of kernel-qe > object grant`), or the link that is missing.
  public var text: String
  /// The command that repeats the answer; nil where there is none.
  public var command: String?

  public init(level: Level, outcome: Outcome?, text: String, command: String? = nil) {
    self.level = level
    self.outcome = outcome
    self.text = text
    self.command = command
  }
}
