public import Authorization

/// What a session is worth at this moment.
public enum SessionState: Sendable, Hashable {
  /// What it caches is what the database says, or it caches nothing.
  case fresh
  /// What it caches differs from what the user may do now. The next login mends it.
  case stale(SessionDifference)
  case expired
  /// Nobody is logged in with it.
  case anonymous
  /// Django no longer accepts its user: inactive, or gone.
  case refused(String)
  case unreadable(String)
  /// There are too many git trees to compare in a list.
  case notCompared

  public var word: String {
    switch self {
    case .fresh: "fresh"
    case .stale: "stale"
    case .expired: "expired"
    case .anonymous: "anonymous"
    case .refused(let reason): reason
    case .unreadable: "unreadable"
    case .notCompared: "not compared"
    }
  }

  /// Whether a person should look at it.
  public var warns: Bool {
    switch self {
    case .stale, .unreadable: true
    case .fresh, .expired, .anonymous, .refused, .notCompared: false
    }
  }

  /// Whether it can no longer be used.
  public var isOver: Bool {
    switch self {
    case .expired, .refused: true
    case .fresh, .stale, .anonymous, .unreadable, .notCompared: false
    }
  }
}

/// How a session's cached authorization differs from what git trees say now. Keys of trees, in order.
public struct SessionDifference: Sendable, Hashable {
  /// What the user may do now and the session does not know.
  public var missingRead: [Name]
  public var missingWrite: [Name]
  /// What the session still allows and the user may no longer do.
  public var extraRead: [Name]
  public var extraWrite: [Name]

  init?(cached: SessionData.Cached, now: SessionData.Cached) {
    missingRead = now.read.subtracting(cached.read).sorted(by: Self.precedes)
    missingWrite = now.write.subtracting(cached.write).sorted(by: Self.precedes)
    extraRead = cached.read.subtracting(now.read).sorted(by: Self.precedes)
    extraWrite = cached.write.subtracting(now.write).sorted(by: Self.precedes)
    guard cached != now else { return nil }
  }

  /// Numbers by their size, other keys as text.
  private static func precedes(_ left: Name, _ right: Name) -> Bool {
    guard let one = Int64(left.text), let other = Int64(right.text) else { return left < right }
    return one < other
  }
}
