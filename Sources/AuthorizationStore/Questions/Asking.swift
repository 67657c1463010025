public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// A permission that makes sense on a target.
  ///
  /// - Throws: `StoreError` where it does not exist, or where git-tree permissions are asked of something else.
  public func askable(_ name: Name, on target: Target) throws -> Permission {
    var type: TypeName?
    if case .object(let object) = target { type = object.type }
    let permission = try knownPermission(name, on: type)
    guard permission.isTreeMethod else { return permission }
    guard case .object(let object) = target else {
      throw StoreError(
        .usage, "`\(name)` is asked of one git tree; add `tree:NAME`, or an object that belongs to a tree")
    }
    try requireTree(name, above: object.type)
    return permission
  }

  /// Makes sure that objects of a type belong to git trees, by one way.
  func requireTree(_ name: Name, above type: TypeName) throws {
    if let ways = schema.ambiguousTreePaths[type] {
      throw StoreError(
        .ambiguous,
        "`\(type)` reaches a git tree by several ways (\(ways.joined(separator: "; "))); pick one in the settings under `tree_paths`"
      )
    }
    guard type == GitTrees.tree || schema.treePaths.contains(where: { $0.type == type }) else {
      throw StoreError(
        .usage,
        "`\(name)` is asked of git trees and what belongs to them; `\(type)` reaches none by a foreign key"
      )
    }
  }

  /// The answer that takes a grant at any level: `has_model_or_domain_or_obj_perms`.
  public func explainAtAnyLevel(_ subject: Subject, _ permission: Permission, _ target: Target) throws
    -> Decision
  {
    guard !permission.isTreeMethod else { return try explain(subject, permission, target) }
    let targets = try levels(of: target)
    let decisions = try targets.map { try explain(subject, permission, $0) }
    // Every level is considered, so that nothing is left out that another level says it did not look at.
    let explanation = Explanation(
      considered: zip(targets, decisions).map { target, decision in
        let isGranted = decision.outcome == .allowed
        return Consideration(
          isGranted ? .granted : .notGranted, rule: target.level.rawValue,
          text: target.argument.map { "on \($0)" } ?? "in general", parts: decision.explanation.considered)
      })
    guard var union = decisions.first(where: { $0.outcome == .allowed }) else {
      // What one level leaves open, another one that says no does not close.
      let open = decisions.last { $0.outcome == .undetermined }
      var denied = try open ?? decisions.last ?? explain(subject, permission, target)
      denied.explanation = explanation
      return denied
    }
    // What passes before any rule is asked passes at every level.
    union.reasons = decisions.flatMap(\.reasons).reduce(into: []) { unique, reason in
      if !unique.contains(reason) { unique.append(reason) }
    }
    union.warnings = decisions.flatMap(\.warnings)
    union.explanation = explanation
    return union
  }

  /// In general, on the domain of an object, and on the object: what `has_model_or_domain_or_obj_perms` asks, in order.
  func levels(of target: Target) throws -> [Target] {
    guard target != .general else { return [target] }
    var targets: [Target] = [.general]
    if case .object(let object) = target, let domain = object.domain {
      targets.append(.domain(domain, try relations.name(of: .domain, key: domain) ?? ""))
    }
    return targets + [target]
  }

  /// Why there is no answer about an object that does not exist, with the grants that its key still has.
  public func orphan(_ object: ObjectAddress) throws -> StoreError {
    var grants: [String] = []
    let layers = djangoChain.backends.flatMap { backend in
      backend.layers(at: .object).map { (layer: $0, object: object.concrete(backend.proxies)) }
    }
    for (layer, object) in layers {
      switch layer.objects?.key {
      case .text, .native: break
      case .all, nil: continue
      }
      let everybody = RelationQuestion(holder: .anybody, permissions: .any, place: .object(object))
      let kinds: [(LayerCompiler.Projection, EntityKind)] = [(.groups, .group), (.users, .user)]
      for (projection, kind) in kinds {
        if kind == .user, case .group = layer.holder { continue }
        guard let fragment = relations.compiler.compile(layer, everybody, projection) else { continue }
        let keys = try DatabaseValue.fetchAll(
          database, sql: "SELECT DISTINCT * FROM (\(fragment.sql)) AS h LIMIT 5",
          arguments: fragment.arguments(everybody))
        for key in keys.compactMap({ DatabaseKey($0) }) {
          let name = try relations.name(of: kind, key: key) ?? Name("#\(key)")
          grants.append("\(kind.title) \(name)")
        }
      }
    }
    let rest =
      grants.isEmpty
      ? ""
      : "; grants on its key remain, for \(grants.joined(separator: ", ")), and come alive if the key is used again"
    return StoreError(.orphanObject, "no object `\(object.argument)`\(rest)")
  }
}
