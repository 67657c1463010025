internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// Git trees. All three kinds ask the same relation with other columns bound.
  static let treeHandlers: [Name: Handler] = [
    "tree.check": { session, query in
      let question = try TreeQuestion(session, query)
      let subject = try session.subject(query)
      return .bool(
        try session.reader.allows(
          subject, question.permission, .object(session.tree(query.text("tree"))), chain: question.chain))
    },
    "tree.list": { session, query in
      try JSONValue(session.listTrees(TreeQuestion(session, query), session.subject(query)))
    },
    "tree.who": { session, query in
      try session.whoOnTree(TreeQuestion(session, query), session.tree(query.text("tree")))
    },
  ]
}

/// What the kinds on git trees have in common.
struct TreeQuestion {
  let permission: Permission
  let chain: Chain

  init(_ session: BatchSession, _ query: BatchQuery) throws {
    try session.require(.trees)
    let method = try query.text("method")
    guard method == GitTrees.read || method == GitTrees.write else {
      throw BatchError("`method` of `\(query.kind)` is `\(method)`, expected `read` or `write`")
    }
    permission = Permission(name: method, rows: [])
    chain = session.trees(
      bypass: try query.flag("superuser_bypass", default: session.reader.options.gitTreeSuperuserBypass))
  }
}

extension BatchSession {
  /// A tree by name.
  ///
  /// - Throws: `RaisedException` of `GitTree.objects.get` for a name that no tree has.
  func tree(_ name: Name) throws -> ObjectAddress {
    let statement = try database.cachedStatement(sql: "SELECT id FROM datawarehouse_gittree WHERE name = ?")
    guard let key = try StoredValue.fetchOne(statement, arguments: [name.value]).flatMap({ DatabaseKey($0) })
    else { throw RaisedException("DoesNotExist", "no git tree `\(name)`") }
    return ObjectAddress(
      type: GitTrees.tree, typeKey: try reader.contentType(GitTrees.tree), text: Name(key.text), native: key,
      exists: true, name: name)
  }

  /// The names of the trees on which a check says yes.
  func listTrees(_ question: TreeQuestion, _ subject: Subject) throws -> [Name] {
    if question.chain.passesSuperusers && subject.passesBeforeBackends {
      return try names("SELECT name FROM datawarehouse_gittree", [])
    }
    // No tree in particular: the gate looks at the type alone.
    let sample = ObjectAddress(
      type: GitTrees.tree, typeKey: try reader.contentType(GitTrees.tree), text: "", native: .text(""),
      exists: true)
    var found: Set<Name> = []
    for backend in question.chain.backends {
      guard
        case .dependsOn(let layers, var asked) = try Gate.ask(
          backend, subject, question.permission, .object(sample))
      else { continue }
      asked.place = .objects(of: GitTrees.tree, typeKey: sample.typeKey)
      for layer in layers {
        guard let part = reader.relations.compiler.compile(layer, asked, .objects) else { continue }
        found.formUnion(
          try names(
            "SELECT t.name FROM datawarehouse_gittree AS t WHERE t.id IN (\(part.sql))",
            part.slots.map { $0.value(asked) }))
      }
    }
    return found.sorted()
  }

  /// Who may: everybody where the operation needs no authorization, inactive users too, else the group's members.
  func whoOnTree(_ question: TreeQuestion, _ tree: ObjectAddress) throws -> JSONValue {
    let users = schema.users
    let nobody = Subject(kind: .anonymous, name: "")
    let isOpen = try reader.allows(nobody, question.permission, .object(tree), chain: question.chain)
    if isOpen {
      let everybody = try names("SELECT \(users.username.quoted) FROM \(users.table.quoted)", [])
      return ["anonymous": true, "users": JSONValue(everybody)]
    }
    var found: Set<Name> = []
    for backend in question.chain.backends {
      guard
        case .dependsOn(let layers, var asked) = try Gate.ask(
          backend, Subject(kind: .outsider, name: ""), question.permission, .object(tree))
      else { continue }
      asked.holder = .anybody
      for layer in layers {
        guard let part = reader.relations.compiler.compile(layer, asked, .users) else { continue }
        found.formUnion(
          try names(
            "SELECT u.\(users.username.quoted) FROM \(users.table.quoted) AS u "
              + "WHERE u.\(users.key.quoted) IN (\(part.sql))", part.slots.map { $0.value(asked) }))
      }
    }
    if question.chain.passesSuperusers, let superuser = users.isSuperuser {
      let active = users.isActive.map { " AND \($0.quoted)" } ?? ""
      found.formUnion(
        try names(
          "SELECT \(users.username.quoted) FROM \(users.table.quoted) WHERE \(superuser.quoted)\(active)", [])
      )
    }
    return ["anonymous": false, "users": JSONValue(sorted: found)]
  }
}
