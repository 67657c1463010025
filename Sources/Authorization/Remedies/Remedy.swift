/// A smallest change that would turn a denial into an allowance, with exactly what else it would do.
public struct Remedy: Sendable, Hashable {
  /// What a dialog or the command line would do.
  public var changes: [Change]
  /// What it does: `add mira to kernel-maintainers`.
  public var text: String
  /// The commands that do it, in order; the word `DB` stands for the database file. Empty where there is none.
  public var commands: [[String]]
  /// Whose checks it changes, the check that was asked among them; nil where that was not counted in time.
  public var impact: Impact?
  /// Whether the check that was asked is one of those of the impact: what somebody has by an assumed group is not.
  public var countsAsked = true
  /// What a guard rail or the operator's permissions say against it.
  public var refusal: Refusal?

  public init(
    changes: [Change], text: String, commands: [[String]] = [], impact: Impact? = nil, refusal: Refusal? = nil
  ) {
    self.changes = changes
    self.text = text
    self.commands = commands
    self.impact = impact
    self.refusal = refusal
  }
}

/// What would fix a denial.
public struct Remedies: Sendable, Hashable {
  /// The one that opens least first; those that are refused last.
  public var remedies: [Remedy]
  /// How many more there are that were not looked at.
  public var more: Int
  /// What a person should know: why there is none, or which are not for this program to do.
  public var notes: [String]

  public init(remedies: [Remedy] = [], more: Int = 0, notes: [String] = []) {
    self.remedies = remedies
    self.more = more
    self.notes = notes
  }
}

/// A grant that carries an allowance, and what taking it away would do.
public struct Carrier: Sendable, Hashable {
  public var reason: Reason
  /// What takes the grant away; empty where it is no row that could be taken away.
  public var changes: [Change]
  /// What that does: `revoke file.view_filerepository on file.filerepository:7 from mira`.
  public var text: String
  public var commands: [[String]]
  /// Whether taking it away changes nobody's checks.
  public var isRedundant: Bool
  /// By which other path the subject has it as well; nil where this is the only one.
  public var alsoThrough: String?

  public init(
    reason: Reason, changes: [Change], text: String, commands: [[String]], isRedundant: Bool,
    alsoThrough: String?
  ) {
    self.reason = reason
    self.changes = changes
    self.text = text
    self.commands = commands
    self.isRedundant = isRedundant
    self.alsoThrough = alsoThrough
  }
}

/// What carries an allowance, and the smallest sets of changes that would end it.
public struct Carriers: Sendable, Hashable {
  public var carriers: [Carrier]
  /// Each a set of changes that ends the allowance, of which none could be left out; the one by which others lose
  /// least first.
  public var endings: [Remedy]
  /// How many more sets there are that were not looked at.
  public var more: Int
  public var notes: [String]

  public init(carriers: [Carrier] = [], endings: [Remedy] = [], more: Int = 0, notes: [String] = []) {
    self.carriers = carriers
    self.endings = endings
    self.more = more
    self.notes = notes
  }
}

/// What would change an answer.
public enum Remediation: Sendable, Hashable {
  /// Of a denial.
  case fixes(Remedies)
  /// Of an allowance.
  case carriers(Carriers)
}
