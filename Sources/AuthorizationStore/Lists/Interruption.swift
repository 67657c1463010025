internal import Authorization
import Dispatch
internal import GRDB
import Synchronization

/// Lets a long statement be stopped from outside, because it cannot look up from its work itself.
final class Interruption: Sendable {
  private let connections: [Connection]
  private let isRunning = Mutex(false)

  private init(_ connections: [Connection]) { self.connections = connections }

  /// Runs `body`; while it runs, `isWanted` is asked now and then, and its yes stops what runs in `during`.
  static func watching<Value>(
    _ connections: [Connection], isWanted: @Sendable () -> Bool, _ body: (Interruption) throws -> Value
  ) rethrows -> Value {
    try withoutActuallyEscaping(isWanted) { isWanted in
      let interruption = Interruption(connections)
      let watcher = DispatchGroup()
      let isOver = DispatchSemaphore(value: 0)
      DispatchQueue.global(qos: .utility).async(group: watcher) {
        while isOver.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
          if isWanted() { interruption.interrupt() }
        }
      }
      defer {
        isOver.signal()
        watcher.wait()
      }
      return try body(interruption)
    }
  }

  /// Runs what may be interrupted, inside a read of one of the connections.
  ///
  /// INVARIANT: only what runs in here is interrupted, so that no page that is read in between is hit.
  func during<Value>(_ body: () throws -> Value) rethrows -> Value {
    isRunning.withLock { $0 = true }
    defer { isRunning.withLock { $0 = false } }
    return try body()
  }

  private func interrupt() {
    isRunning.withLock { isRunning in
      if isRunning { connections.forEach { $0.queue.interrupt() } }
    }
  }
}
