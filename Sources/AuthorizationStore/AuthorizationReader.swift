public import Authorization
internal import GRDB

/// One read of the database: names are resolved and questions answered on one state of it.
public struct AuthorizationReader {
  let database: Database
  let file: OpenFile
  let options: AuthorizationDatabase.Options
  let relations: RelationReader
  let found: FoundFindings
  /// The moment that the database is shown of; nil for now.
  let moment: HistoryMoment?

  init(
    _ database: Database, file: OpenFile, options: AuthorizationDatabase.Options,
    moment: HistoryMoment? = nil,
    found: FoundFindings = FoundFindings()
  ) {
    self.found = found
    self.database = database
    self.file = file
    self.options = options
    self.moment = moment
    relations = RelationReader(database, schema: file.schema, texts: file.cache.texts)
  }

  /// The same, noting which rows its answers rest on.
  func recording(_ recorder: RowRecorder) -> AuthorizationReader {
    let reader = AuthorizationReader(database, file: file, options: options, moment: moment)
    reader.relations.recorder = recorder
    return reader
  }

  public var schema: Schema { file.schema }

  /// `User.has_perm` over the backends in force.
  public var djangoChain: Chain {
    if let known = file.cache.djangoChain { return known }
    let chain = Chain.django(
      schema, backends: options.backends ?? Chain.guess(schema), unknown: options.unknownBackends)
    file.cache.djangoChain = chain
    return chain
  }

  /// Reading and writing git trees.
  public var treeChain: Chain {
    if let known = file.cache.treeChain { return known }
    let chain = Chain.trees(schema, superuserBypass: options.gitTreeSuperuserBypass)
    file.cache.treeChain = chain
    return chain
  }

  /// The chain that answers for a permission: git trees have one of their own.
  public func chain(for permission: Permission) -> Chain { permission.isTreeMethod ? treeChain : djangoChain }

  func evaluator(_ chain: Chain) -> Evaluator<RelationReader> { Evaluator(reader: relations, chain: chain) }

  /// Whether the subject may: the bare answer.
  ///
  /// - Throws: `RaisedException` where the real chain raises.
  public func allows(
    _ subject: Subject, _ permission: Permission, _ target: Target, chain: Chain? = nil
  ) throws -> Bool {
    let chain = chain ?? self.chain(for: permission)
    if case .object(let object) = target, let key = subject.preparedKey, relations.recorder == nil {
      switch try checkPlan(subject, permission, object, chain) {
      case .always(let answer): return answer
      case .asks(let question): return try question.holds(holder: key, object: object, database)
      case .none: break
      }
    }
    return try evaluator(chain).allows(subject, permission, target)
  }

  /// The answer with the paths that give it, or the links that are missing.
  ///
  /// - Throws: `RaisedException` where the real chain raises.
  public func explain(
    _ subject: Subject, _ permission: Permission, _ target: Target, depth: Depth = .full
  ) throws -> Decision {
    try consider(subject, permission, target, depth: depth).answered()
  }

  /// The same, where an exception of the real chain is part of the explanation.
  public func consider(
    _ subject: Subject, _ permission: Permission, _ target: Target, depth: Depth = .full
  ) throws -> Decision {
    var decision = try evaluator(chain(for: permission)).consider(subject, permission, target, depth: depth)
    if decision.raised != nil { return decision }
    if let unanswered = assumedGroupsProblem(subject, permission),
      decision.reasons.allSatisfy({ $0.rule.hasPrefix("rules.\(permission.name)") })
    {
      return Decision(
        outcome: .undetermined, level: decision.level,
        missing: [MissingLink(kind: .notAnswered, text: unanswered)])
    }
    guard depth == .full else { return decision }
    decision.trace = try ruleTrace(subject, permission, target)
    if let trace = decision.trace, decision.reasons.isEmpty {
      decision.add(
        try falseConditions(subject, permission, target, trace), to: BackendID.rules.rawValue)
    }
    return decision
  }

  /// Why a rule of the project gives no answer for groups that are only assumed; nil where it does.
  func assumedGroupsProblem(_ subject: Subject, _ permission: Permission) -> String? {
    guard !subject.assumedGroups.isEmpty,
      !(djangoChain.passesSuperusers && subject.passesBeforeBackends),
      schema.projectRules.contains(where: { $0.permission == permission.name && $0.mixesGroups })
    else { return nil }
    return
      "the rule of `\(permission.name)` asks for groups together with other things; that is not answered for groups that are only assumed (`--in-group`)"
  }
}
