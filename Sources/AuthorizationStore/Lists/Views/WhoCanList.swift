internal import Authorization
internal import GRDB

extension ListCatalog {
  /// The users who may, by username, each with the first path that gives it.
  func whoCan(_ name: Name, _ object: EntityRef?) throws -> ListPart {
    let (permission, target) = try question(name, object)
    let plan = try reader.holders(of: permission, on: target)
    let users = schema.users
    let username = "u.\(users.username.quoted)"
    let key = "u.\(users.key.quoted)"
    var part = ListPart(
      from: "\(users.table.quoted) AS u", order: [ListPart.Term(sql: username), ListPart.Term(sql: key)],
      slices: key, filters: [username],
      fill: { try WhoCanFiller(permission: permission, target: target).rows($0, $1) })
    if try !plan.isOpenToEveryone(reader.relations) {
      part.access = .listed(isWalked: false)
      part.gathering = HolderGathering(plan: plan)
      part.slices = "h.key"
      part.from = "\(HolderGathering.users) AS h CROSS JOIN \(part.from)"
      part.conditions = ["\(key) = h.key"]
      if let active = users.isActive {
        part.conditions.append("(h.active_only = 0 OR u.\(active.quoted))")
      }
    }
    return part
  }

  /// Who may besides those in the list.
  func whoCanNote(_ name: Name, _ object: EntityRef?) throws -> String? {
    let (permission, target) = try question(name, object)
    let answer = try reader.whoCan(permission, target)
    var notes: [String] = []
    if answer.everyone { notes.append("open to everyone, logged in or not") }
    if !answer.complete { notes.append("code outside the database may let others in") }
    notes += answer.warnings
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  private func question(_ name: Name, _ object: EntityRef?) throws -> (Permission, Target) {
    let target = try object.map { try reader.target(of: $0) } ?? .general
    return (try reader.askable(name, on: target), target)
  }
}

extension AuthorizationReader {
  /// What a question about a row is asked about.
  func target(of ref: EntityRef) throws -> Target {
    if ref.kind == .domain { return .domain(ref.key, ref.name) }
    return .object(try address(of: ref))
  }
}

private struct WhoCanFiller {
  let permission: Permission
  let target: Target

  func rows(_ reader: AuthorizationReader, _ keys: [[DatabaseValue]]) throws -> [FilledRow?] {
    try keys.map { key -> FilledRow? in
      guard let key = key.last.flatMap({ DatabaseKey($0) }), let user = try reader.user(key: key) else {
        return nil
      }
      let decision = try reader.explain(user, permission, target, depth: .quick)
      return FilledRow(
        ref: EntityRef(kind: .user, key: key, name: user.name, type: reader.userType),
        cells: [.text(user.name.text), .text(decision.summary)], faded: !user.isActive)
    }
  }
}
