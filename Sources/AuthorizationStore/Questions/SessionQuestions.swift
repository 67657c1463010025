public import Authorization
internal import GRDB

/// What is told of a session.
public struct SessionSummary: Sendable, Hashable {
  /// The row; its name is the beginning of the key. The whole key logs its bearer in, so that it is not shown.
  public var ref: EntityRef
  /// The user's name, `#KEY` for a user who is gone; nil where nobody is logged in.
  public var user: Name?
  public var state: SessionState
  /// As Django writes it: UTC.
  public var expires: String

  public init(ref: EntityRef, user: Name?, state: SessionState, expires: String) {
    self.ref = ref
    self.user = user
    self.state = state
    self.expires = expires
  }
}

/// Some sessions, and whether there are more behind them.
public struct SessionPage: Sendable, Hashable {
  public var sessions: [SessionSummary]
  /// Where the next page begins; nil after the last.
  public var next: DatabaseKey?
}

extension AuthorizationReader {
  /// Sessions by key, those after a place.
  ///
  /// - Parameters:
  ///   - user: whose sessions; nil for all. The data of each has to be read for it, so that a page can be empty.
  ///   - limit: how many rows are looked at.
  public func sessions(ofUser user: DatabaseKey?, after key: DatabaseKey?, limit: Int) throws -> SessionPage {
    try requireSessions()
    let statement = try database.cachedStatement(
      sql: """
        SELECT session_key FROM django_session \(key == nil ? "" : "WHERE session_key > ? ")\
        ORDER BY session_key LIMIT \(limit)
        """)
    let keys = try StoredValue.fetchAll(
      statement, arguments: key.map { [$0.value] } ?? []
    ).compactMap { DatabaseKey($0) }
    let reading = SessionReader(self, treeLimit: 20_000)
    var page = SessionPage(sessions: [], next: keys.count == limit ? keys.last : nil)
    for key in keys {
      // Whose it is can be told without comparing what it caches.
      if let user, try reading.userKey(key.value).map(comparable) != comparable(Name(user.text)) { continue }
      if let session = try reading.session(key.value) { page.sessions.append(summary(session, key)) }
    }
    return page
  }

  /// The one session whose key begins so.
  ///
  /// - Throws: `StoreError` where there is none, or where there are several.
  public func session(keyPrefix prefix: Name) throws -> SessionSummary {
    try requireSessions()
    let values = [prefix.text, prefix.text + "\u{10FFFF}"].map(\.databaseValue)
    guard !prefix.text.isEmpty else {
      throw StoreError(.usage, "give the beginning of a session's key; `session list` shows them")
    }
    let statement = try database.cachedStatement(
      sql: """
        SELECT session_key FROM django_session \
        WHERE session_key >= \(values[0].mark) AND session_key < \(values[1].mark) ORDER BY session_key LIMIT 2
        """)
    let keys = try StoredValue.fetchAll(
      statement, arguments: StatementArguments(values.map(\.bound))
    ).compactMap { DatabaseKey($0) }
    guard let key = keys.first,
      let session = try SessionReader(self, treeLimit: 20_000).session(key.value)
    else {
      throw StoreError(
        .unknownObject, "no session whose key begins with `\(prefix)`; `session list` shows them")
    }
    guard keys.count == 1 || session.key == prefix else {
      throw StoreError(.ambiguous, "several sessions' keys begin with `\(prefix)`; give more of the key")
    }
    return summary(session, key)
  }

  private func requireSessions() throws {
    guard schema.has(.sessions) else {
      throw StoreError(.missingSystem, "this database has no sessions; there is no table `django_session`")
    }
  }

  /// UUIDs are written with dashes in a session, and without in the user table.
  private func comparable(_ key: Name) -> Name { Name(Gate.dashed(key.text)) }

  private func summary(_ session: SessionReader.Session, _ key: DatabaseKey) -> SessionSummary {
    SessionSummary(
      ref: EntityRef(kind: .session, key: key, name: session.shownKey),
      user: session.userText.isEmpty ? nil : Name(session.userText), state: session.state,
      expires: session.expires)
  }
}
