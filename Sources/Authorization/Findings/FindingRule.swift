/// What `lint` and the findings view look for, in the order in which findings of one severity are told.
public enum FindingRule: String, Sendable, Hashable, CaseIterable {
  case publicWrite = "public-write"
  case leakingRole = "leaking-role"
  case reusedKey = "reused-key"
  case staleSession = "stale-session"
  case misreadExpression = "misread-expression"
  case deadStatement = "dead-statement"
  case faultyPolicy = "faulty-policy"
  case treeWithoutPolicy = "tree-without-policy"
  case orphanGrant = "orphan-grant"
  case oddKey = "odd-key"
  case typeWithoutTable = "type-without-table"
  case modelGrantOnly = "model-grant-only"
  case permissionWithoutRule = "permission-without-rule"
  case duplicateAssignment = "duplicate-assignment"
  case redundantAssignment = "redundant-assignment"
  case redundantGrant = "redundant-grant"
  case roleWithoutHolder = "role-without-holder"
  case groupWithoutMembers = "group-without-members"

  /// The rule with this name.
  public init?(named name: Name) { self.init(rawValue: name.text) }

  /// How grave its findings can be, the gravest first, which is what they are as a rule.
  public var severities: [FindingSeverity] {
    switch self {
    case .publicWrite, .leakingRole, .reusedKey, .misreadExpression: [.danger]
    // Who may less than they should comes and asks; who may more does not.
    case .staleSession: [.danger, .warning]
    case .deadStatement, .treeWithoutPolicy, .orphanGrant, .oddKey: [.warning]
    // Some of what is written depends on what is not in the database.
    case .faultyPolicy: [.warning, .info]
    case .typeWithoutTable, .modelGrantOnly, .permissionWithoutRule, .duplicateAssignment,
      .redundantAssignment, .redundantGrant, .roleWithoutHolder, .groupWithoutMembers:
      [.info]
    }
  }

  /// Short: it stands over the findings of the rule.
  public var title: String {
    switch self {
    case .publicWrite: "git trees that anyone may write"
    case .leakingRole: "roles that count on objects of another type"
    case .reusedKey: "assignments older than their object"
    case .staleSession: "sessions that remember what is no longer so"
    case .misreadExpression: "condition expressions that are read otherwise"
    case .deadStatement: "statements that never allow anything"
    case .faultyPolicy: "access policies that are not in force as written"
    case .treeWithoutPolicy: "git trees without a policy"
    case .orphanGrant: "grants on objects that do not exist"
    case .oddKey: "grants on keys in another spelling"
    case .typeWithoutTable: "grants on types without a table"
    case .modelGrantOnly: "general grants where objects are granted one by one"
    case .permissionWithoutRule: "permissions without a rule"
    case .duplicateAssignment: "roles assigned twice"
    case .redundantAssignment: "assignments that change nothing"
    case .redundantGrant: "grants that change nothing"
    case .roleWithoutHolder: "roles that nobody holds"
    case .groupWithoutMembers: "groups that nobody is in"
    }
  }

  /// Why a person should look at it, in one sentence.
  public var explanation: String {
    switch self {
    case .publicWrite:
      "a policy without a write group asks for no authorization at all, so that even somebody who is not logged in may write its trees"
    case .leakingRole:
      "Pulp compares the key of an assignment and not the type, so that a role with permissions of several types counts on every object that has the same key"
    case .reusedKey:
      "the assignment was made before the object was, so that it was meant for an earlier object with the same key; grants of django-guardian have no date and cannot be told apart like this"
    case .staleSession:
      "a login loads what its user may do into the session, and a later change is not seen there until the next login"
    case .misreadExpression:
      "the library ignores what follows a complete expression, knows lower-case operators only and cuts `not` out of longer words"
    case .deadStatement:
      "its principals or actions match nothing, or a statement that denies counts whenever it counts, and one that denies always wins"
    case .faultyPolicy:
      "what is written there raises, is ignored, or names what does not exist"
    case .treeWithoutPolicy: "a git tree without a policy is private: nobody may read or write it"
    case .orphanGrant:
      "rows of grants outlive their object, and come alive for whoever gets the same key next"
    case .oddKey:
      "keys are compared as text, so that a grant on `007` gives nothing on the object 7"
    case .typeWithoutTable:
      "where a type has no table nobody can tell whether the objects of its grants exist"
    case .modelGrantOnly:
      "a grant in general does not answer a check of one object: django-guardian looks at grants on the object alone"
    case .permissionWithoutRule:
      "the rules package says no to a permission without a rule, silently, so that on an object nobody is allowed by it"
    case .duplicateAssignment:
      "Pulp writes a new row each time; taking the role away by hand leaves the others"
    case .redundantAssignment:
      "every permission of the role comes from other roles of the same holder at the same place, so that taking it away changes nobody's checks"
    case .redundantGrant:
      "the holder has the permission at the same place by another path, so that taking the grant away changes nobody's checks"
    case .roleWithoutHolder: "a role that is assigned to nobody gives nothing; it may be left over"
    case .groupWithoutMembers: "what is granted to a group without members is granted to nobody"
    }
  }

  /// What the database must have for it.
  public var system: SystemID? {
    switch self {
    case .publicWrite, .treeWithoutPolicy: .trees
    case .leakingRole, .reusedKey, .duplicateAssignment, .redundantAssignment, .roleWithoutHolder: .roles
    case .staleSession: .sessions
    case .misreadExpression, .deadStatement, .faultyPolicy: .policies
    case .modelGrantOnly: .guardian
    case .orphanGrant, .oddKey, .typeWithoutTable, .permissionWithoutRule, .redundantGrant,
      .groupWithoutMembers:
      nil
    }
  }
}

/// How grave a finding is, the gravest first.
public enum FindingSeverity: String, Sendable, Hashable, CaseIterable {
  /// Somebody may do what nobody wants, or what is written is not what holds.
  case danger
  case warning
  /// Something to tidy up.
  case info
}
