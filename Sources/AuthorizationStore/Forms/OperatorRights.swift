public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// The kinds of edit that a user may do nowhere, with the permission that each needs.
  ///
  /// - Throws: `StoreError.unknownSubject` where there is no such user.
  public func lacking(_ operatorName: Name) throws -> [EditKind: Name] {
    let subject = try subject(.user(operatorName))
    let users = userType ?? TypeName(app: "auth", model: "user")
    var lacking: [EditKind: Name] = [:]
    for kind in EditKind.allCases {
      let name = kind.permission(users: users)
      let permission = try permission(name)
      if try !allows(subject, permission, .general), try !holdsSomewhere(subject, permission) {
        lacking[kind] = name
      }
    }
    return lacking
  }

  /// Whether the subject holds a permission on any single object.
  private func holdsSomewhere(_ subject: Subject, _ permission: Permission) throws -> Bool {
    for backend in djangoChain.backends {
      guard !backend.requiresActive || subject.isActive, let holder = Gate.holder(backend, subject) else {
        continue
      }
      let keys = backend.rows(of: permission).map(\.key)
      guard !keys.isEmpty else { continue }
      let question = RelationQuestion(
        holder: holder, permissions: .these(keys: keys, names: []), place: .anywhere)
      let layers = backend.layers(at: .object).filter { if case .row = $0.permission { true } else { false } }
      if try relations.holds(layers, question) { return true }
    }
    return false
  }
}
