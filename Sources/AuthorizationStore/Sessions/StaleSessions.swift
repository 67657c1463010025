public import Authorization
import Foundation
internal import GRDB

/// Sessions of a user that would be told something else about a git tree than the database says.
public struct StaleSessions: Sendable, Hashable {
  /// Where the search ended.
  public enum End: Sendable, Hashable {
    /// All sessions were looked at.
    case all
    /// There were enough of them.
    case enough
    /// So many sessions of anybody were looked at, and there are more.
    case limit(Int)
  }

  /// Those that last longest first.
  public var found: [SessionAnswer] = []
  public var end = End.all
}

extension AuthorizationDatabase {
  /// How many sessions one read takes. They are decoded between reads, so that no writer waits for that.
  private static let slice = 300

  /// Looks for sessions that would be told otherwise, in short reads.
  ///
  /// - Parameters:
  ///   - enough: with so many found the search ends.
  ///   - limit: how many sessions of anybody are looked at, those that last longest: whose one is can only be seen
  ///     by decoding it.
  ///   - isCancelled: whether nobody wants the answer any more; then it is what was found so far.
  /// - Returns: nothing for permissions that sessions do not cache.
  public func staleSessions(
    _ subject: Subject, _ permission: Permission, _ target: Target, _ decision: Decision, enough: Int,
    limit: Int, isCancelled: () -> Bool = { false }
  ) throws -> StaleSessions {
    var stale = StaleSessions()
    guard case .user(let key) = subject.kind, permission.isTreeMethod, schema.has(.sessions) else {
      return stale
    }
    var looked = 0
    var last: SessionReader.Stored?
    while looked < limit, !isCancelled() {
      let size = min(Self.slice, limit - looked)
      let rows = try read { try $0.storedSessions(after: last, limit: size) }
      looked += rows.count
      last = rows.last
      let own = rows.compactMap { row -> (SessionReader.Stored, SessionReader.Content)? in
        let content = row.content(cachedUnder: options.sessionKey)
        guard let owner = content.data?.userKey, SessionReader.isSame(owner, key) else { return nil }
        return (row, content)
      }
      if !own.isEmpty {
        stale.found += try read { try $0.stale(own, subject, permission, target, decision) }
      }
      guard rows.count == size else { return stale }
      if stale.found.count >= enough {
        stale.end = .enough
        return stale
      }
    }
    if try !read({ try $0.storedSessions(after: last, limit: 1) }).isEmpty { stale.end = .limit(looked) }
    return stale
  }
}

extension AuthorizationReader {
  /// Sessions that have not ended, those that last longest first.
  fileprivate func storedSessions(after last: SessionReader.Stored?, limit: Int) throws
    -> [SessionReader.Stored]
  {
    let rest = "AND expire_date <= ? AND (expire_date < ? OR session_key > ?)"
    // The texts are read for the slice only, however many sessions end at the same moment.
    let statement = try database.cachedStatement(
      sql: """
        SELECT s.session_key, s.expire_date, s.session_data FROM (SELECT session_key FROM django_session \
        WHERE typeof(session_key) = 'text' AND typeof(expire_date) = 'text' AND expire_date >= ? \(last == nil ? "" : rest) ORDER BY expire_date DESC, session_key \
        LIMIT \(limit)) AS k CROSS JOIN django_session AS s WHERE s.session_key = k.session_key \
        ORDER BY s.expire_date DESC, s.session_key
        """)
    let now = SessionReader.text(options.now ?? Date()).databaseValue
    let place = last.map { [$0.expires.databaseValue, $0.expires.databaseValue, $0.key.value] } ?? []
    return try StoredRow.fetchAll(statement, arguments: StatementArguments([now] + place)).compactMap {
      SessionReader.Stored($0)
    }
  }

  fileprivate func stale(
    _ own: [(SessionReader.Stored, SessionReader.Content)], _ subject: Subject, _ permission: Permission,
    _ target: Target, _ decision: Decision
  ) throws -> [SessionAnswer] {
    let sessions = SessionReader(self, treeLimit: 0)
    return try own.compactMap { stored, content in
      let session = try sessions.session(stored, content)
      guard !session.state.isOver else { return nil }
      let answer = try answer(session, subject, permission, target, decision)
      return answer.isStale ? answer : nil
    }
  }
}
