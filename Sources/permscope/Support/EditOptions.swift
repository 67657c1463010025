import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation

/// What every edit takes.
struct EditOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of words.") var json = false

  @Flag(
    name: .customLong("dry-run"),
    help: "Tell what would be done and whose checks it would change; write nothing.")
  var dryRun = false

  @Flag(
    help: """
      List the checks that change, not only their numbers: a line for each user, permission and object, and one line, \
      with the number of objects, where somebody gets or loses a permission on all objects of a type at once.
      """)
  var list = false

  @Option(help: "Why, for the history.") var reason: String?

  @Option(help: "Act as this user: only what Django's permissions allow them.") var `as`: String?

  @Option(
    parsing: .singleValue, help: "A word that has to be typed for a far-reaching edit; can be repeated.")
  var confirm: [String] = []

  // Not one option with a value that may be left out: it would take an OBJECT that follows it for the path.
  @Flag(help: "Write a copy of the database beside it first.") var backup = false

  @Option(name: .customLong("backup-to"), help: "Write a copy of the database to this path first.")
  var backupPath: String?

  @Option(
    help: "The project's authentication backends in order, joined by +: model, guardian, rules, pulp-roles.")
  var backends: String?

  /// Who the history says it was: the user of `--as`, else the login name.
  var operatorName: Name { Name(self.as ?? ProcessInfo.processInfo.userName) }

  /// Plans, previews, asks, writes and tells; the one way of every edit.
  ///
  /// - Parameter wanted: resolves what was typed, in one read of the database.
  func edit(_ path: String, _ wanted: (AuthorizationReader) throws -> Wanted) throws {
    try edit(path) { database, _ in try database.read(wanted) }
  }

  func edit(_ path: String, _ wanted: (AuthorizationDatabase, Editor) throws -> Wanted) throws {
    try Failure.reporting(json: json) {
      let settings = try Settings.load(for: path, backends: backends)
      let database = try AuthorizationDatabase(
        path: path, options: settings.options(), takesBackUnfinishedWrites: !dryRun)
      if let name = self.as { _ = try database.read { try $0.subject(.user(Name(name))) } }
      let editor = Editor(
        database,
        options: Editor.Options(
          operatorName: operatorName, limitedTo: self.as.map { Name($0) },
          confirmFactor: settings.confirmFactor.value))
      return try EditRun(editor, options: self, path: path).run(wanted(database, editor))
    }
  }
}

/// The changes that a command stands for, and what a person should know about its words.
struct Wanted {
  var changes: [Change]
  var warnings: [String] = []
  /// Whether `:anyone` or `:anonymous` was typed. Who names them need not confirm them a second time.
  var namesAnyone = false
  /// What is said where there is nothing to do.
  var nothing = "nothing to change"

  init(_ changes: [Change], warnings: [String] = [], namesAnyone: Bool = false) {
    self.changes = changes
    self.warnings = warnings
    self.namesAnyone = namesAnyone
  }
}

/// A holder of permissions as typed.
struct Holder {
  var grantee: Grantee
  var warnings: [String] = []
  var isAnonymous = false

  /// Finds `NAME`, `user:NAME`, `user:#KEY`, `group:NAME` or `:anonymous`.
  ///
  /// - Throws: `StoreError` where there is no such row.
  init(_ text: String, _ reader: AuthorizationReader) throws {
    let subject = try reader.subject(SubjectArgument(text))
    switch subject.kind {
    case .user(let key): grantee = .user(key)
    case .group(let key): grantee = .group(key)
    case .anonymous:
      guard let key = subject.standInKey else {
        throw StoreError(
          .unknownSubject,
          "no row stands for somebody who is not logged in; guardian makes a user `\(subject.name)` for that")
      }
      grantee = .user(key)
      isAnonymous = true
      warnings = ["the row `\(subject.name)` stands for everybody who is not logged in"]
    case .outsider: throw StoreError(.unknownSubject, "no user `\(text)`")
    }
  }

  /// A user as typed, never a group.
  static func user(_ text: String, _ reader: AuthorizationReader) throws -> Holder {
    let holder = try Holder(text, reader)
    guard case .user = holder.grantee else {
      throw StoreError(.unknownSubject, "`\(text)` is a group; expected a user: NAME, user:NAME or user:#KEY")
    }
    return holder
  }
}
