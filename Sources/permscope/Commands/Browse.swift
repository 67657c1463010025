import ArgumentParser
import Authorization
import AuthorizationStore
import Browser
import Foundation
import Frame
import Terminal

/// What opening the browser takes.
struct BrowseOptions: ParsableArguments {
  @Flag(help: "Change nothing, whatever the file allows.") var readonly = false
  @Option(help: "Act as this user: only what Django's permissions allow them.") var `as`: String?
  @Option(help: "Press the keys in this file; - is standard input.") var script: String?
  @Option(
    name: .customLong("dump-screen"), help: "Run without a terminal of this size and print the last screen.")
  var dumpScreen: String?
  @Option(help: "Pretend that it is this time (2026-11-21T12:00:00Z).") var now: String?
  @Option(
    help: "The project's authentication backends in order, joined by +: model, guardian, rules, pulp-roles.")
  var backends: String?

  /// Who the header says that edits are recorded under.
  var operatorName: String { self.as ?? ProcessInfo.processInfo.userName }

  func validate() throws {
    if let dumpScreen, Self.size(dumpScreen) == nil {
      throw ValidationError("`\(dumpScreen)` is not a screen size; expected WIDTHxHEIGHT such as 80x24")
    }
    if let now, Self.time(now) == nil {
      throw ValidationError("`\(now)` is not a time; expected one such as 2026-11-21T12:00:00Z")
    }
  }

  static func size(_ text: String) -> Size? {
    let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...1_000).contains(width),
      (1...1_000).contains(height)
    else { return nil }
    return Size(width: width, height: height)
  }

  static func time(_ text: String) -> Date? { ISO8601DateFormatter().date(from: text) }

  /// The steps of the script; none where there is no script.
  func steps() throws -> [KeyScript.Step] {
    guard let script else { return [] }
    let data: Data
    if script == "-" {
      data = FileHandle.standardInput.readDataToEndOfFile()
    } else if let read = FileManager.default.contents(atPath: script) {
      data = read
    } else {
      throw ValidationError("cannot read the script `\(script)`")
    }
    do {
      return try KeyScript.parse(String(decoding: data, as: UTF8.self))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// Runs the browser on a database until the person leaves it.
  ///
  /// - Returns: the signal that ended it, by which the process is to end after it has tidied up.
  func browse(_ path: String) throws -> Int32? {
    let steps = try steps()
    let isHeadless = dumpScreen != nil || (script != nil && isatty(STDOUT_FILENO) == 0)
    if !isHeadless { Terminal.prepareProcess() }
    var signal: Int32?
    try Failure.reporting(json: false) {
      try refuseCommandTypo(path)
      let settings = try Settings.load(for: path, backends: backends)
      var options = try settings.options(readOnly: readonly)
      options.now = now.flatMap { Self.time($0) }
      // The case's own settings count: those of here are about another database.
      let file = CaseFile.isCase(path) ? try CaseFile(path: path) : nil
      let opened = try file.map { try CaseDatabase($0, name: path) }
      defer { withExtendedLifetime(opened) {} }
      let database = try opened?.database ?? AuthorizationDatabase(path: path, options: options)
      let opening = try file.map { file in try database.read { try CaseOpening(file.question, $0) } }
      if let name = self.as { _ = try database.read { try $0.subject(.user(Name(name))) } }
      if isHeadless {
        try browseHeadless(database, opening, steps, settings)
      } else {
        signal = try browseOnTerminal(database, opening, steps, settings)
      }
      return .success
    }
    return signal
  }

  /// A mistyped command reads as the name of a file.
  private func refuseCommandTypo(_ path: String) throws {
    let near = Suggestions.near(path, in: Permscope.commandNames)
    guard !near.isEmpty, access(path, F_OK) != 0 else { return }
    throw StoreError(.noSuchFile, "no such file and no such command `\(path)`", didYouMean: near)
  }

  private func browseHeadless(
    _ database: AuthorizationDatabase, _ opening: CaseOpening?, _ steps: [KeyScript.Step],
    _ settings: Settings
  ) throws {
    let size = dumpScreen.flatMap { Self.size($0) } ?? Size(width: 80, height: 24)
    let session = try BrowserSession(database, options: self, size: size, settings: settings)
    session.begin(on: opening)
    session.settle()
    try ScriptPlayer(session: session).play(steps)
    if dumpScreen != nil { Printer.write(session.frame().plainText() + "\n") }
  }

  private func browseOnTerminal(
    _ database: AuthorizationDatabase, _ opening: CaseOpening?, _ steps: [KeyScript.Step],
    _ settings: Settings
  ) throws -> Int32? {
    let screen: Screen
    do {
      screen = try Screen.open(
        options: Screen.Options(
          theme: Theme(name: settings.theme.value) ?? .dark, mouse: settings.mouse.value))
    } catch {
      throw StoreError(.failed, error.message)
    }
    defer { screen.close() }
    let session = try BrowserSession(database, options: self, size: screen.size, settings: settings)
    session.screen = screen
    // The empty panes are on the screen before the first question goes to the database.
    screen.show(session.frame())
    session.begin(on: opening)
    try ScriptPlayer(session: session).play(steps) { screen.show(session.frame()) }
    guard !session.isDone else { return nil }
    let end = MainLoop.run(
      screen: screen, mailbox: session.mailbox, tick: 200, draw: { session.frame() },
      handle: { input in
        switch input {
        case .event(let event): session.handle(.event(event))
        case .message(let message): session.handle(message)
        case .tick:
          session.handle(.tick)
          session.lookForChanges()
        // The terminal makes a signal of the key; staged edits and an open dialog have their say first.
        case .terminated(SIGINT): session.handle(.event(.key(.control("c"))))
        case .terminated: return .stop
        }
        return session.isDone ? .stop : .proceed
      })
    if case .signal(let signal) = end { return signal }
    return nil
  }
}

/// `permscope [browse] DB`
struct BrowseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse", abstract: "Open the browser on a database.",
    discussion: "Example: permscope db.sqlite3")

  @OptionGroup var options: BrowseOptions
  @Argument(help: "The database file.") var database: String

  func run() throws {
    if let signal = try options.browse(database) { Terminal.end(bySignal: signal) }
  }
}

/// `permscope demo`
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Open the browser on a copy of the sample organisation.",
    discussion: """
      Without a file the copy is temporary and gone when the browser ends.
      Example: permscope demo acme.sqlite3 --dump-screen 80x24
      """)

  @OptionGroup var options: BrowseOptions
  @Argument(help: "Where to keep the copy; it must not exist.") var copy: String?

  func run() throws {
    // It may start the program anew, which must not find the copy made already.
    if options.dumpScreen == nil && options.script == nil { Terminal.prepareProcess() }
    if let copy {
      try Failure.reporting(json: false) {
        try NewDatabase.create(at: copy, .demo)
        return .success
      }
      if let signal = try options.browse(copy) { Terminal.end(bySignal: signal) }
      return
    }
    if let signal = try browseTemporaryCopy() { Terminal.end(bySignal: signal) }
  }

  private func browseTemporaryCopy() throws -> Int32? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("permscope-demo-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("demo.sqlite3").path
    try Failure.reporting(json: false) {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      } catch {
        throw StoreError(.failed, "cannot make the folder `\(folder.path)` for the sample")
      }
      try NewDatabase.create(at: path, .demo)
      return .success
    }
    return try options.browse(path)
  }
}
