internal import Authorization
internal import GRDB

/// How one rule is looked for. Each has a file of its own in `Rules`.
protocol FindingSearch: Sendable {
  static var rule: FindingRule { get }

  /// Adds what it finds to the scan, in short reads.
  ///
  /// - Throws: `FindingScan.Enough` where the scan has enough, and errors of reading.
  static func search(_ scan: FindingScan) throws
}

enum FindingSearches {
  /// One for each rule; a test counts them.
  static let all: [any FindingSearch.Type] = [
    PublicWrite.self, LeakingRole.self, ReusedKey.self, StaleSession.self, MisreadExpression.self,
    DeadStatement.self, FaultyPolicy.self, TreeWithoutPolicy.self, OrphanGrant.self, OddKey.self,
    TypeWithoutTable.self, ModelGrantOnly.self, PermissionWithoutRule.self, DuplicateAssignment.self,
    RedundantAssignment.self, RedundantGrant.self, RoleWithoutHolder.self, GroupWithoutMembers.self,
  ]
}

/// The search for one rule: reads bit by bit, and ends once it has enough.
///
/// INVARIANT: used by one thread, within one search.
final class FindingScan {
  /// Thrown where one more finding would be more than was asked for.
  struct Enough: Error {}

  private let reads: ShortReads
  private let limit: Int
  private let report: (Double) -> Void
  private var findings: [Finding] = []
  private var numbers: [Name: Int] = [:]
  private var hasMore = false

  init(_ reads: ShortReads, limit: Int, report: @escaping (Double) -> Void) {
    self.reads = reads
    self.limit = limit
    self.report = report
  }

  /// Looks for a rule; nothing is found where the database lacks its system.
  func run(_ rule: FindingRule) throws -> RuleFindings {
    var isPossible = false
    try read { reader in isPossible = rule.system.map { reader.schema.has($0) } ?? true }
    if isPossible, let search = FindingSearches.all.first(where: { $0.rule == rule }) {
      do {
        try search.search(self)
      } catch is Enough {
        hasMore = true
      }
    }
    return RuleFindings(rule, findings, hasMore: hasMore)
  }

  func add(_ finding: Finding) throws {
    guard findings.count < limit else { throw Enough() }
    var finding = finding
    let alike = numbers[finding.key, default: 0]
    numbers[finding.key] = alike + 1
    finding.number = alike
    findings.append(finding)
  }

  func read(_ body: (AuthorizationReader) throws -> Void) throws {
    try reads.check()
    try reads.read(body)
  }

  /// Goes through a table by a unique and indexed column, some rows for each read.
  ///
  /// - Parameters:
  ///   - table: with its alias.
  ///   - conditions: what an index finds; the rest belongs to the statement that `body` runs on the slice.
  ///   - share: the part of the whole search that this is, to tell how far it has come.
  ///   - largest: how many rows one read takes at most.
  func slices(
    _ table: String, by key: String, where conditions: [String] = [], _ arguments: StatementArguments = [],
    share: ClosedRange<Double> = 0...1, largest: Int = 50_000,
    _ body: (AuthorizationReader, SliceRange.Slice) throws -> Void
  ) throws {
    let part = ListPart(
      from: table, conditions: conditions, arguments: arguments, order: [ListPart.Term(sql: key)],
      fill: { _, _ in [] })
    var range = SliceRange(part: part, column: key)
    try read { try range.measure($0.database) }
    var pace = ScanPace(500, largest: largest)
    var isOver = false
    while !isOver {
      try pace.measure { size in
        try read { reader in
          guard let slice = try range.next(reader.database, size: size) else {
            isOver = true
            return
          }
          try body(reader, slice)
        }
      }
      report(share.lowerBound + range.fraction * (share.upperBound - share.lowerBound))
    }
  }
}
