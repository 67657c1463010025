import Foundation
import Testing

/// The recorded answers of a real Pulp. Its dump holds Pulp's own shipped policies and is therefore no part of the project;
/// it lies beside it where Permscope is developed.
@Suite struct PulpAnswerTests {
  private static let samples = Program.root.deletingLastPathComponent().appendingPathComponent(
    "shared/samples")

  private static var isThere: Bool {
    FileManager.default.fileExists(atPath: samples.appendingPathComponent("pulp_dump.json").path)
  }

  @Test(
    "import and batch give every recorded answer of a real Pulp",
    .enabled(
      if: isThere, "the dump of a real Pulp is not beside this project (shared/samples/pulp_dump.json)"))
  func recorded() throws {
    let folder = try Folder()
    let database = folder.file("pulp.sqlite3")
    let made = try Program.run([
      "import", database, Self.samples.appendingPathComponent("pulp_dump.json").path,
    ])
    try #require(made.status == 0, "\(made.errors)")
    let questions = Self.samples.appendingPathComponent("pulp_queries.jsonl")
    let lines = try String(contentsOf: questions, encoding: .utf8).split(separator: "\n")
    let result = try Program.run(["batch", database], input: lines.joined(separator: "\n"))
    let answers = result.output.split(separator: "\n")
    try #require(result.status == 0 && answers.count == lines.count && lines.count == 1_500)
    var wrong: [String] = []
    for (line, answer) in zip(lines, answers) {
      let expected = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
      let given = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? NSDictionary
      // Here PostgreSQL refuses what Pulp asks it, and there is nothing to compare with.
      if (expected?["answer"] as? NSDictionary)?["error"] as? String == "ProgrammingError" { continue }
      if expected?["answer"] as? NSObject != given?["answer"] as? NSObject {
        wrong.append("\(line)\n  \(answer)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3).joined(separator: "\n"))")
  }
}
