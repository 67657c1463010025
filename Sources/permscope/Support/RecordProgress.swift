import Authorization
import Foundation

/// One line on a terminal that says how far something long has come, erased at its end.
final class RecordProgress {
  private let verb: String
  private let isShown = isatty(STDERR_FILENO) != 0
  private var last: Date?
  /// More often nobody can read it, in seconds.
  private static let interval = 0.2

  init(_ verb: String) { self.verb = verb }

  /// - Parameter bytes: of the fixture.
  func show(records: Int, bytes: Int64) {
    guard isShown else { return }
    let now = Date()
    if let last, now.timeIntervalSince(last) < Self.interval { return }
    last = now
    let size = String(format: "%.1f MB", Double(bytes) / 1_000_000)
    Conversation.showLine("\(verb): \(Counted.words(records, "record")), \(size)")
  }

  func erase() {
    if last != nil { Conversation.showLine("") }
    last = nil
  }
}
