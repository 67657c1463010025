/// What a list of changes would do to the rows of the database, before anything is written.
public struct EditPlan: Sendable, Hashable {
  public var changes: [Change]
  /// The changes as the real system's forms take them: names without outer blanks.
  public var cleaned: [Change]
  /// In the order in which they are written.
  public var rows: [RowChange]
  /// What happens, in words.
  public var lines: [PlanLine]
  /// Why it cannot be done; nil where it can.
  public var refusal: Refusal?
  /// Every change that is refused, by its place; empty where it is the list as a whole or nobody knows. The changes
  /// after a refused one are planned as if it were not there.
  public var refusedChanges: [RefusedChange] = []
  /// How many of the lines each change made; empty where they are not of single changes.
  public var lineCounts: [Int] = []
  /// What a person should know and what does not forbid it.
  public var warnings: [String]
  /// Why it cannot be undone; nil where it can.
  public var irreversible: String?

  public init(
    changes: [Change], rows: [RowChange] = [], lines: [PlanLine] = [], refusal: Refusal? = nil,
    warnings: [String] = [], irreversible: String? = nil
  ) {
    self.changes = changes
    cleaned = changes
    self.rows = rows
    self.lines = lines
    self.refusal = refusal
    self.warnings = warnings
    self.irreversible = irreversible
  }

  /// What the changes after the first `count` do, in words.
  public func lines(after count: Int) -> [PlanLine] {
    Array(lines.dropFirst(lineCounts.prefix(count).reduce(0, +)))
  }

  /// The place of the change that `refusal` is about; nil where it is the list as a whole or nobody knows.
  public var refusedChange: Int? { refusedChanges.first { $0.refusal == refusal }?.change }

  /// Whether other changes of the same list can lift the refusal, so that it may be staged.
  public var canBeStaged: Bool { !refusedChanges.isEmpty && refusedChanges.allSatisfy(\.canBeLifted) }

  /// Refuses the plan for what its changes are refused for. One that no other change can lift is told first.
  public mutating func refuse(_ refused: [RefusedChange]) {
    refusedChanges = refused.sorted { $0.change < $1.change }
    refusal = (refusedChanges.first { !$0.canBeLifted } ?? refusedChanges.first)?.refusal
  }

  /// Whether everything is as it is wanted already.
  public var isEmpty: Bool { rows.isEmpty && refusal == nil }
}

/// One line of what an edit does.
public struct PlanLine: Sendable, Hashable {
  /// `add mira to release`, lower case, no final period.
  public var text: String
  /// Whether it goes with something else: the memberships of a user who is deleted.
  public var isConsequence: Bool

  public init(_ text: String, isConsequence: Bool = false) {
    self.text = text
    self.isConsequence = isConsequence
  }
}

/// Why an edit is not done.
public struct Refusal: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// The database is open for reading only.
    case readOnly = "read_only"
    /// The operator lacks a permission.
    case notPermitted = "not_permitted"
    /// The operator would give what they lack.
    case escalation
    case lastSuperuser = "last_superuser"
    case lockout
    case lockedRole = "locked_role"
    /// A git policy names the group; without it the trees would be public.
    case namedByPolicy = "named_by_policy"
    /// Rows that this program does not know refer to what is deleted.
    case referenced
    /// The real system would refuse: a role without a fitting permission, a name that is taken or too long.
    case invalid
    /// Another edit has changed what this one is about.
    case conflict
    case cannotUndo = "cannot_undo"
    /// It has to be confirmed by typing a word.
    case unconfirmed
  }

  public var kind: Kind
  /// Lower case, no final period, names in backticks; says what to do where something can be done.
  public var text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// One change of a list that is refused.
public struct RefusedChange: Sendable, Hashable {
  /// Its place in the list.
  public var change: Int
  public var refusal: Refusal
  /// Whether another change of the same list can lift the refusal: a name that is taken now may be given up.
  public var canBeLifted: Bool
  /// The rows that would have to give the name up.
  public var holders: [RowIdentity]

  public init(_ change: Int, _ refusal: Refusal, canBeLifted: Bool = false, holders: [RowIdentity] = []) {
    self.change = change
    self.refusal = refusal
    self.canBeLifted = canBeLifted
    self.holders = holders
  }
}

/// Something that is so far-reaching that a word has to be typed for it.
public struct Confirmation: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Somebody who is not logged in could read or write something.
    case anonymous
    /// Many times as many could do something.
    case multiplied
  }

  public var kind: Kind
  /// What happens, in a sentence.
  public var text: String
  /// What has to be typed.
  public var word: Name

  public init(_ kind: Kind, _ text: String, word: Name) {
    self.kind = kind
    self.text = text
    self.word = word
  }
}

/// What is said before the first edit of a database.
public struct FirstEditNotice: Sendable, Hashable {
  /// Tables that will be made.
  public var tables: [String]
  /// Triggers of the tables that edits write to; they run with every edit.
  public var triggers: [String]
  /// Where a backup would be written.
  public var backupPath: String

  public init(tables: [String], triggers: [String], backupPath: String) {
    self.tables = tables
    self.triggers = triggers
    self.backupPath = backupPath
  }
}
