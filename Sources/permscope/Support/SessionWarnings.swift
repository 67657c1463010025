import Authorization
import AuthorizationStore

/// Sessions of a user that still say otherwise than the database, as warnings of a check.
enum SessionWarnings {
  /// How many are told one by one.
  private static let shown = 3

  /// How many sessions of anybody are looked at: each has to be decoded to see whose it is.
  private static let limit = 20_000

  static func lines(
    _ reader: AuthorizationReader, _ subject: Subject, _ permission: Permission, _ target: Target,
    _ decision: Decision
  ) throws -> [String] {
    let stale = try reader.staleSessions(subject, permission, target, decision, limit: limit)
    let lines = stale.prefix(shown).map(\.sentence)
    guard stale.count > shown else { return lines }
    return lines + ["and \(Counted.words(stale.count - shown, "more session")) that say otherwise"]
  }
}
