import Authorization
import GRDB
import PermscopeResources
import Synchronization
import Testing

@testable import AuthorizationStore

/// Previews on the sample organisation: what they say besides numbers, and what they leave alone.
@Suite struct PreviewTests {
  private func demo(_ statements: String = "") throws -> TestDatabase {
    try TestDatabase(Resources.demo + statements)
  }

  private func preview(
    _ file: TestDatabase, _ rows: [RowChange], factor: Int = 100
  ) throws -> (impact: Impact, preview: EditPreview) {
    let preview = try EditPreview(file.open(), rows, confirmFactor: factor)
    return (try preview.count(isCancelled: { false }, progress: { _ in }), preview)
  }

  private func key(_ file: TestDatabase, _ sql: String) throws -> Int64 {
    let queue = try DatabaseQueue(path: file.path)
    return try #require(try queue.read { try Int64.fetchOne($0, sql: sql) })
  }

  /// A new value in one column.
  private func update(_ table: String, _ key: Int64, _ column: String, from old: RowValue, to new: RowValue)
    -> RowChange
  {
    RowChange(
      table: table, key: [ColumnValue("id", .integer(key))], before: [ColumnValue(column, old)],
      after: [ColumnValue(column, new)])
  }

  private func insert(_ table: String, _ values: [(String, RowValue)]) -> RowChange {
    let image = values.map { ColumnValue($0.0, $0.1) }
    return RowChange(table: table, key: Array(image.prefix(1)), before: nil, after: image)
  }

