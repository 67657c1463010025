import Foundation
import Testing

/// The built program in a real terminal.
@Suite(.serialized) struct TerminalTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private func open(_ arguments: String = "", width: Int = 80, height: Int = 24) throws -> Tmux {
    let tmux = try Tmux(
      "sh -c '\(Program.path) \(demo) \(arguments); echo \"ended with $?\"; stty -a; exec cat'", width: width,
      height: height)
    try tmux.wait(for: "mira")
    return tmux
  }

  @Test("support staff find a user and read why in a few keys")
  func findAndRead() throws {
    let tmux = try open()
    try tmux.press("/")
    try tmux.type("mira")
    try tmux.wait(for: "1 of 15")
    try tmux.press("Enter", "4")
    try tmux.wait(for: "linux-mainline")
    let screen = try tmux.wait(for: "mira on git tree")
    #expect(screen.contains("read"))
    try tmux.press("q")
    try tmux.wait(for: "ended with 0")
  }

  @Test("resizing at any moment keeps the place, and a screen that is too small says so")
  func resize() throws {
    let tmux = try open()
    try tmux.press("Down", "Down", "Down")
    try tmux.resize(width: 30, height: 8)
    try tmux.wait(for: "mira", gone: true)
    try tmux.resize(width: 120, height: 40)
    try tmux.wait(for: "mira")
    try tmux.press("q")
    try tmux.wait(for: "ended with 0")
  }

  @Test("a commit by another program shows by itself, and the place is kept")
  func liveUpdate() throws {
    let tmux = try open()
    try tmux.press("/")
    try tmux.type("zoe")
    try tmux.wait(for: "1 of 15")
    let sql = "UPDATE auth_user SET username = 'zoe-renamed' WHERE username = 'zoe'"
    _ = try Program.run("/usr/bin/env", ["sqlite3", demo, sql])
    try tmux.wait(for: "zoe-renamed")
    try tmux.press("Escape", "q")
    try tmux.wait(for: "ended with 0")
  }

  @Test(
    "the terminal is as it was after every kind of death",
    arguments: ["INT", "TERM", "HUP", "QUIT", "SEGV", "ILL", "ABRT"])
  func deaths(signal: String) throws {
    let tmux = try open()
    _ = try Program.run("/usr/bin/env", ["pkill", "-\(signal)", "-f", "^\(Program.path) \(demo)"])
    try tmux.wait(for: "ended with")
    let screen = try tmux.wait(for: "icanon")
    #expect(screen.contains(" echo ") || screen.contains(" echo\n"), "echo is on again:\n\(screen)")
    #expect(screen.contains(" icanon"), "lines are edited again")
    #expect(!screen.contains("ended with 0"))
  }

  @Test("Ctrl-Z gives the terminal to the shell, and fg comes back to the place")
  func suspend() throws {
    let tmux = try Tmux("bash --norc -i")
    try tmux.wait(for: "bash-")
    try tmux.type("PS1='shell> '; \(Program.path) \(demo)")
    try tmux.press("Enter")
    try tmux.wait(for: "1Users")
    try tmux.press("Down", "C-z")
    try tmux.wait(for: "Stopped")
    try tmux.type("fg")
    try tmux.press("Enter")
    try tmux.wait(for: "1Users")
    try tmux.press("q")
    try tmux.wait(for: "1Users", gone: true)
  }
}
