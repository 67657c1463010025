import Authorization
import GRDB
import Testing

@testable import AuthorizationStore

/// Random organisations: what an explanation cites carries the answer, and what a remedy promises comes true.
@Suite struct RemedyFuzzTests {
  private static let seeds = Array(UInt64(1)...16)
  private static let chain: [BackendID] = [.model, .guardian, .pulpRoles, .rules]
  private static let widget = TypeName(app: "thing", model: "widget")
  /// The tables whose rows give something to somebody.
  private static let granting = [
    "auth_user_groups", "auth_user_user_permissions", "auth_group_permissions",
    "guardian_userobjectpermission",
    "guardian_groupobjectpermission", "core_userrole", "core_grouprole", "core_role_permissions",
  ]

  private struct Question {
    var subject: Subject
    var permission: Permission
    var target: Target
    var isAtAnyLevel = false

    var asked: AskedCheck {
      AskedCheck(subject: subject, permission: permission, target: target, isAtAnyLevel: isAtAnyLevel)
    }
  }

  private func questions(_ org: Organisation, _ reader: AuthorizationReader) throws -> [Question] {
    var found: [Question] = []
    let subjects =
      try org.users.indices.map { try reader.subject(.userKey(Name(String($0 + 1)))) } + [
        try reader.anonymous()
      ]
    for subject in subjects {
      for codename in Organisation.permissions {
        let permission = try reader.permission(Name("thing.\(codename)"))
        for key in [nil, "1", "2"] {
          let target =
            try key.map { Target.object(try reader.object(Self.widget, key: Name($0))) } ?? .general
          found.append(Question(subject: subject, permission: permission, target: target))
          guard key != nil else { continue }
          found.append(
            Question(subject: subject, permission: permission, target: target, isAtAnyLevel: true))
        }
        found.append(
          Question(
            subject: subject, permission: permission, target: try reader.target(.domain(Name("domain1")))))
      }
      for index in org.trees.indices {
        for name in [GitTrees.read, GitTrees.write] {
          found.append(
            Question(
              subject: subject, permission: try reader.permission(name),
              target: try reader.target(.tree(Name("tree\(index)")))))
        }
      }
    }
    return found
  }

  /// Three questions with this answer, and who could change it.
  private func draw(
    _ outcome: Outcome, _ seed: UInt64, _ file: TestDatabase, _ random: inout SeededGenerator
  ) throws -> (Editor, [Question]) {
    let database = try file.open(settings(seed))
    let all = try database.read { reader in
      try questions(Organisation(seed: seed), reader).filter { question in
        try reader.decision(question.asked).outcome == outcome
      }
    }
    return (
      Editor(database, options: options(seed)),
      Array(all.shuffled(using: &random).prefix(3))
    )
  }

  /// From a word for each additional user to none.
  private func options(_ seed: UInt64) -> Editor.Options {
    Editor.Options(operatorName: "test", confirmFactor: [2, 3, 5, 100][Int(seed % 4)])
  }

  /// With superusers let into git trees, and without.
  private func settings(_ seed: UInt64) -> AuthorizationDatabase.Options {
    .init(backends: Self.chain, gitTreeSuperuserBypass: seed % 3 == 0)
  }

  private func allows(_ question: Question, _ reader: AuthorizationReader) throws -> Bool {
    try reader.decision(reader.asNow(question.asked)).outcome == .allowed
  }

