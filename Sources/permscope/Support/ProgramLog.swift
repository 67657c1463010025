import Foundation
import Frame

/// The program's own log: an append-only file of one line for each thing that was looked at through somebody's eyes.
///
/// `$XDG_STATE_HOME/permscope/log`, by default `~/.local/state/permscope/log`, for its owner alone.
struct ProgramLog {
  let path: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    path = (state ?? (environment["HOME"] ?? "") + "/.local/state") + "/permscope/log"
  }

  /// Appends `time, operator, what`, tabs between them; whatever hides in names is made visible.
  ///
  /// - Throws: `ProgramLogError` where the file cannot be written.
  func add(_ what: String, by operatorName: String, at time: Date = Date()) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw ProgramLogError(message: "cannot make `\(folder)`: \(error.localizedDescription)")
    }
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw ProgramLogError.writing(path) }
    defer { close(file) }
    let stamp = ISO8601DateFormatter().string(from: time)
    let line = [stamp, operatorName, what].map(Text.visible).joined(separator: "\t") + "\n"
    // One write of a line that is appended is never mixed with another program's.
    let written = Array(line.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard written == line.utf8.count else { throw ProgramLogError.writing(path) }
  }
}

/// Why the log could not be written.
struct ProgramLogError: Error {
  var message: String

  static func writing(_ path: String) -> ProgramLogError {
    ProgramLogError(message: "cannot write the log `\(path)`: \(String(cString: strerror(errno)))")
  }
}
