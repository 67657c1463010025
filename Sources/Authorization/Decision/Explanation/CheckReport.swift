/// A check with its answer, as people read it: the command line and the browser say the same words.
public struct CheckReport: Sendable, Hashable {
  /// As the command line names it: `mira`, `group:release`, `:anonymous`.
  public var subject: String
  public var permission: Name
  /// As the command line names it; nil in general.
  public var object: String?
  public var decision: Decision

  public init(subject: String, permission: Name, object: String?, decision: Decision) {
    self.subject = subject
    self.permission = permission
    self.object = object
    self.decision = decision
  }
}
