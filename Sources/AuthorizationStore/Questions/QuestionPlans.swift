internal import Authorization
internal import GRDB

/// Remembers how questions that differ only in user or group and object are decided, with their statements prepared.
///
/// What a plan says comes from `Gate` and the layers like every other answer: the gates look at nothing but what
/// is in the key, and the user and the object become arguments. Questions that do not fit (groups given by
/// hand, whole objects open to everyone, exceptions) have no plan and are evaluated one by one.
///
/// INVARIANT: used only inside reads of one connection, which are serial.
final class QuestionPlans {
  enum Kind: Hashable {
    case check, objects, users
  }

  struct Key: Hashable {
    var kind: Kind
    var chain: ObjectIdentifier
    /// Whether a group is asked about, and not a user.
    var isGroup = false
    var isActive: Bool
    var isSuperuser: Bool
    var permission: Permission
    var type: TypeName
    var typeKey: DatabaseKey?
    var exists: Bool
    /// Whether the key can be one of the object's table at all.
    var hasNative: Bool

    /// Enough to tell most keys apart; `==` compares the rest.
    func hash(into hasher: inout Hasher) {
      hasher.combine(chain)
      hasher.combine(kind)
      hasher.combine(isGroup)
      hasher.combine(isActive)
      hasher.combine(permission.name)
    }
  }

  /// How a question is decided.
  enum Plan {
    case always(Bool)
    case asks(PreparedQuestion)
    /// One by one.
    case none
  }

  /// A chain is kept with its plans, so that its identity is not another chain's later.
  private var known: [Key: (plan: Plan, chain: Chain)] = [:]

  func plan(_ key: Key, _ chain: Chain, make: () throws -> Plan) rethrows -> Plan {
    if let found = known[key] { return found.plan }
    let plan = try make()
    // Prepared statements hold memory.
    if known.count >= 500 { known.removeAll() }
    known[key] = (plan, chain)
    return plan
  }
}

extension Subject {
  /// The key that becomes an argument: a user's, or a group's; nil where groups are assumed besides, or there is no row.
  var preparedKey: DatabaseKey? {
    guard assumedGroups.isEmpty else { return nil }
    switch kind {
    case .user(let key), .group(let key): return key
    case .anonymous, .outsider: return nil
    }
  }
}

extension AuthorizationReader {
  /// The check's plan.
  func checkPlan(
    _ subject: Subject, _ permission: Permission, _ object: ObjectAddress, _ chain: Chain
  ) throws -> QuestionPlans.Plan {
    var isGroup = false
    if case .group = subject.kind { isGroup = true }
    let key = QuestionPlans.Key(
      kind: .check, chain: chain.id, isGroup: isGroup, isActive: subject.isActive,
      isSuperuser: subject.isSuperuser,
      permission: permission, type: object.type, typeKey: object.typeKey, exists: object.exists,
      hasNative: object.native != nil)
    return try file.cache.plans.plan(key, chain) { try makeCheckPlan(subject, permission, object, chain) }
  }

  private func makeCheckPlan(
    _ subject: Subject, _ permission: Permission, _ object: ObjectAddress, _ chain: Chain
  ) throws -> QuestionPlans.Plan {
    if chain.passesSuperusers && subject.passesBeforeBackends { return .always(true) }
    var parts: [HolderPlan.Select] = []
    for backend in chain.backends {
      // What raises or does not depend on rows alone is left to the evaluator, which knows the order.
      guard let passage = try? Gate.ask(backend, subject, permission, .object(object)) else { return .none }
      switch passage {
      case .denies: continue
      case .allows: return .none
      case .dependsOn(let layers, let question):
        switch question.place {
        case .object, .anywhere: break
        case .domain, .objects: return .none
        }
        if let fragment = relations.compiler.existence(layers, question) {
          parts.append(HolderPlan.Select(fragment, question))
        }
      }
    }
    guard !parts.isEmpty else { return .always(false) }
    let whole = HolderPlan.Select(
      sql: "SELECT " + parts.map(\.sql).joined(separator: " OR "), bindings: parts.flatMap(\.bindings))
    return .asks(try PreparedQuestion(whole, database))
  }
}
