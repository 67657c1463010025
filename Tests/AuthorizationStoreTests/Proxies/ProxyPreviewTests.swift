import Authorization
@testable import AuthorizationStore
import Testing

/// Whatever changes who may do something to a group also changes it under the proxy, and is counted there.
@Suite struct ProxyPreviewTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var row: RowChange
    /// On objects of `core.group`: the user, the permission, the key.
    var gains: [String] = []
    var losses: [String] = []
  }

  private static func row(
    _ table: String, _ key: Int64, before: [(String, RowValue)]? = nil, after: [(String, RowValue)]? = nil
  ) -> RowChange {
    RowChange(
      table: table, key: [ColumnValue("id", .integer(key))],
      before: before.map { $0.map { ColumnValue($0.0, $0.1) } },
      after: after.map { $0.map { ColumnValue($0.0, $0.1) } })
  }

  static let cases = [
    Case(
      testDescription: "the permission of the model behind the proxy gets the name of one of the proxy's",
      row: row(
        "auth_permission", 10, before: [("codename", .text("change_group"))],
        after: [("codename", .text("manage_roles_group"))]),
      gains: ["ines manage_roles 6", "mira manage_roles 5", "mira manage_roles 6", "zoe manage_roles 4"],
      losses: ["ines change 6", "mira change 5", "mira change 6", "zoe change 4"]),
    Case(
      testDescription: "a user who holds grants becomes inactive",
      row: row(
        "auth_user", 3, before: [("is_active", .integer(1))], after: [("is_active", .integer(0))]),
      losses: ["mira change 5", "mira change 6", "mira view 5", "mira view 6"]),
    Case(
      testDescription: "somebody joins a group that holds grants",
      row: row(
        "auth_user_groups", 900,
        after: [("id", .integer(900)), ("user_id", .integer(4)), ("group_id", .integer(3))]),
      gains: ["tomas change 6", "tomas view 5"]),
    Case(
      testDescription: "an object comes on whose key a grant is",
      row: row("auth_group", 99, after: [("id", .integer(99)), ("name", .text("new"))]),
      gains: ["tomas change 99"]),
    Case(
      testDescription: "a group gets a grant",
      row: row(
        "guardian_groupobjectpermission", 900,
        after: [
          ("id", .integer(900)), ("object_pk", .text("4")), ("content_type_id", .integer(3)),
          ("group_id", .integer(3)), ("permission_id", .integer(11)),
        ]),
      gains: ["ines delete 4", "mira delete 4"]),
    Case(
      testDescription: "a row under the proxy gives nothing",
      row: row(
        "guardian_groupobjectpermission", 900,
        after: [
          ("id", .integer(900)), ("object_pk", .text("4")), ("content_type_id", .integer(18)),
          ("group_id", .integer(3)), ("permission_id", .integer(72)),
        ])),
  ]

  @Test(
    "gains and losses on the proxy's objects, counted user by user and by holders", arguments: cases,
    [nil, 0])
  func units(_ one: Case, individualLimit: Int?) throws {
    let file = try ProxyAnswerTests.database()
    let database = try file.open(.init(backends: [.model, .guardian]))
    let preview = try EditPreview(
      database, [one.row], confirmFactor: 100, source: PreviewSource(database),
      individualLimit: individualLimit)
    _ = try preview.count(isCancelled: { false }, progress: { _ in })
    func listed(_ gains: Bool) throws -> [String] {
      try preview.units(gains: gains, from: 0, limit: 1_000).compactMap { unit in
        guard let object = unit.object, object.hasPrefix("core.group:") else { return nil }
        let verb = unit.permission.text.replacing("core.", with: "").replacing("_group", with: "")
        return "\(unit.user?.name ?? ":anonymous") \(verb) \(object.dropFirst("core.group:".count))"
      }.sorted()
    }
    #expect(try listed(true) == one.gains)
    #expect(try listed(false) == one.losses)
  }
}
