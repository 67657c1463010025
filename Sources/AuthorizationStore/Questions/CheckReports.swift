public import Authorization

extension AuthorizationReader {
  /// The whole answer about rows that the browser knows.
  ///
  /// - Throws: `StoreError` where the permission makes no sense or the object is gone, `RaisedException` where the real
  ///   chain raises.
  public func report(_ ref: SubjectRef, _ name: Name, on object: EntityRef?) throws -> CheckReport {
    let subject = try subject(ref)
    let target: Target = try object.map { try self.target(of: $0) } ?? .general
    let permission = try askable(name, on: target)
    if case .object(let address) = target, !address.exists { throw try orphan(address) }
    return CheckReport(
      subject: subject.argument, permission: permission.name, object: target.argument,
      decision: try explain(subject, permission, target))
  }
}

extension Target {
  /// As the command line names it; nil in general.
  fileprivate var argument: String? {
    switch self {
    case .general: nil
    case .object(let object): object.argument
    case .domain(_, let name): "domain:\(name)"
    }
  }
}
