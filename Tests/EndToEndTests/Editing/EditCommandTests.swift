import Foundation
import Testing

/// The commands that edit, on the sample organisation: exit status, words, and what they refuse.
@Suite struct EditCommandTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: demo)) }

  private func allows(_ question: String...) throws -> Bool {
    try Program.run(["check", demo] + question).status == 0
  }

  private static let edits: [(String, [String], Int32)] = [
    ("a grant", ["grant", "DB", "lena", "file.view_filerepository"], 0),
    ("a grant that is there", ["grant", "DB", "mira", "file.view_filerepository"], 1),
    ("a revoke of what is not there", ["revoke", "DB", "lena", "file.view_filerepository"], 1),
    ("a name on two models", ["grant", "DB", "lena", "file.modify_repo_content"], 2),
    (
      "the object tells which",
      ["grant", "DB", "lena", "file.modify_repo_content", "file.filerepository:=web"], 0
    ),
    ("the type tells which", ["grant", "DB", "lena", "file.filerepository.modify_repo_content"], 0),
    ("reading a tree is no grant", ["grant", "DB", "lena", "read", "tree:linux-next"], 2),
    ("a permission by a rule", ["grant", "DB", "lena", "user_tasks.cancel_usertaskstatus"], 2),
    (
      "an object that is not there",
      ["grant", "DB", "lena", "file.view_filerepository", "file.filerepository:=no"], 2
    ),
    ("a domain is for roles", ["grant", "DB", "lena", "file.view_filerepository", "domain:default"], 2),
    ("unknown user", ["member", "add", "DB", "release", "mria"], 2),
    ("a group is no member", ["member", "add", "DB", "release", "group:ci"], 2),
    ("a member who is there", ["member", "add", "DB", "release", "mira"], 1),
    ("unknown group", ["member", "add", "DB", "relase", "mira"], 2),
    ("unknown role", ["role", "assign", "DB", "acme.auditr", "mira"], 2),
    ("unknown policy", ["tree", "set-policy", "DB", "linux-next", "upstrem"], 2),
    ("the policy that it has", ["tree", "set-policy", "DB", "linux-next", "upstream"], 1),
    ("no policy", ["tree", "set-policy", "DB", "linux-next", ":none"], 0),
    ("a name that is taken", ["group", "create", "DB", "ci"], 2),
    ("a hostile name", ["group", "create", "DB", "\u{1B}[31mred"], 2),
    ("the shipped text is nowhere", ["endpoint", "reset", "DB", "remotes/file/git"], 2),
    ("it is as shipped", ["endpoint", "reset", "DB", "groups"], 1),
    ("all four are there", ["permission", "create", "DB", "auth.user", "--defaults"], 1),
    ("no session of theirs", ["session", "end", "DB", "--user", "zoe"], 1),
    ("nothing to undo", ["undo", "DB"], 1),
    ("nothing to do again", ["redo", "DB"], 1),
    ("no history", ["history", "DB"], 1),
    ("unknown operator", ["group", "create", "DB", "new", "--as", "mria"], 2),
    ("an operator without the permission", ["group", "create", "DB", "new", "--as", "ravi"], 2),
    ("an operator with it", ["group", "create", "DB", "new", "--as", "admin"], 0),
    ("nothing to edit", ["user", "edit", "DB", "mira"], 64),
    ("a policy whose groups are not said", ["policy", "create", "DB", "lab", "--read", "ci"], 64),
    ("no object form", ["grant", "DB", "lena", "file.view_filerepository", "web"], 64),
    ("no type form", ["permission", "create", "DB", "gittree", "x"], 64),
    ("a codename and the defaults", ["permission", "create", "DB", "auth.user", "x", "--defaults"], 64),
    ("neither key nor user", ["session", "end", "DB"], 64),
  ]

  @Test("edits answer by exit status, and write nothing unless it is 0", arguments: edits)
  func statuses(name: String, arguments: [String], status: Int32) throws {
    let before = try bytes()
    let result = try Program.run(arguments.map { $0 == "DB" ? demo : $0 })
    #expect(result.status == status, "\(name): \(result.output)\(result.errors)")
    #expect((try bytes() == before) == (status != 0))
    #expect(!(result.output + result.errors).unicodeScalars.contains("\u{1B}"))
    if status == 2 {
      #expect((1...3).contains(result.errors.split(separator: "\n").count), "\(result.errors)")
    }
  }

  @Test("a dry run tells what would be done and writes nothing, not even beside the file")
  func dryRun() throws {
    let before = (try bytes(), folder.listing)
    let result = try Program.run(["user", "delete", demo, "mira", "--dry-run"])
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "delete user mira")
    #expect(lines.contains { $0.hasPrefix("  3 memberships: ") })
    #expect(lines.contains { $0.hasPrefix("gains 0, losses ") })
    #expect(lines.last == "dry run: nothing was written")
    #expect(try bytes() == before.0)
    #expect(folder.listing == before.1)
  }

  @Test("gains and losses are those of the answers, and --list names every one")
  func gains() throws {
    let arguments = ["member", "add", demo, "kernel-maintainers", "lena"]
    let (status, value) = try Program.json(arguments + ["--dry-run", "--list"])
    #expect(status == 0)
    let units = try #require(value["units"] as? [[String: Any]])
    #expect(units.count == (value["gains"] as? Int ?? -1) + (value["losses"] as? Int ?? -1))
    let trees = units.filter { $0["permission"] as? String == "write" }.compactMap { $0["object"] as? String }
    #expect(trees.contains("tree:linux-mainline"))
    for unit in units {
      let question = [unit["user"], unit["permission"], unit["object"]].compactMap { $0 as? String }
      #expect(try Program.run(["check", demo] + question).status == 1, "\(question)")
    }
    #expect(try Program.run(arguments).status == 0)
    for unit in units {
      let question = [unit["user"], unit["permission"], unit["object"]].compactMap { $0 as? String }
      #expect(try Program.run(["check", demo] + question).status == 0, "\(question)")
    }
  }

  @Test("the first edit says which tables it makes, and writes the backup that is asked for")
  func firstEdit() throws {
    let backup = folder.file("before.sqlite3")
    let before = try bytes()
    let first = try Program.run(["group", "create", demo, "one", "--backup-to", backup])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("permscope_entry"))
    #expect(try Program.run(["check", backup, "mira", "read", "tree:linux-mainline"]).status == 0)
    #expect(try bytes() != before)
    let second = try Program.run(["group", "create", demo, "two"])
    #expect(second.status == 0)
    #expect(!second.errors.contains("permscope_entry"))
    let over = try Program.run(["group", "create", demo, "three", "--backup-to", backup])
    #expect(over.status == 2)
    #expect(try Program.run(["group", "delete", demo, "three"]).status == 2)
    #expect(try Program.run(["group", "create", demo, "four", "--backup"]).status == 0)
    #expect(folder.listing.contains { $0.hasPrefix("demo.sqlite3.backup-") })
  }

  @Test("what opens a tree to anybody needs a word, unless the command names them")
  func confirmation() throws {
    let open = ["tree", "set-policy", demo, "linux-mainline", "open"]
    let refused = try Program.run(open)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--confirm"), "\(refused.errors)")
    #expect(try !allows(":anonymous", "read", "tree:linux-mainline"))
    let asked = try Program.json(open + ["--dry-run"]).value["confirm"] as? [[String: Any]]
    let words = try #require(asked).compactMap { $0["word"] as? String }
    #expect(!words.isEmpty)
    #expect(try Program.run(open + ["--confirm", "something else"]).status == 2)
    #expect(try Program.run(open + words.flatMap { ["--confirm", $0] }).status == 0)
    #expect(try allows(":anonymous", "read", "tree:linux-mainline"))
    let named = try Program.run(["policy", "set-read", demo, "embargo", ":anyone"])
    #expect(named.status == 0, "\(named.errors)")
    #expect(named.errors.contains("warning: "))
    #expect(try allows(":anonymous", "read", "tree:embargoed-fixes"))
  }

  @Test("the settings say how many times as many need a word")
  func confirmFactor() throws {
    let config = folder.file("permscope")
    try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let edit = ["policy", "set-read", demo, "embargo", "kernel-qe"]
    try "confirm_factor: 2".write(toFile: config + "/config.yaml", atomically: true, encoding: .utf8)
    let refused = try Program.run(edit, environment: environment)
    #expect(refused.status == 2, "\(refused.output)")
    #expect(refused.errors.contains("--confirm 5"), "\(refused.errors)")
    #expect(try Program.run(["settings", demo], environment: environment).output.contains("confirm_factor"))
    try "confirm_factor: 1".write(toFile: config + "/config.yaml", atomically: true, encoding: .utf8)
    #expect(try Program.run(["settings", demo], environment: environment).status == 2)
    #expect(try Program.run(edit).status == 0)
  }

  @Test("edits are recorded, undone and done again, several levels deep")
  func undo() throws {
    for group in ["one", "two"] {
      #expect(try Program.run(["group", "create", demo, group, "--reason", "for \(group)"]).status == 0)
    }
    #expect(try Program.run(["undo", demo]).status == 0)
    #expect(try Program.run(["undo", demo]).status == 0)
    #expect(try Program.run(["undo", demo]).status == 1)
    #expect(try Program.run(["group", "delete", demo, "one"]).status == 2)
    #expect(try Program.run(["redo", demo]).status == 0)
    let entries = try #require(
      try Program.json(["history", demo]).value["entries"] as? [[String: Any]])
    #expect(entries.compactMap { $0["number"] as? Int } == [5, 4, 3, 2, 1])
    #expect(entries.compactMap { $0["kind"] as? String } == ["redo", "undo", "undo", "edit", "edit"])
    #expect(entries.last?["reason"] as? String == "for one")
    #expect(try Program.run(["group", "edit", demo, "one", "--rename", "uno"]).status == 0)
    let refused = try Program.run(["undo", demo, "1"])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("6"), "\(refused.errors)")
    let shown = try Program.run(["history", demo, "6"])
    #expect(shown.output.contains("    name: one -> uno"), "\(shown.output)")
    #expect(try Program.run(["history", demo, "--user", "nobody else"]).status == 1)
    #expect(
      try Program.run(["history", demo, "--limit", "2", "--csv"]).output.split(separator: "\r\n").count == 3)
  }

  @Test("an operator is told which permission is missing, and edits are recorded under their name")
  func operators() throws {
    let refused = try Program.run(["group", "create", demo, "new", "--as", "ravi"])
    #expect(refused.errors.contains("auth.add_group"), "\(refused.errors)")
    #expect(try Program.run(["group", "create", demo, "new", "--as", "admin"]).status == 0)
    let entries = try Program.json(["history", demo]).value["entries"] as? [[String: Any]]
    #expect(entries?.first?["operator"] as? String == "admin")
  }

  @Test("the fix that a denied check proposes does what it says")
  func fixes() throws {
    for question in [
      ["mira", "write", "tree:linux-mainline"], ["zoe", "auth.view_user"],
      ["lena", "file.view_filerepository", "file.filerepository:=web"],
    ] {
      let missing = try Program.json(["check", demo] + question).value["missing"] as? [[String: Any]]
      let fix = try #require(missing?.compactMap { $0["fix"] as? String }.last)
      let words = Program.path + fix.dropFirst("permscope".count)
      let result = try Program.run("/bin/sh", ["-c", words])
      #expect(result.status == 0, "\(fix): \(result.errors)")
      #expect(try Program.run(["check", demo] + question).status == 0, "\(fix)")
    }
  }

  @Test("a whole session key is never shown, and a part that several have ends none")
  func sessions() throws {
    let listed = try Program.run(["session", "list", demo])
    #expect(listed.output.contains("demomira…  mira"))
    #expect(!listed.output.contains("demomira02"))
    #expect(try Program.run(["session", "end", demo, "demo"]).status == 2)
    let ended = try Program.run(["session", "end", demo, "demomira…"])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try Program.run(["session", "list", demo, "mira"]).status == 1)
    #expect(try Program.run(["undo", demo]).status == 2)
    #expect(!(try Program.run(["history", demo, "1"]).output.contains("eJ")))
  }

  @Test("an access policy is replaced from standard input, and the same text changes nothing")
  func endpoints() throws {
    let set = ["endpoint", "set", demo, "groups", "--statements", "-"]
    let statements = #"[{"action": ["list"], "principal": "group:über", "effect": "allow"}]"#
    #expect(try Program.run(set, input: statements).status == 0)
    #expect(try Program.run(set, input: " " + statements + "\n").status == 1)
    let broken = try Program.run(set, input: "[{]")
    #expect(broken.status == 2)
    #expect(broken.errors.contains("line 1, column 3"), "\(broken.errors)")
    let shown = try Program.json(["endpoint", "show", demo, "groups"]).value
    #expect(shown["customized"] as? Bool == true)
    #expect((shown["statements"] as? [[String: Any]])?.first?["principal"] as? String == "group:über")
    #expect(try Program.run(["endpoint", "reset", demo, "groups"]).status == 0)
    #expect(try Program.json(["endpoint", "show", demo, "groups"]).value["customized"] as? Bool == false)
  }

  @Test("on a terminal the first edit offers a backup, and a word is asked for")
  func terminal() throws {
    let tmux = try Tmux(
      "sh -c '\(Program.path) tree set-policy \(demo) linux-mainline open; exec cat'", width: 200)
    let asked = try tmux.wait(for: "to do it:")
    let word = try #require(asked.split(separator: "`").dropLast().last)
    try tmux.type(String(word))
    try tmux.press("Enter")
    try tmux.wait(for: "[Y/n]")
    try tmux.press("n", "Enter")
    try tmux.wait(for: "done, entry 1")
    #expect(try allows(":anonymous", "read", "tree:linux-mainline"))
  }

  @Test(
    "what may only be read is read, and edits of it are refused before anything is written",
    arguments: [("file", 0o444, 0o755), ("folder", 0o666, 0o555)])
  func readOnlyFile(what: String, file: Int, directory: Int) throws {
    let folder = try Folder()
    let demo = try folder.demo()
    // The program and the file are where anybody may look; root, who may write everything, becomes nobody.
    let program = folder.file("permscope")
    // Not by this process: what it has open for writing is open in programs that other tests start meanwhile.
    try #require(try Program.run("/bin/cp", [Program.path, program]).status == 0)
    chmod(demo, mode_t(file))
    chmod(folder.path, mode_t(directory))
    defer { chmod(folder.path, 0o755) }
    let isRoot = geteuid() == 0
    func run(_ arguments: [String]) throws -> Program.Result {
      let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
      return try Program.run("/usr/bin/env", (isRoot ? nobody : []) + [program] + arguments)
    }
    let read = try run(["check", demo, "mira", "read", "tree:linux-mainline"])
    #expect(read.status == 0, "\(read.errors)")
    let edit = try run(["group", "create", demo, "qa"])
    #expect(edit.status == 2)
    #expect(edit.errors.contains("is open for reading only: no permission to write"), "\(edit.errors)")
    #expect(folder.listing == ["demo.sqlite3", "permscope"])
  }
}
