import Foundation
import Testing

/// `permscope lint` as its user runs it.
@Suite("Lint")
struct LintTests {
  @Test("says with its status whether something was found")
  func status() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let new = folder.file("new.sqlite3")
    #expect(try Program.run(["init", new]).status == 0)
    let clean = try Program.run(["lint", new, "--rule", "reused-key"])
    #expect(clean.status == 0 && clean.output == "nothing found\n")
    let found = try Program.run(["lint", demo, "--rule", "public-write"])
    #expect(found.status == 1)
    #expect(
      found.output == """
        danger  public-write  anyone may write git tree crash-uploads of policy drop-box
          fix    permscope policy set-write \(demo) drop-box release
          proof  permscope who-can \(demo) write tree:crash-uploads
        danger  public-write  anyone may write git tree sandbox of policy open
          proof  permscope who-can \(demo) write tree:sandbox

        """)
    let typo = try Program.run(["lint", demo, "--rule", "public-wrote"])
    #expect(typo.status == 2 && typo.output.isEmpty)
    #expect(typo.errors.contains("did you mean `public-write`?"))
    #expect(try Program.run(["lint", folder.file("absent")]).status == 2)
    #expect(try Program.run(["lint", demo, "--limit", "0"]).status == 64)
  }

  @Test("tells the gravest first, also where a rule has graver and lesser findings")
  func order() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let severities = try Program.run(["lint", demo]).output.split(separator: "\n")
      .filter { !$0.hasPrefix(" ") }.compactMap { $0.split(separator: " ").first }
    let runs = severities.enumerated().filter { $0.offset == 0 || severities[$0.offset - 1] != $0.element }
    #expect(runs.map(\.element) == ["danger", "warning", "info"])
    let csv = try Program.run(["lint", demo, "--csv"]).output.split(separator: "\r\n").dropFirst()
    #expect(csv.compactMap { $0.split(separator: ",").first } == severities)
  }

  @Test("leaves out what is beyond the limit and says so")
  func limit() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let some = try Program.run(["lint", demo, "--rule", "redundant-grant", "--limit", "2"])
    #expect(some.output.hasSuffix("more of redundant-grant: the first 2 findings above\n"))
    #expect(some.output.split(separator: "\n").count { $0.hasPrefix("info  ") } == 2)
  }

  @Test("prints one record a finding for spreadsheets")
  func csv() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let result = try Program.run(["lint", demo, "--csv"])
    let lines = result.output.split(separator: "\r\n")
    let count = try Program.json(["lint", demo]).value["count"] as? Int
    #expect(lines.first == "severity,rule,finding,fix,fix_command,proof" && lines.count == (count ?? 0) + 1)
  }

  @Test("prints commands that do away with the findings")
  func commands() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let findings = try #require(try Program.json(["lint", demo]).value["findings"] as? [[String: Any]])
    for (place, finding) in findings.enumerated() {
      let text = try #require(finding["text"] as? String)
      guard let commands = (finding["fix"] as? [String: Any])?["commands"] as? [[String]], !commands.isEmpty
      else { continue }
      let copy = folder.file("\(place).sqlite3")
      try FileManager.default.copyItem(atPath: demo, toPath: copy)
      for command in commands {
        let words = command.dropFirst().map { $0 == demo ? copy : $0 }
        let result = try Program.run(words)
        #expect(result.status == 0, "\(words): \(result.errors)")
      }
      let rule = try #require(finding["rule"] as? String)
      let left = try Program.json(["lint", copy, "--rule", rule]).value["findings"] as? [[String: Any]]
      #expect(left?.contains { $0["text"] as? String == text } == false, "\(text)")
    }
  }
}
