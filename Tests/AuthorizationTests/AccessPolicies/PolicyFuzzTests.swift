import Authorization
import Testing

/// Random policies against the naive evaluation, and what must hold of all of them.
@Suite struct PolicyFuzzTests {
  private static let names = ["is_owner", "note", "order_ok", "android", "has_tag:red", "role_in:x:y"]

  private struct Case {
    var statements: [NaiveStatement]
    var request: PolicyRequest
    var table: [String: Bool]

    init(_ random: inout SeededGenerator) {
      table = Dictionary(
        uniqueKeysWithValues: PolicyFuzzTests.names.map { ($0, Bool.random(using: &random)) })
      let isAnonymous = Int.random(in: 0..<5, using: &random) == 0
      let user = RequestUser(
        key: isAnonymous ? nil : Name(String(Int.random(in: 1...3, using: &random))),
        isSuperuser: !isAnonymous && Bool.random(using: &random),
        isStaff: !isAnonymous && Bool.random(using: &random),
        groups: isAnonymous ? [] : ["ops", "Ops"].filter { _ in Bool.random(using: &random) })
      request = PolicyRequest(
        user: user, action: ["list", "create", "sync"].randomElement(using: &random).map { Name($0) } ?? "",
        method: ["GET", "get", "POST", "HEAD"].randomElement(using: &random).map { Name($0) } ?? "")
      let count = Int.random(in: 0...6, using: &random)
      statements = (0..<count).map { _ in PolicyFuzzTests.statement(&random) }
    }
  }

