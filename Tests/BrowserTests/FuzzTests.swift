import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Anything at any moment")
struct FuzzTests {
  /// The same keys in every run.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let keys: [Key] =
    Action.all.flatMap(\.keys)
    + [
      .character("x"), .backspace, .delete, .insert, .function(5), .character("k"), .character("é"),
      .control("w"),
    ]

  @Test("keys, sizes, clicks and commits never break the browser", arguments: 0..<6)
  func fuzz(seed: Int) {
    var dice = Dice(state: UInt64(seed) &* 7_919 &+ 1)
    var driver = Driver(80, 24)
    for _ in 0..<200 {
      driver.isHeld = Int.random(in: 0..<4, using: &dice) == 0
      driver.store.hidesPrepared = Int.random(in: 0..<3, using: &dice) == 0
      driver.send(input(&dice))
      if !driver.held.isEmpty, Bool.random(using: &dice) { driver.release() }
      let size = driver.state.size
      let frame = draw(driver.state, size: size)
      #expect(frame.size == size)
      if let cursor = frame.cursor { #expect(cursor.x >= 0 && cursor.y >= 0) }
      let other = Self.size(&dice)
      #expect(draw(driver.state, size: other).size == other)
      #expect((driver.list?.window.rows.count ?? 0) <= RowWindow.limit)
      let left = driver.state.outbox.count
      #expect(left == 0)
    }
    driver.isHeld = false
    driver.release()
    let running = driver.state.runningEffects
    #expect(running == 0)
  }

  @Test("an edit is written by Save alone, whatever else is pressed", arguments: 0..<6)
  func fuzzDialogs(seed: Int) {
    var dice = Dice(state: UInt64(seed) &* 104_729 &+ 7)
    for script in DialogScreenTests.scripts.shuffled(using: &dice).prefix(8) {
      var driver = Driver.writable(80, 24)
      driver.press(script.keys)
      for _ in 0..<40 {
        driver.isHeld = Int.random(in: 0..<5, using: &dice) == 0
        let before = driver.effects.count
        let saving = driver.state.dialog?.reasonAgainst(.save) == nil
        let input = input(&dice)
        driver.send(input)
        let applied = driver.effects.dropFirst(before).contains {
          if case .apply = $0 { true } else { false }
        }
        // Only a dialog that says that it can be saved writes, by its key, its button or the page before the first edit.
        if applied { #expect(saving) }
        if !driver.held.isEmpty, Bool.random(using: &dice) { driver.release() }
        let size = driver.state.size
        #expect(draw(driver.state, size: size).size == size)
        #expect(draw(driver.state, size: Self.size(&dice)).size.width >= 0)
      }
      driver.isHeld = false
      driver.release()
      let running = driver.state.runningEffects
      #expect(running == 0)
    }
  }

  private func input(_ dice: inout Dice) -> BrowserInput {
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: .event(.resize(Self.size(&dice)))
    case 1: Bool.random(using: &dice) ? .databaseChanged : .tick
    case 2: .event(.paste("li\u{301}nux\n"))
    case 3:
      .event(
        .mouse(
          Mouse(
            [.press, .doubleClick, .scrollUp, .scrollDown].randomElement(using: &dice) ?? .press,
            x: Int.random(in: -2..<140, using: &dice), y: Int.random(in: -2..<50, using: &dice))))
    default: .event(.key(Self.keys.randomElement(using: &dice) ?? .down))
    }
  }

  private static func size(_ dice: inout Dice) -> Size {
    Size(width: Int.random(in: 0..<220, using: &dice), height: Int.random(in: 0..<70, using: &dice))
  }
}