  /// A policy with a group for reading, and what opens it to anyone.
  private func opening(_ file: TestDatabase) throws -> (name: String, change: RowChange) {
    let queue = try DatabaseQueue(path: file.path)
    let row = try #require(
      try queue.read {
        try Row.fetchOne(
          $0,
          sql: """
            SELECT p.id, p.name, p.read_group_id FROM datawarehouse_gittreepolicy AS p
            WHERE p.read_group_id IS NOT NULL AND EXISTS (SELECT 1 FROM datawarehouse_gittree AS t WHERE t.policy_id = p.id)
            ORDER BY p.id
            """)
      })
    let change = update(
      "datawarehouse_gittreepolicy", row["id"], "read_group_id", from: .integer(row["read_group_id"]),
      to: .null)
    return (row["name"], change)
  }

  @Test("opening a policy to anyone asks for its name")
  func anonymousConfirmation() throws {
    let file = try demo()
    let (name, change) = try opening(file)
    let impact = try preview(file, [change]).impact
    let confirmation = try #require(impact.confirmations.first { $0.kind == .anonymous })
    #expect(confirmation.word == Name(name))
    #expect(confirmation.text.hasPrefix("anybody, logged in or not, could read "))
    #expect(impact.parts.contains { $0.includesAnonymous && $0.permission == GitTrees.read })
    #expect(try preview(file, [change.inverse]).impact == Impact())
  }

  @Test("what many times as many may do asks for their number, however it is counted", arguments: [nil, 0])
  func growth(individualLimit: Int?) throws {
    let file = try demo(
      "INSERT INTO auth_group (id, name) VALUES (900, 'crowd');"
        + "INSERT INTO auth_user_groups (user_id, group_id) SELECT id, 900 FROM auth_user;")
    let permission = try key(file, "SELECT id FROM auth_permission WHERE codename = 'delete_session'")
    let grant = insert(
      "auth_group_permissions",
      [("id", .integer(9000)), ("group_id", .integer(900)), ("permission_id", .integer(permission))])
    let database = try file.open()
    let impact = try EditPreview(
      database, [grant], confirmFactor: 4, source: PreviewSource(database), individualLimit: individualLimit
    ).count(isCancelled: { false }, progress: { _ in })
    let confirmation = try #require(impact.confirmations.first { $0.kind == .multiplied })
    #expect(confirmation.text.contains("sessions.delete_session"))
    #expect(confirmation.text.hasSuffix(" to \(confirmation.word)"))
    #expect(try preview(file, [grant], factor: 10_000).impact.confirmations.isEmpty)
  }

  @Test("a policy that is renamed, a session that ends and a new text change no check")
  func harmless() throws {
    let file = try demo()
    let policy = try key(file, "SELECT min(id) FROM datawarehouse_gittreepolicy")
    let user = try key(file, "SELECT id FROM auth_user WHERE username = 'mira'")
    let impact = try preview(
      file,
      [
        update("datawarehouse_gittreepolicy", policy, "name", from: .text("a"), to: .text("b")),
        update("auth_user", user, "email", from: .text("a"), to: .text("b")),
        RowChange(
          table: "django_session", key: [ColumnValue("session_key", .text("x"))], before: [], after: nil),
      ]
    ).impact
    #expect(impact == Impact())
  }

  @Test("grants on objects that do not exist are said and not counted")
  func orphans() throws {
    let file = try demo()
    let permission = try key(file, "SELECT id FROM auth_permission WHERE codename = 'view_filerepository'")
    let type = try key(file, "SELECT content_type_id FROM auth_permission WHERE id = \(permission)")
    let user = try key(file, "SELECT id FROM auth_user WHERE username = 'ravi'")
    let grants = (0..<3).map { number in
      insert(
        "guardian_userobjectpermission",
        [
          ("id", .integer(9000 + Int64(number))), ("object_pk", .text(Name("no-such-\(number)"))),
          ("content_type_id", .integer(type)), ("permission_id", .integer(permission)),
          ("user_id", .integer(user)),
        ])
    }
    let (impact, _) = try preview(file, grants)
    #expect(impact.gains == 0 && impact.losses == 0)
    #expect(impact.warnings == ["grants on 3 objects that do not exist are not counted"])
  }

  @Test("the list can be had from any place, by its names as they would be")
  func pages() throws {
    let file = try demo()
    let user = try key(file, "SELECT id FROM auth_user WHERE username = 'ravi'")
    let rows = [
      update("auth_user", user, "is_superuser", from: .integer(0), to: .integer(1)),
      update("auth_user", user, "username", from: .text("ravi"), to: .text("ravindra")),
    ]
    let (impact, preview) = try preview(file, rows)
    let all = try preview.units(gains: true, from: 0, limit: 100_000)
    #expect(all.count == impact.gains && impact.gains > 50)
    for first in stride(from: 0, to: all.count + 10, by: 7) {
      #expect(try preview.units(gains: true, from: first, limit: 7) == Array(all.dropFirst(first).prefix(7)))
    }
    #expect(all.allSatisfy { $0.user?.name == "ravindra" })
    #expect(all.contains { $0.object?.hasPrefix("every ") ?? false })
  }

  @Test("who holds some objects singly gets the other ones, and loses only those")
  func someAreHeld() throws {
    let file = try demo()
    let user = try key(file, "SELECT id FROM auth_user WHERE username = 'mira'")
    for isGain in [true, false] {
      let (impact, preview) = try preview(
        file,
        [
          update(
            "auth_user", user, "is_superuser", from: .integer(isGain ? 0 : 1), to: .integer(isGain ? 1 : 0))
        ])
      let repository = TypeName(app: "file", model: "filerepository")
      let part = try #require(
        impact.parts.first {
          $0.permission == "file.view_filerepository" && $0.place == .all(repository) && $0.isGain == isGain
        })
      #expect(part.objects == 4)
      #expect(part.leavesSome)
      let units = try preview.units(gains: isGain, from: 0, limit: 10_000)
      let unit = try #require(
        units.first {
          $0.permission == "file.view_filerepository" && $0.object?.hasSuffix(" \(repository)") ?? false
        })
      #expect(unit.object == "the other 4 file.filerepository")
      let whole = try #require(impact.parts.first { $0.permission == "file.add_fileremote" })
      #expect(!whole.leavesSome)
      try file.execute("UPDATE auth_user SET is_superuser = 1 WHERE id = \(user)")
    }
  }

  @Test("nothing is locked when it is done, and nothing of it stays on the connections")
  func leavesNothing() throws {
    let file = try demo()
    let (_, change) = try opening(file)
    let database = try file.open()
    let source = PreviewSource(database)
    let preview = try EditPreview(database, [change], confirmFactor: 100, source: source)
    let first = try preview.count(isCancelled: { false }, progress: { _ in })
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    let writer = try DatabaseQueue(path: file.path, configuration: configuration)
    try writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE; ROLLBACK") }
    try source.withSides { sides in
      for side in Side.allCases {
        let count = try sides.read(side) {
          try Int.fetchOne($0.database, sql: "SELECT count(*) FROM temp.sqlite_master")
        }
        #expect(count == 0)
      }
    }
    let empty = try EditPreview(database, [], confirmFactor: 100, source: source)
    #expect(try empty.count(isCancelled: { false }, progress: { _ in }) == Impact())
    #expect(try preview.count(isCancelled: { false }, progress: { _ in }) == first)
  }

  @Test("stops in the middle of one long statement, and counts again after that")
  func interrupting() throws {
    let file = try demo()
    let source = PreviewSource(try file.open())
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    #expect(throws: CancellationError.self) {
      try source.withSides { sides in
        try sides.interruptible(isWanted: { true }) {
          try sides.read(.after) { _ = try Int.fetchOne($0.database, sql: endless) }
        }
      }
    }
    let count = try source.withSides {
      try $0.read(.after) { try Int.fetchOne($0.database, sql: "SELECT 1") }
    }
    #expect(count == 1)
  }

  @Test("a preview that nobody waits for stops, and another can be had")
  func cancelling() throws {
    let file = try demo()
    let (_, change) = try opening(file)
    let database = try file.open()
    let preview = try EditPreview(database, [change], confirmFactor: 100)
    let asked = Mutex(0)
    #expect(throws: CancellationError.self) {
      try preview.count(
        isCancelled: {
          asked.withLock {
            $0 += 1
            return $0 > 10
          }
        }, progress: { _ in })
    }
    var shares: [Double] = []
    let impact = try preview.count(isCancelled: { false }, progress: { shares.append($0) })
    #expect(impact.gains > 0)
    #expect(shares == shares.sorted() && shares.last == 1)
  }

  @Test("when another program writes meanwhile, it is counted anew")
  func overtaken() throws {
    let file = try demo()
    let (name, change) = try opening(file)
    let database = try file.open()
    let preview = try EditPreview(database, [change], confirmFactor: 100)
    let before = try preview.count(isCancelled: { false }, progress: { _ in })
    let writer = try DatabaseQueue(path: file.path)
    var hasWritten = false
    let after = try preview.count(
      isCancelled: { false },
      progress: { share in
        guard share > 0.2, !hasWritten else { return }
        hasWritten = true
        try? writer.write {
          try $0.execute(
            sql: """
              INSERT INTO datawarehouse_gittree (name, policy_id)
              SELECT 'late', id FROM datawarehouse_gittreepolicy WHERE name = ?
              """, arguments: [name])
        }
      })
    #expect(hasWritten && after.gains > before.gains)
    #expect(
      try after
        == EditPreview(file.open(), [change], confirmFactor: 100).count(
          isCancelled: { false }, progress: { _ in }))
  }

  @Test("through the views, rows are still found by index", arguments: [1, 40])
  func plans(added: Int) throws {
    let file = try demo()
    let rows = (0..<added).map { number in
      insert(
        "auth_user_groups",
        [
          ("id", .integer(9000 + Int64(number))), ("user_id", .integer(Int64(number))),
          ("group_id", .integer(1)),
        ])
    }
    let database = try file.open()
    let sides = try PreviewSides(database)
    let deltas = try sides.read(.before) { try TableDelta.collect(rows, $0.database) }
    try sides.install(Scratch(deltas: deltas))
    try sides.read(.after) { reader in
      let question = RelationQuestion(
        holder: .user(.integer(3)), permissions: .these(keys: [.integer(5)], names: [GitTrees.read]),
        place: .anywhere)
      let compiler = LayerCompiler(schema: reader.schema)
      for layer in reader.djangoChain.backends.flatMap(\.layers) {
        guard case .group = layer.holder, let text = compiler.compile(layer, question, .holdings) else {
          continue
        }
        let steps = try Row.fetchAll(
          reader.database, sql: "EXPLAIN QUERY PLAN " + text.sql, arguments: text.arguments(question)
        ).map { $0["detail"] as String }
        #expect(steps.contains { $0.hasPrefix("SEARCH x USING") })
        // Few new rows are looked through; many are found by index like the others.
        let scans = steps.filter { $0.hasPrefix("SCAN") }
        #expect(added == 1 || scans.isEmpty, "\(steps)")
        #expect(scans.allSatisfy { $0.contains("permscope_") }, "\(steps)")
      }
    }
  }
}
