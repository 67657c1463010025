import Authorization
import Frame
import Testing

@testable import Browser

@Suite("The room in a dialog")
struct DialogRoomTests {
  private static let sizes = [(60, 16), (70, 20), (80, 24), (120, 40), (200, 60)]

  private static func consequences(_ count: Int, words: Int) -> [PlanLine] {
    (0..<count).map { number in
      let text = (0..<words).map { "word\(number).\($0)" }.joined(separator: " ")
      return PlanLine("\(text) 李小龙", isConsequence: true)
    }
  }

  private static func permissions(_ count: Int) -> [EntityRef] {
    (0..<count).map { Organisation.permission(Name("file.permission\($0)"), Int64($0 + 100)) }
  }

  private static func withPermissions(_ count: Int, _ width: Int, _ height: Int) -> Driver {
    Driver.writable(width, height) {
      $0.editing.choices[.permissions(Organisation.gitTree.type)] = permissions(count)
    }
  }

  /// The lines below the rule, without the frame.
  private static func said(_ driver: Driver) -> [String] {
    guard let layout = driver.state.dialogLayout else { return [] }
    let rect = layout.preview
    let frame = driver.frame
    return (rect.y..<rect.y + rect.height).map { y in
      var text = (rect.x + 1..<rect.x + rect.width - 1).map { frame[$0, y].text }.joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  private static func all(_ driver: Driver) -> [String] {
    guard let dialog = driver.state.dialog, let layout = driver.state.dialogLayout else { return [] }
    return PreviewLines.all(dialog, width: layout.preview.width - 2).lines.map(\.text)
  }

  private static func rule(_ driver: Driver) -> String {
    driver.state.dialogLayout.map { driver.lines[$0.rule] } ?? ""
  }

  @Test(
    "lets every line of what it does be read, once and in order", arguments: sizes, [0, 2, 5, 30])
  func everyLine(size: (Int, Int), count: Int) {
    for (words, warnings) in [(1, 0), (4, 1), (14, 3), (3, 20)] {
      var driver = Driver.writable(size.0, size.1) {
        $0.editing.consequences = Self.consequences(count, words: words)
        $0.editing.warnings = (0..<warnings).map { "warning \($0)" }
      }
      driver.press("2 a \"x\"")
      let all = Self.all(driver)
      #expect(all.count > count)
      var read = Array(Self.said(driver).prefix { !$0.hasPrefix("… ") })
      while read.count < all.count {
        let before = driver.state.dialog?.previewTop
        driver.press("PgDn")
        guard driver.state.dialog?.previewTop != before else { break }
        read += Self.said(driver)
      }
      while read.last == "" { read.removeLast() }
      #expect(read == all, "\(count) lines of \(words) words, \(warnings) warnings")
    }
  }

  @Test("never says that a single line is hidden", arguments: [(60, 16), (80, 24)], 0..<14)
  func singleLine(size: (Int, Int), count: Int) {
    for warnings in [0, 2, 5] {
      var driver = Driver.writable(size.0, size.1) {
        $0.editing.consequences = Self.consequences(count, words: 1)
        $0.editing.warnings = (0..<warnings).map { "warning \($0)" }
      }
      driver.press("2 a \"x\"")
      #expect(!driver.screen.contains("… 1 more line"), "\(count) lines, \(warnings) warnings")
      #expect(driver.state.dialog?.preview.isCounted == true)
    }
  }

  @Test("tells how much is above and below a page")
  func position() {
    var driver = Driver.writable { $0.editing.consequences = Self.consequences(30, words: 1) }
    driver.press("2 a \"x\"")
    #expect(!Self.rule(driver).contains("above"))
    let count = Self.all(driver).count
    driver.press("PgDn")
    let top = driver.state.dialog?.previewTop ?? 0
    let height = driver.state.dialogLayout?.preview.height ?? 0
    #expect(Self.rule(driver).contains("what it does ─ "))
    #expect(Self.rule(driver).contains(" above, \(count - top - height) below: PgDn "))
    #expect(Self.rule(driver).contains(" \(top) line"))
    for _ in 0..<20 { driver.press("PgDn") }
    #expect(Self.rule(driver).contains(" above: PgUp "))
    for _ in 0..<20 { driver.press("PgUp") }
    #expect(driver.state.dialog?.previewTop == 0)
    #expect(!Self.rule(driver).contains("above"))
  }

  @Test("names the key that pages while a long list has the keys")
  func keys() {
    var driver = Self.withPermissions(60, 80, 24)
    driver.store.editing.consequences = Self.consequences(30, words: 1)
    driver.press("4 e Down Enter Tab Enter \"lena\" Enter Tab Space")
    #expect(driver.screen.contains("more lines: Ctrl-n"))
    driver.press("C-n")
    #expect(Self.rule(driver).contains("below: Ctrl-n"))
    driver.press("S-Tab")
    #expect(Self.rule(driver).contains("below: PgDn"))
  }

  @Test("keeps the page when another program's change has the same edit looked at anew")
  func sameEdit() {
    var driver = Driver.writable { $0.editing.consequences = Self.consequences(30, words: 1) }
    driver.press("2 a \"x\" PgDn")
    let top = driver.state.dialog?.previewTop ?? 0
    let asked = driver.previews.count
    driver.send(.databaseChanged)
    #expect(driver.previews.count > asked)
    #expect(top > 0 && driver.state.dialog?.previewTop == top)
    driver.press("\"y\"")
    #expect(driver.state.dialog?.previewTop == 0)
  }

  @Test("goes to the list where little is said below it", arguments: [(80, 24), (200, 60)])
  func wholeList(size: (Int, Int)) {
    var driver = Self.withPermissions(5, size.0, size.1)
    driver.press("4 e Down Enter")
    for number in 0..<5 { #expect(driver.screen.contains("file.permission\(number)")) }
    #expect(driver.lines.first { $0.contains("  Permissions") }?.contains("more") == false)
  }

  @Test("does not suffice for a long list, which says how much more there is")
  func longList() {
    var driver = Self.withPermissions(60, 80, 24)
    driver.press("4 e Down Enter")
    let rows = driver.state.dialogLayout?.rows ?? 0
    func heading() -> String { driver.lines.first { $0.contains("  Permissions") } ?? "" }
    #expect(rows > 4 && heading().contains(" \(60 - rows) more "))
    driver.press("Tab Tab Down PgDn")
    let top = driver.state.dialog?.checklist(.permissions)?.list.top ?? 0
    #expect(top > 0 && heading().contains(" \(top) above, \(60 - rows - top) more "))
    for _ in 0..<10 { driver.press("PgDn") }
    #expect(heading().contains(" \(60 - rows) above") && !heading().contains("more"))
  }

  @Test("never knows more of a list than was read")
  func unreadList() {
    var driver = Self.withPermissions(250, 80, 24)
    driver.press("4 e Down Enter")
    #expect(driver.screen.contains("+ more "))
  }

  @Test("leaves some rows of a list that nobody went to yet, also where much is said below it")
  func shortForm() {
    var driver = Driver.writable { $0.editing.consequences = Self.consequences(30, words: 1) }
    driver.press("1 a \"neo\"")
    #expect(driver.state.dialog?.focus == .field(0))
    #expect(driver.screen.contains("[ ] contractors") && driver.screen.contains("[ ] kernel-qe"))
    #expect(driver.screen.contains(" 1 more "))
    #expect((driver.state.dialogLayout?.preview.height ?? 0) >= 4)
  }

  @Test("of a small screen is not enough for a form, whose rule says how much is hidden")
  func smallScreen() {
    var driver = Driver.writable(60, 16)
    driver.press("1 a")
    #expect(driver.screen.contains("username") && !driver.screen.contains("superuser"))
    #expect(Self.rule(driver).contains(" fields: 5 more "))
    driver.press("Tab Tab Tab Tab Tab Tab")
    #expect(!driver.screen.contains("  username") && driver.screen.contains("superuser"))
    #expect(Self.rule(driver).contains(" fields: 2 above, 3 more "))
    // Text of several lines goes on where its first line ends.
    driver.press("Tab")
    #expect(driver.screen.contains("as Django writes ") && !driver.screen.contains("writes it:"))
  }

  @Test("is used for what is said, as far as there is any")
  func tallScreen() {
    var driver = Driver.writable(200, 60) { $0.editing.consequences = Self.consequences(40, words: 1) }
    driver.press("2 a \"x\"")
    #expect(Self.all(driver).count > 40)
    #expect(Self.said(driver).prefix(Self.all(driver).count) == Self.all(driver)[...])
    #expect(!driver.screen.contains("more line"))
  }

  @Test("never puts one part of a dialog over another", arguments: [16, 19, 24, 60])
  func parts(height: Int) {
    for script in DialogScreenTests.scripts {
      for count in [0, 40] {
        var driver = Driver.writable(80, height) {
          $0.editing.consequences = Self.consequences(count, words: 1)
        }
        driver.press(script.keys)
        guard let layout = driver.state.dialogLayout else { continue }
        let bottoms = [
          layout.banner.y + layout.banner.height, layout.form.y + layout.form.height, layout.rule + 1,
          layout.preview.y + layout.preview.height, layout.confirmations.y + layout.confirmations.height,
          layout.reason + 1, layout.buttons + 1, layout.rect.y + layout.rect.height - 1,
        ]
        #expect(bottoms == bottoms.sorted(), "\(script.name)")
        #expect(layout.buttons + 2 == layout.rect.y + layout.rect.height, "\(script.name)")
        #expect(layout.rect.y >= 1 && layout.rect.y + layout.rect.height <= height - 2, "\(script.name)")
      }
    }
  }

  // MARK: What a word is asked for

  private static func confirmation(_ word: Name, words: Int = 60) -> Authorization.Confirmation {
    let text = (0..<words).map { "\(word)\($0)" }.joined(separator: " ")
    return Authorization.Confirmation(.multiplied, text, word: word)
  }

  @Test("lets every line that a word is asked for be read, once and in order", arguments: sizes, [0, 5])
  func confirmations(size: (Int, Int), count: Int) {
    for script in ["2 a \"x\"", "2 d", "1 / \"lena\" Enter e Down Enter Space"] {
      var driver = Driver.writable(size.0, size.1) {
        $0.editing.consequences = Self.consequences(count, words: 1)
        $0.editing.confirmations = [Self.confirmation("one"), Self.confirmation("two")]
      }
      driver.press(script)
      let all = Self.all(driver)
      let layout = driver.state.dialogLayout
      #expect(layout?.wordFields == 0..<2)
      #expect(driver.screen.contains("type `one` to confirm:"))
      #expect(driver.screen.contains("type `two` to confirm:"))
      #expect(all.joined(separator: " ").contains(" one58 one59 (`one` confirms it) ! two0 two1 "))
      let isFolded = Self.said(driver).contains { $0.hasPrefix("… ") } || Self.rule(driver).contains("below")
      #expect(isFolded == (all.count > (layout?.preview.height ?? 0)))
      #expect(!driver.screen.contains("… 1 more line"))
      var read = Array(Self.said(driver).prefix { !$0.hasPrefix("… ") })
      while read.count < all.count {
        let before = driver.state.dialog?.previewTop
        driver.press("C-n")
        guard driver.state.dialog?.previewTop != before else { break }
        read += Self.said(driver)
      }
      while read.last == "" { read.removeLast() }
      #expect(read == all, "\(script)")
    }
  }

  @Test("shows how a warning begins that a word is asked for", arguments: sizes)
  func beginning(size: (Int, Int)) {
    var driver = Driver.writable(size.0, size.1) {
      $0.editing.confirmations = [Self.confirmation("one")]
      $0.editing.consequences = Self.consequences(5, words: 1)
      $0.editing.warnings = ["something else"]
    }
    driver.press("1 / \"lena\" Enter e Down Enter Space")
    #expect(driver.screen.contains("! one0 one1 one2"))
    #expect(!driver.screen.contains("(`one` confirms it)"))
    // The keys are in the field of the word, and still page.
    driver.press("C-s")
    #expect(driver.state.dialog?.focus == .confirmation(0))
    while driver.state.dialogLayout?.pages.below(driver.state.dialog?.previewTop ?? 0) ?? 0 > 0
      || driver.state.dialog?.previewTop == 0 && driver.screen.contains("more lines: PgDn")
    {
      let before = driver.state.dialog?.previewTop
      driver.press("PgDn")
      guard driver.state.dialog?.previewTop != before else { break }
    }
    #expect(driver.screen.contains("gains 3 · losses 0") || driver.screen.contains("+ read on 3 git trees"))
    driver.press("\"one\" C-s")
    #expect(driver.saved.count == 1)
  }

  @Test("never hides the word that is being typed, however many there are")
  func manyWords() {
    var driver = Driver.writable(60, 16) {
      $0.editing.confirmations = (0..<9).map { Self.confirmation(Name("word\($0)"), words: 2) }
    }
    driver.press("2 a \"x\" Tab")
    for number in 0..<9 {
      #expect(driver.cursorLine.contains("> type `word\(number)` to confirm:"))
      driver.press("\"word\(number)\" Tab")
    }
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("x")]])
  }
}
