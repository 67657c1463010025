import Foundation
import Testing

/// Import and export of Django fixtures, by the built program.
@Suite struct FixtureTests {
  private let folder: Folder
  private let samples = Program.root.appendingPathComponent("Tests/AuthorizationStoreTests/Fixtures")

  init() throws { folder = try Folder() }

  private func sample(_ name: String) -> String { samples.appendingPathComponent(name).path }

  private func sql(_ path: String, _ statement: String) throws -> String {
    let result = try Program.run("/usr/bin/env", ["sqlite3", "-bail", path, statement])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.trimmingCharacters(in: .newlines)
  }

  private func write(_ text: String, _ name: String = "fixture.json") throws -> String {
    let path = folder.file(name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test(
    "an imported dump gives every recorded answer",
    arguments: ["django_dump.json", "django_dump_natural.json"])
  func recordedAnswers(dump: String) throws {
    let path = folder.file("site.db")
    let made = try Program.run(["import", path, sample(dump)])
    try #require(made.status == 0, "\(made.errors)")
    let recorded = try String(contentsOfFile: sample("django_answers.jsonl"), encoding: .utf8)
    let result = try Program.run(["batch", path], input: recorded)
    let lines = recorded.split(separator: "\n")
    let answers = result.output.split(separator: "\n")
    try #require(answers.count == lines.count && lines.count > 1_700)
    let wrong = try zip(lines, answers).filter { try answer(of: $0) != answer(of: $1) }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  private func answer(of line: Substring) throws -> NSObject? {
    try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)?["answer"] as? NSObject
  }

  @Test("a Pulp dump keeps its keys, its domains and the tables that extend others")
  func pulp() throws {
    let path = folder.file("pulp.db")
    let result = try Program.json(["import", path, sample("pulp_dump.json")])
    #expect(result.status == 0)
    #expect(result.value["records"] as? Int == 1_066)
    #expect(try sql(path, "PRAGMA foreign_key_check") == "")
    // Keys are stored without dashes, and the text of an object's key has them.
    let roles = try sql(
      path,
      "SELECT length(pulp_id), length(object_id), object_id LIKE '%-%-%-%-%' FROM core_userrole WHERE content_type_id = 55 LIMIT 1"
    )
    #expect(roles == "32|36|1")
    #expect(
      try sql(
        path, "SELECT count(*) FROM file_filerepository JOIN core_repository ON pulp_id = repository_ptr_id")
        == "34")
    let list = try Program.run(["list-objects", path, "admin", "file.view_filerepository", "--json"])
    #expect(
      list.output.contains("file.filerepository:0297c0d6-9aff-456c-86ad-0327d0b93207"),
      "\(list.output)\(list.errors)")
    let screen = try Program.run([path, "--dump-screen", "120x40"])
    #expect(screen.output.contains("imported copy, edits not in force there"), "\(screen.output)")
  }

  private static let group = #"{"model":"auth.group","pk":1,"fields":{"name":"a"}}"#