  private static func some(_ words: [String], _ most: Int, _ random: inout SeededGenerator) -> [String] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
  }

  private static func condition(_ depth: Int, _ random: inout SeededGenerator) -> NaiveStatement.Condition {
    // `note` and `order_ok` begin with an operator and cannot stand at the beginning of an operand.
    let plain = ["is_owner", "has_tag:red", "role_in:x:y", "is_owner"]
    guard depth > 0 else { return .named(plain.randomElement(using: &random) ?? "") }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .not(condition(depth - 1, &random))
    case 1: return .and(condition(depth - 1, &random), condition(depth - 1, &random))
    case 2: return .or(condition(depth - 1, &random), condition(depth - 1, &random))
    default: return condition(0, &random)
    }
  }

  private static func statement(_ random: inout SeededGenerator) -> NaiveStatement {
    let principals = [
      "*", "admin", "staff", "authenticated", "anonymous", "id:1", "id:None", "group:ops", "group:Ops", "x",
    ]
    let actions = ["*", "*", "list", "create", "<method:get>", "<method:GET>", "<safe_methods>", "sync"]
    return NaiveStatement(
      principals: some(principals, 3, &random), actions: some(actions, 3, &random),
      effect: ["allow", "allow", "allow", "allow", "allow", "allow", "deny", "Allow", ""].randomElement(
        using: &random) ?? "allow",
      conditions: Bool.random(using: &random) ? [] : some(names, 2, &random),
      expressions: (0..<Int.random(in: 0...2, using: &random)).map { _ in
        condition(Int.random(in: 0...3, using: &random), &random)
      })
  }

  private func decide(_ statements: [NaiveStatement], _ sample: Case) throws -> PolicyDecision {
    var evaluator = PolicyEvaluator(request: sample.request, conditions: TableConditions(sample.table))
    return try evaluator.decide(.array(statements.map(\.json)))
  }

  @Test(
    "4,000 random policies decide as the naive evaluation does, and the trace says which statements count")
  func naive() throws {
    var random = SeededGenerator(4)
    var allowed = 0
    for round in 0..<4_000 {
      let sample = Case(&random)
      let decision = try decide(sample.statements, sample)
      let expected = NaiveStatement.allows(sample.statements, sample.request, sample.table)
      try #require((decision.outcome == .allowed) == expected, "round \(round): \(sample)")
      let counting = sample.statements.map { $0.counts(sample.request, sample.table) }
      try #require(decision.statements.map(\.counts) == counting.map { $0 }, "round \(round): \(sample)")
      allowed += expected ? 1 : 0
    }
    // Neither answer is so rare that nothing was tried.
    #expect(allowed > 400 && allowed < 3_600, "\(allowed)")
  }

  @Test("neither the order of the statements nor their repetition matters")
  func order() throws {
    var random = SeededGenerator(5)
    for _ in 0..<1_000 {
      let sample = Case(&random)
      let once = try decide(sample.statements, sample).outcome
      let shuffled = (sample.statements + sample.statements).shuffled(using: &random)
      try #require(decide(shuffled, sample).outcome == once)
    }
  }

  @Test("another statement that allows never takes access away, and one that denies never gives it")
  func monotone() throws {
    var random = SeededGenerator(6)
    for _ in 0..<1_000 {
      let sample = Case(&random)
      let before = try decide(sample.statements, sample).outcome
      var more = Self.statement(&random)
      more.effect = "allow"
      if before == .allowed { try #require(decide(sample.statements + [more], sample).outcome == .allowed) }
      more.effect = "deny"
      if before == .denied { try #require(decide(sample.statements + [more], sample).outcome == .denied) }
    }
  }

  @Test("without negation and denial more true conditions never take access away")
  func conditionsAreMonotone() throws {
    var random = SeededGenerator(7)
    var tried = 0
    for _ in 0..<2_000 {
      let sample = Case(&random)
      let isPositive = sample.statements.allSatisfy { statement in
        statement.effect == "allow" && !statement.expressions.contains(where: \.hasNegation)
      }
      guard isPositive, try decide(sample.statements, sample).outcome == .allowed else { continue }
      var more = sample
      more.table = sample.table.mapValues { _ in true }
      try #require(decide(sample.statements, more).outcome == .allowed)
      tried += 1
    }
    #expect(tried > 50, "\(tried)")
  }

  @Test("an answer that is undetermined is one of the two that the unknown conditions could make of it")
  func undetermined() throws {
    var random = SeededGenerator(8)
    var open = 0
    for _ in 0..<1_000 {
      let sample = Case(&random)
      let unknown = Self.names.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      var answers = TableConditions(sample.table).table
      for name in unknown { answers[Name(name)] = .undetermined("outside") }
      var evaluator = PolicyEvaluator(request: sample.request, conditions: TableConditions(answers: answers))
      let decision = try evaluator.decide(.array(sample.statements.map(\.json)))
      var possible: Set<Bool> = []
      for bits in 0..<(1 << unknown.count) {
        var table = sample.table
        for (place, name) in unknown.enumerated() { table[name] = bits >> place & 1 == 1 }
        possible.insert(NaiveStatement.allows(sample.statements, sample.request, table))
      }
      switch decision.outcome {
      case .allowed: try #require(possible == [true])
      case .denied: try #require(possible == [false])
      case .undetermined:
        open += 1
        try #require(decision.dependsOn == ["outside"])
      }
    }
    #expect(open > 50, "\(open)")
  }
}

/// What an open condition makes of those behind it.
@Suite struct OpenConditionTests {
  private func decide(_ statements: String) throws -> PolicyDecision {
    let request = PolicyRequest(
      user: RequestUser(key: "1", isSuperuser: false, isStaff: false, groups: []), action: "list",
      method: "GET")
    let table = TableConditions(answers: ["open": .undetermined("outside"), "no": .known(false)])
    var evaluator = PolicyEvaluator(request: request, conditions: table)
    return try evaluator.decide(JSONValue(parsing: statements))
  }

  @Test("what raises behind a condition that nobody can tell leaves the answer open, and is named")
  func raisesBehind() throws {
    let decision = try decide(
      #"[{"principal": "*", "action": "*", "effect": "allow", "condition": ["open", "nosuch"]}]"#)
    #expect(decision.outcome == .undetermined)
    #expect(
      decision.dependsOn.contains { $0.contains("raises AccessPolicyException") }
        || decision.dependsOn == ["outside"])
  }

  @Test("a condition that fails behind it decides")
  func failsBehind() throws {
    let decision = try decide(
      #"[{"principal": "*", "action": "*", "effect": "allow", "condition": ["open", "no"]}]"#)
    #expect(decision.outcome == .denied)
  }

  @Test("a statement that only may count and has no effect only may raise")
  func noEffect() throws {
    let decision = try decide(
      #"[{"principal": "*", "action": "*", "condition": "open"}, {"principal": "*", "action": "*", "effect": "allow"}]"#
    )
    #expect(decision.outcome == .undetermined)
  }
}
