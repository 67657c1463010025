import Authorization
import GRDB
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// Cases of random organisations give the same answer again, with and without names.
@Suite struct CaseFuzzTests {
  private static let widget = TypeName(app: "thing", model: "widget")

  /// Checks that the case says the same from its text alone.
  private func expectProven(_ file: CaseFile, _ context: String) throws {
    let read = try CaseFile(CaseNode(value: JSONValue(parsing: file.text), place: "case"))
    #expect(read == file, "\(context)")
    let found = try CaseDatabase(read).database.read { try CaseAsking.answer($0, read.question) }
    #expect(found.difference(from: file.answer) == nil, "\(context)")
  }

  private func questions(_ org: Organisation) -> [CaseQuestion] {
    var found: [CaseQuestion] = []
    let object = ObjectArgument("thing.widget:1")
    for user in ["user:#2", "user:#3", "group:group1", ":anonymous"] as [Name] {
      for name in ["thing.view_widget", "thing.paint_widget"] as [Name] {
        found.append(.check(subject: user, inGroups: [], permission: name, object: object, anyLevel: false))
        found.append(.check(subject: user, inGroups: [], permission: name, object: nil, anyLevel: true))
      }
      found.append(
        .check(subject: user, inGroups: [], permission: "read", object: .tree("tree1"), anyLevel: false))
      found.append(
        .listObjects(subject: user, inGroups: [], permission: "thing.view_widget", type: Self.widget))
    }
    found.append(
      .check(
        subject: "guest", inGroups: ["group1"], permission: "thing.view_widget", object: object,
        anyLevel: false))
    return found + [
      .whoCan(permission: "thing.view_widget", object: object),
      .whoCan(permission: "thing.view_widget", object: nil),
      .whoCan(permission: "write", object: .tree("tree1")),
    ]
  }

  @Test("a case gives the same answer, and under other names the same outcome and paths", arguments: 1...12)
  func proves(_ seed: Int) throws {
    let org = Organisation(seed: UInt64(seed))
    let file = try TestDatabase(org.sql)
    let database = try file.open(.init(backends: [.model, .guardian, .pulpRoles, .rules]))
    var made = 0
    for question in questions(org) {
      try database.read { reader in
        guard let answer = try? CaseAsking.answer(reader, question) else { return }
        let context = "seed \(seed): \(question)"
        let export = CaseExport(reader, question, program: "test", ask: CaseAsking.answer)
        let plain = try export.make(renames: false)
        #expect(plain.answer == answer, "\(context)")
        try expectProven(plain, context)
        let renamed = try export.make(renames: true)
        #expect(renamed.answer.outcome == answer.outcome, "\(context)")
        try expectProven(renamed, context)
        let texts = renamed.text
        for user in try StoredValue.texts(reader.database, sql: "SELECT username FROM auth_user")
        where user != "AnonymousUser" {
          #expect(!texts.contains("\"\(user)\""), "\(user) in \(context)")
        }
        made += 1
      }
    }
    #expect(made > 10)
  }

