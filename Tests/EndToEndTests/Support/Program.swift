import Foundation
import Testing

/// The built program, run as its user runs it.
enum Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The repository, found from this file.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static var path: String {
    ProcessInfo.processInfo.environment["PERMSCOPE_BINARY"]
      ?? root.appendingPathComponent(".build/debug/permscope").path
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws
    -> Result
  {
    try run(path, arguments, input: input, environment: environment)
  }

  /// Runs any program to its end.
  static func run(
    _ executable: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    // A settings file of whoever runs the tests must not decide their outcome.
    let variables = ProcessInfo.processInfo.environment
      .merging(["XDG_CONFIG_HOME": "/nonexistent", "LC_ALL": "C.UTF-8"]) { $1 }
      .merging(environment) { $1 }
      .map { "\($0.key)=\($0.value)" }
    // Files instead of pipes: nothing can fill up and wait.
    let folder = try Folder()
    let files = ["in", "out", "err"].map { folder.path + "/" + $0 }
    for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: files[0]))
    let status = try spawn([executable] + arguments, variables, files)
    let texts = try files[1...].map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
    }
    return Result(status: status, output: texts[0], errors: texts[1])
  }

  /// Starts a program and waits for it alone, not for what it leaves running: Foundation's `Process` would wait
  /// for a tmux server that its client started.
  private static func spawn(_ words: [String], _ variables: [String], _ files: [String]) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY, 0)
    // The threads of a test runner block signals, which the program would inherit, and a shell does not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &environment)
    try #require(failure == 0, "cannot start \(words[0]): \(String(cString: strerror(failure)))")
    // No test may hang the others.
    let deadline = Date(timeIntervalSinceNow: 120)
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      if Date() > deadline { kill(child, SIGKILL) }
      usleep(1_000)
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// The first JSON value that a command prints.
  static func json(
    _ arguments: [String], input: String? = nil
  ) throws -> (status: Int32, value: [String: Any]) {
    let result = try run(arguments + ["--json"], input: input)
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    return (result.status, try #require(value))
  }
}

/// A folder of a test's own, gone when the test ends.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "permscope-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// A copy of the sample organisation.
  func demo(_ name: String = "demo.sqlite3") throws -> String {
    let copy = file(name)
    let made = try Program.run(["demo", copy, "--dump-screen", "80x24"])
    try #require(made.status == 0, "\(made.errors)")
    return copy
  }

  var listing: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
