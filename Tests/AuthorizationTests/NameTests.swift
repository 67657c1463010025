import Authorization
import Testing

@Suite struct NameTests {
  @Test("two spellings of one name stay two names")
  func normalisationMatters() {
    let composed: Name = "caf\u{E9}"
    let decomposed: Name = "cafe\u{301}"
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(Name("Mira") != Name("mira"))
    #expect(Name("mira ") != Name("mira"))
  }

  @Test("names sort by code point, as the databases sort them")
  func codePointOrder() {
    let sorted = (["é", "z", "Z", "a", "太", "𝒳", "\u{FFFD}"] as [Name]).sorted().map(\.text)
    #expect(sorted == ["Z", "a", "z", "é", "太", "\u{FFFD}", "𝒳"])
  }

  @Test(
    "a type is an app label and a model",
    arguments: [
      ("file.filerepository", "file.filerepository"), ("a.b.c", "a.b.c"), ("file", nil), (".x", nil),
      ("x.", nil), ("", nil),
    ] as [(String, String?)])
  func types(text: String, expected: String?) {
    #expect(TypeName(text)?.description == expected)
  }

  @Test("every view has a description of its own with a key of its own")
  func viewsAreDescribed() {
    #expect(ViewDescription.all.map(\.id) == ViewID.allCases)
    #expect(Set(ViewDescription.all.map(\.key)).count == ViewID.allCases.count)
    for view in ViewDescription.all {
      #expect(Set(view.columns.map(\.id)).count == view.columns.count)
      #expect(view.columns.contains { $0.priority == 0 })
    }
  }
}
