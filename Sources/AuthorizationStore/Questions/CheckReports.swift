public import Authorization

/// A check about rows of the database.
public struct AskedCheck: Sendable {
  public let subject: Subject
  public let permission: Permission
  public let target: Target
  /// Whether a grant in general or on the domain counts as well, as `has_model_or_domain_or_obj_perms` takes it.
  public let isAtAnyLevel: Bool

  public init(subject: Subject, permission: Permission, target: Target, isAtAnyLevel: Bool = false) {
    self.subject = subject
    self.permission = permission
    self.target = target
    // A git tree's methods have one level.
    self.isAtAnyLevel = isAtAnyLevel && !permission.isTreeMethod
  }
}

extension AskedCheck {
  /// The same check of the row alone.
  var withoutAssumedGroups: AskedCheck {
    var subject = subject
    subject.assumedGroups = []
    return AskedCheck(
      subject: subject, permission: permission, target: target, isAtAnyLevel: isAtAnyLevel)
  }

  /// The check as previews of edits count it.
  public var counted: CountedCheck {
    guard isAtAnyLevel, target != .general else { return CountedCheck(subject, permission, [target]) }
    var targets: [Target] = [.general]
    if case .object(let object) = target, let domain = object.domain { targets.append(.domain(domain, "")) }
    return CountedCheck(subject, permission, targets + [target])
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

  /// What is asked, one after the other, until one says yes.
  func levels(of asked: AskedCheck) throws -> [AskedCheck] {
    guard asked.isAtAnyLevel else { return [asked] }
    return try levels(of: asked.target).map {
      AskedCheck(subject: asked.subject, permission: asked.permission, target: $0)
    }
  }

  /// The answer with every rule that was considered.
  public func decision(_ asked: AskedCheck) throws -> Decision {
    asked.isAtAnyLevel
      ? try explainAtAnyLevel(asked.subject, asked.permission, asked.target)
      : try consider(asked.subject, asked.permission, asked.target)
  }

  /// Whether the subject, as the row of theirs is now, may.
  func allowsNow(_ asked: AskedCheck) throws -> Bool {
    let now = try asNow(asked)
    return try levels(of: now).contains { try allows(now.subject, $0.permission, $0.target) }
  }

  /// The same check of the subject with the flags that its row has now.
  func asNow(_ asked: AskedCheck) throws -> AskedCheck {
    AskedCheck(
      subject: try current(asked.subject), permission: asked.permission, target: asked.target,
      isAtAnyLevel: asked.isAtAnyLevel)
  }

  /// The whole answer; an exception of the real chain is part of it.
  public func report(_ asked: AskedCheck) throws -> CheckReport {
    CheckReport(
      asked.subject, asked.permission, asked.target,
      try consider(asked.subject, asked.permission, asked.target))
  }
}
