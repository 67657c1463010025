import Authorization
import Testing

private class Person {}
private class Employee: Person {}
private class Manager: Employee {}
private struct ServiceToken {
  var scopes: Set<String>
}
private enum Anonymous { case nobody }
private enum GitAccess { case read, write }
private protocol Owned {}
private protocol Audited {}
private class Document {}
private class Report: Document, Owned, Audited {}
private struct Row: KindedValue {
  var ruleKind: Name
}

/// The generic function: which rule is asked, in which order, and what no rule is.
@Suite struct HasPermissionTests {
  private let hasPermission = HasPermission()

  /// Registers a rule that passes everything on, or answers.
  private func register<U, P, O>(
    _ name: Name, _ user: U.Type, _ permission: P.Type, _ object: O.Type, _ answer: RuleAnswer = .passOn()
  ) throws {
    try hasPermission.register(name, user, permission, object) { _, _, _ in answer }
  }

  private func order(_ user: Any, _ permission: Any, _ object: Any) throws -> [Name] {
    try hasPermission(user, permission, object).trace.map(\.rule)
  }

  @Test("the most specific rule is asked first, and what it passes on goes to the next more general one")
  func specificity() throws {
    try register("any", Any.self, Any.self, Any.self)
    try register("person", Person.self, GitAccess.self, Any.self)
    try register("manager", Manager.self, GitAccess.self, Document.self)
    try register("employee", Employee.self, GitAccess.self, Document.self)
    #expect(
      try order(Manager(), GitAccess.read, Report()) == ["manager", "employee", "person", "any"])
    #expect(try order(Employee(), GitAccess.read, Document()) == ["employee", "person", "any"])
    #expect(try order(Person(), GitAccess.read, 7) == ["person", "any"])
    #expect(try order(Person(), "read", 7) == ["any"])
  }

  @Test(
    "the first rule that decides ends the question", arguments: [Outcome.allowed, .denied, .undetermined])
  func deciding(outcome: Outcome) throws {
    try register("general", Person.self, GitAccess.self, Any.self, .allowed())
    try register("special", Manager.self, GitAccess.self, Any.self, RuleAnswer(outcome, "because"))
    let ruling = try hasPermission(Manager(), GitAccess.write)
    #expect(ruling.verdict == .decided(outcome))
    #expect(ruling.isAllowed == (outcome == .allowed))
    #expect(
      ruling.trace.map(\.text) == ["special (Manager, GitAccess, Any): \(outcome.rawValue), because"])
  }

  @Test("custom users and permissions need no table: a token, somebody anonymous, git access")
  func customTypes() throws {
    try hasPermission.register("tokens", ServiceToken.self, GitAccess.self, Report.self) { token, access, _ in
      RuleAnswer(token.scopes.contains("\(access)"), "scopes of the token")
    }
    try register("anonymous", Anonymous.self, GitAccess.self, Any.self, .denied("log in"))
    let token = ServiceToken(scopes: ["read"])
    #expect(try hasPermission(token, GitAccess.read, Report()).isAllowed)
    #expect(try hasPermission(token, GitAccess.write, Report()).verdict == .decided(.denied))
    #expect(try hasPermission(Anonymous.nobody, GitAccess.read, Report()).verdict == .decided(.denied))
  }

  @Test("registering the same three types twice is an error that names both rules")
  func twice() throws {
    try register("first", Person.self, GitAccess.self, Report.self)
    try register("other", Person.self, GitAccess.self, Document.self)
    let error = #expect(throws: RuleError.self) {
      try register("second", Person.self, GitAccess.self, Report.self)
    }
    #expect(error?.code == .alreadyRegistered)
    #expect(
      error?.message
        == "`second` is for (Person, GitAccess, Report), which `first` is registered for already")
  }

  @Test("no rule is an outcome of its own, with the types and the rules that are close")
  func noRule() throws {
    try register("people", Person.self, GitAccess.self, Report.self, .allowed())
    let ruling = try hasPermission(Manager(), GitAccess.read, 7)
    guard case .noRule(let none) = ruling.verdict else {
      Issue.record("\(ruling)")
      return
    }
    #expect(!ruling.isAllowed && ruling.trace.isEmpty && !none.isPassedOn)
    #expect(
      none.text
        == "no rule is registered for (Manager, GitAccess, Int); close: `people` takes `Report` as the object, not `Int`"
    )
  }

  @Test("where every rule passes the question on, nobody has decided")
  func allPassOn() throws {
    try register("people", Person.self, GitAccess.self, Any.self)
    let ruling = try hasPermission(Person(), GitAccess.read)
    guard case .noRule(let none) = ruling.verdict else {
      Issue.record("\(ruling)")
      return
    }
    #expect(none.isPassedOn && ruling.trace.count == 1)
  }

  @Test("two rules of which neither is more specific are ambiguous, and a more specific one helps")
  func ambiguity() throws {
    try register("by user", Manager.self, GitAccess.self, Document.self)
    try register("by object", Person.self, GitAccess.self, Report.self)
    let error = #expect(throws: RuleError.self) { try order(Manager(), GitAccess.read, Report()) }
    #expect(error?.code == .ambiguous)
    #expect(error?.message.contains("`by user`") == true && error?.message.contains("`by object`") == true)
    #expect(try order(Manager(), GitAccess.read, Document()) == ["by user"])
    try register("both", Manager.self, GitAccess.self, Report.self, .denied())
    #expect(try order(Manager(), GitAccess.read, Report()) == ["both"])
  }

  @Test("an ambiguity is met where the question gets to it, and not before")
  func lateAmbiguity() throws {
    try register("by user", Manager.self, GitAccess.self, Document.self)
    try register("by object", Person.self, GitAccess.self, Report.self)
    try register("both", Manager.self, GitAccess.self, Report.self)
    #expect(throws: RuleError.self) { try order(Manager(), GitAccess.read, Report()) }
  }

  @Test("protocols come after classes, and compare among each other as declared")
  func protocols() throws {
    try register("owned", Person.self, GitAccess.self, (any Owned).self)
    try register("audited", Person.self, GitAccess.self, (any Audited).self)
    #expect(throws: RuleError.self) { try order(Person(), GitAccess.read, Report()) }
    try hasPermission.declare((any Audited).self, isA: (any Owned).self)
    #expect(try order(Person(), GitAccess.read, Report()) == ["audited", "owned"])
    try register("document", Person.self, GitAccess.self, Document.self)
    #expect(try order(Person(), GitAccess.read, Report()) == ["document", "audited", "owned"])
    try hasPermission.declare((any Owned).self, isA: Document.self)
    #expect(try order(Person(), GitAccess.read, Report()) == ["audited", "owned", "document"])
    let error = #expect(throws: RuleError.self) {
      try hasPermission.declare(Document.self, isA: (any Audited).self)
    }
    #expect(error?.code == .cyclicOrder)
  }

  @Test("kinds of one Swift type have rules of their own, and are what they are declared to be")
  func kinds() throws {
    for kind in ["core.content", "core.repository", "file.filerepository"] as [Name] {
      try hasPermission.register(
        kind, RuleArgument(Person.self), RuleArgument(GitAccess.self), RuleArgument(Row.self, kind: kind)
      ) { _, _, _ in .passOn() }
    }
    try register("rows", Person.self, GitAccess.self, Row.self)
    let row = Row(ruleKind: "file.filerepository")
    #expect(try order(Person(), GitAccess.read, row) == ["file.filerepository", "rows"])
    try hasPermission.declare(kind: "file.filerepository", isA: "core.repository")
    #expect(
      try order(Person(), GitAccess.read, row) == ["file.filerepository", "core.repository", "rows"])
    #expect(try order(Person(), GitAccess.read, Row(ruleKind: "x.y")) == ["rows"])
  }

  @Test("an optional is asked for what is in it, and nil is absent")
  func optionals() throws {
    try register("report", Person.self, GitAccess.self, Report.self)
    try register("absent", Person.self, GitAccess.self, Absent.self)
    try register("any", Person.self, GitAccess.self, Any.self)
    #expect(try order(Person(), GitAccess.read, Report?.some(Report()) as Any) == ["report", "any"])
    #expect(try order(Person(), GitAccess.read, Report?.none as Any) == ["absent", "any"])
    #expect(try hasPermission(Person(), GitAccess.read).trace.map(\.rule) == ["absent", "any"])
    #expect(throws: RuleError.self) { try register("x", Person.self, GitAccess.self, Report?.self) }
  }

  @Test("five hundred kinds, each above the next, are put in order once and then found")
  func deepHierarchy() throws {
    let depth = 500
    for level in 0..<depth {
      try hasPermission.register(
        Name("r\(level)"), RuleArgument(Person.self), RuleArgument(GitAccess.self),
        RuleArgument(Row.self, kind: Name("k\(level)"))
      ) { _, _, _ in level == 0 ? .allowed() : .passOn() }
      if level > 0 { try hasPermission.declare(kind: Name("k\(level)"), isA: Name("k\(level - 1)")) }
    }
    let row = Row(ruleKind: Name("k\(depth - 1)"))
    let expected = (0..<depth).reversed().map { Name("r\($0)") }
    #expect(try order(Person(), GitAccess.read, row) == expected)
    for _ in 0..<200 { #expect(try hasPermission(Person(), GitAccess.read, row).isAllowed) }
  }

  @Test("rules registered and asked from several threads at once are all found")
  func threads() async throws {
    let hasPermission = hasPermission
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<50 {
        group.addTask {
          try hasPermission.register(
            Name("r\(index)"), RuleArgument(Int.self), RuleArgument(GitAccess.self),
            RuleArgument(Row.self, kind: Name("k\(index)"))
          ) { _, _, _ in .allowed() }
          #expect(try hasPermission(1, GitAccess.read, Row(ruleKind: Name("k\(index)"))).isAllowed)
        }
      }
      try await group.waitForAll()
    }
  }
}
