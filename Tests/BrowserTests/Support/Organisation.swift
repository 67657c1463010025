import Authorization

/// A small invented organisation.
enum Organisation {
  static func user(_ name: Name, _ key: Int64) -> EntityRef {
    EntityRef(kind: .user, key: .integer(key), name: name)
  }
  static func group(_ name: Name, _ key: Int64) -> EntityRef {
    EntityRef(kind: .group, key: .integer(key), name: name)
  }
  static func tree(_ name: Name, _ key: Int64) -> EntityRef {
    EntityRef(kind: .tree, key: .integer(key), name: name, type: TypeName("datawarehouse.gittree"))
  }
  static func permission(_ name: Name, _ key: Int64) -> EntityRef {
    EntityRef(kind: .permission, key: .integer(key), name: name)
  }

  static let mira = user("mira", 1)
  static let lena = user("lena", 2)
  static let kernelQE = group("kernel-qe", 1)
  static let release = group("release", 2)
  static let contractors = group("contractors", 3)
  static let mainline = tree("linux-mainline", 1)
  static let gitTree = EntityRef(
    kind: .type, key: .integer(9), name: "datawarehouse.gittree", type: TypeName("datawarehouse.gittree"))

  static let lists: [ListSource: FakeList] = [
    .view(.users): FakeList(users), .view(.groups): FakeList(groups), .view(.trees): FakeList(trees),
    .view(.objects): FakeList([
      .named(gitTree, [.text("datawarehouse.gittree"), .count(4), .text("t"), .none])
    ]),
    .view(.permissions): FakeList([
      .named(
        permission("auth.change_user", 4),
        [.text("auth.change_user"), .flag(false), .count(1), .count(2), .count(0), .text("Can change user")])
    ]),
    .objects(gitTree.type ?? TypeName(app: "", model: "")): FakeList(
      trees.map { .named($0.ref, [.text($0.ref.name.text), .text($0.ref.key.text), .count(0), .count(1)]) }),
    .section(of: kernelQE, section: .members): FakeList(
      users.map { .named($0.ref, [.text($0.ref.name.text), .text("direct")]) }),
    .seen(by: mira): FakeList(sorted: [
      ListRow(
        ref: gitTree, cells: [.text("git trees to read"), .text("1,000+"), .text("those with `read`")],
        position: RowPosition(sortValue: .integer(0), key: .integer(0)), opens: .listing(.trees, by: mira)),
      ListRow(
        ref: permission("x.view_y", 9),
        cells: [.text("GET remotes"), .text("0"), .text("denied (403): no statement")],
        position: RowPosition(sortValue: .integer(1), key: .integer(1)), faded: true),
    ]),
    .listing(.trees, by: mira): FakeList([
      .named(mainline, [.text("linux-mainline"), .text("1"), .text("member")])
    ]),
    .whatCan(.user(mira), permission: "read", type: GitTrees.tree): FakeList([
      .named(mainline, [.text("linux-mainline"), .text("1"), .text("member of kernel-qe")])
    ]),
    .whoCan(permission: "read", object: mainline): FakeList([
      .named(lena, [.text("lena"), .text("member of kernel-qe")])
    ]),
  ]

  static let users: [ListRow] = [
    userRow(mira, staff: true, groups: 3, grants: 14, login: "2026-11-02 08:14"),
    userRow(lena, groups: 1, grants: 0, login: "2026-10-30 17:40"),
    userRow(user("kernelbot", 3), groups: 1, grants: 2),
    userRow(user("kerning", 4), active: false, groups: 0, grants: 0),
    userRow(user("root", 5), staff: true, superuser: true, groups: 0, grants: 0),
    userRow(user("李小龙", 6), groups: 1, grants: 1),
    userRow(user("adm\u{202E}nimda\u{1B}[31m", 7), groups: 0, grants: 0),
    userRow(user("Zoe\u{301}", 8), groups: 2, grants: 3),
  ]

  static let groups: [ListRow] = [
    .named(kernelQE, [.text("kernel-qe"), .count(12_403), .count(4), .count(1), .count(1)]),
    .named(release, [.text("release"), .count(4), .count(2), .count(0), .count(0)]),
    .named(contractors, [.text("contractors"), .count(210), .count(0), .count(0), .count(0)]),
  ]

  static let trees: [ListRow] = [
    treeRow(mainline, "upstream", .group("kernel-qe"), .group("kernel-maintainers")),
    treeRow(tree("linux-stable", 2), "upstream", .group("kernel-qe"), .group("kernel-maintainers")),
    treeRow(tree("playground", 3), "open", .anyone, .group("release")),
    treeRow(tree("sealed", 4), nil, .nobody, .nobody),
  ]

