import Authorization

/// One test of a file: a name and what it asserts.
struct PolicyTest {
  var name: String
  var line: Int
  var assertions: [PolicyAssertion]
}

/// What a test says of a database.
enum PolicyAssertion {
  case check(CheckAssertion)
  case whoCan(WhoCanAssertion)
  case can(CanAssertion)
  case authorize(AuthorizeAssertion)
}

/// A check has this outcome, and these paths give it.
struct CheckAssertion {
  var outcome: Outcome
  var subject: String
  var inGroups: [Name] = []
  var permission: Name
  var object: ObjectArgument?
  var anyLevel = false
  /// Each must stand on some path: the name of a group, role or policy, the layer, or the text of a path.
  var via: [String] = []
}

/// Exactly these may. What is nil is not compared.
struct WhoCanAssertion {
  var permission: Name
  var object: ObjectArgument?
  var everyone: Bool?
  var users: [Name]?
  var groups: [Name]?
}

/// Exactly these objects. What is nil is not compared.
struct CanAssertion {
  var subject: String
  var inGroups: [Name] = []
  var permission: Name
  var type: TypeName?
  var all: Bool?
  var objects: [ObjectArgument]?
}

/// A client sees this status.
struct AuthorizeAssertion {
  var subject: String
  var inGroups: [Name] = []
  var request: RequestDescription
  var status: Int
}
