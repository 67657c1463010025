import Foundation
import Testing

/// The recorded answers of the real libraries, through the built program.
@Suite struct RecordedAnswerTests {
  @Test("batch gives every recorded answer")
  func recorded() throws {
    let fixtures = Program.root.appendingPathComponent("Tests/AuthorizationStoreTests/Fixtures")
    let recorded = try String(
      contentsOf: fixtures.appendingPathComponent("django_answers.jsonl"), encoding: .utf8)
    let folder = try Folder()
    let copy = folder.file("django.sqlite3")
    try FileManager.default.copyItem(
      at: fixtures.appendingPathComponent("django.sqlite3"), to: URL(fileURLWithPath: copy))
    let result = try Program.run(["batch", copy], input: recorded)
    #expect(result.status == 0)
    let answers = result.output.split(separator: "\n")
    let lines = recorded.split(separator: "\n")
    try #require(answers.count == lines.count && lines.count == 2_000)
    var wrong: [String] = []
    for (line, answer) in zip(lines, answers) {
      let expected = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
      let given = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? NSDictionary
      if expected?["id"] as? NSObject != given?["id"] as? NSObject
        || expected?["answer"] as? NSObject != given?["answer"] as? NSObject
      {
        wrong.append("\(line)\n  \(answer)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3).joined(separator: "\n"))")
  }
}
