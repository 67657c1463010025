internal import Authorization
internal import GRDB

/// What one grant to a group does, counted without a preview: its active members who have not the permission there.
///
/// It counts the same units as `EditPreview`, which a fuzz test compares it with.
struct GroupGrantImpact {
  let reader: AuthorizationReader
  let permission: Permission

  /// Nil where more than the rows of the members decides: rules of the project, proxies, the row that stands for nobody
  /// logged in, a name on two models.
  func impact(of changes: [Change], _ target: Target) throws -> Impact? {
    let schema = reader.schema
    guard changes.count == 1, case .grant(let grant) = changes[0], case .group(let group) = grant.grantee,
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
    let count = try members(group, lacking: target, chain)
    guard count > 0 else { return Impact() }
    return Impact(
      gains: count,
      parts: [
        ImpactPart(
          isGain: true, permission: permission.name, place: place, units: count, subjects: count,
          objects: place == .general ? 0 : 1, includesAnonymous: false)
      ])
  }

  private func hasStandIn(_ group: DatabaseKey) throws -> Bool {
    guard let key = try reader.anonymous().standInKey else { return false }
    return try reader.isMember(key, of: group)
  }

  private func members(_ group: DatabaseKey, lacking target: Target, _ chain: Chain) throws -> Int {
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
