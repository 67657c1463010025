internal import Authorization
internal import GRDB

/// What one grant to a group does, counted without a preview: its active members who have not the permission there.
///
/// It counts the same units as `EditPreview`, which a fuzz test compares it with.
struct GroupGrantImpact {
  private let reader: AuthorizationReader
  private let permission: Permission
  private let target: Target
  private let confirmFactor: Int
  /// How many may before it; looked up where the answer is near.
  private var superusers: Int?
  private var holders: Int?

  init(_ reader: AuthorizationReader, _ permission: Permission, _ target: Target, confirmFactor: Int) {
    self.reader = reader
    self.permission = permission
    self.target = target
    self.confirmFactor = confirmFactor
  }

  /// Nil where more than the rows of the members decides: rules of the project, proxies, the row that stands for nobody
  /// logged in, a name on two models.
  ///
  /// - Parameter others: how many get it by other changes at the same time.
  mutating func impact(of change: Change, others: Int = 0) throws -> Impact? {
    let schema = reader.schema
    guard case .grant(let grant) = change, case .group(let group) = grant.grantee,
      permission.rows.count == 1, permission.rows[0].key == grant.permission, schema.projectRules.isEmpty,
      !permission.name.text.contains("domain"), try !hasStandIn(group)
    else { return nil }
    let place: ImpactPart.Place
    let giver: BackendID
    switch target {
    case .general where grant.object == nil: (place, giver) = (.general, .model)
    case .object(let object)
    where grant.object == ObjectRef(type: object.type, key: object.text) && object.exists:
      guard schema.proxies[object.type] == nil, !schema.proxies.values.contains(object.type) else {
        return nil
      }
      (place, giver) = (.objects(object.type), .guardian)
    default: return nil
    }
    let chain = reader.djangoChain
    guard chain.backends.contains(where: { $0.id == giver }) else { return nil }
    let count = try members(group, chain)
    guard count > 0 else { return Impact() }
    var impact = Impact(
      gains: count,
      parts: [
        ImpactPart(
          isGain: true, permission: permission.name, place: place, units: count, subjects: count,
          objects: place == .general ? 0 : 1, includesAnonymous: false)
      ])
    impact.confirmations += [try confirmation(count + others, chain)].compactMap { $0 }
    return impact
  }

  /// The word to type where they become many times as many.
  private mutating func confirmation(_ gained: Int, _ chain: Chain) throws -> Confirmation? {
    guard confirmFactor > 1, gained >= confirmFactor - 1 else { return nil }
    // They do where no more than this had it before; superusers are found sooner than holders of grants.
    let limit = gained / (confirmFactor - 1)
    if chain.passesSuperusers {
      let known = try superusers ?? reader.activeSuperusers()
      superusers = known
      if known > limit { return nil }
    }
    if holders == nil {
      var count = 0
      try reader.forEachWhoCan(permission, target) { _ in count += 1 }
      holders = count
    }
    let before = holders ?? 0
    return Growth(before: before, after: before + gained)
      .confirmation(permission.name, on: target.argument.map { "on \($0)" }, factor: confirmFactor)
  }

  private func hasStandIn(_ group: DatabaseKey) throws -> Bool {
    guard let key = try reader.anonymous().standInKey else { return false }
    return try reader.isMember(key, of: group)
  }

  private func members(_ group: DatabaseKey, _ chain: Chain) throws -> Int {
    let users = reader.schema.users
    let link = reader.schema.memberships
    var conditions = ["m.\(link.to.quoted) = ?", "u.\(users.key.quoted) = m.\(link.from.quoted)"]
    var arguments = [group.value]
    if let active = users.isActive { conditions.append("u.\(active.quoted)") }
    if chain.passesSuperusers, let superuser = users.isSuperuser {
      conditions.append("NOT u.\(superuser.quoted)")
    }
    let anybody = Subject(kind: .outsider, name: "")
    for backend in chain.backends {
      guard case .dependsOn(let layers, var question) = try Gate.ask(backend, anybody, permission, target)
      else {
        continue
      }
      question.holder = .user(.integer(0))
      guard let held = reader.relations.compiler.existence(layers, question) else { continue }
      conditions.append("NOT (\(held.naming(user: "u.\(users.key.quoted)")))")
      arguments += held.slots.filter { $0 != .user }.map { $0.value(question) }
    }
    let sql = """
      SELECT count(DISTINCT u.\(users.key.quoted)) FROM \(link.table.quoted) AS m CROSS JOIN \(users.table.quoted) AS u \
      WHERE \(conditions.joined(separator: " AND "))
      """
    return try Int.fetchOne(
      reader.database.makeStatement(sql: sql), arguments: StatementArguments(arguments)) ?? 0
  }
}

extension Fragment {
  /// The text with a column in the place of the user's key.
  func naming(user column: String) -> String {
    var text = ""
    var slot = 0
    var quote: Character?
    for character in sql {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "?" {
        text += slots[slot] == .user ? column : "?"
        slot += 1
        continue
      }
      text.append(character)
    }
    return text
  }
}
