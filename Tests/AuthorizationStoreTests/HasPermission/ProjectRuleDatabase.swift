import Authorization
import AuthorizationStore
import PermscopeResources

/// Reports of people, in releases, beside the sample organisation.
enum ProjectRuleDatabase {
  static let report = TypeName(app: "reports", model: "report")

  static let sql =
    Resources.demo + """
      CREATE TABLE reports_release (id integer PRIMARY KEY, lead_id integer REFERENCES auth_user (id), closed bool NOT NULL);
      CREATE TABLE reports_report (id integer PRIMARY KEY, name varchar(20) NOT NULL, state varchar(20),
        user_id integer REFERENCES auth_user (id), release_id integer REFERENCES reports_release (id), level integer,
        is_public bool NOT NULL, uuid char(32));
      INSERT INTO django_content_type (app_label, model) VALUES ('reports', 'report'), ('reports', 'release');
      INSERT INTO reports_release VALUES (1, 2, 0), (2, NULL, 1), (3, 5, 1);
      INSERT INTO reports_report
      SELECT 1 + u.i + 6 * r.n, 'r' || (1 + u.i + 6 * r.n),
        CASE (u.n + r.n) % 3 WHEN 0 THEN 'published' WHEN 1 THEN 'it''s held' END,
        nullif(u.n, 0), nullif(r.n, 0), nullif(u.n * r.n % 5, 0), (u.n + r.n) % 2, '0123456789abcdef0123456789abcdef'
      FROM (SELECT 0 AS i, 0 AS n UNION SELECT 1, 1 UNION SELECT 2, 2 UNION SELECT 3, 3 UNION SELECT 4, 5 UNION SELECT 5, 7) AS u
        CROSS JOIN (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) AS r;
      """

  static func open(
    _ file: TestDatabase, _ permissions: [Name: String], _ predicates: [Name: String] = [:],
    types: [Name: TypeName] = [:], backends: [BackendID] = [.rules]
  ) throws -> AuthorizationDatabase {
    var options = AuthorizationDatabase.Options(backends: backends)
    options.rules = ProjectRuleTexts(
      predicates: predicates,
      permissions: permissions.map { .init(name: $0.key, type: types[$0.key], rule: $0.value) })
    return try file.open(options)
  }
}
