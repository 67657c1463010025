internal import Authorization
internal import GRDB
import Synchronization

/// What was found last, for the readers of one database: findings stand in no table.
final class FoundFindings: Sendable {
  /// The state of the database that was searched.
  struct Stamp: Hashable {
    private let connection: ObjectIdentifier
    private let version: Int64

    init(_ reader: AuthorizationReader) throws {
      connection = ObjectIdentifier(reader.file.connection.queue)
      version =
        try Int64.fetchOne(reader.database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    }
  }

  private struct Found {
    var stamp: Stamp
    var findings: RuleFindings
    var byKey: [Name: Finding]
  }

  private let found = Mutex<[FindingRule: Found]>([:])

  func keep(_ findings: RuleFindings, _ stamp: Stamp) {
    let keyed = Dictionary(findings.findings.map { ($0.key, $0) }) { first, _ in first }
    found.withLock { $0[findings.rule] = Found(stamp: stamp, findings: findings, byKey: keyed) }
  }

  /// What a rule found in this state of the database; nil where it has not been looked for.
  func findings(of rule: FindingRule, _ stamp: Stamp) -> RuleFindings? {
    found.withLock { found in found[rule].flatMap { $0.stamp == stamp ? $0.findings : nil } }
  }

  /// The finding with this key that was found last.
  func finding(_ key: Name) -> Finding? {
    found.withLock { found in found.values.lazy.compactMap { $0.byKey[key] }.first }
  }

  /// The rules that found more than is kept.
  var cutShort: [FindingRule] {
    found.withLock { found in FindingRule.allCases.filter { found[$0]?.findings.hasMore == true } }
  }
}
