import Foundation
import Testing

/// What is left of an edit when its program is killed, and of many edits at once.
@Suite(.serialized) struct SavingTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func sql(_ path: String, _ statement: String) throws -> String {
    let result = try Program.run("/usr/bin/env", ["sqlite3", "-cmd", ".timeout 5000", path, statement])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// How many users have their memberships but no entry, or an entry without all of its rows.
  private let torn = """
    SELECT count(*) FROM auth_user u WHERE u.username LIKE 'new%' AND (
      (SELECT count(*) FROM auth_user_groups m WHERE m.user_id = u.id) <> 2
      OR (SELECT count(*) FROM permscope_entry e WHERE e.reason = u.username) <> 1)
    """

  @Test("a save that is killed at any moment is there whole or not at all", arguments: ["delete", "wal"])
  func killed(mode: String) throws {
    let demo = try folder.demo("\(mode).sqlite3")
    _ = try sql(demo, "PRAGMA journal_mode = \(mode)")
    // The moments are of every size, from a thousandth of the longest of three runs to twice that, so that many fall
    // into the saving however fast the machine is now. The first five are killed at once, the last five not at all.
    let script = """
      longest=0
      for i in a b c; do
        start=$(date +%s%N)
        "$0" user create "$1" new$i --group release --group ci --reason new$i > /dev/null || exit 1
        took=$(($(date +%s%N) - start))
        [ $took -le $longest ] || longest=$took
      done
      i=1
      while [ $i -le 60 ]; do
        "$0" user create "$1" new$i --group release --group ci --reason new$i > /dev/null 2>&1 & pid=$!
        [ $i -le 5 ] || sleep $(awk -v i=$i -v took=$longest 'BEGIN { print took / 1e9 * 2 ^ (1 - (60 - i) / 5) }')
        [ $i -gt 55 ] || kill -9 $pid 2> /dev/null
        wait $pid 2> /dev/null
        i=$((i + 1))
      done
      """
    let result = try Program.run("/bin/sh", ["-c", script, Program.path, demo, folder.path])
    try #require(result.status == 0, "\(result.errors)")
    #expect(try sql(demo, torn) == "0")
    let users = try sql(demo, "SELECT count(*) FROM auth_user WHERE username LIKE 'new%'")
    #expect(try sql(demo, "SELECT count(*) FROM permscope_entry") == users)
    #expect(try sql(demo, "PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok")
    // Of sixty some must have been killed before they were through, and some not, or the test has tested nothing.
    #expect((Int(users) ?? 0) >= 8 && (Int(users) ?? 0) <= 58, "\(users)")
  }

  @Test("two Permscopes and a Django that write at once lose nothing", arguments: ["delete", "wal"])
  func together(mode: String) throws {
    let demo = try folder.demo("\(mode).sqlite3")
    _ = try sql(demo, "PRAGMA journal_mode = \(mode)")
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    try #require(FileManager.default.fileExists(atPath: python), "run `make venv` first")
    let writer = Program.root.appendingPathComponent("Tests/Interop/writer.py").path
    let script = """
      "$3" "$4" "$1" 3 5 > "$2/django" 2>&1 & django=$!
      for name in newa newb; do
        ( i=1
          while kill -0 $django 2> /dev/null; do
            "$0" user create "$1" $name$i --group release --group ci --reason $name$i > /dev/null 2>> "$2/errors" \\
              && echo $name$i >> "$2/saved"
            i=$((i + 1))
          done ) &
      done
      wait
      """
    let result = try Program.run("/bin/sh", ["-c", script, Program.path, demo, folder.path, python, writer])
    try #require(result.status == 0, "\(result.errors)")
    let saved = try String(contentsOfFile: folder.file("saved"), encoding: .utf8).split(separator: "\n")
    #expect(saved.count > 2)
    let users = try sql(demo, "SELECT username FROM auth_user WHERE username LIKE 'new%' ORDER BY 1")
    #expect(users.split(separator: "\n").map(String.init) == saved.map(String.init).sorted())
    #expect(try sql(demo, torn) == "0")
    #expect(try sql(demo, "PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok")
    let errors = (try? String(contentsOfFile: folder.file("errors"), encoding: .utf8)) ?? ""
    #expect(!errors.contains("locked") && !errors.contains("busy"), "\(errors.prefix(500))")
    let django = try String(contentsOfFile: folder.file("django"), encoding: .utf8)
    // A deferred transaction of Django's that meets another writer gives up at once, whoever that is; what it wrote
    // is there all the same.
    #expect(django.contains("\"errors\": []"), "\(django)")
  }
}
