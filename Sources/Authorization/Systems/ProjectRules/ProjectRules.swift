/// The rules of a project as its settings declare them.
public struct ProjectRuleTexts: Sendable, Hashable {
  public struct Permission: Sendable, Hashable {
    public var name: Name
    /// The type of its objects; nil where the permission itself tells.
    public var type: TypeName?
    public var rule: String

    public init(name: Name, type: TypeName? = nil, rule: String) {
      self.name = name
      self.type = type
      self.rule = rule
    }
  }

  public var predicates: [Name: String]
  public var permissions: [Permission]

  public init(predicates: [Name: String] = [:], permissions: [Permission] = []) {
    self.predicates = predicates
    self.permissions = permissions
  }

  public var isEmpty: Bool { permissions.isEmpty && predicates.isEmpty }
}

/// A rule of the settings that cannot be used: where it stands, and what was expected.
public struct ProjectRuleError: Error, Sendable, Hashable {
  /// `predicates: owner`, `permissions: reports.view_report`.
  public var place: String
  public var error: RuleTextError

  public init(place: String, error: RuleTextError) {
    self.place = place
    self.error = error
  }

  public var message: String { "in `rules: \(place)`, column \(error.column): \(error.message)" }
}

/// A permission with its rule, read and with its predicates known.
public struct ParsedProjectRule: Sendable, Hashable {
  public var permission: ProjectRuleTexts.Permission
  /// As written, with the names of predicates.
  public var expression: RuleExpression
  /// With the predicates in the place of their names.
  public var expanded: RuleExpression
  /// The predicates that it names, directly or not.
  public var predicates: [Name: RuleExpression]

  public var place: String { "permissions: \(permission.name)" }
  public var needsObject: Bool { expanded.atoms.contains(where: \.needsObject) }
}

extension ProjectRuleTexts {
  /// A rule with more atoms than these comes from predicates that name each other over and over.
  static var maximumAtoms: Int { 500 }

  /// Reads every predicate and rule, in the order of the permissions' names.
  public func parse() throws(ProjectRuleError) -> [ParsedProjectRule] {
    var known: [Name: RuleExpression] = [:]
    for (name, text) in predicates.sorted(by: { $0.key < $1.key }) {
      known[name] = try Self.read(text, "predicates: \(name)")
    }
    // A predicate that nobody uses must be right as well.
    for name in known.keys.sorted() {
      _ = try Self.expand(.predicate(name, column: 1), known, [], "predicates: \(name)")
    }
    var rules: [ParsedProjectRule] = []
    for permission in permissions.sorted(by: { $0.name < $1.name }) {
      let place = "permissions: \(permission.name)"
      guard !UserTasks.permissions.contains(permission.name) else {
        // rules.rulesets.RuleSet.add_rule
        throw ProjectRuleError(
          place: place,
          error: RuleTextError(
            1,
            "`\(permission.name)` has a rule of user_tasks already; `rules.add_perm` would raise KeyError; expected another permission"
          ))
      }
      let name = Authorization.Permission(name: permission.name, rows: [])
      guard let app = name.app, !app.text.isEmpty, !name.codename.text.isEmpty else {
        throw ProjectRuleError(
          place: place,
          error: RuleTextError(1, "`\(permission.name)` is not a permission; expected `app_label.codename`"))
      }
      let expression = try Self.read(permission.rule, place)
      let expanded = try Self.expand(expression, known, [], place)
      rules.append(
        ParsedProjectRule(
          permission: permission, expression: expression, expanded: expanded, predicates: known))
    }
    return rules
  }

  private static func read(_ text: String, _ place: String) throws(ProjectRuleError) -> RuleExpression {
    do throws(RuleTextError) {
      return try RuleExpression.read(text)
    } catch {
      throw ProjectRuleError(place: place, error: error)
    }
  }

  private static func expand(
    _ expression: RuleExpression, _ known: [Name: RuleExpression], _ path: [Name], _ place: String
  ) throws(ProjectRuleError) -> RuleExpression {
    var atoms = 0
    return try expand(expression, known, path, place, &atoms)
  }

  private static func expand(
    _ expression: RuleExpression, _ known: [Name: RuleExpression], _ path: [Name], _ place: String,
    _ atoms: inout Int
  ) throws(ProjectRuleError) -> RuleExpression {
    switch expression {
    case .atom:
      atoms += 1
      guard atoms <= maximumAtoms else {
        throw ProjectRuleError(
          place: place, error: RuleTextError(1, "the rule asks more than \(maximumAtoms) questions"))
      }
      return expression
    case .predicate(let name, let column):
      guard !path.contains(name) else {
        let way = (path + [name]).map { "`\($0)`" }.joined(separator: " > ")
        throw ProjectRuleError(
          place: place, error: RuleTextError(column, "the predicates name each other in a circle: \(way)"))
      }
      guard let inner = known[name] else {
        let names = known.keys.sorted().map(\.text)
        let listed =
          names.isEmpty ? "" : "; there are \(names.map { "`\($0)`" }.joined(separator: ", "))"
        throw ProjectRuleError(
          place: place,
          error: RuleTextError(
            column, "no predicate `\(name)`\(listed)", didYouMean: Suggestions.near(name.text, in: names)))
      }
      return try expand(inner, known, path + [name], place, &atoms)
    case .not(let inner): return .not(try expand(inner, known, path, place, &atoms))
    case .and(let left, let right):
      return .and(
        try expand(left, known, path, place, &atoms), try expand(right, known, path, place, &atoms))
    case .or(let left, let right):
      return .or(
        try expand(left, known, path, place, &atoms), try expand(right, known, path, place, &atoms))
    case .exclusive(let left, let right):
      return .exclusive(
        try expand(left, known, path, place, &atoms), try expand(right, known, path, place, &atoms))
    }
  }
}
