import Foundation
import Testing

/// The JSON of every command that edits, or tells of edits, is what its schema says.
@Suite struct EditSchemaTests {
  private static let commands: [(schema: String, arguments: [String])] = [
    ("edit", ["grant", "DB", "lena", "file.view_filerepository"]),
    ("edit", ["grant", "DB", "lena", "file.view_filerepository", "tree:linux-next"]),
    ("edit", ["revoke", "DB", "mira", "file.view_filerepository", "--dry-run", "--list"]),
    ("edit", ["user", "create", "DB", "nadia", "--group", "release"]),
    ("edit", ["user", "edit", "DB", "mira", "--inactive"]),
    ("edit", ["user", "delete", "DB", "mira", "--dry-run"]),
    ("edit", ["user", "delete", "DB", "admin"]),
    ("edit", ["group", "create", "DB", "new"]),
    ("edit", ["group", "delete", "DB", "kernel-qe"]),
    ("edit", ["member", "add", "DB", "release", "mira"]),
    ("edit", ["member", "remove", "DB", "release", "mira"]),
    ("edit", ["role", "create", "DB", "acme.new"]),
    ("edit", ["role", "permit", "DB", "file.filerepository_owner", "file.view_fileremote"]),
    ("edit", ["role", "assign", "DB", "acme.auditor", "zoe", "domain:default"]),
    ("edit", ["tree", "create", "DB", "linux-rt"]),
    ("edit", ["tree", "set-policy", "DB", "linux-next", "open"]),
    ("edit", ["policy", "set-read", "DB", "upstream", ":anyone"]),
    ("edit", ["endpoint", "set", "DB", "groups", "--queryset-scoping", "null"]),
    ("edit", ["endpoint", "reset", "DB", "groups"]),
    ("edit", ["permission", "create", "DB", "datawarehouse.gittree", "archive_gittree"]),
    ("edit", ["session", "end", "DB", "--user", "mira"]),
    ("edit", ["clean-orphans", "DB"]),
    ("edit", ["undo", "DB"]),
    ("edit", ["redo", "DB"]),
    ("history", ["history", "DB"]),
    ("history", ["history", "EDITED"]),
    ("history-remove", ["history", "EDITED", "--remove", "--confirm", "history"]),
    ("history-entry", ["history", "EDITED", "1"]),
    ("session-list", ["session", "list", "DB"]),
    ("endpoint-list", ["endpoint", "list", "DB"]),
    ("endpoint-show", ["endpoint", "show", "DB", "repositories/file/file"]),
    ("error", ["grant", "DB", "mria", "file.view_filerepository"]),
    ("error", ["role", "assign", "DB", "acme.auditr", "mira"]),
    ("error", ["tree", "rename", "DB", "linux-nxt", "x"]),
    ("error", ["undo", "DB", "7"]),
    ("error", ["grant", "DB", "mira"]),
  ]

  @Test("JSON of edits validates against its schema", arguments: Set(commands.map(\.schema)).sorted())
  func validates(schema: String) throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let edited = folder.file("edited.sqlite3")
    try FileManager.default.copyItem(atPath: demo, toPath: edited)
    try #require(try Program.run(["user", "delete", edited, "mira", "--reason", "left"]).status == 0)
    var output = ""
    for (number, command) in Self.commands.enumerated() where command.schema == schema {
      let copy = folder.file("\(number).sqlite3")
      try FileManager.default.copyItem(atPath: demo, toPath: copy)
      let editedCopy = folder.file("\(number)-edited.sqlite3")
      try FileManager.default.copyItem(atPath: edited, toPath: editedCopy)
      let places = ["DB": copy, "EDITED": editedCopy]
      let result = try Program.run(command.arguments.map { places[$0] ?? $0 } + ["--json"])
      #expect(result.output.split(separator: "\n").count == 1, "\(command.arguments): \(result.errors)")
      output += result.output
    }
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/validate.py").path
    let path = Program.root.appendingPathComponent("Resources/schemas/\(schema).json").path
    let verdict = try Program.run(python, [script, path], input: output)
    #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)\n\(output)")
  }
}