  /// A copy of the organisation without these rows, or with these alone.
  private func answers(
    _ file: TestDatabase, _ question: Question, _ rows: [RowIdentity], keeps: Bool, _ seed: UInt64
  ) throws -> Bool {
    let copy = try file.copy()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: copy.path, configuration: configuration)
    try queue.write { database in
      for table in Self.granting {
        let keys = rows.filter { $0.table == table }.flatMap(\.key).map { $0.value.databaseValue }
        let key = rows.first { $0.table == table }?.key.first?.column ?? "rowid"
        let marks = repeatElement("?", count: keys.count).joined(separator: ", ")
        try database.execute(
          sql: "DELETE FROM \(table) WHERE \(key.quoted) \(keeps ? "NOT IN" : "IN") (\(marks))",
          arguments: StatementArguments(keys))
      }
    }
    try queue.close()
    return try copy.open(settings(seed)).read { try allows(question, $0) }
  }

  @Test("each cited path alone carries the allowance, and without all of them it is gone", arguments: seeds)
  func citedPaths(seed: UInt64) throws {
    let org = Organisation(seed: seed)
    let file = try TestDatabase(org.sql)
    let database = try file.open(settings(seed))
    var random = SeededGenerator(seed)
    let allowed = try database.read { reader in
      try questions(org, reader).compactMap { question -> (Question, Decision)? in
        let decision = try reader.decision(question.asked)
        let isGrant = !decision.reasons.isEmpty && decision.reasons.allSatisfy { $0.derivation != nil }
        return decision.outcome == .allowed && isGrant ? (question, decision) : nil
      }
    }
    for (question, decision) in allowed.shuffled(using: &random).prefix(8) {
      let paths = decision.reasons.map(\.text).joined(separator: "; ")
      let context = "seed \(seed) \(question.subject.name) \(question.permission.name) \(paths)"
      for reason in decision.reasons {
        let rows = reason.derivation?.rows ?? []
        #expect(try answers(file, question, rows, keeps: true, seed), "\(reason.text) alone: \(context)")
      }
      let carriesByGrant = decision.reasons.allSatisfy { reason in
        reason.derivation?.rows.contains { Self.granting.contains($0.table) } ?? false
      }
      guard carriesByGrant else { continue }
      let all = decision.reasons.flatMap { $0.derivation?.rows ?? [] }
      #expect(try !answers(file, question, all, keeps: false, seed), "\(context)")
    }
  }

  @Test("a remedy allows what was denied, and changes exactly what it said", arguments: seeds)
  func remediesComeTrue(seed: UInt64) throws {
    let file = try TestDatabase(Organisation(seed: seed).sql)
    var random = SeededGenerator(seed)
    let (editor, drawn) = try draw(.denied, seed, file, &random)
    for question in drawn {
      guard
        case .fixes(let fixes) = try editor.remediation(question.asked)
      else {
        Issue.record("a denial has fixes")
        continue
      }
      for remedy in fixes.remedies.shuffled(using: &random).prefix(2) where remedy.refusal == nil {
        let context = "seed \(seed) \(question.subject.name) \(question.permission.name): \(remedy.text)"
        try comesTrue(remedy, question, file, seed, expecting: true, context)
      }
    }
  }

  @Test("what is counted at once is what a preview counts", arguments: seeds)
  func quickCounts(seed: UInt64) throws {
    let file = try TestDatabase(Organisation(seed: seed).sql)
    var random = SeededGenerator(seed)
    let (editor, drawn) = try draw(.denied, seed, file, &random)
    for question in drawn {
      let finder = RemedyFinder(editor: editor, asked: question.asked)
      for (candidate, quickly) in try editor.database.read({ try finder.candidates($0).found }) {
        let plan = try editor.plan(candidate.changes)
        guard plan.refusal == nil, !plan.rows.isEmpty else { continue }
        let context = "seed \(seed) \(question.subject.name) \(question.permission.name): \(candidate.words)"
        var allows = false
        let preview = try editor.preview(plan)
        let counted = try preview.count(isCancelled: { false }, progress: { _ in }) { reader in
          allows = try reader.allowsNow(question.asked)
          return true
        }
        let impact = try #require(counted)
        switch quickly {
        case .open: continue
        case .useless: #expect(!allows, "\(context)")
        case .impact(let quick):
          #expect(allows, "\(context)")
          #expect(quick.gains == impact.gains && quick.losses == impact.losses, "\(context)")
          #expect(Set(quick.parts) == Set(impact.parts), "\(context)")
          #expect(
            Set(quick.confirmations.map(\.word)) == Set(impact.confirmations.map(\.word)), "\(context)")
        }
      }
    }
  }

  @Test("a set of removals ends the allowance, and changes exactly what it said", arguments: seeds)
  func endingsComeTrue(seed: UInt64) throws {
    let file = try TestDatabase(Organisation(seed: seed).sql)
    var random = SeededGenerator(seed)
    let (editor, drawn) = try draw(.allowed, seed, file, &random)
    for question in drawn {
      guard
        case .carriers(let carriers) = try editor.remediation(question.asked)
      else {
        Issue.record("an allowance has carriers")
        continue
      }
      let context = "seed \(seed) \(question.subject.name) \(question.permission.name)"
      #expect(!carriers.carriers.isEmpty, "\(context)")
      for ending in carriers.endings.shuffled(using: &random).prefix(2) where ending.refusal == nil {
        try comesTrue(ending, question, file, seed, expecting: false, "\(context): \(ending.text)")
      }
      for carrier in carriers.carriers where carrier.isRedundant {
        let plan = try editor.plan(carrier.changes)
        let impact = try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
        #expect(impact.gains + impact.losses == 0, "\(context): \(carrier.text)")
      }
    }
  }

  /// Applies it to a copy with the words that it says are asked for, asks again, and compares every answer of before
  /// and after.
  private func comesTrue(
    _ remedy: Remedy, _ question: Question, _ file: TestDatabase, _ seed: UInt64, expecting allowed: Bool,
    _ context: String
  ) throws {
    let copy = try file.copy()
    let changed = try copy.open(settings(seed))
    let editor = Editor(changed, options: options(seed))
    // What the printed commands confirm; naming anyone is one of them.
    let printed = remedy.commands.joined()
    let namesAnyone = printed.contains(":anyone")
    var words = zip(printed, printed.dropFirst()).filter { $0.0 == "--confirm" }.map { Name($0.1) }
    if namesAnyone {
      words += remedy.impact?.confirmations.filter { $0.kind == .anonymous }.map(\.word) ?? []
    }
    let plan = try editor.plan(remedy.changes)
    let counted = try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
    #expect(Set(words) == Set(counted.confirmations.map(\.word)), "\(context)")
    _ = try editor.apply(plan, reason: nil, impact: counted, confirmed: words)
    try changed.reopen()
    #expect(try changed.read { try allows(question, $0) } == allowed, "\(context)")
    let difference = try BruteDifference.between(file.open(settings(seed)), changed)
    #expect(remedy.impact?.gains == difference.lines[true]?.count ?? 0, "\(context)")
    #expect(remedy.impact?.losses == difference.lines[false]?.count ?? 0, "\(context)")
  }
}
