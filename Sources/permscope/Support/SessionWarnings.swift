import Authorization
import AuthorizationStore

/// Sessions of a user that still say otherwise than the database, as warnings of a check.
enum SessionWarnings {
  /// How many are told one by one.
  private static let shown = 3

  /// How many are counted.
  private static let counted = 100

  /// How many sessions of anybody are looked at: each has to be decoded to see whose it is.
  private static let limit = 5_000

  static func lines(
    _ database: AuthorizationDatabase, _ subject: Subject, _ permission: Permission, _ target: Target,
    _ decision: Decision, isCancelled: () -> Bool = { false }
  ) throws -> [String] {
    let stale = try database.staleSessions(
      subject, permission, target, decision, enough: counted, limit: limit, isCancelled: isCancelled)
    var lines = stale.found.prefix(shown).map(\.sentence)
    let more = stale.found.count - shown
    if more > 0 {
      let atLeast = stale.end == .all ? "" : "at least "
      lines.append("and \(atLeast)\(Counted.words(more, "more session")) that say otherwise")
    }
    if case .limit(let looked) = stale.end {
      lines.append(
        "only the \(Counted.words(looked, "session")) that last longest were looked at; others may say otherwise as well"
      )
    }
    return lines
  }
}
