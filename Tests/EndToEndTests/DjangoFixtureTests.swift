import Foundation
import Testing

/// Fixtures beside the real `dumpdata` and `loaddata`.
@Suite struct DjangoFixtureTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func manage(_ database: String, _ arguments: [String]) throws -> Program.Result {
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/manage.py").path
    try #require(FileManager.default.fileExists(atPath: python), "run `make venv` first")
    return try Program.run(
      python, [script] + arguments, environment: ["PERMSCOPE_DATABASE": database, "PERMSCOPE_PULP": "1"])
  }

  private func migrated(_ name: String) throws -> String {
    let path = folder.file(name)
    let result = try manage(path, ["migrate", "-v0"])
    try #require(result.status == 0, "\(result.errors)")
    return path
  }

  /// What everybody may do, by name: keys of rows can differ where natural keys were used.
  private func answers(_ database: String) throws -> String {
    let names = try sql(database, "SELECT username FROM auth_user ORDER BY username")
    let permissions = try sql(
      database,
      """
      SELECT DISTINCT t.app_label || '.' || p.codename FROM auth_permission p
      JOIN django_content_type t ON t.id = p.content_type_id ORDER BY 1
      """)
    let trees = try sql(database, "SELECT name FROM datawarehouse_gittree ORDER BY name")
    var questions: [[String: Any]] = []
    for user in names {
      questions.append([
        "kind": "user.all_permissions", "user": user, "obj": NSNull(), "backends": "model+guardian",
      ])
      for tree in trees {
        questions.append([
          "kind": "tree.check", "user": user, "tree": tree, "method": "read", "superuser_bypass": false,
        ])
      }
      for permission in permissions where permission.hasPrefix("datawarehouse.") {
        questions.append([
          "kind": "guardian.get_objects_for_user", "user": user, "perms": [permission], "klass": NSNull(),
          "use_groups": true, "any_perm": false, "with_superuser": true, "accept_global_perms": true,
          "backends": "model+guardian",
        ])
      }
    }
    try #require(questions.count > 100)
    let lines = try questions.enumerated().map { id, query in
      let data = try JSONSerialization.data(withJSONObject: ["id": id, "query": query], options: .sortedKeys)
      return String(decoding: data, as: UTF8.self)
    }
    let result = try Program.run(["batch", database], input: lines.joined(separator: "\n"))
    try #require(result.status == 0 && !result.output.contains("\"error\""), "\(result.output.prefix(300))")
    return result.output
  }

  private func sql(_ path: String, _ statement: String) throws -> [String] {
    let result = try Program.run("/usr/bin/env", ["sqlite3", "-bail", path, statement])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test(
    "export, loaddata, dumpdata and import keep every answer",
    arguments: [[], ["--natural-foreign", "--natural-primary"]])
  func roundTrip(options: [String]) throws {
    let demo = try folder.demo()
    let expected = try answers(demo)
    let exported = folder.file("exported.json")
    let export = try Program.run(["export", demo, exported] + options)
    try #require(export.status == 0, "\(export.errors)")

    // The real loaddata on a database that the real migrate made.
    let django = try migrated("django.db")
    if options.isEmpty {
      // Keys of content types differ between projects; loaddata then needs these tables empty.
      _ = try sql(
        django, "DELETE FROM auth_permission; DELETE FROM django_content_type; DELETE FROM auth_user")
    }
    let loaded = try manage(django, ["loaddata", exported])
    try #require(loaded.status == 0, "\(loaded.errors)")
    #expect(try answers(django) == expected)

    // The real dumpdata of that, imported.
    let dumped = folder.file("dumped.json")
    let dump = try manage(django, ["dumpdata", "-o", dumped] + options)
    try #require(dump.status == 0, "\(dump.errors)")
    let imported = folder.file("imported.db")
    let made = try Program.run(["import", imported, dumped])
    try #require(made.status == 0, "\(made.errors)")
    #expect(try answers(imported) == expected)

    // Our own export again: record for record what Django dumps.
    let again = try Program.run(["export", imported] + options)
    #expect(try records(again.output) == records(String(contentsOfFile: dumped, encoding: .utf8)))
  }

  /// Each record as a text, whatever the order of its members.
  private func records(_ text: String) throws -> Set<String> {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    return Set(
      try #require(value).map { record in
        var record = record
        // The order of a many-to-many list says nothing, and Django's own varies.
        record["fields"] = try (record["fields"] as? [String: Any] ?? [:]).mapValues { value -> Any in
          try (value as? [Any]).map { try $0.map(canonical).sorted() } ?? value
        }
        return try canonical(record)
      })
  }

  private func canonical(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return String(decoding: data, as: UTF8.self)
  }

  @Test("of two records with one key the later wins, as with loaddata")
  func duplicates() throws {
    let fixture = folder.file("fixture.json")
    let text = """
      [{"model":"auth.group","pk":900,"fields":{"name":"first","permissions":[1,2]}},
       {"model":"auth.group","pk":900,"fields":{"name":"second","permissions":[2]}}]
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: fixture))
    let ours = try migrated("ours.db")
    let theirs = try migrated("theirs.db")
    try #require(try Program.run(["import", ours, fixture]).status == 0)
    try #require(try manage(theirs, ["loaddata", fixture]).status == 0)
    for question in [
      "SELECT * FROM auth_group", "SELECT group_id, permission_id FROM auth_group_permissions",
    ] {
      #expect(try sql(ours, question) == sql(theirs, question))
    }
    #expect(try sql(ours, "SELECT name FROM auth_group WHERE id = 900") == ["second"])
  }

  @Test("values are stored as Django stores them")
  func values() throws {
    let fixture = folder.file("fixture.json")
    let text = """
      [{"model":"auth.user","pk":900,"fields":{"username":"a","password":"","is_active":"False","is_staff":1,"is_superuser":false,
        "first_name":"","last_name":"","email":"","last_login":"2026-11-20T23:48:57.955+02:00","date_joined":"2026-11-20T23:48:57Z"}},
       {"model":"user_tasks.usertaskstatus","pk":900,"fields":{"created":"2024-02-29T00:00:00.000001Z","modified":"2024-12-31T23:59:59-01:00",
        "uuid":"F0B491CA-8A01-4A20-A40B-2742E1C21905","user":900,"task_id":"T","parent":900,"is_container":false,"task_class":"c",
        "name":"n","state":"s","completed_steps":"3","total_steps":8,"attempts":1}},
       {"model":"core.domain","pk":"909ff497-6a8a-43ef-a880-4790be6c6fe9","fields":{"name":"d","pulp_created":"2024-01-01T00:00:00Z",
        "pulp_last_updated":null,"pulp_labels":{"é":[1.50,true,null]},"description":null,"storage_class":"x","storage_settings":[],
        "redirect_to_object_storage":true,"hide_guarded_distributions":false}}]
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: fixture))
    let ours = try migrated("ours.db")
    let theirs = try migrated("theirs.db")
    let imported = try Program.run(["import", ours, fixture])
    try #require(imported.status == 0, "\(imported.errors)")
    let loaded = try manage(theirs, ["loaddata", fixture])
    try #require(loaded.status == 0, "\(loaded.errors)")
    for table in ["auth_user", "user_tasks_usertaskstatus", "core_domain"] {
      let question =
        "SELECT quote(t.rowid), t.* FROM \(table) t WHERE t.rowid >= 900 OR '\(table)' = 'core_domain'"
      #expect(try sql(ours, question) == sql(theirs, question))
    }
  }
}
