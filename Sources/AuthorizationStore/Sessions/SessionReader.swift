internal import Authorization
import Foundation
internal import GRDB

/// Judges sessions against the database, within one read.
final class SessionReader {
  /// A session as it was found.
  struct Session {
    var key: Name
    var expires: String
    var user: Subject?
    var userText: String
    var data: SessionData?
    var state: SessionState

    /// Enough to tell sessions apart. The whole key logs its bearer in, so that it is not shown.
    var shownKey: Name { key.text.count > 12 ? Name(key.text.prefix(8) + "…") : key }
  }

  private let reader: AuthorizationReader
  private let now: String
  private let trees: TreeAccess
  private var users: [Name: Subject?] = [:]

  /// - Parameter treeLimit: with more git trees than this, what a session caches is not compared.
  init(_ reader: AuthorizationReader, treeLimit: Int) {
    self.reader = reader
    now = Self.text(reader.options.now ?? Date())
    trees = TreeAccess(reader, limit: treeLimit)
  }

  /// A row as it is stored, not yet decoded.
  struct Stored {
    var key: Name
    var expires: String
    var text: String

    /// Nil where the key is no text.
    init?(_ row: StoredRow) {
      guard let key = Name(row[0]) else { return nil }
      self.key = key
      expires = row.text(1) ?? ""
      text = Name(row[2])?.text ?? ""
    }

    /// Decodes it, which takes no database.
    func content(cachedUnder key: String) -> Content {
      do {
        return .data(try SessionData(text, cachedUnder: key))
      } catch {
        return .unreadable(error.reason)
      }
    }
  }

  enum Content {
    case data(SessionData)
    case unreadable(String)

    var data: SessionData? {
      if case .data(let data) = self { data } else { nil }
    }
  }

  /// The session with this key; nil where there is none.
  func session(_ key: DatabaseValue) throws -> Session? {
    let statement = try reader.database.cachedStatement(
      sql: "SELECT session_key, expire_date, session_data FROM django_session WHERE session_key = ?")
    guard let row = try StoredRow.fetchOne(statement, arguments: [key]), let stored = Stored(row) else {
      return nil
    }
    return try session(stored, stored.content(cachedUnder: reader.options.sessionKey))
  }

  func session(_ stored: Stored, _ content: Content) throws -> Session {
    let expires = stored.expires
    var session = Session(
      key: stored.key, expires: expires, user: nil, userText: "", data: nil, state: .unreadable("not text"))
    switch content {
    case .data(let data):
      session.data = data
      session.user = try data.userKey.flatMap { try user($0) }
      session.userText = session.user?.name.text ?? data.userKey.map { "#\($0)" } ?? ""
      session.state = try state(data, session.user)
    case .unreadable(let reason): session.state = .unreadable(reason)
    }
    // Django writes times of one form, which sort as text.
    if !expires.isEmpty, expires < now { session.state = .expired }
    return session
  }

  /// The user whose session it is; nil for sessions of nobody, and without judging anything.
  func userKey(_ key: DatabaseValue) throws -> Name? {
    let statement = try reader.database.cachedStatement(
      sql: "SELECT session_data FROM django_session WHERE session_key = ?")
    let text = try StoredValue.fetchOne(statement, arguments: [key])?.databaseValue.text ?? ""
    return (try? SessionData(text, cachedUnder: reader.options.sessionKey))?.userKey
  }

  /// UUIDs are written with dashes in a session, and without in the user table.
  static func isSame(_ owner: Name, _ key: DatabaseKey) -> Bool {
    Gate.dashed(owner.text) == Gate.dashed(key.text)
  }

  private func state(_ data: SessionData, _ user: Subject?) throws -> SessionState {
    guard data.isVerified(reader.options.secretKeys) != false else { return .refused("signature wrong") }
    guard data.userKey != nil else { return .anonymous }
    guard let user else { return .refused("user gone") }
    guard user.isActive else { return .refused("user inactive") }
    guard try hasPassword(data, user) else { return .refused("password changed") }
    guard let cached = data.cached, reader.schema.has(.trees) else { return .fresh }
    guard let current = try trees.now(user) else { return .notCompared }
    return SessionDifference(cached: cached, now: current).map { .stale($0) } ?? .fresh
  }

  /// Django: `get_user` ends a session whose hash is not that of the user's password. True where no key is known.
  private func hasPassword(_ data: SessionData, _ user: Subject) throws -> Bool {
    guard let keys = reader.options.secretKeys, case .user(let key) = user.kind else { return true }
    let users = reader.schema.users
    let statement = try reader.database.cachedStatement(
      sql: "SELECT password FROM \(users.table.quoted) WHERE \(users.key.quoted) = ?")
    let password = try StoredValue.fetchOne(statement, arguments: [key.value])?.databaseValue.text
    return keys.verify(passwordHash: data.userHash?.text ?? "", of: password ?? "")
  }

  private func user(_ key: Name) throws -> Subject? {
    if let known = users[key] { return known }
    let found = try? reader.subject(.userKey(key))
    users[key] = .some(found)
    return found
  }

  /// A time as Django writes it on SQLite: UTC, without a zone.
  static func text(_ date: Date) -> String {
    guard var seconds = time_t(exactly: date.timeIntervalSince1970.rounded(.down)) else { return "" }
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(1900 + Int(parts.tm_year))-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }
}
