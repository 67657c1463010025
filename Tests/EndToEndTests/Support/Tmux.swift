import Foundation
import Testing

/// The program in a real terminal: a tmux server of the test's own.
final class Tmux: Sendable {
  private let socket = "permscope-\(UUID().uuidString.prefix(8))"

  /// Starts a shell command in a terminal of this size.
  init(_ command: String, width: Int = 80, height: Int = 24) throws {
    _ = try tmux([
      "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
      "exec env XDG_CONFIG_HOME=/nonexistent \(command)",
    ])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  @discardableResult
  func tmux(_ arguments: [String]) throws -> Program.Result {
    try Program.run("/usr/bin/env", ["tmux", "-L", socket, "-f", "/dev/null"] + arguments)
  }

  /// Presses keys by tmux's names.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  func type(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

  func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  func screen() throws -> String { try tmux(["capture-pane", "-p"]).output }

  /// Waits until the screen shows a text, or no longer does; fails after two minutes, which only a loaded machine needs.
  @discardableResult
  func wait(for text: String, gone: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> String
  {
    let deadline = Date(timeIntervalSinceNow: 120)
    var last = ""
    while Date() < deadline {
      last = try screen()
      if last.contains(text) != gone { return last }
      usleep(20_000)
    }
    Issue.record(
      "the screen \(gone ? "still shows" : "does not show") `\(text)`:\n\(last)",
      sourceLocation: sourceLocation)
    return last
  }
}
