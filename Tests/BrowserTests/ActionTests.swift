import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Actions")
struct ActionTests {
  @Test("have one meaning for each key in each context", arguments: ActionContext.allCases)
  func uniqueKeys(context: ActionContext) {
    var seen: [Key: ActionID] = [:]
    for action in Action.all where action.contexts.contains(context) {
      for key in action.keys {
        #expect(seen[key] == nil, "\(key.label) means \(action.title) and something else")
        seen[key] = action.id
      }
    }
  }

  @Test("have a title, help, keys and a name of their own")
  func complete() {
    #expect(Set(Action.all.map(\.id.name)).count == Action.all.count)
    for action in Action.all {
      #expect(!action.title.isEmpty && !action.help.isEmpty && !action.contexts.isEmpty)
      // What has no key of its own is reached through the palette.
      #expect(action.keys.isEmpty == (action.group == .forms))
      #expect(!action.help.hasSuffix("."))
    }
  }

  @Test("stand on the help page, all of them")
  func help() {
    for action in Action.all {
      #expect(HelpPage.lines.contains(HelpPage.entry(action)))
    }
  }

  @Test("are found in the palette, disabled ones with the reason")
  func palette() {
    let all = Action.all.filter { $0.group != .dialogs }
    #expect(Fuzzy.actions(matching: "") == all)
    for action in all { #expect(Fuzzy.actions(matching: action.title).contains(action)) }
    var driver = Driver(120, 40)
    driver.press(": \"undo\"")
    #expect(driver.screen.contains("not now: read-only: asked for"))
    driver.press("Enter")
    #expect(driver.screen.contains("undo: read-only: asked for"))
    driver.press(": \"gro\" Enter")
    #expect(driver.state.journey.view == .groups)
  }

  @Test("that change the database are these, and one for each dialog")
  func mutating() {
    let actions = Action.all.filter(\.mutates).map(\.id)
    let forms = FormID.allCases.map { ActionID.form($0) }
    #expect(Set(actions) == Set([.add, .edit, .delete, .undo, .redo, .staged, .saveDialog] + forms))
  }

  @Test("fit the footer at any width, the way to help always among them", arguments: [60, 80, 120, 200])
  func footer(width: Int) {
    var driver = Driver(width, 24)
    #expect(driver.lines.last?.contains("Enter open") == true)
    for keys in ["", "Enter", "i"] {
      driver.press(keys)
      #expect(driver.lines.last?.hasSuffix(": commands  ? help") == true)
    }
  }

  @Test("are kept apart from the world: quitting, suspending and the rest are effects")
  func effects() {
    var driver = Driver()
    driver.press("C-l C-z M t q")
    let expected: [Effect] = [.redraw, .suspend, .setMouse(false), .setTheme(.light), .quit]
    for effect in expected { #expect(driver.effects.contains(effect)) }
  }

  @Test("have the keys that the views are known by")
  func viewKeys() {
    for view in ViewDescription.all {
      #expect(Action.of(.character(view.key), in: .list)?.id == .view(view.id))
    }
    #expect(BrowserState(size: Size(width: 80, height: 24)).journeys.map(\.view) == ViewID.allCases)
  }
}
