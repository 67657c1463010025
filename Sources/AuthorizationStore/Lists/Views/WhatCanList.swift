internal import Authorization
internal import GRDB

extension ListCatalog {
  /// The objects that a subject may do something to, each with the first path that gives it; nil where nobody can tell
  /// which objects there are.
  func whatCan(_ ref: SubjectRef, _ name: Name, _ type: TypeName?) throws -> ListPart? {
    let (subject, permission, plan, type) = try reach(ref, name, type)
    guard var part = try objects(type) else { return nil }
    part.fill = { try WhatCanFiller(subject: subject, permission: permission, type: type).rows($0, $1) }
    guard !plan.isAll else { return part }
    guard let table = plan.table else { return nil }
    let key = "o.\(table.key.quoted)"
    part.access = .listed(isWalked: false)
    part.gathering = ObjectGathering(plan: plan, table: table, schema: schema)
    part.slices = "h.key"
    part.from = "\(ObjectGathering.objects) AS h CROSS JOIN \(part.from)"
    part.conditions.append("\(key) = h.key")
    return part
  }

  /// What the numbers leave out.
  func whatCanNote(_ ref: SubjectRef, _ name: Name, _ type: TypeName?) throws -> String? {
    let (subject, permission, _, type) = try reach(ref, name, type)
    let answer = try reader.listObjects(subject, permission, type: type)
    let notes = (answer.all ? ["every object of the type"] : []) + answer.warnings
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  private func reach(_ ref: SubjectRef, _ name: Name, _ type: TypeName?) throws
    -> (Subject, Permission, ObjectPlan, TypeName)
  {
    let subject = try reader.subject(ref)
    let permission = try reader.knownPermission(name, on: type)
    let type = try type ?? reader.objectType(of: permission)
    if permission.isTreeMethod { try reader.requireTree(permission.name, above: type) }
    return (subject, permission, try reader.objects(subject, permission, type), type)
  }
}

private struct WhatCanFiller {
  let subject: Subject
  let permission: Permission
  let type: TypeName

  func rows(_ reader: AuthorizationReader, _ keys: [[DatabaseValue]]) throws -> [FilledRow?] {
    try keys.map { key -> FilledRow? in
      guard let key = key.last.flatMap({ DatabaseKey($0) }) else { return nil }
      let ref = EntityRef(kind: .ofObjects(type), key: key, name: Name(key.text), type: type)
      let address = try reader.address(of: ref)
      guard address.exists else { return nil }
      let decision = try reader.explain(subject, permission, .object(address), depth: .quick)
      return FilledRow(
        ref: ref.renamed(address.name ?? address.text),
        cells: [
          address.name.map { .text($0.text) } ?? .none, .text(address.text.text), .text(decision.summary),
        ])
    }
  }
}

extension EntityKind {
  /// What objects of a type are to the browser.
  static func ofObjects(_ type: TypeName) -> EntityKind {
    switch type {
    case GitTrees.tree: .tree
    case ListCatalog.policyType: .policy
    case UserTasks.status: .task
    case UserTasks.artifact: .artifact
    default: .object
    }
  }
}
