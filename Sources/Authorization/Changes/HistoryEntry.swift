/// One entry of the history: everything that was written in one transaction.
public struct HistoryEntry: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case edit, undo, redo
  }

  public var number: Int64
  public var kind: Kind
  /// The entry that this one takes back or does again.
  public var about: Int64?
  /// ISO 8601, UTC: `2026-11-21T03:28:41Z`.
  public var time: String
  public var operatorName: Name
  public var reason: Name?
  /// What was done, in words.
  public var lines: [PlanLine]
  public var gains: Int?
  public var losses: Int?
  /// Whether it was taken back since.
  public var isUndone: Bool
  public var irreversible: String?

  public init(
    number: Int64, kind: Kind, about: Int64?, time: String, operatorName: Name, reason: Name?,
    lines: [PlanLine], gains: Int?, losses: Int?, isUndone: Bool, irreversible: String?
  ) {
    self.number = number
    self.kind = kind
    self.about = about
    self.time = time
    self.operatorName = operatorName
    self.reason = reason
    self.lines = lines
    self.gains = gains
    self.losses = losses
    self.isUndone = isUndone
    self.irreversible = irreversible
  }
}
