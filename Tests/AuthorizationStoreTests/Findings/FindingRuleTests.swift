import Authorization
import AuthorizationStore
import GRDB
import PermscopeResources
import Testing

/// Rules that the sample organisation has no example of, on databases made for them.
@Suite("Finding rules")
struct FindingRuleTests {
  @Test("there is a search for each, with words of its own")
  func complete() throws {
    let shop = try Workshop("")
    for rule in FindingRule.allCases {
      _ = try shop.findings(rule)
      #expect(
        !rule.explanation.hasSuffix(".")
          && rule.explanation.first?.isUppercase == rule.explanation.hasPrefix("P"))
    }
    #expect(Set(FindingRule.allCases.map(\.title)).count == FindingRule.allCases.count)
    #expect(Set(FindingRule.allCases.map(\.explanation)).count == FindingRule.allCases.count)
  }

  @Test("an assignment that is older than its object by a second, and one that is as old")
  func reusedKey() throws {
    let shop = try Workshop()
    for (joined, count) in [("2026-03-02 09:00:01", 1), ("2026-03-02 09:00:00", 0)] {
      try shop.file.execute("UPDATE auth_user SET date_joined = '\(joined)' WHERE id = 7")
      #expect(try shop.texts(of: .reusedKey).count == count)
    }
  }

  @Test("an assignment of a role that gives nothing on the type is shown by lint alone")
  func reusedKeyOfNothing() throws {
    let shop = try Workshop()
    try shop.file.execute(
      "UPDATE core_userrole SET role_id = (SELECT pulp_id FROM core_role WHERE name = 'acme.empty') WHERE object_id = '7'"
    )
    #expect(
      try shop.findings(.reusedKey).map(\.proof) == [
        ["permscope", "lint", "DB", "--rule", "reused-key"]
      ])
  }

  @Test("a type without a table")
  func typeWithoutTable() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO django_content_type (id, app_label, model) VALUES (90, 'shop', 'item');
      INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (900, 90, 'view_item', '');
      INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES
        ('1', 90, 900, 3), ('2', 90, 900, 3)
      """)
    #expect(
      try shop.texts(of: .typeWithoutTable) == [
        "1 object grant of users on acme.report, which has no table here",
        "2 object grants of users on shop.item, which has no table here",
      ])
    #expect(try shop.texts(of: .orphanGrant).count == 3)
  }

  @Test("grants of a direct table outlive their object where foreign keys are off, and have no odd keys")
  func directGrants() throws {
    let shop = try Workshop(
      Resources.demo + """
        CREATE TABLE acme_checkoutgrant (id integer PRIMARY KEY,
          permission_id integer NOT NULL REFERENCES auth_permission (id),
          user_id integer NOT NULL REFERENCES auth_user (id),
          content_object_id integer NOT NULL REFERENCES datawarehouse_checkout (id));
        """)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let careless = try DatabaseQueue(path: shop.file.path, configuration: configuration)
    try careless.write { database in
      try database.execute(
        sql: """
          INSERT INTO acme_checkoutgrant (permission_id, user_id, content_object_id)
          SELECT p.id, 10, o.value FROM auth_permission AS p, json_each('[5, 98]') AS o
          WHERE p.codename = 'change_checkout'
          """)
    }
    try careless.close()
    // The generic rows of users on the type, of which one is an orphan, count no more.
    let found = try shop.findings(.orphanGrant).filter { $0.text.contains("checkout") }
    #expect(
      found.map(\.text) == [
        "lena has datawarehouse.change_checkout on datawarehouse.checkout:98, which does not exist"
      ])
    #expect(try shop.findings(.oddKey).count == 1)
    let shown = try shop.database.read { reader in
      try reader.orphan(reader.object(TypeName(app: "datawarehouse", model: "checkout"), key: "98")).message
    }
    #expect(shown.contains("grants on its key remain, for user lena"))
    let fix = try #require(found.first?.fix)
    #expect(try shop.units(fix.changes) == 0)
    try shop.apply(fix.changes)
    #expect(try !shop.texts(of: .orphanGrant).contains { $0.contains("checkout") })
    #expect(try shop.number("SELECT count(*) FROM acme_checkoutgrant") == 1)
  }

  @Test("a key in another spelling of an object that does not exist is an orphan only")
  func oddOrphan() throws {
    let shop = try Workshop()
    try shop.file.execute(
      "UPDATE guardian_userobjectpermission SET object_pk = '0777' WHERE object_pk = '007'")
    #expect(try shop.texts(of: .oddKey) == [])
    #expect(try shop.texts(of: .orphanGrant).contains { $0.contains("gittree:0777") })
  }

  @Test("a role everywhere does not make the same role on an object superfluous")
  func levels() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000077', '2026-03-02', '0a000000000040008000000000000001', 4,
         '0f000000-0000-4000-8000-000000000001', 24)
      """)
    #expect(try !shop.texts(of: .redundantAssignment).contains { $0.contains("tomas") })
    // A role that has more of it at the same place does.
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000078', '2026-03-02', '0a000000000040008000000000000003', 4,
         '0f000000-0000-4000-8000-000000000001', 24)
      """)
    let found = try shop.findings(.redundantAssignment).filter { $0.text.contains("tomas") }
    #expect(found.count == 1 && found[0].text.contains("filerepository_viewer"))
    #expect(try shop.units(found.flatMap { $0.fix?.changes ?? [] }) == 0)
  }

  @Test("a grant to whoever is not logged in is not covered by a role, which is closed to them")
  func standIn() throws {
    let shop = try Workshop()
    let object = "'0f000000-0000-4000-8000-000000000003'"
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000079', '2026-03-02', '0a000000000040008000000000000003', 1, \(object), 24)
      """)
    #expect(
      try !shop.texts(of: .redundantGrant).contains {
        $0.hasPrefix("AnonymousUser has file.view_filerepository on")
      })
    try shop.file.execute(
      """
      INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, permission_id, group_id)
      VALUES (\(object), 24, 98, 7)
      """)
    #expect(
      try shop.texts(of: .redundantGrant).contains {
        $0.hasPrefix("AnonymousUser has file.view_filerepository on")
      })
  }
}