  @Test("a rule of the project goes into the case, and the names in it are replaced")
  func rules() throws {
    var options = AuthorizationDatabase.Options()
    options.rules = ProjectRuleTexts(
      predicates: [
        "helper": "user in group \"release\"", "boss": "user.username == \"mira\"",
        "mailed": "user.email == \"mira@acme.example\"",
      ],
      permissions: [
        .init(name: "help.desk", rule: "helper & boss"), .init(name: "help.mail", rule: "mailed"),
        .init(
          name: "user_tasks.peek", type: UserTasks.status,
          rule: "object.user_id == user.id | object.state == \"Failed\" & helper"),
      ])
    let database = try TestDatabase(Resources.demo).open(options)
    try database.read { reader in
      let task = ObjectArgument("user_tasks.usertaskstatus:3")
      let questions: [CaseQuestion] = [
        .check(subject: "mira", inGroups: [], permission: "help.desk", object: nil, anyLevel: false),
        .check(subject: "tomas", inGroups: [], permission: "help.desk", object: nil, anyLevel: false),
        .check(subject: "ines", inGroups: [], permission: "user_tasks.peek", object: task, anyLevel: false),
        .check(subject: "lena", inGroups: [], permission: "user_tasks.peek", object: task, anyLevel: false),
        .whoCan(permission: "help.desk", object: nil), .whoCan(permission: "user_tasks.peek", object: task),
        .listObjects(subject: "mira", inGroups: [], permission: "user_tasks.peek", type: UserTasks.status),
      ]
      for question in questions {
        let export = CaseExport(reader, question, program: "test", ask: CaseAsking.answer)
        for renames in [false, true] {
          let file = try export.make(renames: renames)
          try expectProven(file, "\(question)")
          #expect(!renames || !file.text.contains("mira") && !file.text.contains("release"), "\(file.text)")
        }
      }
      // It rests on an address, which no case has.
      let mailed = CaseQuestion.check(
        subject: "mira", inGroups: [], permission: "help.mail", object: nil, anyLevel: false)
      #expect(throws: StoreError.self) {
        try CaseExport(reader, mailed, program: "test", ask: CaseAsking.answer).make(renames: false)
      }
    }
  }

  @Test("what a project added to its users stays out of a case, but for what its rules read")
  func addedColumns() throws {
    var options = AuthorizationDatabase.Options()
    options.rules = ProjectRuleTexts(
      permissions: [.init(name: "help.desk", rule: "user.team == \"Team Zeta\"")])
    let file = try TestDatabase(Resources.demo)
    try file.execute(
      """
      ALTER TABLE auth_user ADD COLUMN name varchar(80) NOT NULL DEFAULT 'Mira Quux';
      ALTER TABLE auth_user ADD COLUMN title varchar(80) NOT NULL DEFAULT 'Dr. Quux';
      ALTER TABLE auth_user ADD COLUMN ldap_id varchar(80) NOT NULL DEFAULT 'uid=quux';
      ALTER TABLE auth_user ADD COLUMN team varchar(80) NOT NULL DEFAULT 'Team Zeta';
      ALTER TABLE auth_group ADD COLUMN owner_id varchar(80) NOT NULL DEFAULT 'uid=quux'
      """)
    try file.open(options).read { reader in
      let questions: [(Name, ObjectArgument?)] = [("read", .tree("linux-mainline")), ("help.desk", nil)]
      for (permission, object) in questions {
        let question = CaseQuestion.check(
          subject: "mira", inGroups: [], permission: permission, object: object, anyLevel: false)
        let export = CaseExport(reader, question, program: "test", ask: CaseAsking.answer)
        for renames in [false, true] {
          let made = try export.make(renames: renames)
          try expectProven(made, "\(question)")
          #expect(made.answer.outcome == .allowed)
          #expect(!made.text.lowercased().contains("quux"), "\(made.text)")
          #expect(made.text.contains("Zeta") != renames, "\(made.text)")
        }
      }
    }
  }

  @Test("every question about people and trees of the sample organisation becomes a case without secrets")
  func sample() throws {
    let database = try TestDatabase(Resources.demo).open()
    try database.read { reader in
      let users = try StoredRow.fetchAll(
        reader.database.makeStatement(
          sql:
            "SELECT username, email, first_name, last_name, password FROM auth_user WHERE username <> 'AnonymousUser'"
        ))
      let subjects = ["mira", "ines", "omar", "admin", "lena", "group:release", ":anonymous"] as [Name]
      let places: [(Name, String?)] = [
        ("read", "tree:linux-mainline"), ("write", "tree:embargoed-fixes"), ("read", "datawarehouse.test:1"),
        ("file.view_filerepository", "file.filerepository:=web"),
        ("file.view_filerepository", "domain:partner"),
        ("file.view_fileremote", "file.fileremote:=kernel-org"), ("auth.delete_user", nil),
        ("user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1"),
      ]
      for subject in subjects {
        for (permission, object) in places {
          let question = CaseQuestion.check(
            subject: subject, inGroups: [], permission: permission,
            object: object.flatMap { ObjectArgument($0) },
            anyLevel: false)
          let export = CaseExport(reader, question, program: "test", ask: CaseAsking.answer)
          let plain = try export.make(renames: false)
          #expect(plain.rowCount < 120, "\(plain.rowCount) rows: \(question)")
          let renamed = try export.make(renames: true)
          try expectProven(renamed, "\(question)")
          for user in users {
            for column in 1...4 {
              guard let secret = user.text(column), secret.count > 2 else { continue }
              #expect(!plain.text.contains(secret), "\(secret) in \(question)")
            }
            for column in 0...4 {
              guard let name = user.text(column), name.count > 2 else { continue }
              #expect(!renamed.text.contains(name), "\(name) in \(question)")
            }
          }
        }
      }
    }
  }
}
