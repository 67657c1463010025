import Foundation
import Testing

/// The commands on the sample organisation, by exit status and by what they print.
@Suite struct CommandTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private static let questions: [(String, [String], Int32)] = [
    ("a member of the read group reads", ["mira", "read", "tree:linux-mainline"], 0),
    ("and does not write", ["mira", "write", "tree:linux-mainline"], 1),
    ("a superuser has no bypass on trees", ["admin", "write", "tree:embargoed-fixes"], 1),
    ("a tree without a policy is private", ["tomas", "read", "tree:rt-experiments"], 1),
    ("anybody reads a public tree", [":anonymous", "read", "tree:linux-stable"], 0),
    ("an inactive member counts on trees", ["omar", "write", "tree:linux-mainline"], 0),
    ("a test follows its build, checkout and tree", ["mira", "read", "datawarehouse.test:1"], 0),
    ("a null on the way belongs to no tree", ["mira", "read", "datawarehouse.test:7"], 1),
    ("a model grant counts at model level", ["mira", "file.view_filerepository"], 0),
    (
      "a model grant does not count for an object",
      ["ines", "file.modify_repo_content", "file.filerepository:=web", "--backends", "model+guardian"], 1
    ),
    (
      "a name on two models raises where Pulp looks it up",
      ["ines", "file.modify_repo_content", "file.filerepository:=web"], 2
    ),
    (
      "an object grant counts for its object",
      ["lena", "file.view_filerepository", "file.filerepository:=partner-drop"], 0
    ),
    ("and for no other", ["lena", "file.view_filerepository", "file.filerepository:=web"], 1),
    ("a role in a domain counts in the domain", ["lena", "file.view_filerepository", "domain:partner"], 0),
    ("and not in another", ["lena", "file.view_filerepository", "domain:default"], 1),
    ("an inactive user keeps roles", ["omar", "file.view_filerepository"], 0),
    (
      "an inactive user loses object grants",
      ["omar", "file.change_filerepository", "file.filerepository:=kernel-builds"], 1
    ),
    ("an inactive superuser has no shortcut", ["oldroot", "auth.delete_user"], 1),
    ("an active superuser may all that exists", ["admin", "auth.delete_user"], 0),
    (
      "the anonymous row's object grants count",
      [":anonymous", "file.view_fileremote", "file.fileremote:=kernel-org"], 0
    ),
    ("its model grants do not", [":anonymous", "file.view_fileremote"], 1),
    (
      "the owner of a task views it",
      ["mira", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1"], 0
    ),
    ("another does not", ["ravi", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1"], 1),
    ("a group is asked about itself", ["group:release", "file.change_filerepository"], 0),
    (
      "somebody without a row by their groups",
      ["ldap-user", "read", "tree:linux-mainline", "--in-group", "kernel-qe"], 0
    ),
    ("unknown subject", ["mria", "read", "tree:linux-mainline"], 2),
    ("unknown permission, for a superuser too", ["admin", "auth.nope"], 2),
    ("unknown object name", ["mira", "read", "tree:linux-mainlin"], 2),
    ("an orphan object", ["kernelbot", "datawarehouse.change_checkout", "datawarehouse.checkout:99"], 2),
    ("a real exception", ["mira", "auth.view_user", "file.filerepository:=web"], 2),
    ("read of what is no tree", ["mira", "read", "file.filerepository:=web"], 2),
    ("wrong usage", ["mira"], 64),
    ("no object form", ["mira", "read", "linux-mainline"], 64),
  ]

  @Test("check answers by exit status", arguments: questions)
  func checks(name: String, arguments: [String], status: Int32) throws {
    let result = try Program.run(["check", demo] + arguments)
    #expect(result.status == status, "\(name): \(result.output)\(result.errors)")
    #expect(status < 2 ? !result.output.isEmpty : !result.errors.isEmpty)
  }

  @Test("any level takes a model-level grant for an object")
  func anyLevel() throws {
    let web = ["check", demo, "sam", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1"]
    #expect(try Program.run(web).status == 1)
    #expect(try Program.run(web + ["--any-level"]).status == 0)
  }

  @Test("a denial names the missing link")
  func missingLink() throws {
    let (status, value) = try Program.json(["check", demo, "mira", "write", "tree:linux-mainline"])
    #expect(status == 1)
    #expect(value["allowed"] as? Bool == false)
    let missing = try #require((value["missing"] as? [[String: Any]])?.first)
    #expect(missing["kind"] as? String == "not_in_group")
    #expect(missing["text"] as? String == "not in kernel-maintainers > write group of policy upstream")
    #expect(missing["fix"] as? String == "permscope member add \(demo) kernel-maintainers mira")
  }

  @Test("an unknown name is answered with the close ones, in words and in JSON")
  func didYouMean() throws {
    let words = try Program.run(["check", demo, "mria", "read", "tree:linux-mainline"])
    #expect(words.errors.contains("did you mean `mira`?"))
    let (status, value) = try Program.json(["check", demo, "mira", "read", "tree:linux-mainlin"])
    #expect(status == 2)
    let error = try #require(value["error"] as? [String: Any])
    #expect(error["did_you_mean"] as? [String] == ["linux-mainline"])
  }

  @Test(
    "a word of the wrong kind is answered with the right one",
    arguments: [
      (["check", "", "ci", "file.view_filerepository"], "group:ci"),
      (["check", "", "group:mira", "file.view_filerepository"], "user:mira"),
      (["policy", "set-read", "", "upstream", "anyone"], ":anyone"),
      (["tree", "set-policy", "", "linux-next", "none"], ":none"),
      (["member", "add", "", "group:relese", "mira"], "release"),
    ])
  func wrongKind(arguments: [String], close: String) throws {
    let (status, value) = try Program.json(arguments.map { $0.isEmpty ? demo : $0 })
    #expect(status == 2)
    #expect((value["error"] as? [String: Any])?["did_you_mean"] as? [String] == [close])
  }

  @Test("a group may be written `group:NAME` where only a group can stand")
  func groupPrefix() throws {
    #expect(try Program.run(["group", "create", demo, "group:qa"]).status == 0)
    #expect(try Program.run(["check", demo, "group:qa", "read", "tree:linux-stable"]).status == 0)
    let result = try Program.json(["member", "add", demo, "group:ci", "mira", "--dry-run"])
    #expect(result.status == 0 && (result.value["gains"] as? Int ?? 0) > 0)
  }

  @Test("an argument that is not UTF-8 is refused, not changed")
  func notText() throws {
    let script = "\"$0\" group create \"$1\" \"$(printf 'b\\377')\""
    let result = try Program.run("/bin/sh", ["-c", script, Program.path, demo])
    #expect(
      result.status == 64 && result.errors.contains("argument 4") && result.errors.contains("not UTF-8"))
    let groups = try Program.run(
      "/usr/bin/env", ["sqlite3", demo, "SELECT count(*) FROM auth_group WHERE name LIKE 'b%'"])
    #expect(groups.output == "0\n")
  }

  @Test("who-can and list-objects list names and keys in code-point order")
  func lists() throws {
    let (status, who) = try Program.json(["who-can", demo, "write", "tree:linux-mainline"])
    #expect(status == 0)
    #expect(who["users"] as? [String] == ["omar", "tomas", "zoe"])
    #expect(who["groups"] as? [String] == ["kernel-maintainers"])
    let open = try Program.json(["who-can", demo, "read", "tree:linux-stable"]).value
    #expect(open["everyone"] as? Bool == true)
    let objects = try Program.json(["list-objects", demo, "zoe", "write"]).value
    #expect(
      objects["objects"] as? [String]
        == ["1", "10", "2", "3", "4", "6", "7"].map { "datawarehouse.gittree:\($0)" })
    #expect(try Program.run(["list-objects", demo, "ravi", "auth.view_user"]).status == 1)
    #expect(try Program.run(["who-can", demo, "read", "tree:rt-experiments"]).status == 1)
  }

  @Test("permissions come with the path that gives them")
  func permissions() throws {
    let held = try Program.json(["permissions", demo, "mira", "tree:linux-mainline"]).value
    let items = try #require(held["permissions"] as? [[String: Any]])
    #expect(items.compactMap { $0["permission"] as? String } == ["read", "datawarehouse.change_gittree"])
    #expect(items.first?["paths"] as? [String] == ["member of kernel-qe > read group of policy upstream"])
  }

  @Test("what is no database gets one sentence and exit status 2, and nothing is made")
  func badFiles() throws {
    let text = folder.file("text")
    try "hello".write(toFile: text, atomically: true, encoding: .utf8)
    let before = folder.listing
    for path in [text, folder.file("absent"), folder.path] {
      for command in [
        ["check", path, "a", "b.c"], ["who-can", path, "b.c"], [path, "--dump-screen", "80x24"],
      ] {
        let result = try Program.run(command)
        #expect(result.status == 2, "\(command)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      }
    }
    #expect(folder.listing == before)
  }

  @Test("init makes a database, and never over another file")
  func initialise() throws {
    let path = folder.file("new.sqlite3")
    #expect(try Program.run(["init", path]).status == 0)
    #expect(try Program.run(["check", path, ":anonymous", "auth.view_user"]).status == 1)
    let again = try Program.run(["init", path])
    #expect(again.status == 2)
    #expect(again.errors.contains("exists already"))
  }

  @Test("settings tell what is in force and where it came from")
  func settings() throws {
    let config = folder.file("permscope")
    try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
    try """
    git_tree_superuser_bypass: true
    databases:
      \(demo):
        backends: model+guardian
    """.write(toFile: config + "/config.yaml", atomically: true, encoding: .utf8)
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let listed = try Program.run(["settings", demo], environment: environment)
    #expect(listed.output.contains("model+guardian "))
    #expect(listed.output.contains("section of this database"))
    let bypass = ["check", demo, "admin", "write", "tree:embargoed-fixes"]
    #expect(try Program.run(bypass, environment: environment).status == 0)
    #expect(
      try Program.run(["check", demo, "omar", "file.view_filerepository"], environment: environment).status
        == 1)
    try "backend: model".write(toFile: config + "/config.yaml", atomically: true, encoding: .utf8)
    let misspelt = try Program.run(["settings", demo], environment: environment)
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("did you mean `backends`?"))
  }

  @Test("batch answers a line at a time and goes on after a bad one")
  func batch() throws {
    let lines = """
      {"id": 1, "query": {"kind": "tree.check", "user": "mira", "tree": "linux-mainline", "method": "read", "superuser_bypass": false}}
      not json
      {"id": 3, "query": {"kind": "no.such", "user": "mira"}}
      {"id": "four", "query": {"kind": "guardian.has_perm", "user": "mira", "perm": "auth.view_user", "obj": ["file.filerepository", "1"]}}
      """
    let result = try Program.run(["batch", demo], input: lines)
    #expect(result.status == 0)
    let answers = result.output.split(separator: "\n")
    try #require(answers.count == 4)
    #expect(answers[0] == #"{"id":1,"answer":true}"#)
    #expect(answers[1].hasPrefix(#"{"id":null,"error":"#))
    #expect(answers[2].hasPrefix(#"{"id":3,"error":"#))
    #expect(answers[3] == #"{"id":"four","answer":{"error":"WrongAppError"}}"#)
  }

  @Test("hostile names reach no terminal raw")
  func hostileNames() throws {
    for command in [
      ["list-objects", demo, "admin", "file.view_filerepository"],
      ["check", demo, "\u{1B}[31mx", "auth.view_user"],
    ] {
      let result = try Program.run(command)
      #expect(!(result.output + result.errors).unicodeScalars.contains("\u{1B}"))
    }
  }
}
