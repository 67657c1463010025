import Foundation
import Testing

/// The JSON of every command is what its schema in `Resources/schemas` says.
@Suite struct SchemaTests {
  private static let commands: [(schema: String, arguments: [String])] = [
    ("check", ["check", "DB", "mira", "read", "tree:linux-mainline"]),
    ("check", ["check", "DB", "mira", "write", "tree:linux-mainline"]),
    ("check", ["check", "DB", "admin", "auth.delete_user"]),
    ("check", ["check", "DB", "mira", "auth.delete_user", "--backends", "model+shop.backends.Own"]),
    ("check", ["check", "DB", "mira", "read", "tree:linux-mainline", "--session", "demomira"]),
    ("check", ["check", "DB", "mira", "read", "tree:linux-mainline", "--as-of", "2026-01-01"]),
    ("test", ["test", "DB", "TESTS"]),
    ("replay", ["replay", "CASE"]),
    ("permissions", ["permissions", "DB", "mira"]),
    ("permissions", ["permissions", "DB", "mira", "tree:linux-mainline"]),
    ("who-can", ["who-can", "DB", "read", "tree:linux-stable"]),
    ("who-can", ["who-can", "DB", "file.view_fileremote", "file.fileremote:=kernel-org"]),
    ("list-objects", ["list-objects", "DB", "mira", "read"]),
    ("list-objects", ["list-objects", "DB", "kernelbot", "datawarehouse.change_checkout"]),
    ("authorize", ["authorize", "DB", "mira", "sync", "repositories/file/file", "file.filerepository:=web"]),
    ("authorize", ["authorize", "DB", "mira", "list", "distributions/file/file"]),
    ("authorize", ["authorize", "DB", "mira", "create", "repositories/file/file", "--param", "name=x"]),
    ("authorize", ["authorize", "DB", "ines", "list", "content/file/files"]),
    ("authorize", ["authorize", "DB", "mira", "cancel", "user_tasks/tasks", "3"]),
    ("authorize", ["authorize", "DB", ":anonymous", "GET /pulp/default/api/v3/remotes/file/file/"]),
    ("lint", ["lint", "DB"]),
    ("lint", ["lint", "DB", "--rule", "reused-key"]),
    ("lint", ["lint", "DB", "--rule", "redundant-grant", "--limit", "2"]),
    ("error", ["lint", "DB", "--rule", "redundant-grants"]),
    ("settings", ["settings", "DB"]),
    ("artifact", ["artifact", "DB", "3"]),
    (
      "artifact",
      [
        "artifact", "DB",
        "https://b.s3.amazonaws.com/log?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=x%3D",
      ]
    ),
    ("init", ["init", "NEW"]),
    ("import", ["import", "NEW", "FIXTURE"]),
    ("import", ["import", "DB", "FIXTURE", "--dry-run"]),
    ("export", ["export", "DB", "NEW", "--natural-foreign"]),
    ("error", ["import", "NEW", "ABSENT"]),
    ("error", ["import", "NEW", "DB"]),
    ("error", ["check", "DB", "mria", "read", "tree:linux-mainline"]),
    ("error", ["check", "DB", "mira", "auth.view_user", "file.filerepository:=web"]),
    ("error", ["who-can", "ABSENT", "read", "tree:x"]),
  ]

  @Test("JSON validates against its schema", arguments: commands)
  func validates(schema: String, arguments: [String]) throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let fixture = folder.file("fixture.json")
    try Data(#"[{"model":"shop.item","pk":1,"fields":{"name":"a"}}]"#.utf8).write(
      to: URL(fileURLWithPath: fixture))
    let tests = folder.file("policy.yaml")
    try "tests: [{name: a, denied: {subject: mira, permission: read, object: 'tree:linux-mainline'}}]".write(
      toFile: tests, atomically: true, encoding: .utf8)
    let made = folder.file("made.case")
    _ = try Program.run(["check", demo, "mira", "read", "tree:linux-mainline", "--case", made])
    let places = [
      "CASE": made, "TESTS": tests, "DB": demo, "NEW": folder.file("new.sqlite3"),
      "ABSENT": folder.file("absent"),
      "FIXTURE": fixture,
    ]
    let result = try Program.run(arguments.map { places[$0] ?? $0 } + ["--json"])
    #expect(result.output.split(separator: "\n").count == 1)
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/validate.py").path
    let path = Program.root.appendingPathComponent("Resources/schemas/\(schema).json").path
    let verdict = try Program.run(python, [script, path], input: result.output)
    #expect(verdict.status == 0, "\(arguments): \(verdict.output)\(verdict.errors)\n\(result.output)")
  }
}
