internal import Authorization

/// Replaces names in a case, the same name by the same one everywhere.
struct CaseNames {
  private enum Kind: String, CaseIterable {
    case user, group, role, tree, policy, domain, task, artifact, object, value
    /// What a project calls its kinds of tasks.
    case taskClass = "task-class"
  }

  private var names: [Kind: [Name: Name]] = [:]
  private let reader: AuthorizationReader
  private let columns: [(table: String, column: String, kind: Kind)]
  /// Columns of objects that rules of the project read.
  private let compared: [(table: String, column: String)]
  /// Names that are code: they mean something by themselves.
  private let fixed: [Kind: Set<Name>]

  /// - Throws: `StoreError` where users are told apart by names that would have to stay.
  init(_ file: CaseFile, _ reader: AuthorizationReader) throws {
    self.reader = reader
    let schema = reader.schema
    let kinds: [(EntityKind, Kind)] = [
      (.user, .user), (.group, .group), (.role, .role), (.tree, .tree), (.policy, .policy),
      (.domain, .domain),
      (.task, .task), (.artifact, .artifact),
    ]
    var columns: [(table: String, column: String, kind: Kind)] = kinds.compactMap { entity, kind in
      RelationReader.place(entity, schema).map { ($0.table, $0.name, kind) }
    }
    if let tasks = RelationReader.place(.task, schema) {
      columns.append((tasks.table, "task_class", .taskClass))
    }
    let known = Set(columns.map(\.table)).union([
      "auth_permission", "django_content_type", "core_accesspolicy",
    ])
    for table in file.tables where !known.contains(table.name) {
      for column in ["base_path", "label", "name", "slug", "title"]
      where table.columns.contains(where: { $0.name == column }) {
        columns.append((table.name, column, .object))
      }
    }
    let ruled = CaseColumns(schema).ruled
    for table in file.tables where table.name == schema.users.table {
      for column in table.columns
      where column.isText && column.keyRank == 0 && column.name != schema.users.username
        && !table.references.contains(where: { $0.column == column.name })
      {
        columns.append((table.name, column.name, .value))
      }
    }
    compared = ruled.filter { $0.key != schema.users.table }.flatMap { table, names in
      names.map { (table, $0) }
    }
    self.columns = columns
    fixed = [.user: Set([file.settings.anonymousName].compactMap { $0 }), .domain: ["default"]]
    try Self.refuseNamesAsKeys(file, schema)
  }

  private static func refuseNamesAsKeys(_ file: CaseFile, _ schema: Schema) throws {
    guard let users = file.tables.first(where: { $0.name == schema.users.table }),
      let key = users.columns.firstIndex(where: { $0.name == schema.users.key })
    else { return }
    for row in users.rows {
      guard case .text(let name) = row[key], Gate.dashed(name.text) == name.text else { continue }
      throw StoreError(
        .badCase,
        "the keys of `\(schema.users.table)` are texts, which would stay: names cannot be replaced here")
    }
  }

  private mutating func name(_ kind: Kind, _ old: Name) -> Name {
    if fixed[kind]?.contains(old) == true || old.text.isEmpty { return old }
    if let known = names[kind]?[old] { return known }
    let new = Name("\(kind.rawValue)-\((names[kind]?.count ?? 0) + 1)")
    names[kind, default: [:]][old] = new
    return new
  }

  mutating func renamed(_ file: CaseFile) throws -> CaseFile {
    var file = file
    file.isRenamed = true
    for index in file.tables.indices {
      for (table, column, kind) in columns where table == file.tables[index].name {
        guard let place = file.tables[index].columns.firstIndex(where: { $0.name == column }) else {
          continue
        }
        for row in file.tables[index].rows.indices {
          guard case .text(let old) = file.tables[index].rows[row][place] else { continue }
          file.tables[index].rows[row][place] = .text(name(kind, old))
        }
      }
    }
    // What objects share with users, such as a department, is the same text afterwards.
    for (table, column) in compared {
      guard let index = file.tables.firstIndex(where: { $0.name == table }),
        let place = file.tables[index].columns.firstIndex(where: { $0.name == column })
      else { continue }
      for row in file.tables[index].rows.indices {
        guard case .text(let old) = file.tables[index].rows[row][place],
          let new = names[.value]?[old]
        else { continue }
        file.tables[index].rows[row][place] = .text(new)
      }
    }
    for index in file.tables.indices where file.tables[index].name == "core_accesspolicy" {
      rename(&file.tables[index])
    }
    file.question = try renamed(file.question)
    for place in file.settings.rules.permissions.indices {
      file.settings.rules.permissions[place].rule = renamed(file.settings.rules.permissions[place].rule)
    }
    file.settings.rules.predicates = file.settings.rules.predicates.mapValues { text in renamed(text) }
    return file
  }

