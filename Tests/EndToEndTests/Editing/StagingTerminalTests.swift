import Foundation
import Testing

/// Edits that are collected and saved together, in a real terminal, while another program writes.
@Suite(.serialized) struct StagingTerminalTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
    // The first edit of a database asks for a backup, which is another test's business.
    let first = try Program.run(["group", "create", demo, "first"])
    try #require(first.status == 0, "\(first.errors)")
  }

  private func open(width: Int = 80, height: Int = 24) throws -> Tmux {
    let tmux = try Tmux("\(Program.path) \(demo)", width: width, height: height)
    try tmux.wait(for: "mira")
    return tmux
  }

  @discardableResult
  private func sql(_ statement: String) throws -> String {
    let result = try Program.run("/usr/bin/env", ["sqlite3", "-cmd", ".timeout 5000", demo, statement])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Stages a new name for a group.
  private func rename(_ tmux: Tmux, _ old: String, _ new: String, shows: String) throws {
    try tmux.press("/")
    try tmux.type(old)
    try tmux.press("Enter")
    try tmux.wait(for: "1 of 9 ─ filter: \(old)")
    try tmux.press("e")
    try tmux.wait(for: "rename group ")
    try tmux.press("Enter")
    try tmux.wait(for: "name  \(old)")
    try tmux.press("C-u")
    try tmux.type(new)
    try tmux.wait(for: shows)
    try tmux.press("C-t")
    try tmux.wait(for: "waiting, `S` shows and saves them")
  }

  @Test("a group that is only staged is chosen for a user, and stays the right one whatever others create")
  func stagedRow() throws {
    let tmux = try open()
    try tmux.press("2")
    try tmux.wait(for: "alumni")
    try tmux.press("a")
    try tmux.wait(for: "create a group")
    try tmux.type("night")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-t")
    try tmux.wait(for: "staged; 1 edit waiting")
    try tmux.press("1", "/")
    try tmux.type("mira")
    try tmux.press("Enter")
    try tmux.wait(for: "1 of 15")
    try tmux.press("e")
    try tmux.wait(for: "edit groups of user")
    try tmux.press("Down", "Enter")
    try tmux.wait(for: "(staged)")
    try tmux.press("Space")
    try tmux.wait(for: "add mira to night")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-t")
    try tmux.wait(for: "staged; 2 edits waiting")
    try sql("INSERT INTO auth_group (name) VALUES ('foreign')")
    try tmux.press("S")
    try tmux.wait(for: "2. add mira to night")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-s")
    try tmux.wait(for: "saved as entry 2")
    let groups = try sql(
      "SELECT name FROM auth_group g JOIN auth_user_groups m ON m.group_id = g.id WHERE m.user_id = 3 ORDER BY g.id DESC LIMIT 1"
    )
    #expect(groups == "night")
    #expect(try sql("SELECT count(*) FROM auth_user_groups WHERE group_id = 10") == "0")
    try tmux.press("q")
  }

  @Test("two groups swap their names, and undo brings them back")
  func swap() throws {
    let before = try sql("SELECT * FROM auth_group ORDER BY id")
    let tmux = try open()
    try tmux.press("2")
    try tmux.wait(for: "alumni")
    try rename(tmux, "support", "visitors", shows: "or stage it (Ctrl-t)")
    try rename(tmux, "visitors", "support", shows: "together with staged edit 1 this works: Ctrl-t")
    try tmux.press("S")
    try tmux.wait(for: "2. rename group visitors to support")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-s")
    try tmux.wait(for: "saved as entry 2")
    #expect(try sql("SELECT name FROM auth_group WHERE id IN (6, 7) ORDER BY id") == "visitors\nsupport")
    #expect(try sql("SELECT count(*) FROM permscope_row WHERE entry = 2") == "2")
    try tmux.press("q")
    #expect(try Program.run(["undo", demo]).status == 0)
    #expect(try sql("SELECT * FROM auth_group ORDER BY id") == before)
  }

  @Test("the staged edit whose row another program changed or deleted is named, and only that one goes")
  func conflict() throws {
    let tmux = try open(width: 140, height: 40)
    try tmux.press("2")
    try tmux.wait(for: "alumni")
    try rename(tmux, "ci", "builders", shows: "nobody gains or loses anything")
    try rename(tmux, "first", "second", shows: "nobody gains or loses anything")
    try tmux.press("S")
    try tmux.wait(for: "2. rename group first to second")
    try sql("UPDATE auth_group SET name = 'theirs' WHERE name = 'first'")
    try tmux.wait(for: "! 2. rename group first to second")
    try tmux.wait(for: "`first`, is `theirs` now")
    try sql("DELETE FROM auth_group WHERE name = 'theirs'")
    let screen = try tmux.wait(for: "`first` when it was staged")
    #expect(screen.contains("1. rename group ci to builders"))
    try tmux.press("Down", "d")
    try tmux.wait(for: "not staged any more: rename group first to second")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-s")
    try tmux.wait(for: "saved as entry 2")
    #expect(try sql("SELECT name FROM auth_group WHERE id = 5") == "builders")
    try tmux.press("q")
  }

  @Test("a new group that the filter hides is named, with the key that shows it")
  func hidden() throws {
    let tmux = try open()
    try tmux.press("2")
    try tmux.wait(for: "alumni")
    try tmux.press("/")
    try tmux.type("kernel")
    try tmux.press("Enter")
    try tmux.wait(for: "2 of 9")
    try tmux.press("a")
    try tmux.wait(for: "create a group")
    try tmux.type("press")
    try tmux.wait(for: "nobody gains or loses anything")
    try tmux.press("C-s")
    try tmux.wait(for: "saved as entry 2; the filter `kernel` hides `press`: Esc clears it")
    try tmux.press("Escape")
    try tmux.wait(for: "press ")
    try tmux.press("q")
  }
}
