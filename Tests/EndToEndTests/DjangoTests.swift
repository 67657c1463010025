import Foundation
import Testing

/// Beside the real Django, from PyPI.
@Suite(.serialized) struct DjangoTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func python(_ script: String, _ arguments: [String]) throws -> Program.Result {
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let path = Program.root.appendingPathComponent("Tests/Interop/\(script)").path
    try #require(FileManager.default.fileExists(atPath: python), "run `make venv` first")
    return try Program.run(python, [path] + arguments)
  }

  @Test("the real Django and guardian work on what init makes")
  func initialised() throws {
    let path = folder.file("new.sqlite3")
    try #require(try Program.run(["init", path]).status == 0)
    let result = try python("check_init.py", [path])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test("what was recorded of a proxy model is what the real guardian answers")
  func proxies() throws {
    let fixtures = Program.root.appendingPathComponent("Tests/AuthorizationStoreTests/Fixtures")
    let demo = try folder.demo()
    let rows = fixtures.appendingPathComponent("proxies.sql").path
    let filled = try Program.run("/usr/bin/env", ["sqlite3", "-bail", demo, ".read \(rows)"])
    try #require(filled.status == 0, "\(filled.errors)")
    let result = try python("record_proxies.py", [demo])
    #expect(result.status == 0, "\(result.errors)")
    let recorded = try String(
      contentsOf: fixtures.appendingPathComponent("proxy_answers.jsonl"), encoding: .utf8)
    #expect(result.output == recorded)
  }

  @Test("a pager that waits keeps no read open")
  func slowReader() throws {
    let path = folder.file("large.sqlite3")
    let generate = Program.root.appendingPathComponent("Scripts/generate").path
    try #require(try Program.run(generate, [path, "20000", "1000"]).status == 0)
    // The list is longer than a pipe holds, so that the program has to wait for its reader.
    let command = """
      \(Program.path) who-can \(path) user_tasks.view_usertaskstatus |
        (touch \(path)-waits; while [ ! -e \(path)-done ]; do sleep 0.1; done; wc -l) &
      while [ ! -e \(path)-waits ]; do sleep 0.1; done; sleep 1
      sqlite3 -cmd '.timeout 20000' \(path) "UPDATE auth_group SET name = 'renamed' WHERE id = 1" && echo written
      touch \(path)-done; wait
      """
    let result = try Program.run("/bin/sh", ["-c", command])
    #expect(result.output.contains("written"), "\(result.output)\(result.errors)")
    #expect(result.output.contains("20002"), "\(result.output)")
  }

  @Test("an application that writes meanwhile never finds the database locked", arguments: ["delete", "wal"])
  func neverLocks(mode: String) throws {
    let demo = try folder.demo("\(mode).sqlite3")
    _ = try Program.run("/usr/bin/env", ["sqlite3", demo, "PRAGMA journal_mode = \(mode)"])
    let tmux = try Tmux("sh -c '\(Program.path) \(demo); exec cat'", width: 120, height: 40)
    try tmux.wait(for: "mira")
    let stop = folder.file("stop")
    let keys = Thread {
      while !FileManager.default.fileExists(atPath: stop) {
        for key in ["Down", "2", "4", "1", "6", "End", "Home", "7"] { try? tmux.press(key) }
        _ = try? Program.run(["who-can", demo, "file.view_filerepository"])
      }
    }
    keys.start()
    // Django's own timeout, in seconds. A shorter one would measure how loaded the machine is.
    let result = try python("writer.py", [demo, "4", "5"])
    _ = FileManager.default.createFile(atPath: stop, contents: nil)
    while !keys.isFinished { usleep(10_000) }
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["locked"] as? Int == 0, "\(result.output)\(result.errors)")
    #expect((report["writes"] as? Int ?? 0) > 20, "\(result.output)")
    try tmux.press("q")
  }
}
