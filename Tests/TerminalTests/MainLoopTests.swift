import Frame
import Glibc
import Testing

@testable import Terminal

extension ScreenTests {
  /// The loop on a terminal of its own.
  @Suite("The main loop")
  struct MainLoopTests {
    /// What the loop hands over until `q` is typed.
    private func inputs(
      typing text: String, before: (PseudoTerminal, Mailbox<String>) -> Void = { _, _ in }
    ) throws -> (inputs: [String], end: MainLoop.End, frames: Int) {
      let terminal = try PseudoTerminal()
      let screen = try terminal.openScreen()
      defer { screen.close() }
      let mailbox = Mailbox<String>()
      before(terminal, mailbox)
      terminal.type(text)
      var inputs: [String] = []
      var frames = 0
      let end = MainLoop.run(
        screen: screen, mailbox: mailbox,
        draw: {
          frames += 1
          return Frame(size: screen.size)
        },
        handle: { input in
          if case .event(.key(.character("q"))) = input { return .stop }
          inputs.append("\(input)")
          return .proceed
        })
      return (inputs, end, frames)
    }

    private func described(_ events: Event...) -> [String] {
      events.map { "\(Input<String>.event($0))" }
    }

    @Test("keys, text, pastes and the mouse come through a terminal in order")
    func events() throws {
      let run = try inputs(
        typing: "j\u{1B}[A\u{1B}OBé\u{1B}[200~a\rb\u{1B}[201~\u{1B}[<0;3;2M\u{4}\u{1A}\r\u{11}\u{13}\u{16}q")
      #expect(
        run.inputs
          == described(
            .key(.character("j")), .key(.up), .key(.down), .key(.character("é")), .paste("a\nb"),
            .mouse(Mouse(.press, x: 2, y: 1)), .key(.control("d")), .key(.control("z")), .key(.enter),
            .key(.control("q")), .key(.control("s")), .key(.control("v"))))
      #expect(run.end == .stopped)
    }

    @Test("keys that wait are handled before the next frame is drawn")
    func drained() throws {
      let run = try inputs(typing: String(repeating: "j", count: 500) + "q")
      #expect(run.inputs.count == 500)
      #expect(run.frames <= 3)
    }

    @Test("ESC alone comes after a moment")
    func escape() throws {
      let terminal = try PseudoTerminal()
      let screen = try terminal.openScreen()
      defer { screen.close() }
      terminal.type("\u{1B}")
      var received: Event?
      let end = MainLoop.run(
        screen: screen, mailbox: Mailbox<String>(), draw: { Frame(size: screen.size) },
        handle: { input in
          if case .event(let event) = input { received = event }
          return .stop
        })
      #expect(received == .key(.escape))
      #expect(end == .stopped)
    }

    @Test("messages of workers wake the loop")
    func messages() throws {
      let screen = try PseudoTerminal().openedForGood()
      defer { screen.close() }
      let mailbox = Mailbox<String>()
      mailbox.post("found")
      var received: [String] = []
      _ = MainLoop.run(
        screen: screen, mailbox: mailbox, draw: { Frame(size: screen.size) },
        handle: { input in
          guard case .message(let message) = input else { return .proceed }
          received.append(message)
          if received.count == 1 { Task.detached { mailbox.post("counted") } }
          return received.count == 2 ? .stop : .proceed
        })
      #expect(received == ["found", "counted"])
    }

    @Test("a new size is an event, and the screen has it")
    func resize() throws {
      let run = try inputs(typing: "q") { terminal, _ in
        terminal.resize(width: 61, height: 7)
        deliver(SIGWINCH)
      }
      #expect(run.inputs == described(.resize(Size(width: 61, height: 7))))
    }

    @Test("ticks come when their time has")
    func ticks() throws {
      let screen = try PseudoTerminal().openedForGood()
      defer { screen.close() }
      var ticks = 0
      let end = MainLoop.run(
        screen: screen, mailbox: Mailbox<Int>(), tick: 5, draw: { Frame(size: screen.size) },
        handle: { input in
          if case .tick = input { ticks += 1 }
          return ticks == 3 ? .stop : .proceed
        })
      #expect(ticks == 3)
      #expect(end == .stopped)
    }

    @Test("a request to end comes before the keys and ends the loop", arguments: [SIGTERM, SIGHUP])
    func signal(signal: Int32) throws {
      let run = try inputs(typing: "jq") { _, _ in deliver(signal) }
      #expect(run.end == .signal(signal))
      #expect(run.inputs == ["\(Input<String>.terminated(signal: signal))"])
    }

    @Test("a terminal that goes away ends the loop")
    func hangup() throws {
      var terminal: PseudoTerminal? = try PseudoTerminal()
      let input = dup(try #require(terminal).terminal)
      let screen = try Screen(
        device: Device(input: input, output: input, type: "xterm", owned: [input]), options: Screen.Options())
      defer { screen.close() }
      terminal = nil
      var inputs: [String] = []
      let end = MainLoop.run(
        screen: screen, mailbox: Mailbox<Int>(), draw: { Frame(size: screen.size) },
        handle: { input in
          inputs.append("\(input)")
          return .proceed
        })
      #expect(end == .signal(SIGHUP))
      #expect(inputs == ["\(Input<Int>.terminated(signal: SIGHUP))"])
    }
  }
}

/// Sends a signal to the calling thread, where it has been handled on return.
///
/// The threads that tests run on block most signals.
private func deliver(_ signal: Int32) {
  var only = sigset_t()
  var before = sigset_t()
  sigemptyset(&only)
  sigaddset(&only, signal)
  pthread_sigmask(SIG_UNBLOCK, &only, &before)
  raise(signal)
  pthread_sigmask(SIG_SETMASK, &before, nil)
}
