public import Authorization

extension AuthorizationReader {
  /// What a client sees of the request to an object that a permission is for, for the browser.
  ///
  /// - Throws: `StoreError` where no endpoint follows from the object.
  public func report(_ ref: SubjectRef, needing permission: Name, on object: EntityRef) throws
    -> RequestReport
  {
    guard schema.has(.policies) || schema.has(.tasks) else {
      throw StoreError(.missingSystem, "this database has nothing that decides about requests")
    }
    let ofKind = object.kind == .domain ? Gate.domainType : nil
    guard let type = object.type ?? ofKind, isRequested(type) else {
      throw StoreError(
        .usage,
        "no endpoint is known for \(object.kind.title) `\(object.name)`, so there is no request to ask about"
      )
    }
    let found = try action(needing: permission, on: type)
    var report = try report(
      ref, RequestDescription(action: (found ?? Self.reading).text, object: "\(type):\(object.key)"))
    if found == nil {
      report.answer.warnings.append(
        "no request to one object is known that asks for `\(permission)`; this is the one that reads it")
    }
    return report
  }

  private static let reading: Name = "retrieve"

  private func isRequested(_ type: TypeName) -> Bool {
    TaskEndpoint.allCases.contains { $0.type == type } || EndpointTable.pulp.endpoint(of: type) != nil
  }

  /// The action on one object whose check names the permission; nil where none does.
  private func action(needing permission: Name, on type: TypeName) throws -> Name? {
    if let tasks = TaskEndpoint.allCases.first(where: { $0.type == type }) {
      return tasks.actions.first { $0.isDetail && tasks.permission(for: $0.method) == permission }?.name
    }
    guard let endpoint = EndpointTable.pulp.endpoint(of: type) else { return nil }
    // Whoever may not view an object is not shown it, whatever the statements say.
    if endpoint.scope == .permission(permission) { return Self.reading }
    let statements = try storedPolicy(endpoint.name)?.statements.elements ?? []
    for statement in statements.map({ AccessStatement(json: $0) })
    where statement.calls.contains(where: { $0.permissions.contains(permission) }) {
      if let action = statement.action.first(where: { endpoint.action(named: $0)?.isDetail == true }) {
        return action
      }
    }
    return nil
  }
}
