internal import Authorization
import Foundation
internal import GRDB

/// Sessions whose cached authorization is not what the database says.
enum StaleSession: FindingSearch {
  static let rule = FindingRule.staleSession

  static func search(_ scan: FindingScan) throws {
    var now = ""
    try scan.read { now = SessionReader.text($0.options.now ?? Date()) }
    let alive = "s.expire_date >= ?"
    try scan.slices("django_session AS s", by: "s.session_key") { reader, slice in
      let keys = try StoredValue.fetchAll(
        reader.database.makeStatement(
          sql:
            "SELECT s.session_key FROM django_session AS s WHERE \(slice.condition) AND \(alive) ORDER BY 1"),
        arguments: StatementArguments(slice.arguments + [now.databaseValue]))
      let sessions = SessionReader(reader, treeLimit: 20_000)
      for value in keys {
        guard let key = DatabaseKey(value), let session = try sessions.session(value.databaseValue),
          case .stale(let difference) = session.state, let user = session.user
        else { continue }
        try scan.add(finding(session, key, user, difference, reader))
      }
    }
  }

  private static func finding(
    _ session: SessionReader.Session, _ key: DatabaseKey, _ user: Subject, _ difference: SessionDifference,
    _ reader: AuthorizationReader
  ) throws -> Finding {
    let extra = [difference.extraRead.count, difference.extraWrite.count]
    let missing = [difference.missingRead.count, difference.missingWrite.count]
    func words(_ counts: [Int]) -> String? {
      let parts = zip(counts, ["read", "write"]).filter { $0.0 > 0 }
      return parts.isEmpty
        ? nil : parts.map { "\($0.1) \(Counted.words($0.0, "git tree"))" }.joined(separator: " and ")
    }
    var told: [String] = []
    if let still = words(extra) { told.append("still lets \(user.name) \(still)") }
    if let lacks = words(missing) {
      told.append(
        "does not\(told.isEmpty ? " let \(user.name)" : " let them") \(lacks)\(told.isEmpty ? " yet" : "")")
    }
    let prefix = key.text.prefix(8)
    return Finding(
      rule, "session \(session.shownKey) \(told.joined(separator: ", and "))",
      about: EntityRef(kind: .session, key: key, name: session.shownKey),
      fix: FindingFix(
        "end session \(session.shownKey) of \(user.name)", [.endSession(key)],
        commands: [["permscope", "session", "end", "DB", String(prefix)]]),
      proof: try proof(difference, SubjectArgument.text(ofUser: user.name), String(prefix), reader),
      severity: extra == [0, 0] ? .warning : .danger)
  }

  /// The check of a tree about which the database and the session differ; the list of sessions where that tree is gone.
  private static func proof(
    _ difference: SessionDifference, _ user: String, _ session: String, _ reader: AuthorizationReader
  ) throws -> [String] {
    let differing =
      difference.extraWrite.map { ($0, "write") } + difference.extraRead.map { ($0, "read") }
      + difference.missingWrite.map { ($0, "write") } + difference.missingRead.map { ($0, "read") }
    for (key, method) in differing.prefix(100) {
      let tree = try reader.object(GitTrees.tree, key: key)
      guard tree.exists else { continue }
      return ["permscope", "check", "DB", user, method, tree.argument, "--session", session]
    }
    return ["permscope", "session", "list", "DB", user]
  }
}
