internal import Authorization
internal import GRDB
import Synchronization

/// The two read-only connections of previews, kept open between them: a dialog asks again at every key.
///
/// One preview uses them at a time; another waits until that one is done or cancelled.
public final class PreviewSource: Sendable {
  private let database: AuthorizationDatabase
  private let sides: Mutex<PreviewSides?>

  public init(_ database: AuthorizationDatabase) {
    self.database = database
    sides = Mutex(nil)
  }

  /// Gives the two connections to `body`; they are opened anew where the file has come into use or was replaced.
  func withSides<Value>(_ body: (PreviewSides) throws -> Value) throws -> Value {
    // What is handed out leaves the lock only as the value of `body`.
    try sides.withLock { kept -> sending Result<Value, any Error> in
      nonisolated(unsafe) let result = Result<Value, any Error> {
        let isUsable = kept.map { !$0.isOutdated && $0.file == database.connection.file } ?? false
        let sides = try isUsable ? kept ?? PreviewSides(database) : PreviewSides(database)
        kept = sides
        return try body(sides)
      }
      return result
    }.get()
  }
}

/// The database as it is, and the same with changed rows, each on a connection of its own.
///
/// INVARIANT: used under the lock of its source.
final class PreviewSides: @unchecked Sendable {
  /// The file as it was examined; a file that replaced it is another.
  let file: DatabaseFile
  private let files: [OpenFile]
  private let options: AuthorizationDatabase.Options
  /// The permissions that rules of the project give, which previews leave out.
  let uncomparedRules: [Name]
  private var versions: [Int64?] = [nil, nil]
  /// Whether what other programs write meanwhile is put up with.
  var toleratesWrites = false
  /// Stops a read that takes long.
  private var interruption: Interruption?

  /// Another program has written between two reads.
  struct Overtaken: Error {}

  init(_ database: AuthorizationDatabase) throws {
    var options = database.options
    // Rows of any table can decide a rule of the project; which checks they change is not found out.
    uncomparedRules = database.schema.projectRules.map(\.permission)
    options.rules = ProjectRuleTexts()
    if !database.schema.has(.tasks) { options.backends?.removeAll { $0 == .rules } }
    self.options = options
    let file = database.connection.file
    self.file = file
    files = try Side.allCases.map { _ in try OpenFile(file, options: options) }
  }

  var isOutdated: Bool { files.contains { $0.connection.isOutdated } }

  var schema: Schema { files[0].schema }

  /// Begins anew with what the database is now.
  func restart() { versions = [nil, nil] }

  /// One short read of a side.
  ///
  /// - Throws: `Overtaken` where the database is not what it was at the first read.
  func read<Value>(_ side: Side, _ body: (AuthorizationReader) throws -> Value) throws -> Value {
    let file = files[side.rawValue]
    return try file.connection.read { database in
      let version = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
      if let known = versions[side.rawValue], known != version, !toleratesWrites { throw Overtaken() }
      versions[side.rawValue] = version
      if file.connection.isOutdated, !toleratesWrites { throw Overtaken() }
      try file.cache.forgetIfWritten(database)
      let reader = AuthorizationReader(database, file: file, options: options)
      guard let interruption else { return try body(reader) }
      return try interruption.during { try body(reader) }
    }
  }

  /// Runs `body`, whose reads stop, also in the middle of a long statement, as soon as `isWanted` says yes.
  ///
  /// - Throws: `CancellationError` where that stopped it.
  func interruptible<Value>(isWanted: @Sendable () -> Bool, _ body: () throws -> Value) throws -> Value {
    do {
      return try Interruption.watching(files.map(\.connection), isWanted: isWanted) { interruption in
        self.interruption = interruption
        defer { self.interruption = nil }
        return try body()
      }
    } catch let error as StoreError where error.code == .interrupted {
      throw CancellationError()
    }
  }

  /// Shows the changed rows on the side after the change.
  func install(_ scratch: Scratch) throws {
    for side in Side.allCases {
      try read(side) { reader in
        try scratch.install(reader.database, side)
        // What the views show is not in the file, and so not in its version.
        reader.file.cache.contentTypes.removeAll()
      }
    }
  }

  func clear() {
    for file in files { try? file.connection.read { try Scratch.clear($0) } }
  }
}