  /// The statements and hooks of access policies name groups, users and roles.
  private mutating func rename(_ policies: inout CaseTable) {
    for column in ["statements", "creation_hooks", "queryset_scoping"] {
      guard let place = policies.columns.firstIndex(where: { $0.name == column }) else { continue }
      for row in policies.rows.indices {
        guard case .text(let text) = policies.rows[row][place] else { continue }
        let value = (try? JSONValue(parsing: text.text)).map { renamed($0, under: "") }
        policies.rows[row][place] = .text(Name(value?.pythonText ?? ""))
      }
    }
  }

  private mutating func renamed(_ value: JSONValue, under key: Name) -> JSONValue {
    switch value {
    case .string(let text):
      if case .group(let group) = SubjectArgument(text.text) {
        return JSONValue("group:\(name(.group, group))")
      }
      let kinds: [Name: Kind] = [
        "users": .user, "user": .user, "groups": .group, "group": .group, "roles": .role, "role": .role,
        "domain": .domain,
      ]
      if let kind = kinds[key] { return .string(name(kind, text)) }
      return .string(replacement(text) ?? text)
    case .array(let values):
      var out: [JSONValue] = []
      for value in values { out.append(renamed(value, under: key)) }
      return .array(out)
    case .object(let object):
      var members: [(Name, JSONValue)] = []
      for member in object.members { members.append((member.key, renamed(member.value, under: member.key))) }
      return .object(JSONObject(members))
    case .null, .bool, .integer, .number: return value
    }
  }

  /// What a text is called now that is a name as a whole; nil where it is none.
  private mutating func replacement(_ text: Name) -> Name? {
    for kind in [Kind.user, .group, .role, .domain, .value] {
      if let known = names[kind]?[text] { return known }
    }
    // Somebody whom nothing refers to is somebody all the same.
    if (try? reader.user(named: text)) ?? nil != nil { return name(.user, text) }
    if (try? reader.group(named: text)) != nil { return name(.group, text) }
    return nil
  }

  /// The texts in a rule: groups, and what is compared with columns.
  private mutating func renamed(_ rule: String) -> String {
    var parts = rule.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
    for place in parts.indices where place % 2 == 1 {
      let text = Name(parts[place])
      let isGroup = parts[place - 1].split(separator: " ").last == "group"
      // Whatever a rule says of somebody's address, it says it of a person.
      let address = text.text.contains("@") ? Name("address") : nil
      parts[place] = (isGroup ? name(.group, text) : replacement(text) ?? address ?? text).text
    }
    return parts.joined(separator: "\"")
  }

  private mutating func renamed(_ question: CaseQuestion) throws -> CaseQuestion {
    switch question {
    case .check(let subject, let groups, let permission, let object, let anyLevel):
      return .check(
        subject: renamedSubject(subject), inGroups: renamedGroups(groups), permission: permission,
        object: try object.map { try renamed($0) }, anyLevel: anyLevel)
    case .whoCan(let permission, let object):
      return .whoCan(permission: permission, object: try object.map { try renamed($0) })
    case .listObjects(let subject, let groups, let permission, let type):
      return .listObjects(
        subject: renamedSubject(subject), inGroups: renamedGroups(groups), permission: permission, type: type)
    case .authorize(let subject, let groups, var request):
      request.object = try request.object.map { text in
        try ObjectArgument(text).map { try renamed($0).text } ?? text
      }
      request.domain = request.domain.map { domain in name(.domain, domain) }
      request.action = renamed(line: request.action)
      request.body = renamed(.object(request.body), under: "").members ?? JSONObject()
      return .authorize(subject: renamedSubject(subject), inGroups: renamedGroups(groups), request)
    }
  }

  private mutating func renamedSubject(_ text: Name) -> Name {
    switch SubjectArgument(text.text) {
    case .user(let user): Name(SubjectArgument.text(ofUser: name(.user, user)))
    case .group(let group): Name("group:\(name(.group, group))")
    case .userKey, .anonymous: text
    }
  }

  private mutating func renamedGroups(_ groups: [Name]) -> [Name] {
    var out: [Name] = []
    for group in groups { out.append(name(.group, SubjectArgument.groupName(group.text))) }
    return out
  }

  /// By its key, which stays.
  private mutating func renamed(_ object: ObjectArgument) throws -> ObjectArgument {
    switch try reader.target(object) {
    case .object(let address): .key(address.type, address.text)
    case .domain(_, let domain): .domain(name(.domain, domain))
    case .general: object
    }
  }

  /// The domain in the path of a request.
  private mutating func renamed(line: String) -> String {
    guard RequestLine(line) != nil else { return line }
    var parts = line.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for place in parts.indices {
      if let domain = names[.domain]?[Name(parts[place])] { parts[place] = domain.text }
    }
    return parts.joined(separator: "/")
  }
}
