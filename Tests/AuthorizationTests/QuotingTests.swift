import Authorization
import Testing

/// A quote that a combining mark follows is another character to Swift, and the same byte to a shell and to SQL.
@Suite struct QuotingTests {
  @Test("every quote is doubled, whatever stands beside it")
  func bytes() {
    let hostile = "a'\u{301};\u{600}'b"
    #expect(hostile.replacingByte("'", with: "''").utf8.count { $0 == UInt8(ascii: "'") } == 4)
    #expect("plain".replacingByte("'", with: "''") == "plain")
  }

  @Test("a word stays one word for a shell")
  func words() throws {
    let quoted = ShellWord.quote("bob'\u{301};touch x;'\u{301}")
    #expect(quoted == "'bob'\\''\u{301};touch x;'\\''\u{301}'")
  }
}
