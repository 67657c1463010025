import Foundation
import Testing

/// `--as-of`: the same questions before entries of the history.
@Suite struct AsOfTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
    for edit in [
      ["member", "remove", demo, "kernel-qe", "mira"], ["user", "delete", demo, "ines"],
      ["group", "edit", demo, "ci", "--rename", "robots"],
    ] {
      let done = try Program.run(edit)
      try #require(done.status == 0, "\(edit): \(done.errors)")
    }
  }

  private static let questions: [(String, [String], Int32, Int32)] = [
    ("check", ["mira", "read", "tree:linux-mainline"], 1, 0),
    ("check", ["ines", "read", "tree:embargoed-fixes"], 2, 0),
    ("check", ["group:ci", "read", "tree:linux-stable"], 2, 0),
    ("check", ["group:robots", "read", "tree:linux-stable"], 0, 2),
    ("permissions", ["ines", "tree:embargoed-fixes"], 2, 0),
    ("list-objects", ["ines", "read"], 2, 0),
    ("who-can", ["read", "tree:embargoed-fixes"], 0, 0),
    ("authorize", ["ines", "list", "repositories/file/file"], 2, 0),
  ]

  @Test("every question can be asked of the past; names are those of that time", arguments: questions)
  func past(_ command: String, _ arguments: [String], _ now: Int32, _ then: Int32) throws {
    let before = folder.listing
    let bytes = try Data(contentsOf: URL(fileURLWithPath: demo))
    #expect(try Program.run([command, demo] + arguments).status == now)
    let result = try Program.run([command, demo] + arguments + ["--as-of", "#1"])
    #expect(result.status == then, "\(result.output)\(result.errors)")
    let said = result.output + result.errors
    if then != 2 {
      #expect(said.contains("before entry 1: this answer took back entry 3 (rename group"), "\(said)")
      #expect(said.contains("what other programs changed is not known"), "\(said)")
      let json = try Program.json([command, demo] + arguments + ["--as-of", "#1"])
      #expect((json.value["warnings"] as? [String])?.count ?? 0 >= 2)
    }
    #expect(folder.listing == before)
    #expect(try Data(contentsOf: URL(fileURLWithPath: demo)) == bytes)
  }

  @Test("who could at that time")
  func whoCould() throws {
    let question = ["who-can", demo, "read", "tree:embargoed-fixes"]
    #expect(try Program.run(question).output == "mira\n")
    #expect(try Program.run(question + ["--as-of", "#2"]).output == "ines\nmira\n")
  }

  @Test("a denial of the past proposes nothing, and what is no moment is wrong usage")
  func moments() throws {
    let question = ["check", demo, "mira", "write", "tree:linux-mainline", "--as-of"]
    let denied = try Program.run(question + ["2020-01-01"])
    #expect(denied.status == 1)
    #expect(denied.output.contains("missing: "))
    #expect(!denied.output.contains("fix: "), "\(denied.output)")
    #expect(denied.output.contains("nothing is known from before entry 1"))
    #expect(try Program.run(question + ["2100-01-01T00:00+01:00"]).output.contains("has no entry since then"))
    for wrong in ["yesterday", "2026-11-28T12:00", "#", "12"] {
      #expect(try Program.run(question + [wrong]).status == 64, "\(wrong)")
    }
    let absent = try Program.run(question + ["#9"])
    #expect(absent.status == 2)
    #expect(absent.errors.contains("there is no entry 9 in the history"))
  }
}
