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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    // A settings file of whoever runs the tests must not decide their outcome.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_CONFIG_HOME": "/nonexistent", "LC_ALL": "C.UTF-8"]) { $1 }
      .merging(environment) { $1 }
    // Files instead of pipes: nothing can fill up and wait.
    let folder = try Folder()
    let files = ["in", "out", "err"].map { folder.path + "/" + $0 }
    for file in files { FileManager.default.createFile(atPath: file, contents: nil) }
    try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: files[0]))
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    let texts = try files[1...].map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
    }
    return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// The first JSON value that a command prints.
  static func json(_ arguments: [String]) throws -> (status: Int32, value: [String: Any]) {
    let result = try run(arguments + ["--json"])
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
