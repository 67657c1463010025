import Authorization
import Testing

/// Commands that are printed to be pasted.
@Suite struct CommandWordsTests {
  @Test(
    "the database stands in the place of the first DB, and a name that begins with a dash is no option",
    arguments: [
      (["member", "add", "DB", "release", "DB"], "permscope member add 'my db' release DB"),
      (["role", "assign", "DB", "-r", "mira"], "permscope role assign 'my db' -- -r mira"),
      (
        ["tree", "set-policy", "DB", "-t", "open", "--confirm", "yes"],
        "permscope tree set-policy --confirm yes 'my db' -- -t open"
      ),
      (["user", "edit", "DB", "mira", "--active"], "permscope user edit 'my db' mira --active"),
      (
        ["tree", "set-policy", "DB", "next", "open", "--confirm", "next"],
        "permscope tree set-policy 'my db' next open --confirm next"
      ),
    ] as [([String], String)])
  func command(words: [String], text: String) {
    #expect(ShellWord.command(words, database: "my db") == text)
  }
}
