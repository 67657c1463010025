/// A rule of the project with the columns that it reads, as found in the database.
public struct ProjectRule: Sendable, Hashable {
  /// An atom with what it is over the tables `object` and `user` of a layer.
  public struct Atom: Sendable, Hashable {
    public var filter: LayerFilter
    /// Where it says that a column of the object's, or behind it, is the user's key: the way to that column.
    public var owner: LayerValue?

    public init(filter: LayerFilter, owner: LayerValue? = nil) {
      self.filter = filter
      self.owner = owner
    }
  }

  /// Where the objects are.
  public struct Objects: Sendable, Hashable {
    public var type: TypeName
    public var table: String
    public var key: String

    public init(type: TypeName, table: String, key: String) {
      self.type = type
      self.table = table
      self.key = key
    }
  }

  /// The names of the object's and the user's table in layers and filters.
  public static let objectAlias = "obj"
  public static let userAlias = "usr"
  static let groupAlias = "grp"

  public var rule: ParsedProjectRule
  /// Nil where nobody can tell which objects it is about, which a rule may be that reads none.
  public var objects: Objects?
  public var atoms: [RuleAtom: Atom]
  public var layers: [Layer]

  public var permission: Name { rule.permission.name }
  /// Whether it reads its object. A rule that does not answers about each as in general.
  public var readsObject: Bool { rule.needsObject }

  /// Whether somebody's groups decide together with other questions about them, or by not being theirs. For groups that
  /// are only assumed (`--in-group`) that is not answered: the layers read the groups that users have.
  public private(set) var mixesGroups = false

  /// - Throws: where the rule has too many alternatives.
  public init(
    _ rule: ParsedProjectRule, _ objects: Objects?, _ atoms: [RuleAtom: Atom], _ schema: Schema
  ) throws(RuleTextError) {
    self.rule = rule
    self.objects = objects
    self.atoms = atoms
    layers = []
    var found: [Layer] = []
    if let general = rule.expanded.withoutObject {
      for (index, term) in try general.terms().enumerated() {
        let maker = TermLayers(
          id: "rules.\(permission).general.\(index)", permission: permission, term: term, atoms: atoms,
          objects: nil)
        found += maker.layers(schema)
      }
    }
    if let objects, rule.needsObject {
      for (index, term) in try rule.expanded.terms().enumerated() {
        let maker = TermLayers(
          id: "rules.\(permission).\(index)", permission: permission, term: term, atoms: atoms,
          objects: objects)
        found += maker.layers(schema)
      }
    }
    layers = found
    mixesGroups = try rule.expanded.terms().contains { term in
      let ofUser = term.filter(\.atom.needsUser)
      let isPlain = ofUser.count == 1 && !ofUser.contains(where: \.isInverse)
      return !isPlain && ofUser.contains { if case .isMember = $0.atom.form { true } else { false } }
    }
  }

  /// The rule as a predicate whose atoms were answered before; nil is a skipped one.
  public func predicate(_ answers: [RuleAtom: Bool]) -> RulePredicate<Subject, ObjectAddress> {
    predicate(rule.expression, answers)
  }

  private func predicate(
    _ expression: RuleExpression, _ answers: [RuleAtom: Bool]
  ) -> RulePredicate<Subject, ObjectAddress> {
    switch expression {
    case .atom(let atom):
      let answer = answers[atom]
      return RulePredicate(atom.text) { answer }
    case .predicate(let name, _):
      // An unknown name was refused when the settings were read.
      guard let inner = rule.predicates[name] else { return RulePredicate(name) { nil } }
      let known = predicate(inner, answers)
      return RulePredicate(name, over: known)
    case .not(let inner): return ~predicate(inner, answers)
    case .and(let left, let right): return predicate(left, answers) & predicate(right, answers)
    case .or(let left, let right): return predicate(left, answers) | predicate(right, answers)
    case .exclusive(let left, let right): return predicate(left, answers) ^ predicate(right, answers)
    }
  }
}
