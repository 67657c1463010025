public import Authorization

/// Rules over an open database, by the evaluator that everything else uses.
///
/// Each question reads the database once, so it is not asked inside another `read`.
extension HasPermission {
  /// The default: Django's model-level permissions, whatever the object is.
  ///
  /// Source: the design of 2006, `default_has_permission(user, permission, object=None)`: "The object isn't really
  /// important in this case".
  public func registerModelPermissions(_ database: AuthorizationDatabase) throws {
    try register("model permissions", Subject.self, Permission.self, Any.self) { subject, permission, _ in
      RuleAnswer(
        try database.read {
          try $0.allows(subject, permission, .general, chain: $0.chain(of: [.model]))
        })
    }
  }

  /// What these backends say of an object of the database: access-control lists (`guardian`), roles (`pulp-roles`),
  /// the rules of user tasks and of the project (`rules`). The first yes wins, as in `User.has_perm`.
  ///
  /// A no is a no: it is not passed on to the model level, where a grant does not count for an object.
  ///
  /// - Parameter type: nil for objects of every type that has no rule of its own.
  public func registerObjectPermissions(
    _ database: AuthorizationDatabase, backends: [BackendID], type: TypeName? = nil
  ) throws {
    let titles = backends.map(\.rawValue).joined(separator: "+")
    try register(
      Name("object permissions by \(titles)"), RuleArgument(Subject.self), RuleArgument(Permission.self),
      RuleArgument(ObjectAddress.self, kind: type.map { Name($0.description) })
    ) { subject, permission, object in
      RuleAnswer(
        try database.read {
          try $0.allows(subject, permission, .object(object), chain: $0.chain(of: backends))
        })
    }
  }

  /// Reading and writing git trees and what belongs to them: a permission type of its own, without a permission table.
  public func registerGitTrees(_ database: AuthorizationDatabase) throws {
    try register("git trees", Subject.self, TreeMethod.self, ObjectAddress.self) { subject, method, object in
      try database.read { reader in
        guard reader.belongsToTree(object.type) else {
          return .passOn("`\(object.type)` belongs to no git tree")
        }
        try reader.requireTree(method.permission.name, above: object.type)
        return RuleAnswer(
          try reader.allows(subject, method.permission, .object(object)))
      }
    }
  }
}

extension AuthorizationReader {
  /// `User.has_perm` over these backends, described once for all questions.
  func chain(of backends: [BackendID]) -> Chain {
    if let known = file.cache.chains[backends] { return known }
    let chain = Chain.django(schema, backends: backends)
    file.cache.chains[backends] = chain
    return chain
  }

  /// Whether objects of a type belong to git trees, by one way or several.
  func belongsToTree(_ type: TypeName) -> Bool {
    type == GitTrees.tree || schema.ambiguousTreePaths[type] != nil
      || schema.treePaths.contains { $0.type == type }
  }
}
