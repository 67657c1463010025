internal import Authorization

extension BatchAnswerer {
  /// The methods of Django's `User` and `AnonymousUser`, over a chain of backends.
  static let userHandlers: [Name: Handler] = [
    "user.has_perm": { session, query in
      let chain = try session.chain(query)
      let subject = try session.subject(query)
      return .bool(try session.allows(subject, query.text("perm"), session.object(query), chain))
    },
    "user.has_perms": { session, query in .bool(try session.userHasPermissions(query)) },
    "user.has_module_perms": { session, query in .bool(try session.userHasModulePermissions(query)) },
    "user.all_permissions": { session, query in try JSONValue(sorted: session.userAllPermissions(query)) },
  ]
}

extension BatchSession {
  /// Django: `User.has_perms`, which stops at the first no. An empty list is yes.
  func userHasPermissions(_ query: BatchQuery) throws -> Bool {
    let chain = try chain(query)
    let subject = try subject(query)
    let object = try object(query)
    guard let value = query.fields["perms"] else { throw query.missing("perms", "a list of strings") }
    guard let elements = value.elements else {
      throw RaisedException("ValueError", "the permissions must be a list")
    }
    return try query.texts("perms", elements).allSatisfy { try allows(subject, $0, object, chain) }
  }

  /// Django: `User.has_module_perms`. guardian has no such method and is passed over.
  func userHasModulePermissions(_ query: BatchQuery) throws -> Bool {
    let chain = try chain(query)
    let subject = try subject(query)
    let app = try query.text("app")
    if subject.passesBeforeBackends { return true }
    for backend in chain.backends {
      switch backend.id {
      case .model:
        if try modelHasModulePermissions(subject, app) { return true }
      case .rules:
        // rules: looks for a rule with the app's name, so that a rule's own name is answered by that rule.
        if try allows(subject, app, nil, only(.rules)) { return true }
      case .guardian, .pulpRoles, .trees: continue
      }
    }
    return false
  }

  /// Django: `User.get_all_permissions`. rules has no such method; guardian gives bare codenames.
  func userAllPermissions(_ query: BatchQuery) throws -> Set<Name> {
    let chain = try chain(query)
    let subject = try subject(query)
    let object = try object(query)
    var found: Set<Name> = []
    for backend in chain.backends {
      switch backend.id {
      case .model:
        if object == nil { found.formUnion(try modelPermissions(subject, [.user, .group])) }
      case .guardian:
        // guardian looks for the row that stands for anonymous even when it has nothing to answer.
        if subject.kind == .anonymous, reader.options.anonymousName == nil { continue }
        let row = try row(for: subject)
        if let object { found.formUnion(try objectPermissions(row, object.concrete(schema.proxies))) }
      case .rules, .trees: continue
      case .pulpRoles:
        throw BatchError("`\(query.kind)` does not know the permissions of `pulp-roles` yet")
      }
    }
    return found
  }
}
