import Authorization
import Testing

@testable import Browser

@Suite("What a dialog says")
struct DialogWordsTests {
  @Test("asks for the role that the marked rows get")
  func roleToDo() {
    var driver = Driver.writable()
    driver.press("2 Space Space a Down Enter")
    #expect(driver.screen.contains("to do: choose a role"))
    #expect(!driver.screen.contains("nothing to change"))
    // Where roles can be taken away as well, nothing has to be chosen.
    driver.press("Esc * e Down Down Down Down Enter")
    #expect(driver.state.dialog?.title.hasPrefix("roles of") == true)
    #expect(driver.screen.contains("nothing to change"))
  }

  @Test("finds the line for no row by its own word only")
  func none() {
    for (typed, value) in [("anyone", true), ("any", false), ("o", false)] {
      var driver = Driver.writable()
      driver.press("5 e Enter Tab Enter \"\(typed)\" Enter")
      let isAnyone = driver.state.dialog?.choice(.row(.readGroup)) == ChoiceControl.Value.none
      #expect(isAnyone == value, "\(typed)")
    }
  }

  @Test("leads to the word that has to be typed")
  func confirmation() {
    var driver = Driver.writable {
      $0.editing.confirmations = [Confirmation(.anonymous, "everybody reads", word: "yes")]
    }
    driver.press("2 a \"x\" C-s")
    #expect(driver.state.dialog?.focus == .confirmation(0))
    driver.press("\"yes\" C-s")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("that a role is locked is no matter for whom it is given to")
  func locked() {
    var driver = Driver.writable {
      $0.editing.fields[Organisation.kernelRole]?[.locked] = .flag(true)
    }
    driver.press("3 e Down Down Enter")
    #expect(driver.state.dialog?.title.hasPrefix("holders") == true)
    #expect(!driver.screen.contains("this role is locked"))
    driver.press("Esc e Enter")
    #expect(driver.screen.contains("this role is locked"))
  }

  @Test("names the command that resets an access policy from a file")
  func reset() {
    var driver = Driver.writable(120, 40)
    driver.press("8 e Down Down Down Enter")
    #expect(driver.screen.contains("permscope endpoint reset DB remotes/file/file --from FILE"))
  }

  @Test("tells what is wrong with a statement before it is saved")
  func findings() {
    var driver = Driver.writable(120, 40) {
      $0.editing.fields[Organisation.endpoint]?[.statements] = .text(
        #"[{"action": ["list"], "principal": "*", "effect": "allow"}, {"action": ["list"], "effect": "Allow"}]"#
      )
    }
    driver.press("8 e Enter")
    #expect(driver.screen.contains("! 2. "))
  }

  @Test("checks a statement against the database as it is typed")
  func typed() {
    var driver = Driver.writable(120, 40) {
      $0.editing.warnings = ["statement 3: there is no group `nobody`", "statement 1: not this one"]
    }
    driver.press("8 e Enter Down a C-u \"group:nobody\"")
    #expect(driver.screen.contains("! there is no group `nobody`"))
    #expect(driver.screen.contains("! no action is named, so it never counts; name one"))
    #expect(!driver.screen.contains("! not this one"))
    // The store was asked about the statement before it was taken.
    let asked = driver.previews.last?.first
    guard case .editEndpoint(_, let edit)? = asked else {
      Issue.record("asked \(String(describing: asked))")
      return
    }
    #expect(edit.statements?.text.contains("group:nobody") == true)
    driver.press("C-u")
    #expect(driver.screen.contains("! no principal is named, so it never counts; name one"))
    driver.press("Esc Esc")
    #expect(driver.state.dialog?.page == nil)
    #expect(driver.state.dialog?.draft.changes == [])
  }

  @Test("checks a statement of a policy without a name as well")
  func typedBeforeName() {
    var driver = Driver.writable(120, 40) {
      $0.editing.warnings = ["statement 1: there is no user with the key `999`"]
    }
    driver.press("8 a Tab a C-u \"id:999\"")
    #expect(driver.screen.contains("! there is no user with the key `999`"))
    driver.press("Esc Esc C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("type the endpoint"))
  }

  @Test("has the plural of what it is about")
  func plurals() {
    let other = EntityRef(kind: .policy, key: .integer(2), name: "other", type: Organisation.upstream.type)
    var driver = Driver.writable {
      $0.lists[.view(.policies)] = FakeList([
        .named(Organisation.upstream, [.text("upstream"), .text(""), .text(""), .count(1)]),
        .named(other, [.text("other"), .text(""), .text(""), .count(1)]),
      ])
    }
    driver.press("5 Space Space d")
    #expect(driver.screen.contains("delete 2 git tree policies"))
  }

  @Test("is not that nobody gains anything, where requests are not counted")
  func requests() {
    var driver = Driver.writable {
      $0.editing.unitsPerChange = 0
      $0.editing.warnings = ["an access policy decides requests: they are not among the gains and losses"]
    }
    driver.press("8 e Enter J")
    #expect(driver.screen.contains("an access policy decides requests"))
    #expect(!driver.screen.contains("nobody gains or loses anything"))
    driver.store.editing.warnings = []
    driver.press("Esc Esc 2 a \"x\"")
    #expect(driver.screen.contains("nobody gains or loses anything"))
  }

  @Test("is scrolled from anywhere, by another key where a long list has the keys")
  func scrolling() {
    let consequences = (0..<60).map { PlanLine("take away grant \($0)", isConsequence: true) }
    var driver = Driver.writable {
      $0.editing.consequences = consequences
      $0.editing.choices[.permissions(nil)] = (0..<60).map {
        Organisation.permission(Name("auth.permission\($0)"), Int64($0 + 1))
      }
    }
    driver.press("2 a \"x\"")
    #expect(driver.screen.contains("more lines: PgDn"))
    driver.press("PgDn")
    #expect((driver.state.dialog?.previewTop ?? 0) > 0)
    driver.press("Esc Esc 1 / \"mira\" Enter e Down Enter Space PgDn")
    #expect((driver.state.dialog?.previewTop ?? 0) > 0)
    driver.press("Esc Esc e Down Down Enter Space")
    #expect(driver.screen.contains("more lines: Ctrl-n"))
    driver.press("PgDn")
    #expect(driver.state.dialog?.previewTop == 0)
    driver.press("C-n")
    #expect((driver.state.dialog?.previewTop ?? 0) > 0)
  }

  @Test("while it saves says after a while that it waits")
  func waiting() {
    var driver = Driver.writable()
    driver.press("2 a \"x\"")
    driver.isHeld = true
    driver.press("C-s")
    #expect(driver.screen.contains("saving…"))
    #expect(!driver.screen.contains("lock"))
    for _ in 0..<3 { driver.send(.tick) }
    #expect(driver.screen.contains("saving… (waiting for another program's lock)"))
    driver.release()
    #expect(driver.state.dialog == nil)
  }

  @Test("about an object that is named instead of its key says where names are chosen")
  func objectName() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Down Down Enter Tab \"file.filerepository:=web\"")
    #expect(driver.screen.contains("names are chosen in the field above"))
  }

  @Test("shows the time of day in the history on a small screen")
  func historyTime() {
    var driver = Driver.writable(80, 24)
    driver.press("-")
    #expect(driver.screen.contains("11-21 03:28"))
  }
}
