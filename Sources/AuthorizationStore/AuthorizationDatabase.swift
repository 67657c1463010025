public import Authorization
public import Foundation
internal import GRDB
import Synchronization

/// An open authorization database: Django's own file, read beside the running application.
///
/// No SQLite and no GRDB type leaves this module. Reading happens inside `read`, which holds the file only as
/// long as its closure runs.
public final class AuthorizationDatabase: Sendable {
  /// What the settings say of the project, where the database cannot tell.
  public struct Options: Sendable {
    /// `AUTHENTICATION_BACKENDS` in order; nil to guess from the tables.
    public var backends: [BackendID]?
    /// Backends that are code of the project.
    public var unknownBackends: [String]
    public var userTable: String?
    /// guardian's `ANONYMOUS_USER_NAME`; nil where it is switched off.
    public var anonymousName: Name?
    public var gitTreeSuperuserBypass: Bool
    /// For types that reach a tree by several ways: `table.column` of the first step.
    public var treePaths: [TypeName: String]
    public var readOnly: Bool
    /// The time that sessions are compared with; nil for the present.
    public var now: Date?
    /// Where a session caches the git trees that its user may read and write.
    public var sessionKey = "authorization"

    public init(
      backends: [BackendID]? = nil, unknownBackends: [String] = [], userTable: String? = nil,
      anonymousName: Name? = "AnonymousUser", gitTreeSuperuserBypass: Bool = false,
      treePaths: [TypeName: String] = [:], readOnly: Bool = false, now: Date? = nil
    ) {
      self.now = now
      self.backends = backends
      self.unknownBackends = unknownBackends
      self.userTable = userTable
      self.anonymousName = anonymousName
      self.gitTreeSuperuserBypass = gitTreeSuperuserBypass
      self.treePaths = treePaths
      self.readOnly = readOnly
    }
  }

  public let path: String
  public let options: Options
  /// Nil where the file can be written; else why it cannot.
  public let readOnlyReason: String?
  private let state: Mutex<OpenFile>

  /// The newest layout of Permscope's own tables that this program knows.
  static let knownLayout: Int64 = 1

  /// Opens a database for reading.
  ///
  /// - Throws: `StoreError` with one clear sentence; nothing is created or changed.
  public init(path: String, options: Options = Options()) throws {
    self.path = path
    self.options = options
    let opened = try OpenFile(path: path, options: options)
    state = Mutex(opened)
    if options.readOnly {
      readOnlyReason = "asked for"
    } else if let layout = opened.permscopeLayout, layout > Self.knownLayout {
      readOnlyReason = "its history was written by a newer permscope"
    } else {
      readOnlyReason = opened.connection.file.readOnlyReason
    }
  }

  public var schema: Schema { state.withLock { $0.schema } }

  /// The backends that are asked, in order: the settings' or the guess.
  public var backends: [BackendID] { options.backends ?? Chain.guess(schema) }

  /// Reads from the database; what `body` sees is one state of it.
  public func read<Value>(_ body: (AuthorizationReader) throws -> Value) throws -> Value {
    let file = try current()
    return try file.connection.read { database in
      let reader = AuthorizationReader(database, file: file, options: options)
      return try body(reader)
    }
  }

  /// A second reader on the same file, for work in the background that must not delay the first.
  public func another() throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: path, options: options)
  }

  /// Stops what another thread is reading; its `read` throws `CancellationError`-like `StoreError`.
  public func interrupt() {
    state.withLock { $0.connection.queue }.interrupt()
  }

  /// The open file, opened anew where an application has begun to use a database that nobody had open.
  private func current() throws -> OpenFile {
    try state.withLock { file in
      if file.connection.isOutdated { file = try OpenFile(path: path, options: options) }
      return file
    }
  }

  /// Opens the file anew: it was replaced, or its tables changed.
  func reopen() throws {
    let fresh = try OpenFile(path: path, options: options)
    state.withLock { $0 = fresh }
  }

  var connection: Connection { state.withLock { $0.connection } }
}

/// A connection with what was found out about its database.
struct OpenFile: Sendable {
  let connection: Connection
  let schema: Schema
  let cache: ReadingCache
  let permscopeLayout: Int64?

  init(path: String, options: AuthorizationDatabase.Options) throws {
    let file = try DatabaseFile.examine(path)
    let connection = try Connection.open(file)
    self.connection = connection
    cache = ReadingCache()
    (schema, permscopeLayout) = try connection.read { database in
      try Self.refuseDamage(database, file)
      let catalog = try TableCatalog(database)
      let detection = SchemaDetection(
        catalog: catalog, path: path, userTable: options.userTable, treePathChoices: options.treePaths)
      let layout =
        catalog.has("permscope_schema")
        ? try Int64.fetchOne(database, sql: "SELECT max(version) FROM permscope_schema") : nil
      return (try detection.detect(), layout)
    }
  }

  /// Small files are checked whole, which takes a millisecond; large ones tell when a bad page is met.
  private static func refuseDamage(_ database: Database, _ file: DatabaseFile) throws {
    let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    guard pages <= 512 else { return }
    let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "ok"
    guard verdict == "ok" else {
      throw StoreError(.damaged, "`\(file.path)` is damaged (\(verdict)); restore a backup")
    }
  }
}

/// What is remembered between reads of one connection.
///
/// INVARIANT: used only inside reads of its connection, which are serial.
final class ReadingCache: @unchecked Sendable {
  let texts = StatementTexts()
  let plans = QuestionPlans()
  var djangoChain: Chain?
  var treeChain: Chain?
  var typeTables: [TypeName: TypeTable?] = [:]
  var contentTypes: [TypeName: DatabaseKey] = [:]
  var schemaVersion: Int64 = -1
}