  private static let bad: [(text: String, words: [String])] = [
    ("", ["empty"]), ("{}", ["byte 0"]), ("[1]", ["record 0", "byte 1"]), ("[\(group),[]]", ["record 1"]),
    ("[\(group)", ["byte 52"]), ("[\(group),{\"model\":\"auth.gr", ["record 1", "middle"]),
    (
      #"[{"model":"auth.group","pk":"x","fields":{"name":"a"}}]"#,
      ["record 0", "auth.group", "`pk`", "whole number"]
    ),
    (#"[{"model":"auth.group","pk":1.5,"fields":{"name":"a"}}]"#, ["`pk`"]),
    (#"[{"model":"auth.group","pk":true,"fields":{"name":"a"}}]"#, ["`pk`"]),
    (#"[{"model":"auth.group","pk":1,"fields":{"name":null}}]"#, ["`name`", "null"]),
    (#"[{"model":"auth.group","pk":1,"fields":{"name":{}}}]"#, ["`name`", "a text"]),
    (#"[{"model":"auth.group","pk":1,"fields":{"name":"a\u0000b"}}]"#, ["`name`", "NUL"]),
    (
      #"[{"model":"auth.group","pk":1,"fields":{"name":"a","permissions":[99999]}}]"#,
      ["`permissions`", "`99999`"]
    ),
    (#"[{"model":"auth.group","pk":1,"fields":{"name":"a","permissions":9}}]"#, ["`permissions`", "a list"]),
    (
      #"[{"model":"auth.group","pk":1,"fields":{"name":"a","permissions":[["x"]]}}]"#,
      ["`permissions`", "3 texts"]
    ),
    ("[\(group)," + #"{"model":"auth.group","pk":2,"fields":{"name":"a"}}]"#, ["record 1", "same `name`"]),
    (
      #"[{"model":"auth.user","pk":1,"fields":{"username":"a","last_login":"2026-02-30T00:00:00Z"}}]"#,
      ["`last_login`", "date"]
    ),
    (
      #"[{"model":"auth.user","pk":1,"fields":{"username":"a","is_staff":"maybe"}}]"#,
      ["`is_staff`", "true or false"]
    ),
    (#"[{"model":"auth.permission","pk":1,"fields":{"name":"a"}}]"#, ["`content_type`", "missing"]),
    (
      #"[{"model":"guardian.userobjectpermission","pk":1,"fields":{"user":["nobody-here"],"object_pk":"1","permission":1,"content_type":1}}]"#,
      ["`user`", "nobody-here"]
    ),
    (#"[{"model":"permscope.entry","pk":1,"fields":{}}]"#, ["reserved"]),
    (#"[{"model":"permscope.import","pk":1,"fields":{}}]"#, ["reserved"]),
    (#"[{"model":"sqlite.x","pk":1,"fields":{}}]"#, ["reserved"]),
    (#"[{"model":"a.b","pk":1,"fields":{"x":1,"X":2}}]"#, ["`X`", "case"]),
    (#"[{"model":"a.b","pk":1,"fields":{"x y":1}}]"#, ["`x y`"]),
    (
      #"[{"model":"a.b","pk":1,"fields":{}},{"model":"A.b","pk":1,"fields":{}}]"#, ["record 1", "same table"]
    ),
    (#"[{"model":"core.role","pk":"12","fields":{"name":"r"}}]"#, ["`pk`", "UUID"]),
    ("[{\"a\":" + String(repeating: "[", count: 5_000), ["nested"]),
    (String(repeating: "[", count: 5_000), ["record 0", "byte 1"]),
  ]

  @Test("a bad fixture is refused with its place, and leaves nothing behind", arguments: bad)
  func refused(text: String, words: [String]) throws {
    let fixture = try write(text)
    let new = folder.file("new.db")
    let result = try Program.run(["import", new, fixture])
    #expect(result.status == 2)
    for word in words { #expect(result.errors.contains(word), "\(text.prefix(200)): \(result.errors)") }
    #expect(folder.listing == ["fixture.json"])
    // Into a database that is there: not a byte of it changes.
    let demo = try folder.demo()
    let before = try Data(contentsOf: URL(fileURLWithPath: demo))
    let refused = try Program.run(["import", demo, fixture])
    #expect(refused.status == 2, "\(text.prefix(200)): \(refused.output)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: demo)) == before)
    #expect(folder.listing == ["demo.sqlite3", "fixture.json"])
  }

  @Test("bytes that are not UTF-8 are refused")
  func encoding() throws {
    let path = folder.file("latin.json")
    try (Data(#"[{"model":"auth.group","pk":1,"fields":{"name":""#.utf8) + Data([0xE9]) + Data("\"}}]".utf8))
      .write(to: URL(fileURLWithPath: path))
    let result = try Program.run(["import", folder.file("new.db"), path])
    #expect(result.status == 2)
    #expect(result.errors.contains("UTF-8"))
  }

  @Test("a file that is missing, a folder, and a folder that is missing are named")
  func paths() throws {
    let fixture = try write("[\(Self.group)]")
    for (arguments, word) in [
      ([folder.file("new.db"), folder.file("absent.json")], "no such file"),
      ([folder.file("new.db"), folder.path], "is a directory"),
      ([folder.file("absent/new.db"), fixture], "cannot make"),
    ] {
      let result = try Program.run(["import"] + arguments)
      #expect(result.status == 2)
      #expect(result.errors.contains(word), "\(result.errors)")
    }
    #expect(folder.listing == ["fixture.json"])
  }

  @Test("names that differ by case, normalisation or a space at the end are different names")
  func names() throws {
    let names = ["a", "A", "a ", "\u{E9}", "e\u{301}"]
    let records = names.enumerated().map {
      #"{"model":"auth.group","pk":\#($0 + 1),"fields":{"name":"\#($1)"}}"#
    }
    let path = folder.file("new.db")
    let result = try Program.run(["import", path, "-"], input: "[\(records.joined(separator: ","))]")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try sql(path, "SELECT count(DISTINCT name) FROM auth_group") == "5")
  }

  @Test("rows with the same key are replaced, and the second time there is nothing to change")
  func replaced() throws {
    let demo = try folder.demo()
    let text = """
      [{"model":"auth.group","pk":1,"fields":{"name":"renamed","permissions":[1,2,2]}},
       {"model":"auth.group","pk":900,"fields":{"name":"added"}},
       {"model":"auth.user","pk":900,"fields":{"username":"nadia","groups":[900],"last_login":"2026-11-20T23:48:57.955+02:00"}}]
      """
    let dry = try Program.json(["import", demo, try write(text), "--dry-run"])
    #expect(dry.status == 0 && dry.value["applied"] as? Bool == false)
    #expect(try sql(demo, "SELECT count(*) FROM auth_group WHERE id = 900") == "0")
    let backup = folder.file("backup.db")
    let first = try Program.json(["import", demo, try write(text), "--backup-to", backup])
    #expect(first.status == 0 && first.value["applied"] as? Bool == true)
    #expect((dry.value["models"] as? NSArray) == (first.value["models"] as? NSArray))
    #expect(try sql(backup, "SELECT count(*) FROM auth_group WHERE id = 900") == "0")
    #expect(try sql(demo, "SELECT name FROM auth_group WHERE id = 1") == "renamed")
    #expect(
      try sql(demo, "SELECT group_concat(permission_id) FROM auth_group_permissions WHERE group_id = 1")
        == "1,2")
    #expect(
      try sql(demo, "SELECT is_active, last_login FROM auth_user WHERE id = 900")
        == "1|2026-11-20 21:48:57.955000")
    let second = try Program.json(["import", demo, try write(text)])
    #expect(second.status == 1 && second.value["applied"] as? Bool == false)
  }

  @Test("a file that cannot be written, and a view in the place of a table, are refused")
  func readOnly() throws {
    let demo = try folder.demo()
    let fixture = try write(#"[{"model":"shop.item","pk":1,"fields":{"a":1}}]"#)
    _ = try sql(demo, "CREATE VIEW shop_item AS SELECT 1 AS id")
    let view = try Program.run(["import", demo, fixture])
    #expect(view.status == 2 && view.errors.contains("is a view"), "\(view.errors)")
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: demo)
    guard access(demo, W_OK) != 0 else { return }
    let locked = try Program.json(["import", demo, fixture])
    #expect(locked.status == 2 && locked.value["refused"] is String)
  }

  @Test("models and fields without a table or a column get one that holds every value")
  func unknownModels() throws {
    let path = folder.file("new.db")
    let text = """
      [{"model":"shop.item","pk":1,"fields":{"name":"007","price":"1.50","data":{"a":[1]},"mixed":5,"sold":true,"weight":1.5,
        "made":"2026-11-20T23:48:57.955Z","owner":1,"tags":[1,2],"user":1,"note":null}},
       {"model":"shop.item","pk":2,"fields":{"name":"x","price":"2","data":[],"mixed":"text","sold":false,"weight":2,
        "made":null,"owner":7,"tags":[],"user":1,"note":null}},
       {"model":"shop.tag","pk":1,"fields":{"label":"new"}},{"model":"shop.tag","pk":2,"fields":{"label":"old"}},
       {"model":"auth.user","pk":1,"fields":{"username":"mira","nickname":"M"}}]
      """
    let result = try Program.json(["import", path, "-"], input: text)
    #expect(result.status == 0)
    #expect(result.value["columns"] as? [String] == ["auth_user.nickname"])
    #expect(
      try sql(
        path,
        "SELECT typeof(name), name, price, data, mixed, sold, weight, made, owner, user_id FROM shop_item WHERE id = 1"
      )
        == #"text|007|1.50|{"a": [1]}|5|1|1.5|2026-11-20 23:48:57.955000|1|1"#)
    #expect(try sql(path, "SELECT mixed FROM shop_item WHERE id = 2") == "\"text\"")
    #expect(try sql(path, "SELECT item_id, tag_id FROM shop_item_tags") == "1|1\n1|2")
    let export = try Program.run(["export", path])
    for part in [
      #""name":"007""#, #""mixed":"text""#, #""data":{"a":[1]}"#, #""made":"2026-11-20T23:48:57.955Z""#,
      #""tags":[1,2]"#, #""note":null"#,
    ] {
      #expect(export.output.contains(part), "\(part): \(export.output)")
    }
  }

  @Test("a user model of the project takes the place of Django's own", arguments: [false, true])
  func customUsers(natural: Bool) throws {
    let path = folder.file("new.db")
    let text = """
      [{"model":"auth.group","pk":4,"fields":{"name":"staff","permissions":[["view_group","auth","group"]]}},
       {"model":"guardian.userobjectpermission","pk":1,"fields":{"user":\(natural ? #"["m@example.org"]"# : "7"),"object_pk":"4",
        "permission":["view_group","auth","group"],"content_type":["auth","group"]}},
       {"model":"people.person","pk":7,"fields":{"email":"m@example.org","password":"!","is_active":true,"is_superuser":false,
        "groups":\(natural ? #"[["staff"]]"# : "[4]"),"user_permissions":[]}}]
      """
    let made = try Program.run(["import", path, "-"], input: text)
    #expect(made.status == 0, "\(made.errors)")
    let object = try Program.run(["check", path, "m@example.org", "auth.view_group", "auth.group:4"])
    #expect(object.status == 0, "\(object.output)\(object.errors)")
    let model = try Program.run(["check", path, "m@example.org", "auth.view_group"])
    #expect(model.status == 0, "\(model.output)\(model.errors)")
  }

  @Test("a program that is told to end while it waits for a pipe leaves nothing behind")
  func stopped() throws {
    let path = folder.file("new.db")
    let command = """
      mkfifo \(path)-pipe; sleep 20 > \(path)-pipe & writer=$!
      \(Program.path) import \(path) - < \(path)-pipe & importer=$!
      while [ ! -e \(path).$importer.new ]; do sleep 0.1; done
      kill -TERM $importer; wait $importer; echo status $?; kill $writer; rm \(path)-pipe
      """
    let result = try Program.run("/bin/sh", ["-c", command])
    #expect(result.output.contains("status 143"), "\(result.output)\(result.errors)")
    #expect(result.errors.contains("nothing was written"))
    #expect(folder.listing == [])
  }

  @Test("a string without an end is refused at the limit of a record")
  func endless() throws {
    let path = folder.file("new.db")
    let command =
      "(printf '[{\"a\":\"'; head -c 100000000 /dev/zero | tr '\\0' a) | \(Program.path) import \(path) -"
    let result = try Program.run("/bin/sh", ["-c", command])
    #expect(result.status == 2)
    #expect(result.errors.contains("16 MiB"), "\(result.errors)")
    #expect(folder.listing == [])
  }

  @Test("keys of another project's content types cannot be taken for one's own")
  func contentTypes() throws {
    // The file names a content type by its key, and does not say which it is.
    let text = #"""
      [{"model":"auth.user","pk":1,"fields":{"username":"a"}},
       {"model":"guardian.userobjectpermission","pk":1,"fields":{"user":1,"object_pk":"1","permission":46,"content_type":12}}]
      """#
    let refused = try Program.run(["import", folder.file("new.db"), "-"], input: text)
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("record 1") && refused.errors.contains("neither in the file"),
      "\(refused.errors)")
    // Into a database that is there its own keys count, as with loaddata.
    let demo = try folder.demo()
    let taken = try Program.run(
      ["import", demo, "-"],
      input: #"[{"model":"contenttypes.contenttype","pk":900,"fields":{"app_label":"auth","model":"group"}}]"#
    )
    #expect(taken.status == 2 && taken.errors.contains("--natural-foreign"), "\(taken.errors)")
  }
}
