import Authorization
import AuthorizationStore
import Testing

/// Random organisations, asked of the core on a real database and of the naive evaluator.
@Suite struct ReferenceFuzzTests {
  static let seeds = Array(UInt64(1)...40)
  private static let widget = TypeName(app: "thing", model: "widget")
  private static let chain: [BackendID] = [.model, .guardian, .pulpRoles, .rules]

  private func askers(_ org: Organisation) -> [ReferenceEvaluator.Asker] {
    [.anonymous] + org.users.indices.map { .user($0 + 1) }
  }

  private func subject(_ asker: ReferenceEvaluator.Asker, _ reader: AuthorizationReader) throws -> Subject {
    switch asker {
    case .anonymous: return try reader.anonymous()
    case .user(let number):
      return try reader.subject(.userKey(Name(String(number))))
    }
  }

  private func withOrganisation(
    _ seed: UInt64, _ body: (Organisation, ReferenceEvaluator, AuthorizationReader) throws -> Void
  ) throws {
    let org = Organisation(seed: seed)
    let file = try TestDatabase(org.sql)
    try file.open(.init(backends: Self.chain)).read { try body(org, ReferenceEvaluator(org: org), $0) }
  }

  @Test("every check agrees with the reference, and its explanation with the check", arguments: seeds)
  func checksAgree(seed: UInt64) throws {
    try withOrganisation(seed) { org, reference, reader in
      for asker in askers(org) {
        let subject = try subject(asker, reader)
        for (index, codename) in Organisation.permissions.enumerated() {
          let permission = try reader.permission(Name("thing.\(codename)"))
          for key in [nil] + Organisation.keys.map(Optional.some) {
            let target =
              try key.map { Target.object(try reader.object(Self.widget, key: Name($0))) } ?? .general
            let expected = reference.hasPermission(asker, 9001 + index, object: key)
            let context = "seed \(seed) \(asker) \(codename) \(key ?? "-")"
            #expect(try reader.allows(subject, permission, target) == expected, "\(context)")
            let decision = try reader.explain(subject, permission, target)
            #expect((decision.outcome == .allowed) == expected, "\(context)")
            #expect(
              decision.reasons.isEmpty == !expected && decision.missing.isEmpty == expected, "\(context)")
          }
          for domain in 1...2 {
            let target = try reader.target(.domain(Name("domain\(domain)")))
            #expect(
              try reader.allows(subject, permission, target)
                == reference.hasPermission(asker, 9001 + index, domain: domain),
              "seed \(seed) \(asker) \(codename) domain \(domain)")
          }
        }
      }
    }
  }

  @Test("git trees, what hangs below them, and tasks agree with the reference", arguments: seeds)
  func treesAndTasksAgree(seed: UInt64) throws {
    let checkout = TypeName(app: "datawarehouse", model: "checkout")
    try withOrganisation(seed) { org, reference, reader in
      for asker in askers(org) {
        let subject = try subject(asker, reader)
        for (write, name) in [(false, GitTrees.read), (true, GitTrees.write)] {
          let permission = try reader.permission(name)
          for index in org.trees.indices {
            let target = try reader.target(.tree(Name("tree\(index)")))
            #expect(
              try reader.allows(subject, permission, target)
                == reference.tree(asker, tree: index, write: write), "seed \(seed)")
          }
          for (index, tree) in org.checkouts.enumerated() {
            let target = Target.object(try reader.object(checkout, key: Name(String(index + 1))))
            #expect(
              try reader.allows(subject, permission, target)
                == reference.tree(asker, tree: tree, write: write), "seed \(seed)")
          }
        }
        let view = try reader.permission("user_tasks.view_usertaskstatus")
        for index in org.tasks.indices {
          let target = Target.object(try reader.object(UserTasks.status, key: Name(String(index + 1))))
          #expect(
            try reader.allows(subject, view, target) == reference.viewTask(asker, task: index), "seed \(seed)"
          )
        }
        #expect(
          try reader.allows(subject, view, .general) == reference.viewTask(asker, task: nil), "seed \(seed)")
      }
    }
  }

  @Test("who-can lists exactly those for whom a check says yes", arguments: seeds)
  func whoCanIsCheck(seed: UInt64) throws {
    try withOrganisation(seed) { org, _, reader in
      let users = try org.users.indices.map { try reader.subject(.userKey(Name(String($0 + 1)))) }
      var questions: [(Permission, Target)] = []
      for codename in Organisation.permissions {
        let permission = try reader.permission(Name("thing.\(codename)"))
        questions.append((permission, .general))
        for key in Organisation.keys {
          questions.append((permission, .object(try reader.object(Self.widget, key: Name(key)))))
        }
      }
      for index in org.trees.indices {
        for name in [GitTrees.read, GitTrees.write] {
          questions.append((try reader.permission(name), try reader.target(.tree(Name("tree\(index)")))))
        }
      }
      for (permission, target) in questions {
        var listed: [Name] = []
        try reader.forEachWhoCan(permission, target) { listed.append($0) }
        let expected = try users.filter { try reader.allows($0, permission, target) }.map(\.name).sorted()
        #expect(listed == expected, "seed \(seed) \(permission.name) \(target)")
        let answer = try reader.whoCan(permission, target)
        #expect(try answer.anonymous == reader.allows(reader.anonymous(), permission, target))
        let groups = try (1...org.groups).map { try reader.group(named: Name("group\($0)")) }.filter {
          try !answer.everyone
            && reader.allows(Subject(kind: .group($0.key), name: $0.name), permission, target)
        }.map(\.name)
        if !answer.everyone { #expect(answer.groups == groups, "seed \(seed) \(permission.name) \(target)") }
      }
    }
  }

  @Test("list-objects lists exactly those objects for which a check says yes", arguments: seeds)
  func listObjectsIsCheck(seed: UInt64) throws {
    try withOrganisation(seed) { org, _, reader in
      for asker in askers(org) {
        let subject = try subject(asker, reader)
        for codename in Organisation.permissions {
          let permission = try reader.permission(Name("thing.\(codename)"))
          var listed: [Name] = []
          try reader.forEachObject(subject, permission, type: Self.widget) { listed.append($0) }
          let expected = try Organisation.existing.map { Name($0) }.filter {
            try reader.allows(subject, permission, .object(reader.object(Self.widget, key: $0)))
          }
          #expect(listed == expected.sorted(), "seed \(seed) \(asker) \(codename)")
        }
        for name in [GitTrees.read, GitTrees.write] {
          let permission = try reader.permission(name)
          var listed: [Name] = []
          try reader.forEachObject(subject, permission, type: GitTrees.tree) { listed.append($0) }
          let expected = try org.trees.indices.map { Name(String($0 + 1)) }.filter {
            try reader.allows(subject, permission, .object(reader.object(GitTrees.tree, key: $0)))
          }
          #expect(listed == expected.sorted(), "seed \(seed) \(asker) \(name)")
        }
      }
    }
  }
}
