public import Authorization

/// A check about rows of the database.
public struct AskedCheck: Sendable {
  public let subject: Subject
  public let permission: Permission
  public let target: Target

  public init(subject: Subject, permission: Permission, target: Target) {
    self.subject = subject
    self.permission = permission
    self.target = target
  }
}

extension AuthorizationReader {
  /// - Throws: `StoreError` where the permission makes no sense there, or a row is gone.
  public func asked(_ ref: SubjectRef, _ name: Name, on object: EntityRef?) throws -> AskedCheck {
    let subject = try subject(ref)
    let target: Target = try object.map { try self.target(of: $0) } ?? .general
    let permission = try askable(name, on: target)
    if case .object(let address) = target, !address.exists { throw try orphan(address) }
    return AskedCheck(subject: subject, permission: permission, target: target)
  }

  /// The whole answer; an exception of the real chain is part of it.
  public func report(_ asked: AskedCheck) throws -> CheckReport {
    CheckReport(
      asked.subject, asked.permission, asked.target,
      try consider(asked.subject, asked.permission, asked.target))
  }
}
