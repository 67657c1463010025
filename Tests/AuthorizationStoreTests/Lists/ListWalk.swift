import Authorization
import AuthorizationStore
import Testing

/// Reads a whole list page by page.
struct ListWalk {
  let lists: Lists
  let source: ListSource
  var filter = ""
  var order: ListOrder?
  var limit = 7

  private func page(_ anchor: PageRequest.Anchor) throws -> Page {
    try lists.page(
      PageRequest(source: source, filter: filter, order: order, anchor: anchor, limit: limit))
  }

  /// The rows from the start to the end.
  func forward() throws -> [ListRow] {
    var page = try page(.start)
    #expect(page.reachesStart)
    var rows = page.rows
    while !page.reachesEnd, let last = page.rows.last {
      page = try self.page(.after(last.position))
      rows += page.rows
    }
    return rows
  }

  /// The rows from the end to the start, in list order.
  func backward() throws -> [ListRow] {
    var page = try page(.end)
    #expect(page.reachesEnd)
    var rows = page.rows
    while !page.reachesStart, let first = page.rows.first {
      page = try self.page(.before(first.position))
      rows = page.rows + rows
    }
    return rows
  }

  /// The names of all rows, after making sure that every way of reading them agrees.
  func names() throws -> [String] {
    let rows = try forward()
    #expect(try backward() == rows)
    #expect(Set(rows.map(\.position)).count == rows.count)
    let step = max(1, rows.count / 12)
    for (index, row) in rows.enumerated() where index % step == 0 {
      let page = try page(.from(row.position))
      #expect(page.rows == Array(rows[index...].prefix(limit)))
      #expect(page.reachesStart == (index == 0))
    }
    return rows.map(\.ref.name.text)
  }

  /// Counts, filters or sorts; returns the last tally.
  @discardableResult
  func prepare() throws -> Tally {
    var last = Tally(matches: -1, total: nil, progress: 0)
    try lists.prepare(source, filter: filter, order: order, isCancelled: { false }) { last = $0 }
    return last
  }
}

/// The sample organisation with a crowd: more than a slice, a page or a sorted section holds.
enum Crowd {
  static let people = 1_200

  static let statements = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(people))
    INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email,
      date_joined, last_login)
    SELECT printf('%s%05d', CASE i % 4 WHEN 0 THEN 'Kern' WHEN 1 THEN 'crowd' WHEN 2 THEN 'Ärger' ELSE 'zürich_' END,
      i * 7919 % 10007), '!', 0, i % 2, i % 3 > 0,
      CASE i % 5 WHEN 0 THEN 'Bj' || char(246) || 'rn' WHEN 1 THEN 'Bjo' || char(776) || 'rn' ELSE '' END, 'N%', 'e' || (i % 100),
      '2026-01-01 00:00:00', CASE WHEN i % 6 > 0 THEN '2026-01-0' || (i % 9 + 1) || ' 00:00:00' END FROM n;
    INSERT INTO auth_group (id, name) VALUES (500, 'crowd');
    INSERT INTO auth_user_groups (user_id, group_id) SELECT id, 500 FROM auth_user WHERE id > 15 ORDER BY -id;
    INSERT INTO core_role (pulp_id, pulp_created, name, locked) VALUES ('c0', '2026-01-01', 'crowd', 0);
    INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id)
    SELECT printf('%032x', id), '2026-01-01', 'c0', id FROM auth_user WHERE id > 20;
    INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT id, 40 FROM auth_user WHERE id > 20;
    INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id)
    SELECT '1', 12, 48, id FROM auth_user WHERE id > 20;
    INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id)
    SELECT id, 4, 16, 3 FROM auth_user;
    """
}
