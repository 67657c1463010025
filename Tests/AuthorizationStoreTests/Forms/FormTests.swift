import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// What dialogs read.
@Suite struct FormTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
  }

  private func fields(_ kind: EntityKind, _ key: DatabaseKey) throws -> EntityFields? {
    try database.read { try $0.fields(of: EntityRef(kind: kind, key: key, name: "old name")) }
  }

  private func choices(_ request: ChoiceRequest) throws -> ChoicePage {
    try database.read { try $0.choices(request) }
  }

  private func names(_ request: ChoiceRequest) throws -> [String] {
    try choices(request).rows.map { ($0.isOn ? "+" : "") + $0.ref.name.text }
  }

  @Test("a row's fields, and its name as it is now")
  func row() throws {
    let mira = try #require(try fields(.user, .integer(3)))
    #expect(mira.ref.name == "mira")
    #expect(mira.values[.email] == .text("mira@acme.example"))
    #expect(mira.values[.isStaff] == .flag(true))
    let open = try #require(try fields(.policy, .integer(2)))
    #expect(open.values[.readGroup] == .reference(nil))
    let tree = try #require(try fields(.tree, .integer(1)))
    #expect(
      tree.values[.policy] == .reference(EntityRef(kind: .policy, key: .integer(1), name: "upstream")))
    #expect(try fields(.user, .integer(999)) == nil)
  }

  @Test("the inspector calls a user, a group and an object as they are called now")
  func inspectedNames() throws {
    func ref(_ kind: EntityKind) -> EntityRef {
      EntityRef(
        kind: kind, key: .integer(1), name: "old name", type: kind == .tree ? GitTrees.tree : nil)
    }
    let (user, group) = try database.read { reader in
      (
        try reader.inspect(.user(ref(.user)), ref(.tree)), try reader.inspect(.group(ref(.group)), nil)
      )
    }
    for subject in [user.subject, group.subject] {
      switch subject {
      case .user(let ref), .group(let ref): #expect(ref.name != "old name")
      case .anonymous: Issue.record("somebody else is inspected")
      }
    }
    #expect(user.object?.name == "linux-mainline")
  }

  @Test("a custom permission says its model, because two models can have one of the same name")
  func customPermissions() throws {
    let page = try choices(
      ChoiceRequest(source: .permissions(nil), state: .nothing, filter: "modify_repo", limit: 10))
    #expect(page.rows.map(\.ref.name.text) == Array(repeating: "file.modify_repo_content", count: 2))
    #expect(Set(page.rows.map(\.note)).count == 2)
    #expect(page.rows.allSatisfy { $0.note.hasPrefix("on file") })
    let plain = try choices(
      ChoiceRequest(source: .permissions(nil), state: .nothing, filter: "auth.add_group", limit: 10))
    #expect(plain.rows.map(\.note) == ["Can add group"])
  }

  @Test("a custom user table has the fields that it has")
  func customUsers() throws {
    let file = try TestDatabase(
      """
      CREATE TABLE people (id integer PRIMARY KEY, email varchar(100), password text);
      CREATE TABLE people_groups (id integer PRIMARY KEY, p_id integer REFERENCES people(id), group_id integer REFERENCES auth_group(id));
      CREATE TABLE people_perms (id integer PRIMARY KEY, p_id integer REFERENCES people(id), permission_id integer REFERENCES auth_permission(id));
      INSERT INTO people VALUES (1, 'a@example.org', '!');
      """)
    let database = try file.open(.init(userTable: "people"))
    let found = try database.read {
      try $0.fields(of: EntityRef(kind: .user, key: .integer(1), name: ""))
    }
    #expect(found?.values[.username] == .text("a@example.org"))
    #expect(found?.values[.isActive] == nil)
  }

  @Test("a checklist shows what is on, page by page, filtered whatever the case")
  func checklist() throws {
    let members = ChoiceState.members(ofGroup: .integer(1))
    let first = try choices(ChoiceRequest(source: .users, state: members, limit: 3))
    #expect(first.on == 5)
    #expect(!first.reachesEnd)
    var all = first.rows
    while let last = all.last {
      let next = try choices(
        ChoiceRequest(source: .users, state: members, after: last.position, limit: 3))
      all += next.rows
      if next.reachesEnd { break }
    }
    #expect(all.count == 15)
    #expect(Set(all.map(\.ref.key)).count == 15)
    #expect(all.map(\.ref.name) == all.map(\.ref.name).sorted())
    #expect(
      Set(all.filter(\.isOn).map(\.ref.name)) == ["kernelbot", "mira", "omar", "tomas", "山田"])
    let on = try names(ChoiceRequest(source: .users, state: members, onlyOn: true, limit: 9))
    #expect(on == ["+kernelbot", "+mira", "+omar", "+tomas", "+山田"])
    #expect(try names(ChoiceRequest(source: .users, state: members, filter: "IRA", limit: 9)) == ["+mira"])
    #expect(try names(ChoiceRequest(source: .users, filter: "山", limit: 9)) == ["山田"])
  }

  @Test("what is chosen is filtered as the rows are, whatever the spelling of a letter")
  func chosen() throws {
    let chosen = ["Zoe\u{301}", "ZO\u{C9} two", "zoe", "mira"].enumerated().map { number, name in
      EntityRef(kind: .user, key: .integer(Int64(number)), name: Name(name))
    }
    func left(_ source: ChoiceSource, _ filter: String, onlyOn: Bool) throws -> [Name] {
      try choices(
        ChoiceRequest(source: source, filter: filter, onlyOn: onlyOn, added: chosen, limit: 9)
      ).added.map(\.name)
    }
    for onlyOn in [true, false] {
      #expect(try left(.users, "zo\u{E9}", onlyOn: onlyOn) == ["Zoe\u{301}", "ZO\u{C9} two"])
      #expect(try left(.users, "MIR", onlyOn: onlyOn) == ["mira"])
      #expect(try left(.users, "", onlyOn: onlyOn).count == 4)
      #expect(try left(.objects(TypeName(app: "no", model: "such")), "zoe", onlyOn: onlyOn).contains("zoe"))
    }
  }

  @Test("of what is chosen it says what is gone, whatever is filtered or shown")
  func gone() throws {
    func gone(_ source: ChoiceSource, _ keys: [DatabaseKey], onlyOn: Bool, filter: String) throws
      -> [DatabaseKey]
    {
      let chosen = keys.map { EntityRef(kind: .group, key: $0, name: "visitors") }
      let state = ChoiceState.groups(ofUser: .integer(3))
      return try choices(
        ChoiceRequest(
          source: source, state: state, filter: filter, onlyOn: onlyOn, added: chosen, limit: 1)
      ).gone.map(\.key)
    }
    for onlyOn in [true, false] {
      for filter in ["", "zzz"] {
        let groups: [DatabaseKey] = [.integer(1), .integer(999), .integer(2)]
        #expect(try gone(.groups, groups, onlyOn: onlyOn, filter: filter) == [.integer(999)])
        #expect(try gone(.groups, [], onlyOn: onlyOn, filter: filter) == [])
      }
    }
    let tree = TypeName(app: "datawarehouse", model: "gittree")
    let trees = try choices(ChoiceRequest(source: .permissions(tree), limit: 9)).rows.map(\.ref.key)
    #expect(
      try gone(.permissions(tree), trees + [.integer(1), .text("x")], onlyOn: false, filter: "").count == 2)
  }

  @Test("there are no permissions of a type that does not exist, and it says which one is close")
  func unknownType() throws {
    func problem(_ app: String, _ model: String) throws -> String? {
      try choices(ChoiceRequest(source: .permissions(TypeName(app: Name(app), model: Name(model))), limit: 9))
        .problem
    }
    #expect(
      try problem("datawarehouse", "gittre")
        == "no type `datawarehouse.gittre`; did you mean `datawarehouse.gittree`?")
    #expect(
      try problem("nothing", "likethat")
        == "no type `nothing.likethat`; expected `app_label.model` in lower case")
    #expect(try problem("datawarehouse", "gittree") == nil)
  }

  @Test("what is on follows from whose list it is")
  func states() throws {
    let groups = try names(
      ChoiceRequest(source: .groups, state: .groups(ofUser: .integer(3)), onlyOn: true, limit: 9))
    #expect(groups == ["+contractors", "+kernel-qe", "+release"])
    let permissions = try names(
      ChoiceRequest(
        source: .permissions(nil), state: .permissions(of: .user(.integer(3))), onlyOn: true, limit: 9))
    #expect(permissions == ["+auth.change_user", "+file.view_filerepository"])
    let web = ObjectRef(
      type: TypeName(app: "file", model: "filerepository"), key: "0f000000-0000-4000-8000-000000000001")
    let granted = try names(
      ChoiceRequest(
        source: .permissions(web.type), state: .objectPermissions(of: .user(.integer(3)), web), limit: 20))
    #expect(
      granted.filter { $0.hasPrefix("+") } == ["+file.change_filerepository", "+file.view_filerepository"])
    #expect(granted.count > 3)
    #expect(
      try choices(ChoiceRequest(source: .objects(web.type), limit: 20)).rows.map(\.ref.name).filter {
        $0 == "firmware"
      }.count == 2)
  }
}
