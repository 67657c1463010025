/// Names one running effect, so that a late answer to a question nobody asks any more can be told apart.
public struct Token: Hashable, Sendable {
  public let number: Int

  /// Tokens are handed out by the browser; only tests make their own.
  public init(_ number: Int) { self.number = number }
}

/// The effects that have been asked for and not been answered.
struct RunningEffects: Hashable, Sendable {
  private var next = 0
  private(set) var tokens: Set<Token> = []

  mutating func start() -> Token {
    next += 1
    let token = Token(next)
    tokens.insert(token)
    return token
  }

  /// Whether the effect was still running.
  @discardableResult
  mutating func end(_ token: Token) -> Bool { tokens.remove(token) != nil }
}
