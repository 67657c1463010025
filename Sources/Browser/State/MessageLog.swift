/// One line that tells what happened.
public struct Message: Hashable, Sendable {
  public enum Level: String, Sendable, CaseIterable { case info, warning, error }

  public var level: Level
  /// A lower-case sentence without a final period.
  public var text: String

  public init(_ level: Level, _ text: String) {
    self.level = level
    self.text = text
  }
}

/// What the browser has told so far: the last message until the next key, and all of them for the history.
struct MessageLog: Hashable, Sendable {
  /// Enough for a working day; older ones are dropped so that memory stays flat.
  static let limit = 500

  private(set) var entries: [Message] = []
  private(set) var current: Message?

  mutating func say(_ level: Message.Level, _ text: String) { add(Message(level, text)) }

  mutating func add(_ message: Message) {
    entries.append(message)
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    // An error that nobody has read yet is not replaced by something lesser.
    if current?.level == .error && message.level != .error { return }
    current = message
  }

  mutating func dismiss() { current = nil }
}
