import Foundation
import Synchronization

/// Notices Ctrl-C, or other signals that end a program, instead of ending by them.
final class Interrupt {
  /// What the signals' queue and the work share: the signal that came.
  private final class Flag: Sendable {
    let signal = Mutex<Int32?>(nil)
  }

  private let flag = Flag()
  private let watched: [(number: Int32, source: any DispatchSourceSignal)]

  init(_ signals: [Int32] = [SIGINT]) {
    // Who starts the program with a signal ignored wants it ignored.
    watched = signals.filter { !Self.isIgnored($0) }.map { number in
      (number, DispatchSource.makeSignalSource(signal: number, queue: .global()))
    }
    for (number, source) in watched {
      signal(number, SIG_IGN)
      source.setEventHandler { [flag] in flag.signal.withLock { $0 = number } }
      source.resume()
    }
  }

  /// May be asked from any thread.
  var hasCome: @Sendable () -> Bool { { [flag] in flag.signal.withLock { $0 != nil } } }

  /// The signal that came.
  var number: Int32? { flag.signal.withLock { $0 } }

  /// Lets the signals end the process again.
  func end() {
    for (number, source) in watched {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var before = sigaction()
    sigaction(number, nil, &before)
    return unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
