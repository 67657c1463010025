/// Everything that hangs on one row.
public struct Detail: Hashable, Sendable {
  public var ref: EntityRef
  /// Short statements: `active`, `last login 2026-11-02`, `locked`.
  public var facts: [Fact]
  public var sections: [DetailSection]

  public init(ref: EntityRef, facts: [Fact], sections: [DetailSection]) {
    self.ref = ref
    self.facts = facts
    self.sections = sections
  }
}

/// One short statement about a row.
public struct Fact: Hashable, Sendable {
  public var text: String
  /// Something a reader must not overlook.
  public var warns: Bool

  public init(_ text: String, warns: Bool = false) {
    self.text = text
    self.warns = warns
  }
}

/// Lines of one kind in a detail.
public struct DetailSection: Hashable, Sendable {
  public var id: SectionID
  public var title: String
  /// How many there are; lines may be fewer. Nil where counting would take too long: at least as many as lines.
  public var count: Int?
  public var lines: [DetailLine]
  /// Whether all of them can be opened as a list (`ListSource.section`), because the lines are only the first.
  public var continues: Bool

  public init(
    id: SectionID, title: String, count: Int?, lines: [DetailLine], continues: Bool = false
  ) {
    self.id = id
    self.title = title
    self.count = count
    self.lines = lines
    self.continues = continues
  }
}

/// One line of a detail.
public struct DetailLine: Hashable, Sendable {
  public var text: String
  /// What stands beside it: `12 members`, `through release`, `everywhere`.
  public var note: String
  /// What `Enter` opens.
  public var target: EntityRef?
  public var warns: Bool
  /// What can be taken away here; nil where the line is no row of its own.
  public var edit: LineEdit?

  public init(
    _ text: String, note: String = "", target: EntityRef? = nil, warns: Bool = false, edit: LineEdit? = nil
  ) {
    self.text = text
    self.note = note
    self.target = target
    self.warns = warns
    self.edit = edit
  }
}

/// The row of the database that a line of a detail stands for, where it can be edited by itself.
public enum LineEdit: Hashable, Sendable {
  case membership(user: DatabaseKey, group: DatabaseKey)
  case grant(Grant)
  /// Several on one line: what somebody holds on one object.
  case grants([Grant])
  case assignment(Assignment)
  case rolePermission(role: DatabaseKey, permission: DatabaseKey)
  /// The policy of a git tree.
  case policy(tree: DatabaseKey)
  /// The read or write group of a policy of git trees.
  case access(policy: DatabaseKey, TreeMethod)
  /// A statement of an access policy, counted from 0.
  case statement(endpoint: DatabaseKey, Int)
  case session(DatabaseKey)
  case entry(Int64)
  /// What would mend a finding.
  case fix(FindingFix)
}
