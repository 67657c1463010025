import Testing

@Suite("Screens")
struct ScreenTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]
  static let scripts: [(name: String, keys: String)] = [
    ("users", "4 1 j j j j j"),
    ("users-detail", "\"1/mira\" Enter Enter j"),
    ("member", "1 / \"mira\" Enter Enter Enter"),
    ("trees", "1 / \"mira\" Enter 4"),
    ("inspector", "1 / \"mira\" Enter 4 i j j j"),
    ("filter", "1 / \"ker\""),
    ("sort", "1 s"),
    ("help", "?"),
    ("palette", ": \"who\""),
    ("absent", "9"),
    ("messages", "p 4 p m"),
    ("export", "2 x"),
    ("types", "6 Enter"),
  ]

  @Test("look as they were recorded", arguments: sizes, scripts)
  func snapshots(size: (Int, Int), script: (name: String, keys: String)) throws {
    var driver = Driver(size.0, size.1)
    driver.press(script.keys)
    try expectSnapshot(driver.screen, "\(script.name)-\(size.0)x\(size.1)")
  }

  @Test("say how big they must be where they are too small, and come back unharmed")
  func tooSmall() {
    var driver = Driver(120, 40)
    driver.press("j j Enter")
    let before = driver.screen
    driver.press("@resize 40x10")
    #expect(driver.screen.contains("needed: 60x16, it is 40x10"))
    driver.press("j j 4 @resize 120x40")
    #expect(driver.screen == before)
  }

  @Test("show hostile names without obeying them")
  func hostile() {
    let driver = Driver(80, 24)
    #expect(!driver.screen.unicodeScalars.contains("\u{202E}"))
    #expect(!driver.screen.unicodeScalars.contains("\u{1B}"))
    #expect(driver.screen.contains("adm"))
  }

  @Test("highlight the part that the filter found, also without colours")
  func match() {
    var driver = Driver(80, 24)
    driver.press("/ \"ern\"")
    let frame = driver.frame
    let marked = (0..<frame.size.height).flatMap { y in
      frame.row(y).filter { $0.style.underlined }.map(\.text)
    }
    #expect(marked.joined() == "ernern")
  }
}
