public import Frame
import CNcurses
import Glibc

/// What the main loop hands to the program.
public enum Input<Message: Sendable>: Sendable {
  case event(Event)
  /// What a worker posted.
  case message(Message)
  /// Time has passed, for clocks and progress.
  case tick
  /// Somebody asks the process to end, by SIGINT, SIGTERM or SIGHUP; a terminal that went away is SIGHUP.
  case terminated(signal: Int32)
}

/// What the program wants after an input.
public enum Next: Sendable { case proceed, stop }

/// Waits for keys, messages and signals, on the calling thread only, and draws when all are handled.
///
/// Synchronous on purpose: an asynchronous `main` leaves the main thread on Linux, and curses stays on one.
public enum MainLoop {
  public enum End: Equatable, Sendable {
    /// `handle` returned `.stop`.
    case stopped
    /// The process is to end; close the screen, then call `Terminal.end(bySignal:)`.
    case signal(Int32)
  }

  /// Runs until `handle` says stop or a signal ends it.
  ///
  /// After SIGINT the loop goes on if `handle` returns `.proceed`; after SIGTERM and SIGHUP it doesn't.
  /// - Parameters:
  ///   - tick: Milliseconds between ticks; none for no ticks.
  ///   - draw: What the screen is to show; called once for all that was waiting.
  ///   - handle: Called for each input in turn. May call the screen's methods.
  public static func run<Message: Sendable>(
    screen: Screen, mailbox: Mailbox<Message>, tick: Int? = nil,
    draw: () throws -> Frame, handle: (Input<Message>) throws -> Next
  ) rethrows -> End {
    var nextTick = tick.map { Clock.now + $0 }
    while true {
      screen.show(try draw())
      let waited = wait(
        for: [screen.device.input, mailbox.descriptor, cn_guard_descriptor()],
        until: [nextTick, screen.decoder.deadline].compactMap { $0 }.min())

      while let signal = takeSignal(screen) {
        let next = try handle(.terminated(signal: signal))
        if next == .stop || signal != SIGINT { return .signal(signal) }
      }
      if let size = screen.takeResize(), try handle(.event(.resize(size))) == .stop { return .stopped }
      let (events, isOpen) = waited[0] ? screen.readEvents() : (screen.expireEvents(), true)
      for event in events where try handle(.event(event)) == .stop { return .stopped }
      for message in mailbox.drain() where try handle(.message(message)) == .stop { return .stopped }
      guard isOpen else {
        _ = try handle(.terminated(signal: SIGHUP))
        return .signal(SIGHUP)
      }
      if let tick, let due = nextTick, Clock.now >= due {
        nextTick = Clock.now + tick
        if try handle(.tick) == .stop { return .stopped }
      }
    }
  }

  /// The next request to end; on the way, what other signals ask of the screen is done.
  private static func takeSignal(_ screen: Screen) -> Int32? {
    while true {
      switch cn_guard_take() {
      case 0: return nil
      case SIGWINCH: screen.noteResize()
      case SIGTSTP: screen.suspend()
      case SIGCONT: screen.resume()
      case let signal: return signal
      }
    }
  }

  /// Waits until one of the files has something to read or the time has come; which of them have.
  private static func wait(for descriptors: [Int32], until deadline: Int?) -> [Bool] {
    var files = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let timeout = deadline.map { Int32(clamping: max(0, $0 - Clock.now)) } ?? -1
    // Interrupted by a signal: the handler has written to its pipe, which the next turn sees.
    guard poll(&files, nfds_t(files.count), timeout) > 0 else { return files.map { _ in false } }
    return files.map { $0.revents != 0 }
  }
}

extension Screen {
  /// Reads all that the terminal has sent; false if the terminal has gone.
  ///
  /// Everything that waits is taken before the next frame is drawn, so that the cursor doesn't run on after a
  /// key is released.
  func readEvents() -> (events: [Event], isOpen: Bool) {
    var events: [Event] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // A bound, so that endless input can't keep the screen from being drawn.
    for _ in 0..<64 {
      let count = read(device.input, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      guard count > 0 else { return (events, false) }
      events += decoder.feed(buffer.prefix(count), now: Clock.now)
      var file = pollfd(fd: device.input, events: Int16(POLLIN), revents: 0)
      guard poll(&file, 1, 0) > 0 else { break }
    }
    return (events, true)
  }

  /// The events of what has waited long enough for more bytes, such as ESC alone.
  func expireEvents() -> [Event] { decoder.expire(now: Clock.now) }
}
