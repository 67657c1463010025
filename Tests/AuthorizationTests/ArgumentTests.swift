import Authorization
import Testing

@Suite struct ArgumentTests {
  @Test(
    "a subject is a user unless it says otherwise",
    arguments: [
      ("mira", .user("mira")), ("user:mira", .user("mira")), ("user:group:x", .user("group:x")),
      ("user:#5", .userKey("5")),
      ("group:release", .group("release")), (":anonymous", .anonymous), ("anonymous", .user("anonymous")),
    ] as [(String, SubjectArgument)])
  func subjects(text: String, expected: SubjectArgument) {
    #expect(SubjectArgument(text) == expected)
  }

  @Test(
    "an object is named by key, by name, as a tree or as a domain",
    arguments: [
      ("file.repo:7", .key(TypeName(app: "file", model: "repo"), "7")),
      ("file.repo:=web: one", .name(TypeName(app: "file", model: "repo"), "web: one")),
      ("tree:rhel/0", .tree("rhel/0")), ("domain:default", .domain("default")), ("repo:7", nil),
      ("nothing", nil),
    ] as [(String, ObjectArgument?)])
  func objects(text: String, expected: ObjectArgument?) {
    #expect(ObjectArgument(text) == expected)
  }

  @Test(
    "a slip of the finger is recognised, another name is not",
    arguments: [
      ("mria", ["mira"]), ("MIRA", ["mira"]), ("mir", ["mira"]), ("file.veiw_repo", ["file.view_repo"]),
      ("zzz", []), ("qe", []), ("lx", []),
    ] as [(String, [String])])
  func suggestions(text: String, expected: [String]) {
    #expect(Suggestions.near(text, in: ["lena", "mira", "file.view_repo"]) == expected)
  }

  @Test("a UUID gets its dashes, and nothing else does")
  func dashes() {
    #expect(Gate.dashed("B150A78D9CFD417D9E39A54C464A8296") == "b150a78d-9cfd-417d-9e39-a54c464a8296")
    #expect(Gate.dashed("b150a78d-9cfd-417d-9e39-a54c464a8296") == "b150a78d-9cfd-417d-9e39-a54c464a8296")
    #expect(Gate.dashed("7") == "7")
    #expect(Gate.dashed("zz50a78d9cfd417d9e39a54c464a8296") == "zz50a78d9cfd417d9e39a54c464a8296")
  }
}
