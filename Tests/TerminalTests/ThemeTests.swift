import Frame
import Testing

@testable import Terminal

@Suite("Themes")
struct ThemeTests {
  @Test("without colours nothing is coloured", arguments: Style.Tone.allCases)
  func mono(tone: Style.Tone) {
    #expect(Theme.mono.look(tone, colors: 256).color == -1)
    #expect(Theme.dark.look(tone, colors: 0).color == -1)
    #expect(Theme.light.look(tone, colors: 2).color == -1)
  }

  @Test("colours stay within what the terminal has", arguments: [8, 16, 88, 256, 1 << 24])
  func range(colors: Int) {
    for theme in [Theme.dark, .light] {
      for tone in Style.Tone.allCases {
        #expect(theme.look(tone, colors: colors).color < min(colors, 256))
        if colors > 256 { #expect(theme.look(tone, colors: colors).color < 8) }
      }
    }
  }

  @Test("allowed and denied look different in every theme, with and without colours", arguments: [0, 8, 256])
  func told(colors: Int) {
    for kind in Theme.Kind.allCases {
      let theme = Theme(kind)
      #expect(theme.look(.allowed, colors: colors) != theme.look(.denied, colors: colors))
    }
  }

  @Test("themes have names")
  func names() {
    #expect(Theme(name: "light") == .light)
    #expect(Theme(name: "Light") == nil)
  }

  @Test(
    "text for the clipboard is encoded, and refused if it is too long",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("é\u{1B}", "w6kb"),
      ("\u{7F}~?", "f34/"),
    ])
  func clipboard(text: String, encoded: String) {
    #expect(ControlSequences.copy(text) == "\u{1B}]52;c;\(encoded)\u{7}")
    #expect(ControlSequences.copy(text + String(repeating: "x", count: 80_000)) == nil)
  }
}
