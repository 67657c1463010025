import Synchronization

/// The generic function `hasPermission(user, permission, object)`: rules for types of user, permission and object.
///
/// Source: Django's authorization design of 2006 ("This function will delegate to other functions based on the type of
/// user, permission and object that are passed to it").
///
/// ```swift
/// let hasPermission = HasPermission()
/// try hasPermission.register("owners", Person.self, Permission.self, Report.self) { person, _, report in
///   report.owner == person.name ? .allowed("owns it") : .passOn()
/// }
/// if try hasPermission(person, permission, report).isAllowed { … }
/// ```
///
/// **The most specific rule is asked first.** One rule is more specific than another if it is at least as special in
/// each of its three types, and more special in one; no argument counts more than another. `ArgumentOrder` says which
/// of two types is more special. A rule that passes the question on is followed by the next more general one. Where
/// two rules come next and neither is more specific, the question is ambiguous, which is an error that names both.
public final class HasPermission: Sendable {
  struct Rule: Sendable {
    var name: Name
    var user: RulePattern
    var permission: RulePattern
    var object: RulePattern
    /// For the trace: `Person, Permission, Report`.
    var types: String
    var body: @Sendable (Any, Any, Any) throws -> RuleAnswer?
  }

  private struct Triple: Hashable {
    var user: RulePattern.ID
    var permission: RulePattern.ID
    var object: RulePattern.ID
  }

  private struct State {
    var rules: [Rule] = []
    var places: [Triple: Int] = [:]
    var order = DeclaredOrder()
    var lines: [Triple: RuleLine] = [:]
  }

  private let state = Mutex(State())

  /// How many triples of types are remembered. Kinds come from data, so that there is no end of them.
  private static let memory = 10_000

  public init() {}

  /// Registers a rule for three types.
  ///
  /// - Parameter name: what the trace calls it.
  /// - Throws: `RuleError` where the three types have a rule already, and for optional types: what is not there is
  ///   `Absent`.
  public func register<User, Permission, Object>(
    _ name: Name, _ user: User.Type, _ permission: Permission.Type, _ object: Object.Type,
    _ body: @escaping @Sendable (User, Permission, Object) throws -> RuleAnswer
  ) throws {
    try register(name, RuleArgument(user), RuleArgument(permission), RuleArgument(object), body)
  }

  /// Registers a rule for three types, some of which may be of one kind only.
  public func register<User, Permission, Object>(
    _ name: Name, _ user: RuleArgument<User>, _ permission: RuleArgument<Permission>,
    _ object: RuleArgument<Object>,
    _ body: @escaping @Sendable (User, Permission, Object) throws -> RuleAnswer
  ) throws {
    let rule = Rule(
      name: name, user: user.pattern, permission: permission.pattern, object: object.pattern,
      types: "\(user.pattern.name), \(permission.pattern.name), \(object.pattern.name)"
    ) { user, permission, object in
      guard let user = user as? User, let permission = permission as? Permission,
        let object = object as? Object
      else { return nil }
      return try body(user, permission, object)
    }
    if let optional = [rule.user, rule.permission, rule.object].first(where: \.isOptional) {
      throw RuleError(
        .optionalType,
        "`\(name)` is for `\(optional.name)`; expected the type itself, or `Absent` for what is not there")
    }
    let triple = Triple(user: rule.user.id, permission: rule.permission.id, object: rule.object.id)
    try state.withLock { state in
      if let place = state.places[triple] {
        throw RuleError(
          .alreadyRegistered,
          "`\(name)` is for (\(rule.types)), which `\(state.rules[place].name)` is registered for already")
      }
      state.places[triple] = state.rules.count
      state.rules.append(rule)
      state.lines.removeAll()
    }
  }

