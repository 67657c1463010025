import Foundation
import Testing

/// The picture in the README is a real screen of the program.
@Suite struct ReadmeScreenTests {
  @Test("the README shows what the program shows")
  func screenIsTrue() throws {
    let keys = #"/ "mira" Enter 4 / "mainline" Enter"#
    let result = try Program.run(
      ["demo", "--as", "mira", "--now", "2026-11-02T12:00:00Z", "--script", "-", "--dump-screen", "100x30"],
      input: keys)
    #expect(result.status == 0, "\(result.errors)")
    let path = Program.root.appendingPathComponent("README.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    let first = try #require(text.range(of: "```\n")).upperBound
    let last = try #require(text.range(of: "```\n<!-- end -->", range: first..<text.endIndex)).lowerBound
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.replacingCharacters(in: first..<last, with: result.output)
        .write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(String(text[first..<last]) == result.output)
    }
  }
}
