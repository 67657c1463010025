import Frame
import Glibc
import Testing

@testable import Terminal

/// Everything that uses curses: its state is global, so these run one after the other.
@Suite("The screen", .serialized, .timeLimit(.minutes(1)))
struct ScreenTests {
  private func frame(_ screen: Screen, _ lines: String..., style: Style = .plain) -> Frame {
    var frame = Frame(size: screen.size)
    for (y, line) in lines.enumerated() { frame.put(line, x: 0, y: y, style: style) }
    return frame
  }

  @Test("cells are where the frame has them")
  func cells() throws {
    let screen = try PseudoTerminal(width: 8, height: 2).openedForGood()
    defer { screen.close() }
    #expect(screen.size == Size(width: 8, height: 2))
    screen.show(frame(screen, "日e\u{301}│\u{202E}", "12345678"))
    #expect(screen.text(row: 0) == "日e\u{301}│‹202")
    #expect(screen.text(row: 1) == "12345678", "the bottom right cell is drawn")
    screen.show(frame(screen, "x"))
    #expect(screen.text(row: 0) == "x       ")
    #expect(screen.text(row: 1) == "        ")
  }

  @Test("a frame of another size is cut or filled with blanks", arguments: [1, 3, 5, 20])
  func otherSize(width: Int) throws {
    let screen = try PseudoTerminal(width: 6, height: 2).openedForGood()
    defer { screen.close() }
    screen.show(frame(screen, "zzzzzz", "zzzzzz"))
    var other = Frame(size: Size(width: width, height: 1))
    other.put("日本日本日本日本", x: 0, y: 0)
    screen.show(other)
    let shown = [1: "      ", 3: "日    ", 5: "日本  ", 20: "日本日"]
    #expect(screen.text(row: 0) == shown[width])
    #expect(screen.text(row: 1) == "      ")
  }

  @Test("a frame cut within a wide character leaves a blank")
  func cutWide() throws {
    let screen = try PseudoTerminal(width: 3, height: 1).openedForGood()
    defer { screen.close() }
    var other = Frame(size: Size(width: 4, height: 1))
    other.put("日本", x: 0, y: 0)
    screen.show(other)
    #expect(screen.text(row: 0) == "日 ")
  }

  @Test("a cursor move sends little, no change sends nothing, and each update is one")
  func economy() throws {
    let terminal = try PseudoTerminal(width: 200, height: 60)
    let screen = try terminal.openScreen()
    defer { screen.close() }
    func list(_ selected: Int) -> Frame {
      var list = Frame(size: screen.size)
      list.box(Rect(x: 0, y: 0, width: 200, height: 60), title: "Users", style: Style(.focus))
      for y in 1..<59 {
        let row = Text.padded("user\(y) 日本 yes", to: 198)
        list.put(row, x: 1, y: y, style: Style(.plain, selected: y == selected))
      }
      list.cursor = Point(x: 1, y: selected)
      return list
    }
    screen.show(list(1))
    #expect(try terminal.output(through: ControlSequences.endUpdate).contains("\u{1B}[?1049h"))
    screen.show(list(2))
    let move = try terminal.output(through: ControlSequences.endUpdate)
    #expect(move.utf8.count <= 600)
    #expect(move.hasPrefix(ControlSequences.beginUpdate))
    #expect(move.contains("user2") && move.contains("user1") && !move.contains("user3"))
    screen.show(list(2))
    #expect(!terminal.hasOutput)
    screen.redrawAll()
    #expect(try terminal.output(through: ControlSequences.endUpdate).contains("user58"))
  }

  @Test("styles become attributes and colours, and none with the theme without them")
  func styles() throws {
    let terminal = try PseudoTerminal()
    let screen = try terminal.openScreen()
    defer { screen.close() }
    screen.show(frame(screen, "no", style: Style(.denied, selected: true)))
    let colored = try terminal.output(through: ControlSequences.endUpdate)
    #expect(colored.contains("[0;7m\u{1B}[91mno"))
    screen.setTheme(.mono)
    let plain = try terminal.output(through: ControlSequences.endUpdate)
    #expect(plain.contains("[0;4;7mno"))
    screen.setTheme(.light)
    #expect(try terminal.output(through: ControlSequences.endUpdate).contains("\u{1B}[38;5;124mno"))
  }

