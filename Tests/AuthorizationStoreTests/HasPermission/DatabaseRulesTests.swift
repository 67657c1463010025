import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// Rules over a database are registrations over its one evaluator.
@Suite struct DatabaseRulesTests {
  private let repository = TypeName(app: "file", model: "filerepository")

  @Test("the default mimics model-level permissions whatever the object, and rules of objects come first")
  func objects() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let hasPermission = HasPermission()
    try hasPermission.registerModelPermissions(database)
    let (users, permission, objects) = try database.read { reader in
      (
        try ["mira", "lena", "admin", "kerning", "sam"].map { try reader.subject(.user(Name($0))) }
          + [reader.anonymous()],
        try reader.knownPermission("file.view_filerepository"),
        try ["partner-drop", "web"].map { try reader.target(.name(repository, Name($0))) }
      )
    }
    let model = Chain.django(database.schema, backends: [.model])
    for user in users {
      let expected = try database.read { try $0.allows(user, permission, .general, chain: model) }
      #expect(try hasPermission(user, permission).isAllowed == expected, "\(user.name)")
      #expect(try hasPermission(user, permission, 7).isAllowed == expected, "\(user.name)")
    }
    try hasPermission.registerObjectPermissions(database, backends: [.guardian, .pulpRoles])
    try hasPermission.registerObjectPermissions(database, backends: [.pulpRoles], type: repository)
    let roles = Chain.django(database.schema, backends: [.pulpRoles])
    var answers: Set<Bool> = []
    for user in users {
      for case .object(let object) in objects {
        let expected = try database.read { try $0.allows(user, permission, .object(object), chain: roles) }
        let ruling = try hasPermission(user, permission, object)
        #expect(ruling.isAllowed == expected, "\(user.name) \(object.argument)")
        #expect(ruling.trace.map(\.rule) == ["object permissions by pulp-roles"])
        answers.insert(expected)
      }
    }
    #expect(answers == [true, false])
  }

  @Test("reading and writing git trees is a permission type of its own")
  func trees() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let hasPermission = HasPermission()
    try hasPermission.registerGitTrees(database)
    try hasPermission.registerModelPermissions(database)
    let (mira, anonymous, tree, web) = try database.read { reader in
      (
        try reader.subject(.user("mira")), try reader.anonymous(),
        try reader.object(GitTrees.tree, named: "linux-mainline"),
        try reader.object(repository, named: "web")
      )
    }
    #expect(try hasPermission(mira, TreeMethod.read, tree).isAllowed)
    #expect(try hasPermission(mira, TreeMethod.write, tree).verdict == .decided(.denied))
    #expect(try hasPermission(anonymous, TreeMethod.read, tree).verdict == .decided(.denied))
    guard case .noRule(let none) = try hasPermission(mira, TreeMethod.read, web).verdict else {
      Issue.record("a repository belongs to no git tree")
      return
    }
    #expect(none.isPassedOn)
  }

  @Test("a service token of a program's own stands beside the users of the database")
  func tokens() throws {
    struct Token: Sendable { var owner: Subject }
    let database = try TestDatabase(Resources.demo)
    let open = try database.open()
    let hasPermission = HasPermission()
    try hasPermission.registerGitTrees(open)
    try hasPermission.register("tokens read", Token.self, TreeMethod.self, ObjectAddress.self) {
      [unowned hasPermission] token, method, tree in
      guard method == .read else { return .denied("a token only reads") }
      return RuleAnswer(try hasPermission(token.owner, method, tree).isAllowed, "as its owner")
    }
    let (mira, tree) = try open.read {
      (try $0.subject(.user("mira")), try $0.object(GitTrees.tree, named: "linux-mainline"))
    }
    #expect(try hasPermission(Token(owner: mira), TreeMethod.read, tree).isAllowed)
    #expect(!(try hasPermission(Token(owner: mira), TreeMethod.write, tree).isAllowed))
  }
}
