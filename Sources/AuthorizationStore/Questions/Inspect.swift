public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// What the inspector shows for a subject and an object, level by level.
  ///
  /// Every answer is a check of its own level, so that the inspector and `check` cannot disagree.
  public func inspect(_ subject: SubjectRef, _ object: EntityRef?) throws -> Inspection {
    let resolved = try self.subject(subject)
    let subject = subject.renamed(resolved.name)
    guard let object else { return try inspectInGeneral(subject, resolved) }
    let address = try address(of: object)
    let levels: [Level] =
      schema.hasDomains && address.domain != nil ? [.model, .domain, .object] : [.model, .object]
    let permissions = try permissions(onObject: address)
    let rows = try permissions.map { permission in try row(permission, resolved, address, levels) }
    return Inspection(
      subject: subject, object: object.renamed(address.name), levels: levels, rows: rows,
      notes: notes(resolved, address))
  }

  /// The row of the database behind a reference of the browser.
  public func subject(_ ref: SubjectRef) throws -> Subject {
    switch ref {
    case .anonymous: return try anonymous()
    case .group(let ref):
      let name = try relations.name(of: .group, key: ref.key)
      return Subject(kind: .group(ref.key), name: name ?? ref.name)
    case .user(let ref):
      guard let user = try user(key: ref.key) else {
        throw StoreError(.unknownSubject, "the user `\(ref.name)` is gone")
      }
      return user
    }
  }

  func address(of ref: EntityRef) throws -> ObjectAddress {
    guard let type = ref.kind == .domain ? Gate.domainType : ref.type else {
      throw StoreError(.unknownObject, "`\(ref.name)` is not an object with permissions")
    }
    let table = try table(of: type)
    return try object(type, key: table?.text(ref.key) ?? Name(ref.key.text))
  }

  private func row(
    _ permission: Permission, _ subject: Subject, _ object: ObjectAddress, _ levels: [Level]
  ) throws -> InspectionRow {
    var warnings: [String] = []
    let answers = try levels.map { level -> LevelAnswer in
      // Reading and writing is a matter of single trees.
      if permission.isTreeMethod && level != .object {
        return LevelAnswer(level: level, outcome: nil, text: "")
      }
      let target = try target(level, object)
      let command = command(subject, permission, target)
      do {
        let decision = try explain(subject, permission, target, depth: .quick)
        // A warning stands beside the answer of the nearest level; the others say theirs in their text.
        if level == levels.last, object.exists { warnings = decision.warnings }
        return LevelAnswer(level: level, outcome: decision.outcome, text: text(decision), command: command)
      } catch let raised as RaisedException {
        return LevelAnswer(
          level: level, outcome: .undetermined, text: "\(raised.className): \(raised.text)", command: command)
      }
    }
    return InspectionRow(
      permission: permission.name, custom: permission.rows.contains { $0.isCustom }, answers: answers,
      warnings: warnings)
  }

  private func target(_ level: Level, _ object: ObjectAddress) throws -> Target {
    switch level {
    case .model: return .general
    case .object: return .object(object)
    case .domain:
      guard let domain = object.domain else { return .general }
      return .domain(domain, try relations.name(of: .domain, key: domain) ?? "")
    }
  }

  private func command(_ subject: Subject, _ permission: Permission, _ target: Target) -> String {
    var words = [
      "permscope", "check", ShellWord.quote(file.connection.file.path), ShellWord.quote(subject.argument),
      ShellWord.quote(permission.name.text),
    ]
    switch target {
    case .general: break
    case .object(let object): words.append(ShellWord.quote(object.argument))
    case .domain(_, let name): words.append(ShellWord.quote("domain:\(name)"))
    }
    if let moment { words += ["--as-of", ShellWord.quote(moment.argument)] }
    return words.joined(separator: " ")
  }

  /// What the inspector says where nothing at all is granted: its title tells to whom and on what.
  private static let nothing = "no grant, own or through a group"

  private func text(_ decision: Decision) -> String {
    decision.missing.first?.kind == .noGrant ? Self.nothing : decision.summary
  }

  /// In general: what the subject has at model level first, then what is left.
  private func inspectInGeneral(_ ref: SubjectRef, _ subject: Subject) throws -> Inspection {
    let held = try heldPermissions(subject, .general)
    // What everybody has is no news about this subject, so it stands below what was granted.
    let isForAll = { (item: HeldPermission) in
      item.decision.reasons.allSatisfy { $0.rule == "rules.no_object" }
    }
    var decisions = held.filter { !isForAll($0) } + held.filter(isForAll)
    var known = Set(held.map(\.permission))
    if case .user = subject.kind, !subject.isActive {
      // What somebody inactive would have is denied for that reason, which is not "no grant".
      for item in try heldPermissions(subject.activated, .general)
      where known.insert(item.permission).inserted {
        let decision = try explain(subject, permission(item.permission), .general, depth: .quick)
        decisions.append(HeldPermission(permission: item.permission, decision: decision))
      }
    }
    let all = try allPermissions()
    let custom = Set(all.filter { $0.rows.contains(where: \.isCustom) }.map(\.name))
    var rows = decisions.map { item in
      generalRow(
        item.permission, subject, item.decision.outcome, text(item.decision), custom, item.decision.warnings)
    }
    let outcome: Outcome = djangoChain.unknownBackends.isEmpty ? .denied : .undetermined
    for permission in all where !known.contains(permission.name) {
      rows.append(generalRow(permission.name, subject, outcome, Self.nothing, custom, []))
    }
    return Inspection(subject: ref, object: nil, levels: [.model], rows: rows, notes: notes(subject, nil))
  }

  private func generalRow(
    _ permission: Name, _ subject: Subject, _ outcome: Outcome, _ text: String, _ custom: Set<Name>,
    _ warnings: [String]
  ) -> InspectionRow {
    let command = command(subject, Permission(name: permission, rows: []), .general)
    return InspectionRow(
      permission: permission, custom: custom.contains(permission),
      answers: [LevelAnswer(level: .model, outcome: outcome, text: text, command: command)],
      warnings: warnings)
  }

  private func notes(_ subject: Subject, _ object: ObjectAddress?) -> [String] {
    var notes: [String] = []
    if case .user = subject.kind {
      if subject.isSuperuser && subject.isActive {
        notes.append("superuser: Django says yes before it asks any rule; git trees know no bypass")
      }
      if !subject.isActive {
        notes.append("inactive: cannot log in; roles, trees and task rules count all the same")
      }
    }
    if let object, !object.exists {
      notes.append("this object does not exist; grants on its key still count")
    }
    if let object, let ways = schema.ambiguousTreePaths[object.type] {
      notes.append(
        "reaches a git tree by several ways (\(ways.joined(separator: "; "))); pick one in the settings")
    }
    return notes
  }
}

