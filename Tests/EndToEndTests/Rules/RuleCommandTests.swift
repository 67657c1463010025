import Foundation
import Testing

/// The rules of a project from its settings, on the command line.
@Suite struct RuleCommandTests {
  private let folder: Folder
  private let demo: String

  init() throws {
    folder = try Folder()
    demo = try folder.demo()
  }

  private func configured(_ rules: String) throws -> [String: String] {
    let config = folder.file("permscope")
    try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
    let text = "databases:\n  \(demo):\n    rules:\n" + rules
    try text.write(toFile: config + "/config.yaml", atomically: true, encoding: .utf8)
    return ["XDG_CONFIG_HOME": folder.path]
  }

  private static let rules = """
          predicates:
            is_web: object.name == "web"
            in_release: user in group "release"
          permissions:
            file.download_filerepository: is_web & ~in_release | user.is_superuser
            file.mirror_filerepository: {on: file.filerepository, rule: in_release & is_web}

    """

  @Test("a rule of the settings decides, is listed, and shows what its predicates answered")
  func decides() throws {
    let environment = try configured(Self.rules)
    let web = "file.filerepository:=web"
    func run(_ words: String...) throws -> Program.Result {
      try Program.run([words[0], demo] + words.dropFirst(), environment: environment)
    }
    let check = try run("check", "ravi", "file.download_filerepository", web)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    #expect(
      check.output.contains("rule of the project: object.name == \"web\" & ~(user in group \"release\")"))
    #expect(check.output.contains("    ((is_web & ~in_release) | user.is_superuser): true"))
    #expect(check.output.contains("user.is_superuser: not asked"))
    let member = try run("check", "group:release", "file.mirror_filerepository", web)
    #expect(member.status == 0, "\(member.output)\(member.errors)")
    let list = try run("list-objects", "ravi", "file.download_filerepository")
    #expect(list.output.split(separator: "\n").count == 1, "\(list.output)\(list.errors)")
    #expect(try run("who-can", "file.download_filerepository", web).output.contains("ravi\n"))
    #expect(try run("permissions", "ravi", web).output.contains("file.download_filerepository"))
    #expect(try run("settings").output.contains("is_web & ~in_release | user.is_superuser"))
    let screen = try Program.run(
      [demo, "--script", "-", "--dump-screen", "160x50"],
      input: "/ \"ravi\" Enter 6 /", environment: environment)
    #expect(screen.status == 0, "\(screen.errors)")
    let dry = try Program.run(
      ["member", "add", demo, "release", "ravi", "--dry-run"], environment: environment)
    #expect(
      (dry.output + dry.errors).contains("by a rule of the project is not compared"),
      "\(dry.output)\(dry.errors)")
  }

  @Test(
    "JSON has the trace, as its schema says",
    arguments: ["file.download_filerepository", "user_tasks.view_usertaskstatus"])
  func json(permission: String) throws {
    let environment = try configured(Self.rules)
    let object = permission.hasPrefix("file") ? "file.filerepository:=web" : "user_tasks.usertaskstatus:1"
    let result = try Program.run(
      ["check", demo, "ravi", permission, object, "--json"], environment: environment)
    let value = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let trace = try #require(value["trace"] as? [String: Any])
    #expect((trace["parts"] as? [Any])?.count == 2)
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/validate.py").path
    let schema = Program.root.appendingPathComponent("Resources/schemas/check.json").path
    let verdict = try Program.run(python, [script, schema], input: result.output)
    #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
  }

  @Test(
    "what is wrong in the settings ends every command with a sentence",
    arguments: [
      ("      predicats: {}\n", "did you mean `predicates`?"),
      ("      permissions:\n        file.x: {rule: 'true', of: a.b}\n", "unknown setting `of`"),
      (
        "      permissions:\n        file.x_filerepository: object.nam == 'web'\n",
        "did you mean `object.name`?"
      ),
      ("      permissions:\n        user_tasks.view_usertaskstatus: 'true'\n", "KeyError"),
      ("      permissions:\n        file.x: object.name == 'web'\n", "{on: app.model"),
    ])
  func mistakes(rules: String, text: String) throws {
    let result = try Program.run(["who-can", demo, "auth.view_user"], environment: configured(rules))
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(text), "\(result.errors)")
  }
}
