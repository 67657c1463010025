internal import Authorization
internal import GRDB

extension ListCatalog {
  /// Findings, the gravest first: a part for each rule, which is shown as soon as it was looked for. What comes part by
  /// part has one order only.
  func findings(_ columns: [Authorization.Column]) -> [ListPart] {
    FindingPart.all.filter { $0.rule.system.map { schema.has($0) } ?? true }.map { group in
      var part = ListPart(
        access: .listed(isWalked: false), from: "\(FindingGathering.table) AS f",
        conditions: ["f.rule = '\(group.rule.rawValue)'", "f.severity = '\(group.severity.rawValue)'"],
        order: [ListPart.Term(sql: "f.key")], slices: "f.key",
        filters: ["f.finding", "f.severity", "f.rule", "f.fix"]
      ) { reader, keys in
        keys.map { key in
          key.last.flatMap { DatabaseKey($0) }.flatMap { reader.finding($0) }.map { FilledRow($0, columns) }
        }
      }
      part.gathering = FindingGathering(rule: group.rule)
      return part
    }
  }

  /// Of which rules there are more findings than are listed.
  var findingNote: String? {
    let rules = reader.found.cutShort
    guard !rules.isEmpty else { return nil }
    return "more of \(rules.map(\.rawValue).joined(separator: ", "))"
  }
}

/// Looks for what a rule names, once for each state of the database, and lays it out to be filtered.
struct FindingGathering: Gathering {
  let rule: FindingRule

  static let table = "temp.permscope_findings"

  func run(_ reads: ShortReads, _ report: (Double) -> Void) throws {
    var stamp: FoundFindings.Stamp?
    var known: RuleFindings?
    try reads.read { reader in
      let now = try FoundFindings.Stamp(reader)
      stamp = now
      known = reader.found.findings(of: rule, now)
      try reader.database.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS \(Self.table) \
          (key TEXT PRIMARY KEY, finding TEXT, severity TEXT, rule TEXT, fix TEXT) WITHOUT ROWID
          """)
    }
    let findings =
      try known
      ?? withoutActuallyEscaping(report) { report in
        try FindingScan(reads, limit: AuthorizationDatabase.findingLimit, report: report).run(rule)
      }
    try reads.read { reader in
      if known == nil, let stamp { reader.found.keep(findings, stamp) }
      let statement = try reader.database.cachedStatement(
        sql: "INSERT OR REPLACE INTO \(Self.table) VALUES (?, ?, ?, ?, ?)")
      for finding in findings.findings {
        try statement.execute(arguments: [
          finding.key.value, Name(finding.text).value, finding.severity.rawValue, rule.rawValue,
          finding.fix.map { Name($0.text).value },
        ])
      }
    }
  }

  static func drop(_ database: Database) throws {
    try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
  }
}

extension FilledRow {
  /// A finding as a row of its view.
  fileprivate init(_ finding: Finding, _ columns: [Authorization.Column]) {
    let cells: [String: CellValue] = [
      "finding": .text(finding.text), "severity": .text(finding.severity.rawValue),
      "rule": .text(finding.rule.rawValue), "fix": finding.fix.map { .text($0.text) } ?? .none,
    ]
    self.init(
      ref: finding.ref, cells: columns.map { cells[$0.id] ?? .none }, edit: finding.fix.map { .fix($0) })
  }
}
