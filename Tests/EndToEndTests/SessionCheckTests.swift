import Foundation
import Testing

/// `check --session`: the database's answer and what a request with a session would get.
@Suite struct SessionCheckTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  @Test("a stale session decides the exit status, and the fix ends it")
  func stale() throws {
    let question = ["check", demo, "mira", "read", "tree:linux-mainline"]
    let plain = try Program.run(question)
    #expect(plain.status == 0)
    #expect(
      plain.output.contains(
        "  warning: session demomira…: still without read: logged in 2026-11-02 09:12, before it came with group kernel-qe; until 2046-11-02 17:12"
      ), "\(plain.output)")
    let asked = try Program.run(question + ["--session", "demomira"])
    #expect(asked.status == 1)
    #expect(asked.output.hasPrefix("allowed: mira read on tree:linux-mainline\n"))
    #expect(asked.output.contains("\n  ! session demomira…: still without read"), "\(asked.output)")
    let json = try Program.json(question + ["--session", "demomira…"])
    #expect(json.status == 1)
    #expect(json.value["allowed"] as? Bool == true)
    let session = try #require(json.value["session"] as? [String: Any])
    #expect(session["allowed"] as? Bool == false)
    #expect(session["stale"] as? Bool == true)
    let fix = try #require(session["fix"] as? String)
    #expect(
      try Program.run("/bin/sh", ["-c", Program.path + fix.dropFirst("permscope".count)]).status == 0,
      "\(fix)")
    #expect(!(try Program.run(question).output.contains("session demomira")))
    #expect(try Program.run(question + ["--session", "demomira"]).status == 2)
  }

  @Test("what a session still allows is allowed, as a request with it would be")
  func extra() throws {
    let question = ["check", demo, "ines", "write", "tree:linux-mainline"]
    #expect(try Program.run(question).status == 1)
    #expect(try Program.run(question + ["--session", "demoines"]).status == 0)
    #expect(try Program.run(question + ["--session", "demodama"]).status == 2)
  }

  @Test("another's session, and questions that no session can answer, are refused")
  func refusals() throws {
    let other = try Program.run([
      "check", demo, "tomas", "read", "tree:linux-mainline", "--session", "demomira",
    ])
    #expect(other.status == 2)
    #expect(other.errors.contains("the session demomira… is not of tomas but of mira"), "\(other.errors)")
    let question = ["check", demo, "mira", "read", "tree:linux-mainline", "--session", "demomira"]
    #expect(try Program.run(question + ["--as-of", "2026-11-28"]).status == 64)
    #expect(try Program.run(question + ["--in-group", "ci"]).status == 64)
  }
}
