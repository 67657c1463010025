import Authorization
import Frame
import Testing

@testable import Browser

/// A browser without a terminal: presses keys, answers effects until nothing is under way, shows the screen.
struct Driver {
  var state: BrowserState
  var store: FakeStore
  var effects: [Effect] = []
  /// Answers wait here while the driver is held.
  var held: [BrowserInput] = []
  var isHeld = false

  init(_ width: Int = 120, _ height: Int = 40, store: FakeStore = FakeStore()) {
    self.store = store
    state = BrowserState(size: Size(width: width, height: height))
    run(start(&state))
    expectIdle()
  }

  mutating func send(_ input: BrowserInput) { run(update(&state, input)) }

  /// Runs a key script.
  mutating func press(_ script: String) {
    do {
      for step in try KeyScript.parse(script) {
        if case .resize(let size) = step.action { send(.event(.resize(size))) }
        for key in step.keys { send(.event(.key(key))) }
      }
      expectIdle()
    } catch { Issue.record("\(error)") }
  }

  /// Lets the answers through that were held back.
  mutating func release() {
    isHeld = false
    let inputs = held
    held = []
    for input in inputs { send(input) }
    expectIdle()
  }

  private mutating func run(_ first: [Effect]) {
    var queue = first
    while !queue.isEmpty {
      let effect = queue.removeFirst()
      effects.append(effect)
      for input in store.answers(to: effect) {
        if isHeld { held.append(input) } else { queue += update(&state, input) }
      }
    }
  }

  /// Everything that was asked for must have been answered.
  func expectIdle() {
    // Only the number is compared, because a failure prints what it compared.
    let running = state.runningEffects
    if !isHeld, held.isEmpty { #expect(running == 0, "something is still under way") }
  }

  var frame: Frame { draw(state, size: state.size) }
  var screen: String { frame.plainText() }
  var lines: [String] { screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// The line under the cursor of the terminal.
  var cursorLine: String { frame.cursor.map { lines[$0.y] } ?? "" }
  var list: ListState? { state.place.list }
  var copied: [String] {
    effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
  }
}
