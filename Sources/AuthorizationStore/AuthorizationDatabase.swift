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
    /// What is told of a database that is only to be read.
    var readOnlyReason = "asked for"
    /// Whether it holds only what one answer rests on (a case), so that what a change would open cannot be counted.
    public var isExcerpt = false
    /// The time that sessions are compared with; nil for the present.
    public var now: Date?
    /// Where a session caches the git trees that its user may read and write.
    public var sessionKey = "authorization"
    /// What signs sessions; nil where it is not known, and signatures are not verified.
    public var secretKeys: SecretKeys?
    /// Pulp's `DOMAIN_ENABLED`; nil to guess from the domains that there are.
    public var domains: Bool?
    /// The project's own rules.
    public var rules = ProjectRuleTexts()
    /// Which tasks and artifacts its REST API lists.
    public var taskFilters = TaskFilters()
    /// Where the files of artifacts are; nil where the settings do not say.
    public var artifactStorage: ArtifactStorage?
    /// How long a presigned link to one works, in seconds.
    public var artifactExpiry = ArtifactContent.usualExpiry

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
  /// What was found last, shared with the other readers of the file.
  private let found: FoundFindings

  /// The newest layout of Permscope's own tables that this program knows.
  static let knownLayout: Int64 = 1

  /// Opens a database for reading.
  ///
  /// - Parameter takesBackUnfinishedWrites: for an edit: where a program was killed while it wrote, the file is brought
  ///   back to what it was before, as that program's next start would.
  /// - Throws: `StoreError` with one clear sentence; nothing is created or else changed.
  public init(path: String, options: Options = Options(), takesBackUnfinishedWrites: Bool = false) throws {
    self.path = path
    self.options = options
    found = FoundFindings()
    let opened: OpenFile
    do {
      opened = try OpenFile(path: path, options: options)
    } catch let error as StoreError where error.code == .unfinishedWrite && takesBackUnfinishedWrites {
      try WritingConnection.recover(path)
      opened = try OpenFile(path: path, options: options)
    }
    state = Mutex(opened)
    if options.readOnly {
      readOnlyReason = options.readOnlyReason
    } else if let layout = opened.permscopeLayout, layout > Self.knownLayout {
      readOnlyReason = "its history was written by a newer permscope"
    } else {
      readOnlyReason = opened.connection.file.readOnlyReason
    }
  }

  public var schema: Schema { state.withLock { $0.schema } }

  /// Whether rows of a fixture were imported into it as a copy.
  var isImported: Bool { state.withLock { $0.isImported } }

  /// The backends that are asked, in order: the settings' or the guess.
  public var backends: [BackendID] { options.backends ?? Chain.guess(schema) }

  /// Reads from the database; what `body` sees is one state of it.
  ///
  /// A file that nobody had open may come into use while it is read as it lay there. Then what was read may be torn,
  /// and `body` runs again.
  public func read<Value>(_ body: (AuthorizationReader) throws -> Value) throws -> Value {
    let file = try current()
    do {
      let value = try read(file, body)
      if !file.connection.isOutdated { return value }
    } catch {
      guard file.connection.isOutdated else { throw error }
    }
    return try read(try current(), body)
  }

  private func read<Value>(_ file: OpenFile, _ body: (AuthorizationReader) throws -> Value) throws -> Value {
    try file.connection.read { database in
      try file.cache.forgetIfWritten(database)
      return try body(AuthorizationReader(database, file: file, options: options, found: found))
    }
  }

  /// A second reader on the same file, for work in the background that must not delay the first.
  public func another() throws -> AuthorizationDatabase {
    // The file is not examined again: closing any descriptor of it would drop the locks that a read holds.
    try AuthorizationDatabase(
      OpenFile(connection.file, options: options), readOnlyReason: readOnlyReason, like: self)
  }

  /// The second reader that is known, or a new one where the file or its tables are no longer those it was opened on.
  public func another(than known: AuthorizationDatabase?) throws -> AuthorizationDatabase {
    if let known, known.connection.file == connection.file, known.schema == schema { return known }
    return try another()
  }

  private init(_ file: OpenFile, readOnlyReason: String?, like other: AuthorizationDatabase) {
    path = other.path
    options = other.options
    found = other.found
    self.readOnlyReason = readOnlyReason
    state = Mutex(file)
  }

  /// The open file, opened anew where an application has begun to use a database that nobody had open.
  func current() throws -> OpenFile {
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
  let isImported: Bool

  init(path: String, options: AuthorizationDatabase.Options) throws {
    try self.init(DatabaseFile.examine(path), options: options)
  }

  init(_ file: DatabaseFile, options: AuthorizationDatabase.Options) throws {
    let connection = try Connection.open(file)
    self.connection = connection
    cache = ReadingCache()
    (schema, permscopeLayout, isImported) = try connection.read { database in
      try Self.refuseDamage(database, file)
      let catalog = try TableCatalog(database)
      let detection = SchemaDetection(
        catalog: catalog, path: file.path, userTable: options.userTable, treePathChoices: options.treePaths,
        rules: options.rules)
      let layout =
        catalog.has("permscope_schema")
        ? try Self.layout(database, catalog) : nil
      return (try detection.detect(), layout, catalog.has(ImportMarker.table))
    }
    try Self.refuseAbsent(options.backends ?? [], schema)
  }

  /// A backend that is named, and whose tables are not here, would fail at some later question.
  private static func refuseAbsent(_ backends: [BackendID], _ schema: Schema) throws {
    let needs: [BackendID: SystemID] = [.guardian: .guardian, .pulpRoles: .roles, .rules: .tasks]
    for backend in backends {
      guard let system = needs[backend], let status = schema.systems.first(where: { $0.system == system }),
        !status.present, backend != .rules || schema.projectRules.isEmpty
      else { continue }
      let tables = status.missingTables.map { "`\($0)`" }.joined(separator: ", ")
      throw StoreError(.missingSystem, "the backend `\(backend.rawValue)` has no tables here: no \(tables)")
    }
  }

  /// The layout of Permscope's own tables; one that cannot be read is newer than any known.
  static func layout(_ database: Database, _ catalog: TableCatalog) throws -> Int64 {
    guard try catalog.columns("permscope_schema").contains(where: { $0.name == "version" }) else {
      return .max
    }
    let value = try DatabaseValue.fetchOne(database, sql: "SELECT max(version) FROM permscope_schema")
    guard let value, !value.isNull else { return AuthorizationDatabase.knownLayout }
    return Int64.fromDatabaseValue(value) ?? .max
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
  var chains: [[BackendID]: Chain] = [:]
  var typeTables: [TypeName: TypeTable?] = [:]
  var contentTypes: [TypeName: DatabaseKey] = [:]
  private var dataVersion: Int64?

  /// Drops what another program may have changed: the keys of content types, and which table a type has.
  func forgetIfWritten(_ database: Database) throws {
    let version = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
    guard version != dataVersion else { return }
    dataVersion = version
    contentTypes.removeAll()
    typeTables.removeAll()
  }
}
