import Authorization
import Testing

@Suite struct CountedTests {
  @Test(
    "one is one, and several have their plural",
    arguments: [
      (1, "git tree policy", "1 git tree policy"), (2, "git tree policy", "2 git tree policies"),
      (0, "access policy", "0 access policies"), (2, "history entry", "2 history entries"),
      (12_403, "user", "12,403 users"), (2, "entry of the admin log", "2 entries of the admin log"),
      (1, "entry of the admin log", "1 entry of the admin log"), (3, "access key", "3 access keys"),
      (2, "address", "2 addresses"), (2, "branch", "2 branches"),
    ])
  func words(count: Int, noun: String, expected: String) {
    #expect(Counted.words(count, noun) == expected)
  }

  @Test("every kind of row has a plural that is a word")
  func kinds() {
    #expect(
      EntityKind.allCases.map { Counted.plural($0.title) } == [
        "users", "groups", "roles", "git trees", "git tree policies", "types", "objects", "permissions",
        "access policies", "tasks", "artifacts", "sessions", "history entries", "findings", "domains",
      ])
  }

  @Test("all objects of a type are said to be all only where none stays as it is")
  func wholeTypes() {
    let type = TypeName(app: "file", model: "filerepository")
    #expect(WholeType.words(type, 1_200, leavesSome: false) == "every file.filerepository (1,200)")
    #expect(WholeType.words(type, 1_200, leavesSome: true) == "the other 1,200 file.filerepository")
    #expect(WholeType.words(type, 1, leavesSome: true) == "the one other file.filerepository")
  }
}
