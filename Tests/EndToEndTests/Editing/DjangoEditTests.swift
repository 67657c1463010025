import Foundation
import Testing

/// Every kind of edit beside the real Django: the same rows, the same answers, and back again.
@Suite struct DjangoEditTests {
  @Test(
    "an edit writes what Django would write, and undo takes it back",
    arguments: [
      "users", "groups", "grants", "roles", "trees", "permissions", "endpoints", "sessions", "orphans",
    ])
  func sameRows(area: String) throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/edits.py").path
    try #require(FileManager.default.fileExists(atPath: python), "run `make venv` first")
    let result = try Program.run(python, [script, Program.path, demo, folder.path, area])
    let cases = try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(!cases.isEmpty, "\(result.errors)")
    for one in cases {
      let failed = one["failed"] as? [String] ?? ["?"]
      #expect(failed.isEmpty, "\(one["case"] ?? "?"): \(failed.joined(separator: "\n  "))")
    }
    #expect(result.status == 0, "\(result.errors)")
  }
}
