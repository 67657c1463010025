public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// What the inspector shows for a subject and an object, level by level.
  ///
  /// Every answer is a check of its own level, so that the inspector and `check` cannot disagree.
  public func inspect(_ subject: SubjectRef, _ object: EntityRef?) throws -> Inspection {
    let resolved = try self.subject(subject)
    guard let object else { return try inspectInGeneral(subject, resolved) }
    let address = try address(of: object)
    let levels: [Level] =
      schema.hasDomains && address.domain != nil ? [.model, .domain, .object] : [.model, .object]
    let rows = try permissions(onObject: address).map { permission in
      try row(permission, resolved, address, levels)
    }
    return Inspection(
      subject: subject, object: object, levels: levels, rows: rows, notes: notes(resolved, address))
  }

  /// The row of the database behind a reference of the browser.
  public func subject(_ ref: SubjectRef) throws -> Subject {
    switch ref {
    case .anonymous: return try anonymous()
    case .group(let ref): return Subject(kind: .group(ref.key), name: ref.name)
    case .user(let ref):
      guard let user = try user(key: ref.key) else {
        throw StoreError(.unknownSubject, "the user `\(ref.name)` is gone")
      }
      return user
    }
  }

  func address(of ref: EntityRef) throws -> ObjectAddress {
    guard let type = ref.type else {
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
        warnings += decision.warnings.filter { !warnings.contains($0) && object.exists }
        return LevelAnswer(level: level, outcome: decision.outcome, text: decision.summary, command: command)
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
    return words.joined(separator: " ")
  }

  /// In general: what the subject has at model level first, then what is left.
  private func inspectInGeneral(_ ref: SubjectRef, _ subject: Subject) throws -> Inspection {
    let held = try heldPermissions(subject, .general)
    let names = Set(held.map(\.permission))
    var rows = held.map { item in
      InspectionRow(
        permission: item.permission, custom: false,
        answers: [
          LevelAnswer(
            level: .model, outcome: .allowed, text: item.decision.summary,
            command: command(subject, Permission(name: item.permission, rows: []), .general))
        ], warnings: item.decision.warnings)
    }
    let finder =
      "no grant at model level "
      + (subject.kind == .anonymous
        ? "to somebody who is not logged in" : "to \(subject.words) or a group of theirs")
    for permission in try allPermissions() where !names.contains(permission.name) {
      let outcome: Outcome = djangoChain.unknownBackends.isEmpty ? .denied : .undetermined
      rows.append(
        InspectionRow(
          permission: permission.name, custom: permission.rows.contains { $0.isCustom },
          answers: [
            LevelAnswer(
              level: .model, outcome: outcome, text: finder, command: command(subject, permission, .general))
          ]))
    }
    return Inspection(subject: ref, object: nil, levels: [.model], rows: rows, notes: notes(subject, nil))
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

/// Quotes a word for a POSIX shell, so that a printed command can be pasted.
public enum ShellWord {
  public static func quote(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "+"):
        true
      default: byte >= 0x80
      }
    }
    if plain && !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
