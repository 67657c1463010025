import Foundation
import Testing

@testable import Browser

/// The README's table of keys is the table of actions.
@Suite struct ReadmeTests {
  private static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("README.md")

  private static var table: String {
    var lines = ["| | |", "|---|---|"]
    for group in ActionGroup.allCases {
      let actions = Action.all.filter { $0.group == group }
      let cells = actions.map { action in
        (action.keyNames.map { "`\($0)`" } + [action.title]).joined(separator: " ")
      }
      lines.append("| \(group.rawValue) | \(cells.joined(separator: " · ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test("the README lists every action with its keys")
  func keysAreTrue() throws {
    let text = try String(contentsOf: Self.path, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- keys:"))
    let first = try #require(text.range(of: "-->\n", range: start.upperBound..<text.endIndex)).upperBound
    let last = try #require(text.range(of: "<!-- end -->", range: first..<text.endIndex)).lowerBound
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.replacingCharacters(in: first..<last, with: Self.table).write(
        to: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(String(text[first..<last]) == Self.table)
    }
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
  }
}
