import CNcurses
import Glibc
import Synchronization

/// Where workers leave messages for the main loop, from any thread.
public final class Mailbox<Message: Sendable>: Sendable {
  private struct Contents {
    var messages: [Message] = []
    /// Whether a byte is in the pipe, so that many messages cost one write.
    var signalled = false
  }

  private let contents = Mutex(Contents())
  private let readEnd: Int32
  private let writeEnd: Int32

  public init() {
    var ends: [Int32] = [-1, -1]
    // Without a pipe, which takes a process that is out of files, messages wait for the next key or tick.
    _ = cn_pipe(&ends)
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    if readEnd >= 0 { close(readEnd) }
    if writeEnd >= 0 { close(writeEnd) }
  }

  public func post(_ message: Message) {
    contents.withLock { contents in
      contents.messages.append(message)
      guard !contents.signalled else { return }
      contents.signalled = true
      var byte: UInt8 = 0
      _ = write(writeEnd, &byte, 1)
    }
  }

  /// Takes all messages, in the order of posting.
  public func drain() -> [Message] {
    contents.withLock { contents in
      if contents.signalled {
        var byte: UInt8 = 0
        _ = read(readEnd, &byte, 1)
        contents.signalled = false
      }
      defer { contents.messages = [] }
      return contents.messages
    }
  }

  /// Waits for a message; false if none came within that many milliseconds.
  ///
  /// For runs without a terminal, where no main loop waits.
  public func wait(milliseconds: Int) -> Bool {
    let deadline = Clock.now + milliseconds
    while true {
      var file = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
      let left = max(0, deadline - Clock.now)
      let ready = poll(&file, 1, Int32(clamping: left))
      if ready > 0 { return true }
      if ready == 0 || errno != EINTR { return contents.withLock { !$0.messages.isEmpty } }
    }
  }

  /// Becomes readable when there are messages.
  var descriptor: Int32 { readEnd }
}

/// Time that never jumps, in milliseconds.
enum Clock {
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }
}
