import Foundation
import Testing

/// `permscope test`: what passes, what fails and how it is told.
@Suite struct PolicyTestTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private func run(_ yaml: String, _ arguments: [String] = []) throws -> Program.Result {
    let file = folder.file("policy.yaml")
    try yaml.write(toFile: file, atomically: true, encoding: .utf8)
    return try Program.run(["test", demo, file] + arguments)
  }

  @Test("the sample organisation passes the tests that come with the program")
  func sample() throws {
    let example = try Program.run(["test", "--example"])
    #expect(example.status == 0)
    let result = try run(example.output)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.hasPrefix("ok 1 - quality engineering reads mainline"))
    #expect(result.output.hasSuffix("8 tests, all pass\n"), "\(result.output)")
    // A change in who may what is noticed by name.
    #expect(try Program.run(["member", "remove", demo, "release", "ines"]).status == 0)
    let changed = try run(example.output)
    #expect(changed.status == 1)
    #expect(changed.output.contains("not ok 5 - embargoed fixes stay within the release team"))
    #expect(changed.output.contains("    missing users: ines\n"), "\(changed.output)")
    #expect(changed.output.hasSuffix("8 tests, 1 failed\n"))
  }

  @Test("aliases of aliases are refused, however many values they stand for", .timeLimit(.minutes(1)))
  func aliases() throws {
    let levels = (1...30).map { level in
      "a\(level): &a\(level) ["
        + (level == 1 ? "x" : repeatElement("*a\(level - 1)", count: 9).joined(separator: ", ")) + "]"
    }
    let result = try run(levels.joined(separator: "\n"))
    #expect(result.status == 2)
    #expect(result.errors.contains("more than 100000 values"), "\(result.errors)")
  }

  @Test("who expects no answer may expect an exception of the real system")
  func raising() throws {
    let result = try run(
      """
      tests:
        - name: raises
          undetermined: {subject: ines, permission: file.modify_repo_content, object: 'file.filerepository:=web'}
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  private static let failures: [(String, [String])] = [
    (
      "allowed: {subject: mira, permission: write, object: 'tree:linux-mainline'}",
      ["mira write on tree:linux-mainline", "expected: allowed", "actual: denied", "missing: "]
    ),
    (
      "denied: {subject: mira, permission: read, object: 'tree:linux-mainline'}",
      ["expected: denied", "actual: allowed", "through: ", "kernel-qe"]
    ),
    (
      "undetermined: {subject: mira, permission: read, object: 'tree:linux-mainline'}",
      ["expected: undetermined", "actual: allowed"]
    ),
    (
      "allowed: {subject: mira, permission: read, object: 'tree:linux-mainline', via: [kernel-qe, qe]}",
      ["expected: a path via `qe`", "(trees.read.group)"]
    ),
    (
      "who_can: {permission: read, object: 'tree:embargoed-fixes', users: [mira, zoe], groups: [ci], everyone: true}",
      [
        "missing users: zoe", "unexpected users: ines", "missing groups: ci", "unexpected groups: release",
        "expected: everyone",
      ]
    ),
    (
      "who_can: {permission: read, object: 'tree:linux-stable', everyone: false}",
      ["unexpected: everyone, also without logging in"]
    ),
    (
      "can: {subject: lena, permission: file.view_filerepository, objects: ['file.filerepository:=web']}",
      ["missing objects: file.filerepository:", "unexpected objects: file.filerepository:"]
    ),
    (
      "can: {subject: admin, permission: file.view_filerepository, all: false}",
      ["unexpected: every `file.filerepository`"]
    ),
    (
      "authorize: {subject: ':anonymous', request: 'GET /pulp/default/api/v3/remotes/file/file/', status: 200}",
      ["expected: 200", "actual: 401, "]
    ),
    (
      "allowed: {subject: mria, permission: read, object: 'tree:linux-mainline'}",
      ["no answer: no user `mria`", "did you mean `mira`"]
    ),
    (
      "denied: {subject: mira, permission: read, object: 'tree:linux-mainlin'}",
      ["no answer: ", "did you mean `linux-mainline`"]
    ),
    (
      "denied: {subject: mira, permission: auth.view_usr}",
      ["no answer: no permission `auth.view_usr`"]
    ),
    (
      "denied: {subject: ines, permission: file.modify_repo_content, object: 'file.filerepository:=web'}",
      ["no answer: the real system raises MultipleObjectsReturned"]
    ),
  ]

  @Test("a failure says what was expected and what there is; the run goes on", arguments: failures)
  func failure(_ assertion: String, _ texts: [String]) throws {
    let result = try run(
      """
      tests:
        - name: first
          \(assertion)
        - name: second
          allowed: {subject: mira, permission: read, object: "tree:linux-mainline"}
      """)
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.hasPrefix("not ok 1 - first\n  at \(folder.file("policy.yaml")), line 2\n"))
    for text in texts { #expect(result.output.contains(text), "\(text): \(result.output)") }
    #expect(result.output.hasSuffix("ok 2 - second\n2 tests, 1 failed\n"))
  }

  private static let malformed: [(String, String)] = [
    ("", "has no tests"), ("tests: []", "there is no test in `tests`"),
    ("test: []", "line 1: unknown key `test`"),
    ("tests: 7", "line 1: `tests` is not a list"), ("- a", "line 1: the file is not a mapping"),
    ("tests:\n- allowed: {}", "line 2: the test has no `name`"),
    ("tests:\n- name: a", "line 2: the test `a` asserts nothing"),
    ("tests:\n- name: a\n  alowed: {}", "line 3: unknown key `alowed` in a test"),
    ("tests:\n- name: a\n  allowed: {subject: mira}", "line 3: `allowed` has no `permission`"),
    (
      "tests:\n- name: a\n  denied: {subject: mira, permission: read, via: b}",
      "line 3: unknown key `via` in `denied`"
    ),
    (
      "tests:\n- name: a\n  allowed: {subject: mira, permission: read,\n    object: linux}",
      "line 4: `linux` is not an object"
    ),
    (
      "tests:\n- name: a\n  allowed: {subject: [mira], permission: read}", "line 3: `subject` is not a text"
    ),
    (
      "tests:\n- name: a\n  allowed: {subject: mira, permission: read, level: model}",
      "line 3: `level` is `model`"
    ),
    ("tests:\n- name: a\n  who_can: {permission: read}", "line 3: `who_can` says nobody"),
    (
      "tests:\n- name: a\n  who_can: {permission: read, everyone: maybe}",
      "line 3: `everyone` is neither true nor false"
    ),
    ("tests:\n- name: a\n  can: {subject: a, permission: read}", "line 3: `can` says nothing"),
    (
      "tests:\n- name: a\n  authorize: {subject: a, action: list, status: ok}",
      "line 3: `status` is not a whole number"
    ),
    ("tests:\n- name: a\n  authorize: {subject: a, status: 1}", "line 3: `authorize` takes a `request` line"),
    ("tests: [", "line 2 is no YAML: "), ("tests: {a: 1, a: 2}", "is no YAML: "),
  ]

  @Test("what is not as expected is an error with its line and never a test", arguments: malformed)
  func refusals(_ yaml: String, _ text: String) throws {
    let result = try run(yaml)
    #expect(result.status == 2, "\(result.output)\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(text), "\(result.errors)")
  }

  @Test("a file that is nested without end is no YAML")
  func nesting() throws {
    let result = try run("tests: " + String(repeating: "[", count: 200_000))
    #expect(result.status == 2)
    #expect(result.errors.contains("is no YAML"))
  }

  @Test("a misspelt key is a question; an absent file or database is no result")
  func suggestions() throws {
    let result = try run("tests:\n- name: a\n  alowed: {}")
    #expect(result.errors.contains("did you mean `allowed`?"), "\(result.errors)")
    #expect(try Program.run(["test", demo, folder.file("absent")]).status == 2)
    #expect(try Program.run(["test", folder.file("absent"), folder.file("policy.yaml")]).status == 2)
    #expect(try Program.run(["test", demo]).status == 64)
    let listing = folder.listing
    #expect(listing == ["demo.sqlite3", "policy.yaml"])
  }
}
