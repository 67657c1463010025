internal import Authorization

/// Permissions of the types whose objects rules decide about, for which there is no rule.
enum PermissionWithoutRule: FindingSearch {
  static let rule = FindingRule.permissionWithoutRule

  static func search(_ scan: FindingScan) throws {
    try scan.read { reader in
      guard reader.djangoChain.backends.contains(where: { $0.id == .rules }) else { return }
      let names = reader.schema.ruleNames
      var types = Set(reader.schema.projectRules.compactMap { $0.objects?.type })
      if reader.schema.has(.tasks) { types.formUnion([UserTasks.status, UserTasks.artifact]) }
      for type in types.sorted() {
        for row in try reader.permissions(of: type) where !names.contains(row.name) {
          let object = try reader.table(of: type).flatMap { try reader.anyObject(of: $0) }
          let near = Suggestions.near(row.name.text, in: names.map(\.text), limit: 1).first
          try scan.add(
            Finding(
              rule,
              "\(row.name) has no rule, so that the rules say no to everybody, on any \(type)"
                + (near.map { "; there is one for `\($0)`" } ?? ""),
              about: EntityRef(kind: .permission, key: row.key, name: row.name),
              // A superuser is answered yes before any rule.
              proof: ["permscope", "check", "DB", ":anonymous", row.name.text] + (object.map { [$0] } ?? [])))
        }
      }
    }
  }
}
