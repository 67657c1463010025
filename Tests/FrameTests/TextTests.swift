import Testing

@testable import Frame

@Suite("Text as a terminal shows it")
struct TextTests {
  @Test(
    "the width is the cells that a terminal uses",
    arguments: [
      ("", 0), ("mira", 4), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4), ("한", 2),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆｕｌｌ", 8), ("┌─┐", 3), ("…", 1), ("שלום", 4), ("سلام", 4),
      ("👩", 2), ("👩\u{200D}👩\u{200D}👧", 6), ("👍🏽", 2), ("⚠\u{FE0F}", 1), ("⚠", 1), ("🇩🇪", 2),
      ("1\u{FE0F}\u{20E3}", 1),
      ("กำ", 2), ("\u{3000}", 2), ("\t", 1), ("\u{202E}", 6), ("ﾊ\u{FF9E}", 2),
    ] as [(String, Int)])
  func width(_ text: String, _ cells: Int) {
    #expect(Text.width(text) == cells)
  }

  @Test(
    "what hides or misleads is made visible",
    arguments: [
      ("\u{1B}[31m", "␛[31m"), ("a\nb", "a␊b"), ("a\tb", "a␉b"), ("\r\n", "␍␊"), ("\0", "␀"), ("\u{7F}", "␡"),
      ("\u{9B}0m", "‹9B›0m"), ("\u{85}", "‹85›"), ("nim\u{202E}da", "nim‹202E›da"),
      ("\u{202A}\u{2066}\u{2069}", "‹202A›‹2066›‹2069›"), ("\u{200E}\u{200F}\u{61C}", "‹200E›‹200F›‹61C›"),
      ("ad\u{200B}min", "ad‹200B›min"), ("ad\u{200D}min", "ad‹200D›min"), ("ad\u{FE0F}min", "ad‹FE0F›min"),
      ("\u{FEFF}x", "‹FEFF›x"), ("\u{AD}", "‹AD›"), ("\u{2028}\u{2029}", "‹2028›‹2029›"), ("a\u{A0}b", "a⍽b"),
      ("a\u{2003}b", "a⍽b"), ("\u{3164}", "‹3164›"), ("\u{115F}", "‹115F›"), ("\u{2800}", "‹2800›"),
      ("\u{E000}", "‹E000›"), ("\u{E0041}", "‹E0041›"), ("\u{378}", "‹378›"), ("🏽", "‹1F3FD›"), ("🇩🇪", "🄳🄴"),
      ("\u{301}x", "◌\u{301}x"), (" \u{301}", " ◌\u{301}"), ("\n\u{301}", "␊◌\u{301}"),
      ("👩\u{200D}👧", "👩👧"), ("⚠\u{FE0F}", "⚠"), ("1\u{FE0F}", "1‹FE0F›"), ("mira", "mira"), ("日本", "日本"),
    ] as [(String, String)])
  func visible(_ text: String, _ shown: String) {
    // Scalar by scalar, because equality of strings ignores how marks are composed.
    #expect(Array(Text.visible(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test("the marks of one letter are limited and the others counted")
  func zalgo() {
    let text = "Z" + String(repeating: "\u{334}", count: 50) + "x"
    #expect(
      Array(Text.visible(text).unicodeScalars) == Array("Z\u{334}\u{334}\u{334}\u{334}‹+46›x".unicodeScalars))
    #expect(Text.width(text) == 7)
  }

  @Test("making visible twice changes nothing more, and leaves nothing that is hidden")
  func idempotent() {
    let scalars = "aé日👩⚠🏽🇩1\u{301}\u{334}\u{200D}\u{FE0F}\u{20E3}\u{202E}\n\u{1160} ‹".unicodeScalars.map {
      $0
    }
    for first in scalars {
      for second in scalars {
        for third in scalars {
          var view = String.UnicodeScalarView()
          view.append(contentsOf: [first, second, third])
          let once = Text.visible(String(view))
          #expect(Array(Text.visible(once).unicodeScalars) == Array(once.unicodeScalars))
          for scalar in once.unicodeScalars {
            let kind = ScalarKind(scalar)
            #expect(kind == .narrow || kind == .wide || kind == .mark, "\(scalar.value) is still there")
          }
        }
      }
    }
  }

  @Test(
    "text is cut with an ellipsis, never within a wide character",
    arguments: [
      ("kernel", 6, "kernel"), ("kernel", 5, "kern…"), ("kernel", 1, "…"), ("kernel", 0, ""),
      ("kernel", -3, ""),
      ("", 0, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
      ("ab\ncd", 4, "ab␊…"), ("e\u{301}e\u{301}x", 2, "e\u{301}…"),
    ] as [(String, Int, String)])
  func clipped(_ text: String, _ width: Int, _ expected: String) {
    let clipped = Text.clipped(text, to: width)
    #expect(clipped == expected)
    #expect(Text.width(clipped) <= max(0, width))
  }

  @Test(
    "padded text has exactly the width",
    arguments: [
      ("ab", Text.Alignment.left, "ab   "), ("ab", .right, "   ab"), ("ab", .center, " ab  "),
      ("abcdef", .left, "abcd…"), ("日本語", .left, "日本…"), ("日", .right, "   日"), ("日本\u{200B}", .left, "日本…"),
    ] as [(String, Text.Alignment, String)])
  func padded(_ text: String, _ alignment: Text.Alignment, _ expected: String) {
    let padded = Text.padded(text, to: 5, alignment: alignment)
    #expect(padded == expected)
    #expect(Text.width(padded) == 5)
  }

  @Test("what is cut of wide text is filled up with spaces")
  func paddedAfterCut() {
    #expect(Text.padded("日本語", to: 4) == "日… ")
  }

  @Test("the table of wide characters is in order")
  func tableInOrder() {
    for (one, next) in zip(wideScalarRanges, wideScalarRanges.dropFirst()) {
      #expect(one.upperBound < next.lowerBound)
    }
    #expect(isWide(0x1100) && isWide(0x20000) && !isWide(0x10FF) && !isWide(0x1160))
  }
}
