import Authorization

extension BrowserState {
  mutating func perform(_ id: ActionID) {
    switch id {
    case .up: move(.lines(-1))
    case .down: move(.lines(1))
    case .pageUp: move(.pages(-1))
    case .pageDown: move(.pages(1))
    case .halfUp: move(.halfPages(-1))
    case .halfDown: move(.halfPages(1))
    case .first: move(.first)
    case .last: move(.last)
    case .open: open()
    case .right: goRight()
    case .back: goBack()
    case .left: goLeft()
    case .nextPane: changePane(by: 1)
    case .previousPane: changePane(by: -1)
    case .nextSection: changeSection(by: 1)
    case .previousSection: changeSection(by: -1)
    case .view(let view): show(view)
    case .filter: startFilter()
    case .sort: openSortMenu()
    case .mark: toggleMark()
    case .export: askForExport()
    case .inspector: toggleInspector()
    case .whoCan: askWhoCan()
    case .why: askWhy()
    case .remedies: if let item = place.why?.firstRemedy { goToSection(at: item) }
    case .previewChange: openRemedy()
    case .turn: turn(by: 1)
    case .turnBack: turn(by: -1)
    case .seeAs: seeAs()
    case .filterObjects: startFilter(ofObjects: true)
    case .otherSubjects: changeMatrix { $0.turnSubjects() }
    case .nextPermission: changeMatrix { $0.turnPermission(by: 1) }
    case .previousPermission: changeMatrix { $0.turnPermission(by: -1) }
    case .pin: pin()
    case .letGo: letGo()
    case .before: askBefore()
    case .anonymous: askAboutAnonymous()
    case .copy: copyAnswer()
    case .unmark: place.list?.marks = []
    case .add: offer(formsToAdd, title: "add")
    case .edit: edit()
    case .delete: deleteAtCursor()
    case .undo: askForUndo(redo: false)
    case .redo: askForUndo(redo: true)
    case .staged: openStaged()
    case .history: openHistory()
    case .request, .changeRequest: openRequest()
    case .form(let id): open(id)
    // INVARIANT: these mean something in dialogs only, whose keys do not arrive here.
    case .saveDialog, .stage, .listUnits, .stopCounting, .nextField, .previousField, .toggle, .onlyOn,
      .filterChoices,
      .closeDialog, .dialogHelp, .scrollDown, .scrollUp, .moveUp, .moveDown:
      break
    case .palette: overlay = .palette(Palette())
    case .help: overlay = .help(top: 0)
    case .messages: overlay = .messages(top: Int.max)
    case .mouse: switchMouse()
    case .theme: switchTheme()
    case .redraw: redraw()
    case .suspend: outbox.append(.suspend)
    case .quit: quit()
    }
  }

  private mutating func quit() {
    guard staged.isEmpty || quitWarning > 0 else {
      // This key and the next.
      quitWarning = 2
      let are = staged.count == 1 ? "is" : "are"
      return messages.say(
        .warning,
        "\(Words.count(staged.count, "staged edit")) \(are) not saved; `q` again quits, `S` shows them")
    }
    outbox.append(.quit)
  }

  private mutating func switchMouse() {
    mouseIsOn.toggle()
    outbox.append(.setMouse(mouseIsOn))
    messages.say(.info, mouseIsOn ? "the mouse is on" : "the mouse is off: the terminal selects text")
  }

  private mutating func switchTheme() {
    theme = theme.following
    outbox.append(.setTheme(theme))
    messages.say(.info, "theme `\(theme.rawValue)`")
  }

  private mutating func redraw() {
    outbox.append(.redraw)
    markEverythingStale()
  }

  private mutating func toggleMark() {
    guard let ref = place.list?.row?.ref else { return }
    if place.list?.marks.remove(ref) == nil { place.list?.marks.insert(ref) }
    move(.lines(1))
  }

  private mutating func toggleInspector() {
    switch (inspector.isVisible, focus == .inspector) {
    case (false, _):
      inspector.isVisible = true
      inspectorHasFocus = true
    case (true, false): inspectorHasFocus = true
    case (true, true):
      inspector.isVisible = false
      inspectorHasFocus = false
    }
  }

  private mutating func pin() {
    guard let ref = refUnderCursor else { return }
    if let subject = SubjectRef(ref) {
      inspector.subject = subject
      inspector.subjectIsChosen = true
      inspector.subjectIsPinned = true
    } else {
      inspector.object = ref
      inspector.objectIsPinned = true
    }
    inspector.isVisible = true
    messages.say(.info, "the inspector stays with \(ref.title); `P` lets go")
  }

  private mutating func letGo() {
    inspector.subjectIsPinned = false
    inspector.objectIsPinned = false
    inspector.object = nil
    inspector.before = nil
    messages.say(.info, "the inspector follows the cursor")
    follow()
  }

  private mutating func askBefore() {
    guard let ref = refUnderCursor, ref.kind == .entry, case .integer(let number) = ref.key else { return }
    inspector.before = number
    inspector.isVisible = true
    messages.say(.info, "the inspector shows what was so before entry \(number); `P` lets go")
  }

  private mutating func askAboutAnonymous() {
    inspector.subject = .anonymous
    inspector.subjectIsPinned = true
    inspector.isVisible = true
    messages.say(.info, "the inspector stays with somebody who is not logged in; `P` lets go")
  }
}
