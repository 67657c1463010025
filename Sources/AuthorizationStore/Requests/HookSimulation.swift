internal import Authorization
internal import GRDB

/// What the creation hooks of an access policy would do if a request created an object.
///
/// `DefaultAccessPolicy.handle_creation_hooks` and `AutoAddObjPermsMixin`: a hook that fails ends the request with it.
struct HookSimulation {
  let reader: AuthorizationReader
  let request: EndpointRequest
  let policy: EndpointPolicy

  init(_ reader: AuthorizationReader, _ request: EndpointRequest, _ policy: EndpointPolicy) {
    self.reader = reader
    self.request = request
    self.policy = policy
  }

  /// In the order in which they happen; nothing follows a failure.
  func effects() throws -> [HookEffect] {
    var found: [HookEffect] = []
    for hook in policy.creationHooks.elements?.map({ CreationHook(json: $0) }) ?? [] {
      found += try effects(of: hook)
      if found.last?.problem != nil { break }
    }
    return found
  }

  private func effects(of hook: CreationHook) throws -> [HookEffect] {
    guard let function = hook.function else {
      return [failure("", "a hook names no `function`")]
    }
    guard let known = PulpHook.all.first(where: { $0.function == function }) else {
      return [failure(function, "Pulp registers no such hook")]
    }
    let given = hook.parameters?.members.map(\.key) ?? []
    if let missing = known.parameters.first(where: { !given.contains($0) }) {
      return [failure(function, "it needs the parameter `\(missing)`")]
    }
    if let unknown = given.first(where: { !known.parameters.contains($0) }) {
      return [failure(function, "it takes no parameter `\(unknown)`")]
    }
    var effects: [HookEffect] = []
    for holder in try holders(hook, function) {
      guard case .found(let ref) = holder else {
        if case .missing(let problem) = holder { effects.append(failure(function, problem)) }
        return effects
      }
      for role in hook.roles {
        if let problem = try refusal(role) { return effects + [failure(function, problem, role)] }
        effects.append(HookEffect(function: function, role: role, holder: ref))
      }
    }
    return effects
  }

  private enum Holder {
    case found(EntityRef)
    case missing(String)
  }

  private func holders(_ hook: CreationHook, _ function: Name) throws -> [Holder] {
    switch function {
    case "add_roles_for_users":
      return try hook["users"].map { name in
        guard case .user(let key)? = try reader.user(named: name)?.kind else {
          return .missing("there is no user `\(name)`")
        }
        return .found(EntityRef(kind: .user, key: key, name: name))
      }
    case "add_roles_for_groups":
      return try hook["groups"].map { name in
        do {
          return .found(try reader.group(named: name))
        } catch is StoreError {
          return .missing("there is no group `\(name)`")
        }
      }
    default:
      // Where nobody is logged in the hook does nothing.
      guard case .user(let key) = request.subject.kind else { return [] }
      return [.found(EntityRef(kind: .user, key: key, name: request.subject.name))]
    }
  }

  /// Why `assign_role` refuses a role on an object of this endpoint; nil where it does not.
  private func refusal(_ role: Name) throws -> String? {
    let statement = try reader.database.cachedStatement(sql: "SELECT pulp_id FROM core_role WHERE name = ?")
    guard let key = try StoredValue.fetchOne(statement, arguments: [role.value]).flatMap({ DatabaseKey($0) })
    else {
      return "there is no role `\(role)`"
    }
    reader.relations.recorder?.add("core_role", "pulp_id", key)
    guard let model = request.endpoint.model, let type = try reader.contentType(model) else { return nil }
    let carries = try reader.database.cachedStatement(
      sql: """
        SELECT rp.id FROM core_role_permissions AS rp CROSS JOIN auth_permission AS p \
        WHERE rp.role_id = ? AND p.id = rp.permission_id AND p.content_type_id = ? LIMIT 1
        """)
    let carrier = try StoredValue.fetchOne(carries, arguments: [key.value, type.value])
    guard let carrier = carrier.flatMap({ DatabaseKey($0) }) else {
      return "the role `\(role)` carries no permission on `\(model)`"
    }
    reader.relations.recorder?.add("core_role_permissions", "id", carrier)
    return nil
  }

  private func failure(_ function: Name, _ problem: String, _ role: Name = "") -> HookEffect {
    HookEffect(function: function, role: role, holder: nil, problem: problem)
  }
}
