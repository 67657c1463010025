import Frame
import Testing

@Suite struct PastedTextTests {
  @Test(
    "on one line each run of line breaks and tabs is one space",
    arguments: [
      ("a\n\tb\n", "a b"), ("a\r\nb", "a b"), ("\n", ""), ("", ""), ("a  b", "a  b"), (" a", " a"),
      ("a\u{2028}b", "a b"),
    ])
  func oneLine(pasted: String, text: String) {
    #expect(PastedText.oneLine(pasted) == text)
  }

  @Test(
    "lines stay lines, and a tab takes two cells",
    arguments: [
      ("a\n\tb\n", ["a", "  b", ""]), ("a\r\nb", ["a", "b"]), ("a\n\nb", ["a", "", "b"]), ("", [""]),
      ("a\t", ["a  "]),
    ])
  func lines(pasted: String, lines: [String]) {
    #expect(PastedText.lines(pasted) == lines)
  }
}
