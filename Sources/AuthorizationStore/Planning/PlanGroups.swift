internal import Authorization

/// Groups and their members.
extension PlanningSession {
  private static let groups = "auth_group"

  func createGroup(_ name: Name) throws {
    try checkName(name, Self.groups, of: "group")
    try insert(Self.groups, ["name": .text(name)])
    say("create group \(name)")
  }

  func renameGroup(_ key: DatabaseKey, _ name: Name) throws {
    let group = try row(.group, key)
    guard group.name != name else { return }
    try checkName(name, Self.groups, of: "group", except: group.key)
    try update(group, [ColumnValue("name", .text(name))])
    say("rename group \(group.name) to \(name)")
    try warnOfPrincipals(group.name)
  }

  func deleteGroup(_ key: DatabaseKey) throws {
    let group = try row(.group, key)
    try refuseNamed(group)
    say("delete group \(group.name)")
    try Deletion(session: self).delete(group.table, group.image, called: "the group `\(group.name)`")
    let own = TypeName(app: "auth", model: "group")
    try warnOfOrphans(
      [own] + reader.schema.proxies(of: own), group.key, called: "the group `\(group.name)`")
    try warnOfPrincipals(group.name)
  }

  /// A policy whose group is gone would have none: that publishes its trees.
  private func refuseNamed(_ group: PlannedRow) throws {
    guard reader.schema.has(.trees) else { return }
    let policies = "datawarehouse_gittreepolicy"
    let readers = try state.rows(of: policies, where: [("read_group_id", group.key)])
    let writers = try state.rows(of: policies, where: [("write_group_id", group.key)])
    guard !readers.isEmpty || !writers.isEmpty else { return }
    var parts: [String] = []
    if !readers.isEmpty { parts.append("the read group of \(Self.listed(readers))") }
    if !writers.isEmpty { parts.append("the write group of \(Self.listed(writers))") }
    let many = readers.count + writers.count > 1
    throw Refused(
      .namedByPolicy,
      "the group `\(group.name)` is \(parts.joined(separator: " and ")), and a policy without a group is open to everyone; "
        + "give \(many ? "those policies" : "that policy") another group first, or delete \(many ? "them" : "it")"
    )
  }

  /// The names of some rows, in backticks.
  static func listed(_ rows: [RowImage], limit: Int = 5) -> String {
    let names = rows.prefix(limit).map { "`\($0["name"].words)`" }
    let more = rows.count > limit ? " and \(Digits.grouped(rows.count - limit)) more" : ""
    return names.joined(separator: ", ") + more
  }

  /// Access policies name groups by name, so that they do not follow a group.
  private func warnOfPrincipals(_ name: Name) throws {
    guard reader.schema.has(.policies) else { return }
    let principal = "\"group:\(name)\""
    let hook = "\"\(name)\""
    let naming = try state.rows(of: "core_accesspolicy", where: []).filter { row in
      row["statements"].words.text.contains(principal) || row["creation_hooks"].words.text.contains(hook)
    }.map { "`\($0["viewset_name"].words)`" }.sorted { Name($0) < Name($1) }
    guard !naming.isEmpty else { return }
    warn(
      "\(Counted.words(naming.count, "access policy")) still \(naming.count == 1 ? "names" : "name") the group `\(name)`: "
        + naming.joined(separator: ", "))
  }

  func addMember(_ user: DatabaseKey, _ group: DatabaseKey) throws {
    let (user, group) = (try row(.user, user), try row(.group, group))
    let link = reader.schema.memberships
    let pair = [(link.from, user.key), (link.to, group.key)]
    guard try state.rows(of: link.table, where: pair).isEmpty else { return }
    try insert(link.table, Dictionary(uniqueKeysWithValues: pair))
    say("add \(user.name) to \(group.name)")
  }

  func removeMember(_ user: DatabaseKey, _ group: DatabaseKey) throws {
    let (user, group) = (try row(.user, user), try row(.group, group))
    let link = reader.schema.memberships
    let rows = try state.rows(of: link.table, where: [(link.from, user.key), (link.to, group.key)])
    guard !rows.isEmpty else { return }
    for row in rows { try state.delete(link.table, row) }
    say("remove \(user.name) from \(group.name)")
  }
}