  /// Says that one type is more special than another where Swift cannot tell, as of two protocols.
  ///
  /// It orders the rules that fit; it makes no rule fit a value that is not of its type.
  public func declare<Special, General>(_ special: Special.Type, isA general: General.Type) throws {
    try declare("\(special)", "\(general)") {
      $0.declare(ObjectIdentifier(special), isA: ObjectIdentifier(general))
    }
  }

  /// Says that values of one kind are values of another as well (`file.filerepository` is a `core.repository`).
  public func declare(kind special: Name, isA general: Name) throws {
    try declare(special.text, general.text) { $0.declare(kind: special, isA: general) }
  }

  private func declare(
    _ special: String, _ general: String, _ body: (inout DeclaredOrder) -> Bool
  ) throws {
    try state.withLock { state in
      guard body(&state.order) else {
        throw RuleError(
          .cyclicOrder, "`\(special)` cannot be a `\(general)`, which is declared to be a `\(special)`")
      }
      state.lines.removeAll()
    }
  }

  /// Whether the user has the permission on the object: what the most specific rule that decides says.
  ///
  /// - Throws: `RuleError` where two rules come next and neither is more specific, and whatever a rule throws.
  public func callAsFunction(_ user: Any, _ permission: Any, _ object: Any = Absent()) throws -> Ruling {
    let operands = (RuleOperand(user), RuleOperand(permission), RuleOperand(object))
    let line = line(operands)
    var trace: [ConsideredRule] = []
    for rule in line.rules {
      // A rule in the line takes the types; what it does not take after all is passed on.
      let answer = try rule.body(operands.0.value, operands.1.value, operands.2.value) ?? .passOn()
      trace.append(ConsideredRule(rule: rule.name, types: rule.types, answer: answer))
      if let outcome = answer.outcome { return Ruling(verdict: .decided(outcome), trace: trace) }
    }
    if let (first, second) = line.ambiguous {
      throw RuleError(
        .ambiguous,
        "`\(first.name)` (\(first.types)) and `\(second.name)` (\(second.types)) both fit (\(Self.name(operands))), and neither is more specific; register a rule for both, or declare an order"
      )
    }
    let none = NoRule(
      asked: Self.name(operands), close: trace.isEmpty ? close(operands) : [], isPassedOn: !trace.isEmpty)
    return Ruling(verdict: .noRule(none), trace: trace)
  }

  private typealias Operands = (RuleOperand, RuleOperand, RuleOperand)

  private static func name(_ operands: Operands) -> String {
    "\(operands.0.name), \(operands.1.name), \(operands.2.name)"
  }

  private func line(_ operands: Operands) -> RuleLine {
    let triple = Triple(user: operands.0.id, permission: operands.1.id, object: operands.2.id)
    return state.withLock { state in
      if let known = state.lines[triple] { return known }
      let line = RuleLine(
        state.rules,
        user: ArgumentOrder(operands.0, state.rules.map(\.user), state.order),
        permission: ArgumentOrder(operands.1, state.rules.map(\.permission), state.order),
        object: ArgumentOrder(operands.2, state.rules.map(\.object), state.order))
      if state.lines.count >= Self.memory { state.lines.removeAll() }
      state.lines[triple] = line
      return line
    }
  }

  /// The rules that fit all arguments but one.
  private func close(_ operands: Operands) -> [String] {
    let (rules, order) = state.withLock { ($0.rules, $0.order) }
    let orders = [
      (operands.0, "user", \Rule.user), (operands.1, "permission", \Rule.permission),
      (operands.2, "object", \Rule.object),
    ].map { operand, noun, path in
      (operand, noun, path, ArgumentOrder(operand, rules.map { $0[keyPath: path] }, order))
    }
    let found = rules.compactMap { rule -> String? in
      let others = orders.filter { !$0.3.takes(rule[keyPath: $0.2]) }
      guard others.count == 1, let other = others.first else { return nil }
      return
        "`\(rule.name)` takes `\(rule[keyPath: other.2].name)` as the \(other.1), not `\(other.0.name)`"
    }
    return Array(found.prefix(3))
  }
}
