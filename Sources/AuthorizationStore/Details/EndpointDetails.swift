internal import Authorization
internal import GRDB

extension DetailBuilder {
  func endpoint() throws -> Detail {
    let columns = "viewset_name, statements, creation_hooks, queryset_scoping, customized"
    guard let row = try row("SELECT \(columns) FROM core_accesspolicy WHERE pulp_id = ?") else {
      return gone()
    }
    let isCustomized = row.bool(4) ?? false
    var facts = [
      isCustomized ? Fact("customized: a person changed it") : Fact("as shipped"),
      EndpointText.scoping(row[3]).map { Fact("listings limited by \($0)") }
        ?? Fact("listings not limited"),
    ]
    let statements = EndpointText.json(row[1])?.elements
    if statements == nil { facts.append(Fact("its statements are not a JSON list", warns: true)) }
    if statements?.isEmpty == true {
      facts.append(Fact("no statements: nobody may do anything", warns: true))
    }
    let hooks = EndpointText.json(row[2])?.elements ?? []
    return Detail(
      ref: named(Name(row[0])), facts: facts,
      sections: [
        lines(
          .statements, "Statements",
          (statements ?? []).map { statement in
            // Whatever is not exactly `allow` denies.
            let denies = statement.members?["effect"] != .string("allow")
            return DetailLine(EndpointText.statement(statement), warns: denies)
          }),
        lines(.creationHooks, "On creation", hooks.map { DetailLine(EndpointText.hook($0)) }),
      ])
  }

  func task() throws -> Detail {
    let users = schema.users
    let sql = """
      SELECT s.name, s.state, s.created, s.modified, s.task_class, s.completed_steps, s.total_steps, s.user_id, \
      u.\(users.username.quoted), s.parent_id, p.name FROM user_tasks_usertaskstatus AS s \
      LEFT JOIN \(users.table.quoted) AS u ON u.\(users.key.quoted) = s.user_id \
      LEFT JOIN user_tasks_usertaskstatus AS p ON p.id = s.parent_id WHERE s.id = ?
      """
    guard let row = try row(sql) else { return gone() }
    let state = row.text(1) ?? ""
    let steps = (row.integer(5) ?? 0, row.integer(6) ?? 0)
    let facts = [
      Fact(state, warns: state == "Failed"), Fact("created \(Cell.minutes(row.text(2) ?? ""))"),
      Fact("changed \(Cell.minutes(row.text(3) ?? ""))"), Fact("step \(steps.0) of \(steps.1)"),
      Fact(row.text(4) ?? ""),
    ]
    var sections: [DetailSection] = []
    if let key = DatabaseKey(row[7]) {
      let owner = EntityRef(
        kind: .user, key: key, name: Name(row[8]) ?? Name("#\(key)"), type: reader.userType)
      sections.append(
        lines(
          .holders, "Triggered by",
          [DetailLine(owner.name.text, note: "may view, cancel and delete it", target: owner)]))
    }
    if let key = DatabaseKey(row[9]) {
      let parent = EntityRef(
        kind: .task, key: key, name: Name(row[10]) ?? Name("#\(key)"), type: UserTasks.status)
      sections.append(lines(.related, "Step of", [DetailLine(parent.name.text, target: parent)]))
    }
    sections.append(try section(.artifacts, "Artifacts"))
    let own = try section(.tasks, "Steps")
    if own.count != 0 { sections.append(own) }
    return Detail(
      ref: named(Name(row[0]), type: UserTasks.status), facts: facts, sections: sections)
  }

  func artifact() throws -> Detail {
    let sql = """
      SELECT a.name, a.text, a.url, a.file, a.created, a.status_id, s.name FROM user_tasks_usertaskartifact AS a \
      LEFT JOIN user_tasks_usertaskstatus AS s ON s.id = a.status_id WHERE a.id = ?
      """
    guard let row = try row(sql) else { return gone() }
    let text = row.text(1) ?? ""
    let url = row.text(2) ?? ""
    let file = row.text(3) ?? ""
    var facts: [Fact]
    switch ArtifactKind(text: text, url: url, file: file) {
    case .text:
      facts = [Fact("text of \(text.count) characters, guarded like the row"), Fact(Self.firstLine(text))]
    case .url: facts = [Fact("url, guarded by nobody", warns: true), Fact(Self.firstLine(url))]
    case .file:
      facts = [
        Fact("file; who may fetch it depends on the storage", warns: true), Fact(Self.firstLine(file)),
      ]
    case .empty: facts = [Fact("empty")]
    }
    facts.append(Fact("created \(Cell.minutes(row.text(4) ?? ""))"))
    guard let key = DatabaseKey(row[5]) else { return Detail(ref: ref, facts: facts, sections: []) }
    let task = EntityRef(kind: .task, key: key, name: Name(row[6]) ?? Name("#\(key)"), type: UserTasks.status)
    return Detail(
      ref: named(Name(row[0]), type: UserTasks.artifact), facts: facts,
      sections: [
        lines(
          .tasks, "Task",
          [DetailLine(task.name.text, note: "whoever triggered it may view this", target: task)]),
        contentSection(text: text, url: url, file: file),
      ].compactMap { $0 })
  }

  /// What protects each place in which the artifact holds something.
  private func contentSection(text: String, url: String, file: String) -> DetailSection? {
    let content = reader.artifactContent(text: text, url: url, file: file)
    guard !content.isEmpty else { return nil }
    return lines(
      .content, "Content",
      content.map { DetailLine($0.field.rawValue, note: $0.text, warns: $0.isOpen) })
  }

  private static func firstLine(_ text: String) -> String {
    String(text.prefix(200).prefix { !$0.isNewline })
  }
}