  @Test("NO_COLOR turns every theme into the one without colours")
  func noColor() throws {
    let terminal = try PseudoTerminal()
    let screen = try terminal.openScreen(noColor: true)
    defer { screen.close() }
    screen.show(frame(screen, "no", style: Style(.denied)))
    #expect(try terminal.output(through: ControlSequences.endUpdate).contains("[0;4mno"))
    screen.setTheme(.light)
    screen.show(frame(screen, "yes", style: Style(.allowed)))
    // Another theme may be an update of its own.
    #expect(try terminal.output(through: "yes").contains("[0;1myes"))
  }

  @Test(
    "a type of terminal that can't be used is one clear error",
    arguments: [
      ("dumb", Terminal.Failure.unusableType("dumb")), ("no\u{1B}such", .unknownType("no␛such")),
    ])
  func unusable(type: String, failure: Terminal.Failure) throws {
    let terminal = try PseudoTerminal()
    #expect(throws: failure) { try terminal.openScreen(type: type) }
    #expect(!terminal.hasOutput)
  }

  @Test("terminals of other kinds work", arguments: ["vt100", "linux", "screen", "xterm"])
  func otherTypes(type: String) throws {
    let terminal = try PseudoTerminal()
    let screen = try terminal.openScreen(type: type)
    screen.show(frame(screen, "hello"))
    #expect(try terminal.output(through: ControlSequences.endUpdate).contains("hello"))
    screen.close()
  }

  @Test("closing leaves the terminal as it was, also twice")
  func close() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes()
    let screen = try terminal.openScreen()
    #expect(terminal.modes() != before)
    screen.show(frame(screen, "x"))
    screen.close()
    screen.close()
    #expect(terminal.modes() == before)
    let output = try terminal.output(through: "\u{1B}[?1049l")
    for (on, off) in [
      (ControlSequences.pasteOn, ControlSequences.pasteOff), ("\u{1B}[?1000h", "\u{1B}[?1000l"),
      ("\u{1B}[?1006h", "\u{1B}[?1006l"), (ControlSequences.beginUpdate, ControlSequences.endUpdate),
    ] { #expect(output.contains(on) && output.contains(off)) }
    screen.show(Frame(size: Size(width: 1, height: 1)))
    #expect(!screen.copyToClipboard("x"))
  }

  @Test("without the mouse nothing asks for it, until it is turned on")
  func mouse() throws {
    let terminal = try PseudoTerminal()
    let screen = try terminal.openScreen(mouse: false)
    defer { screen.close() }
    screen.show(frame(screen, "x"))
    #expect(try !terminal.output(through: ControlSequences.endUpdate).contains("\u{1B}[?1000h"))
    screen.setMouse(true)
    #expect(try terminal.output(through: "\u{1B}[?1006h") == ControlSequences.mouseOn)
    #expect(screen.copyToClipboard("foo"))
    #expect(try terminal.output(through: "\u{7}") == "\u{1B}]52;c;Zm9v\u{7}")
  }

  @Test("frames and curses agree on widths, but for characters newer than the C library")
  func widths() throws {
    let screen = try PseudoTerminal().openedForGood()
    defer { screen.close() }
    var differing = 0
    var drawn = 0
    for value in UInt32(0x20)...0x3FFFF {
      guard let scalar = Unicode.Scalar(value),
        Text.visible("◌" + String(scalar)).unicodeScalars.last == scalar
      else {
        continue
      }
      let cells = Painter.cells(of: scalar)
      if cells < 0 { continue }
      drawn += 1
      if Text.width("◌" + String(scalar)) - 1 != cells { differing += 1 }
    }
    #expect(drawn > 100_000)
    // What differs is drawn as a placeholder of the frame's width.
    #expect(differing < 100, "\(differing) of \(drawn) differ")
    for scalar in "aé│…◌日한ｆ👩⚠␛‹⍽🄳\u{301}שس".unicodeScalars {
      #expect(Text.width("◌" + String(scalar)) - 1 == Painter.cells(of: scalar), "\(scalar)")
    }
  }
}

extension PseudoTerminal {
  /// A screen that keeps the files of this terminal open until it is closed.
  func openedForGood() throws -> Screen {
    let input = dup(terminal)
    return try Screen(
      device: Device(
        input: input, output: input, type: "xterm-256color", owned: [input, dup(controller)]),
      options: Screen.Options())
  }
}