  static let details: [EntityRef: Detail] = [
    mira: Detail(
      ref: mira,
      facts: [
        Fact("active"), Fact("staff"), Fact("last login 2026-11-02"), Fact("1 stale session", warns: true),
      ],
      sections: [
        DetailSection(
          id: .groups, title: "Groups", count: 3,
          lines: [
            DetailLine("kernel-qe", note: "12,403 members", target: kernelQE),
            DetailLine("release", note: "4 members", target: release),
            DetailLine("contractors", note: "210 members", target: contractors),
          ]),
        DetailSection(
          id: .objectGrants, title: "Object grants", count: 14,
          lines: [
            DetailLine("datawarehouse.view_gittree", note: "on linux-mainline", target: mainline),
            DetailLine("file.view_filerepository", note: "orphan: the object is gone", warns: true),
          ], continues: true),
      ]),
    kernelQE: Detail(
      ref: kernelQE, facts: [Fact("12,403 members")],
      sections: [
        DetailSection(
          id: .members, title: "Members", count: 12_403,
          lines: [DetailLine("lena", note: "active", target: lena), DetailLine("mira", target: mira)],
          continues: true),
        DetailSection(
          id: .policies, title: "Policies that name it", count: 1,
          lines: [DetailLine("upstream", note: "read")]),
      ]),
    lena: Detail(
      ref: lena, facts: [Fact("active")],
      sections: [
        DetailSection(
          id: .groups, title: "Groups", count: 1,
          lines: [DetailLine("kernel-qe", note: "12,403 members", target: kernelQE)])
      ]),
    mainline: Detail(
      ref: mainline, facts: [Fact("policy upstream")],
      sections: [
        DetailSection(
          id: .readers, title: "Read", count: 1,
          lines: [DetailLine("kernel-qe", note: "12,403 members", target: kernelQE)])
      ]),
  ]

  static func inspection(_ subject: SubjectRef, _ object: EntityRef?) -> Inspection {
    let notes = subject == .anonymous ? ["nobody is logged in"] : []
    guard let object else {
      let rows = ["auth.change_user", "auth.view_user"].map { name in
        row(Name(name), [.model: (.denied, "no grant on the model"), .object: (nil, "")])
      }
      return Inspection(subject: subject, object: nil, levels: [.model, .object], rows: rows, notes: notes)
    }
    let rows = [
      row(
        "read", [.object: (.allowed, "member of kernel-qe, the read group of policy upstream")], subject,
        object),
      row("write", [.object: (.denied, "not in kernel-maintainers, the write group of policy upstream")]),
      row("datawarehouse.change_gittree", [.model: (.denied, "no grant"), .object: (.denied, "no grant")]),
      row(
        "datawarehouse.retrigger",
        [.model: (.undetermined, "backend `acme.Backend`"), .object: (.denied, "-")],
        custom: true, warnings: ["a global permission does not satisfy an object check"]),
    ]
    return Inspection(subject: subject, object: object, levels: [.model, .object], rows: rows, notes: notes)
  }

  private static func row(
    _ permission: Name, _ answers: [Level: (Outcome?, String)], _ subject: SubjectRef? = nil,
    _ object: EntityRef? = nil, custom: Bool = false, warnings: [String] = []
  ) -> InspectionRow {
    InspectionRow(
      permission: permission, custom: custom,
      answers: [Level.model, .object].map { level in
        let answer = answers[level] ?? (nil, "")
        let command = object.map {
          "permscope check acme.sqlite3 \(subject?.argument ?? "") read tree:\($0.name)"
        }
        return LevelAnswer(level: level, outcome: answer.0, text: answer.1, command: command)
      }, warnings: warnings)
  }

  static func userRow(
    _ ref: EntityRef, active: Bool = true, staff: Bool = false, superuser: Bool = false, groups: Int,
    grants: Int, login: String = ""
  ) -> ListRow {
    .named(
      ref,
      [
        .text(ref.name.text), .flag(active), .flag(staff), .flag(superuser), .count(groups), .count(0),
        .count(grants), .text(login), .text("\(ref.key)@example.org"), .text("Person \(ref.key)"),
      ], faded: !active)
  }

  private static func treeRow(_ ref: EntityRef, _ policy: String?, _ read: Audience, _ write: Audience)
    -> ListRow
  {
    .named(
      ref,
      [.text(ref.name.text), policy.map(CellValue.text) ?? .none, .audience(read), .audience(write)])
  }
}

extension DatabaseSummary {
  static let acme = DatabaseSummary(
    fileName: "acme.sqlite3",
    systems: SystemID.allCases.map { system in
      SystemStatus(
        system: system,
        missingTables: system == .tasks ? ["user_tasks_usertaskstatus", "user_tasks_usertaskartifact"] : [])
    }, users: 12_403, groups: 318, readOnlyReason: "asked for", operatorName: "mira",
    operatorIsLimited: false)
}