extension SubjectRef {
  /// The same subject by the name that it has now.
  fileprivate func renamed(_ name: Name) -> SubjectRef {
    switch self {
    case .user(let ref): .user(ref.renamed(name))
    case .group(let ref): .group(ref.renamed(name))
    case .anonymous: self
    }
  }
}

extension EntityRef {
  func renamed(_ name: Name?) -> EntityRef {
    var ref = self
    ref.name = name ?? ref.name
    return ref
  }
}

extension AuthorizationDatabase {
  /// How many sessions the inspector decodes to find those of its subject: it asks again at every key.
  private static let sessionLimit = 1_000

  /// What a subject may do to an object, and what sessions of the subject still say of a git tree.
  ///
  /// - Throws: `StoreError` where one of both is gone.
  public func inspect(_ subject: SubjectRef, _ object: EntityRef) throws -> Inspection {
    typealias Asked = (permission: Permission, decision: Decision)
    var (inspection, resolved, target, asked) = try read {
      reader -> (Inspection, Subject, Target, [Asked]) in
      let resolved = try reader.subject(subject)
      let address = try reader.address(of: object)
      let methods = try reader.permissions(onObject: address).filter(\.isTreeMethod)
      let asked = try methods.map { permission in
        (permission, try reader.explain(resolved, permission, .object(address), depth: .quick))
      }
      return (try reader.inspect(subject, object), resolved, .object(address), asked)
    }
    for (permission, decision) in asked {
      let stale = try staleSessions(
        resolved, permission, target, decision, enough: 1, limit: Self.sessionLimit)
      inspection.notes += stale.found.prefix(1).map(\.sentence)
    }
    return inspection
  }
}
