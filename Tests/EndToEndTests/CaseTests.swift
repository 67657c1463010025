import Foundation
import Testing

/// `--case`, `--rename` and `replay`.
@Suite struct CaseTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private static let questions: [([String], Int32)] = [
    (["check", "DB", "mira", "read", "tree:linux-mainline"], 0),
    (["check", "DB", "mira", "write", "tree:linux-mainline"], 1),
    (["check", "DB", "newcomer", "write", "tree:linux-mainline", "--in-group", "kernel-maintainers"], 0),
    (["check", "DB", "lena", "file.view_filerepository", "file.filerepository:=web", "--any-level"], 1),
    (["check", "DB", "mira", "auth.delete_user", "--backends", "model+shop.backends.Own"], 2),
    (["check", "DB", "ravi", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1"], 1),
    (["who-can", "DB", "write", "tree:embargoed-fixes"], 0),
    (["who-can", "DB", "read", "tree:linux-stable"], 0),
    (["list-objects", "DB", "lena", "file.view_filerepository"], 0),
    (["authorize", "DB", "mira", "sync", "repositories/file/file", "file.filerepository:=web"], 1),
    (["authorize", "DB", "mira", "list", "repositories/file/file"], 0),
    (["authorize", "DB", "mira", "create", "repositories/file/file", "--param", "name=x"], 1),
    (["authorize", "DB", "mira", "create", "remotes/file/file"], 1),
    (["authorize", "DB", "mira", "cancel", "tasks", "user_tasks.usertaskstatus:3"], 0),
    (["authorize", "DB", ":anonymous", "GET /pulp/default/api/v3/remotes/file/file/"], 1),
  ]

  @Test("a case is replayed to the same answer and exit status, also without names", arguments: questions)
  func replays(_ arguments: [String], _ status: Int32) throws {
    let command = arguments.map { $0 == "DB" ? demo : $0 }
    let plain = try Program.run(command)
    for flags in [[], ["--rename"]] {
      let file = folder.file("made\(flags.count).case")
      let made = try Program.run(command + ["--case", file] + flags)
      #expect(made.status == status, "\(made.errors)")
      #expect(made.output == plain.output)
      #expect(made.errors.contains("wrote the case"), "\(made.errors)")
      let replayed = try Program.run(["replay", file])
      #expect(replayed.status == status, "\(replayed.output)\(replayed.errors)")
      let origin = "the same as permscope 0.1.0\(flags.isEmpty ? "" : ", with other names") answered\n"
      #expect(replayed.output.hasSuffix(origin), "\(replayed.output)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      for secret in ["pbkdf2", "@acme", "Okafor", "demomira"]
        + (flags.isEmpty ? [] : ["mira", "lena", "kernel-qe"])
      {
        #expect(!text.contains(secret), "\(secret) in \(text)")
      }
      let again = try Program.run(command + ["--case", file])
      #expect(again.status == 2 && again.output.isEmpty)
      #expect(again.errors.contains("exists already"))
    }
  }

  @Test("a case opens in the browser for reading, and what it asks can be asked of it")
  func browses() throws {
    let file = folder.file("ticket.case")
    let question = ["mira", "read", "tree:linux-mainline"]
    #expect(try Program.run(["check", demo] + question + ["--case", file]).status == 0)
    let screen = try Program.run([file, "--dump-screen", "120x40"])
    #expect(screen.status == 0, "\(screen.errors)")
    #expect(screen.output.contains("ticket.case"), "\(screen.output)")
    #expect(screen.output.contains("a case"), "\(screen.output)")
    #expect(try Program.run(["check", file] + question).output.hasPrefix("allowed: mira read"))
  }

  @Test("a check that raises is a case as well, and replays to the exception")
  func raises() throws {
    let file = folder.file("raised.case")
    let made = try Program.run([
      "check", demo, "mira", "auth.view_user", "file.filerepository:=web", "--case", file,
    ])
    #expect(made.status == 2 && made.errors.contains("the real system raises WrongAppError"))
    let replayed = try Program.run(["replay", file])
    #expect(replayed.status == 2, "\(replayed.errors)")
    #expect(replayed.output.contains("! object permissions: raises WrongAppError"), "\(replayed.output)")
    #expect(replayed.output.hasSuffix("the same as permscope 0.1.0 answered\n"), "\(replayed.output)")
  }

  private static let openings: [([String], String)] = [
    (["check", "DB", "mira", "read", "tree:linux-mainline"], "allowed: mira read"),
    (["who-can", "DB", "write", "tree:embargoed-fixes"], "write on git tree embargoed-fixes"),
    (
      ["list-objects", "DB", "lena", "file.view_filerepository"],
      "lena (pinned) on file.filerepository partner-drop"
    ),
    (["authorize", "DB", "mira", "list", "repositories/file/file"], "request"),
    (
      ["check", "DB", "lena", "file.view_filerepository", "file.filerepository:=web", "--any-level"],
      "only `permscope replay` asks the question of this case"
    ),
    (
      ["check", "DB", "newcomer", "write", "tree:linux-mainline", "--in-group", "kernel-maintainers"],
      "only `permscope replay` asks the question of this case"
    ),
  ]

  @Test("a case opens on its question", arguments: openings)
  func opens(_ question: [String], _ words: String) throws {
    let file = folder.file("ticket.case")
    let made = try Program.run(question.map { $0 == "DB" ? demo : $0 } + ["--case", file])
    #expect(made.errors.contains("wrote the case"), "\(made.errors)")
    let screen = try Program.run([file, "--dump-screen", "120x40"])
    #expect(screen.status == 0 && screen.output.contains(words), "\(screen.output)\(screen.errors)")
  }

  @Test(
    "commands that need a whole database say what a case is",
    arguments: [
      ["lint", "CASE"], ["clean-orphans", "CASE"], ["grant", "CASE", "mira", "auth.view_user"],
    ])
  func isNoDatabase(_ arguments: [String]) throws {
    let file = folder.file("ticket.case")
    #expect(
      try Program.run(["check", demo, "mira", "read", "tree:linux-mainline", "--case", file]).status == 0)
    let result = try Program.run(arguments.map { $0 == "CASE" ? file : $0 })
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("looks like a case, which holds one question"), "\(result.errors)")
    #expect(result.errors.contains("`permscope replay`"), "\(result.errors)")
  }

  @Test(
    "a case answers no other question, because what it leaves out would be told as absent",
    arguments: [
      ["check", "CASE", "omar", "read", "tree:linux-mainline"],
      ["check", "CASE", "mira", "write", "tree:linux-mainline"],
      ["who-can", "CASE", "read", "tree:linux-mainline"], ["list-objects", "CASE", "mira", "read"],
      ["permissions", "CASE", "mira"],
    ])
  func otherQuestions(_ arguments: [String]) throws {
    let file = folder.file("ticket.case")
    #expect(
      try Program.run(["check", demo, "mira", "read", "tree:linux-mainline", "--case", file]).status == 0)
    let result = try Program.run(arguments.map { $0 == "CASE" ? file : $0 })
    #expect(result.status == 2 && result.output.isEmpty, "\(result.output)")
    #expect(result.errors.contains("answers one question only"), "\(result.errors)")
  }

  @Test("replaced are the classes of tasks too, which are the organisation's own")
  func taskClasses() throws {
    let question = [
      "check", demo, "ravi", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1", "--case",
    ]
    for (flags, isKept) in [([], true), (["--rename"], false)] {
      let file = folder.file("made\(flags.count).case")
      #expect(try Program.run(question + [file] + flags).status == 1)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.contains("acme.tasks.Sync") == isKept, "\(text)")
      #expect(text.contains("task-class-1") == !isKept, "\(text)")
    }
  }

  @Test("a case whose rows say otherwise differs, with both answers, and ends with 2")
  func differs() throws {
    let file = folder.file("made.case")
    #expect(
      try Program.run(["check", demo, "mira", "read", "tree:linux-mainline", "--case", file]).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let other = folder.file("other.case")
    try text.replacingOccurrences(
      of: "kernel-qe", with: "elsewhere", options: [],
      range: text.range(of: "\"auth_group\"").map { $0.lowerBound..<text.index($0.lowerBound, offsetBy: 400) }
    )
    .write(toFile: other, atomically: true, encoding: .utf8)
    let result = try Program.run(["replay", other])
    #expect(result.status == 2, "\(result.output)\(result.errors)")
    #expect(
      result.output.contains("differs from what permscope 0.1.0 answered: it says `"), "\(result.output)")
    #expect(result.output.contains("  then: allowed: mira read on tree:linux-mainline"))
  }

  private static let hostile: [(String, String)] = [
    ("", "no case"), ("[]", "no `permscope_case`"), ("{", "not JSON"), ("{}", "no `permscope_case`"),
    (#"{"permscope_case": 99}"#, "has the form 99"), (#"{"permscope_case": "1"}"#, "not a whole number"),
    (#"{"permscope_case": 1}"#, "has no `program`"),
  ]

  @Test("what is no case is refused in one sentence", arguments: hostile)
  func refuses(_ text: String, _ sentence: String) throws {
    let file = folder.file("bad.case")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let result = try Program.run(["replay", file])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  private static let edits: [(String, String, String)] = [
    ("table name", #""name":"auth_group""#, #""name":"sqlite_master""#),
    ("quoted name", #""name":"auth_group""#, #""name":"auth_group\"; DROP TABLE auth_user; --""#),
    ("type", #""type":"bool""#, #""type":"bool CHECK (0)""#),
    ("outcome", #""outcome": "allowed""#, #""outcome": "perhaps""#),
    ("command", #""command":"check""#, #""command":"undo""#),
    ("backend", #""backends":["model""#, #""backends":["trees\u0000""#),
    ("two tables", #""name":"auth_group_permissions""#, #""name":"AUTH_GROUP""#),
    ("subject", #""subject":"mira""#, #""subject":["mira"]"#),
  ]

  @Test("a case that was tampered with is refused and leaves nothing behind", arguments: edits)
  func tampered(_ what: String, _ old: String, _ new: String) throws {
    let file = folder.file("made.case")
    #expect(
      try Program.run(["check", demo, "mira", "read", "tree:linux-mainline", "--case", file]).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(old), "\(what)")
    let other = folder.file("other.case")
    try text.replacingOccurrences(of: old, with: new).write(toFile: other, atomically: true, encoding: .utf8)
    let temporary = ["TMPDIR": folder.path + "/tmp"]
    try FileManager.default.createDirectory(atPath: folder.path + "/tmp", withIntermediateDirectories: true)
    let result = try Program.run(["replay", other], environment: temporary)
    #expect(result.status == 2, "\(what): \(result.output)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(what): \(result.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp")
    #expect(left.isEmpty, "\(what): \(left)")
  }

  @Test("deep nesting, and more rows than a case has, are refused quickly")
  func huge() throws {
    let file = folder.file("huge.case")
    try (#"{"permscope_case": "# + String(repeating: "[", count: 1_000_000)).write(
      toFile: file, atomically: true, encoding: .utf8)
    #expect(try Program.run(["replay", file]).status == 2)
    let rows = repeatElement("[1]", count: 1_000_000).joined(separator: ",")
    let text =
      #"{"permscope_case":1,"program":"x","question":{"command":"who-can","permission":"a.b"},"settings":{"backends":[],"unknown_backends":[],"user_table":"u","git_tree_superuser_bypass":false,"tree_paths":{},"predicates":{},"rules":[],"user_tasks_status_filters":"default"},"tables":[{"name":"u","columns":[{"name":"a","type":"integer"}],"references":[],"rows":[\#(rows)]}],"outcome":"denied","answer":{},"explanation":[]}"#
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let result = try Program.run(["replay", file])
    #expect(result.status == 2)
    #expect(result.errors.contains("a case has at most 20000"), "\(result.errors)")
  }
}
