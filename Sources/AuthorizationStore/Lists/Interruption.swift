internal import Authorization
import Dispatch
internal import GRDB
import Synchronization

/// Lets a long statement be stopped from outside, because it cannot look up from its work itself.
enum Interruption {
  /// Runs `body`; while it runs, `isWanted` is asked now and then, and its yes stops the connection's statement.
  static func watching<Value>(
    _ connection: Connection, isWanted: @Sendable () -> Bool, _ body: () throws -> Value
  ) rethrows -> Value {
    try withoutActuallyEscaping(isWanted) { isWanted in
      let watcher = DispatchGroup()
      let wake = DispatchSemaphore(value: 0)
      let guarded = Guarded(connection)
      DispatchQueue.global(qos: .utility).async(group: watcher) {
        while wake.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
          if isWanted() { guarded.interrupt() }
        }
      }
      defer {
        guarded.end()
        wake.signal()
        watcher.wait()
      }
      return try body()
    }
  }

  /// INVARIANT: nothing is interrupted after `end`, so that no later statement of the connection is hit.
  private final class Guarded: Sendable {
    private let isRunning = Mutex(true)
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func interrupt() { isRunning.withLock { if $0 { connection.queue.interrupt() } } }
    func end() { isRunning.withLock { $0 = false } }
  }
}
