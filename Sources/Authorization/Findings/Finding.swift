/// Something in a database that a person should look at, with the check that proves it and what would mend it.
public struct Finding: Sendable, Hashable {
  public var rule: FindingRule
  public var severity: FindingSeverity
  /// Lower case, no final period.
  public var text: String
  /// The row that it is about.
  public var about: EntityRef
  /// Nil where a person has to decide what is meant.
  public var fix: FindingFix?
  /// A command that shows it; the word `DB` stands for the database file.
  public var proof: [String]
  /// Tells findings of a rule apart that read alike.
  public var number = 0

  /// - Parameter severity: nil for the rule's gravest.
  public init(
    _ rule: FindingRule, _ text: String, about: EntityRef, fix: FindingFix? = nil, proof: [String],
    severity: FindingSeverity? = nil
  ) {
    self.rule = rule
    self.severity = severity ?? rule.severities.first ?? .info
    self.text = text
    self.about = about
    self.fix = fix
    self.proof = proof
  }

  /// The same as long as the finding is: it is no row of a table and has no other key.
  public var key: Name { Name("\(rule.rawValue) \(text)" + (number == 0 ? "" : " (\(number + 1))")) }

  /// The key with its numbers filled up, so that statement 2 comes before statement 10.
  var order: Name {
    let parts = key.text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let digits = word.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, digits.count < 10 else { return String(word) }
      return String(repeating: "0", count: 10 - digits.count) + word
    }
    return Name(parts.joined(separator: " "))
  }

  public var ref: EntityRef { EntityRef(kind: .finding, key: .text(key), name: Name(text)) }
}

/// What takes a finding away.
public struct FindingFix: Sendable, Hashable {
  /// What a dialog or the command line would do.
  public var changes: [Change]
  /// What it does: `set the write group of drop-box to release`.
  public var text: String
  /// The commands that do it, in order; the word `DB` stands for the database file. Empty where there is none.
  public var commands: [[String]]

  public init(_ text: String, _ changes: [Change], commands: [[String]] = []) {
    self.text = text
    self.changes = changes
    self.commands = commands
  }
}

/// What one rule found.
public struct RuleFindings: Sendable, Hashable {
  public var rule: FindingRule
  public var findings: [Finding]
  /// Whether there are more than were looked for.
  public var hasMore: Bool

  public init(_ rule: FindingRule, _ findings: [Finding] = [], hasMore: Bool = false) {
    self.rule = rule
    self.findings = findings
    self.hasMore = hasMore
  }
}

/// A part of the findings: those of one rule that are equally grave. Wherever findings are told, they are told part by
/// part, and within one by their keys, so that the command line and the browser have the same order.
public struct FindingPart: Sendable, Hashable {
  public var severity: FindingSeverity
  public var rule: FindingRule

  /// All of them, the gravest first.
  public static let all: [FindingPart] = FindingSeverity.allCases.flatMap { severity in
    FindingRule.allCases.filter { $0.severities.contains(severity) }
      .map { FindingPart(severity: severity, rule: $0) }
  }

  /// What belongs to it, in order.
  public func findings(of found: [RuleFindings]) -> [Finding] {
    found.filter { $0.rule == rule }.flatMap(\.findings).filter { $0.severity == severity }
      .sorted { $0.order < $1.order }
  }
}
