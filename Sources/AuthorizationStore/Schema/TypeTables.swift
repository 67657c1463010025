internal import Authorization
internal import GRDB

/// Where the objects of a type are stored.
struct TypeTable: Sendable, Hashable {
  /// A column, perhaps of the table that the type inherits from (multi-table inheritance shares the key).
  struct Place: Sendable, Hashable {
    var column: String
    var isInherited: Bool
  }

  var type: TypeName
  var table: String
  var key: String
  /// Keys are UUIDs: without dashes in the column, with dashes in guardian's and Pulp's text.
  var isUUID: Bool
  var isInteger: Bool
  var parent: (table: String, key: String)? { parentTable.flatMap { table in parentKey.map { (table, $0) } } }
  var parentTable: String?
  var parentKey: String?
  var name: Place?
  var domain: Place?

  /// `FROM` with the parent joined, where one is needed; aliases `o` and `parent`.
  var source: String {
    guard let parent else { return "\(table.quoted) AS o" }
    return "\(table.quoted) AS o CROSS JOIN \(parent.table.quoted) AS parent"
  }

  /// What joins the parent; to be put into `WHERE`.
  var join: String? { parent.map { "parent.\($0.key.quoted) = o.\(key.quoted)" } }

  func sql(_ place: Place) -> String { "\(place.isInherited ? "parent" : "o").\(place.column.quoted)" }

  /// The canonical text of a key that was read from the table.
  func text(_ native: DatabaseKey) -> Name { Name(isUUID ? Gate.dashed(native.text) : native.text) }

  /// SQL for the canonical text of the key column.
  var textSQL: String {
    let column = "o.\(key.quoted)"
    return isUUID ? Self.dashedSQL(column) : "CAST(\(column) AS TEXT)"
  }

  private static func dashedSQL(_ column: String) -> String {
    [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map { "substr(\(column), \($0), \($1))" }
      .joined(separator: " || '-' || ")
  }

  /// SQL for the table's key from canonical text, so that its index is used; `guardSQL` then makes sure that
  /// the text really is the canonical one (`'007'` and `'7.0'` are not 7).
  func nativeSQL(_ text: String) -> String {
    if isInteger { return "CAST(\(text) AS INTEGER)" }
    if isUUID { return "replace(\(text), '-', '')" }
    return text
  }

  /// SQL for whether a text is the canonical spelling of some key, without looking at any row.
  func isCanonicalSQL(_ text: String) -> String {
    if isInteger { return "CAST(CAST(\(text) AS INTEGER) AS TEXT) = \(text)" }
    return isUUID ? "\(Self.dashedSQL("replace(\(text), '-', '')")) = \(text)" : "1"
  }

  func guardSQL(_ text: String) -> String? {
    isInteger || isUUID ? "\(textSQL) = \(text)" : nil
  }

  /// The key in the table's form for a key that a person or a question gave; nil where no row can have it.
  func native(_ text: Name) -> DatabaseKey? {
    if isInteger {
      // Only the canonical spelling is that row: the round trip must give the same text.
      guard let integer = Int64(text.text), Name(String(integer)) == text else { return nil }
      return .integer(integer)
    }
    guard isUUID else { return .text(text) }
    let bare = text.text.filter { $0 != "-" }
    return .text(Name(bare.utf8.count == 32 ? bare.lowercased() : text.text))
  }
}

/// Resolves types to tables, once for each.
enum TypeTables {
  /// The type whose table this is; nil where none or several fit.
  static func type(ofTable table: String, _ catalog: TableCatalog) throws -> TypeName? {
    let types = try catalog.contentTypes(ofTable: table)
    return types.count == 1 ? types.first : nil
  }

  /// The type whose table this is by its content type, or else by Django's names: those of models have no underscore.
  /// Nil for tables without a model.
  static func named(_ table: String, _ catalog: TableCatalog) throws -> TypeName? {
    if let own = djangosOwn.first(where: { $0.value == table }) { return TypeName(own.key) }
    if let type = try type(ofTable: table, catalog) { return type }
    guard let underscore = table.lastIndex(of: "_"), table != "django_migrations" else { return nil }
    return TypeName("\(table[..<underscore]).\(table[table.index(after: underscore)...])")
  }

  /// The table that Django gives a type. Proxy models have a content type of their own and the table of another model.
  static func tableName(_ type: TypeName, _ schema: Schema) -> String {
    let type = schema.concrete(type)
    if type.description == "auth.user" { return schema.users.table }
    return djangosOwn[type.description] ?? "\(type.app)_\(type.model)"
  }

  /// Models of Django's own applications whose tables are not called after them (`Meta.db_table`).
  private static let djangosOwn = [
    "admin.logentry": "django_admin_log", "contenttypes.contenttype": "django_content_type",
    "sessions.session": "django_session", "sites.site": "django_site",
    "flatpages.flatpage": "django_flatpage", "redirects.redirect": "django_redirect",
  ]

  /// The table of a type; nil where there is none under Django's default name.
  static func find(_ type: TypeName, schema: Schema, catalog: TableCatalog) throws -> TypeTable? {
    let table = tableName(type, schema)
    guard let key = try catalog.primaryKey(table) else { return nil }
    var found = TypeTable(
      type: type, table: table, key: key.name, isUUID: isUUID(key), isInteger: isInteger(key))
    let columns = try catalog.columns(table).map(\.name)
    let named = table == schema.users.table ? schema.users.username : nameColumn(columns)
    found.name = named.map { TypeTable.Place(column: $0, isInherited: false) }
    found.domain =
      columns.contains("pulp_domain_id") ? TypeTable.Place(column: "pulp_domain_id", isInherited: false) : nil
    if let link = try catalog.foreignKeys(table).first(where: { $0.column == key.name }),
      let parentKey = try catalog.primaryKey(link.table)
    {
      found.parentTable = link.table
      found.parentKey = parentKey.name
      let inherited = try catalog.columns(link.table).map(\.name)
      found.name = found.name ?? nameColumn(inherited).map { TypeTable.Place(column: $0, isInherited: true) }
      if found.domain == nil, inherited.contains("pulp_domain_id") {
        found.domain = TypeTable.Place(column: "pulp_domain_id", isInherited: true)
      }
      if found.name?.isInherited != true && found.domain?.isInherited != true { found.parentTable = nil }
    }
    return found
  }

  private static func nameColumn(_ columns: [String]) -> String? {
    ["name", "username", "title", "label", "slug", "codename"].first { columns.contains($0) }
  }

  private static func isUUID(_ column: TableCatalog.Column) -> Bool {
    ["char(32)", "uuid"].contains(column.type.lowercased())
  }

  private static func isInteger(_ column: TableCatalog.Column) -> Bool {
    column.type.lowercased().contains("int")
  }
}

extension TableCatalog {
  fileprivate func contentTypes(ofTable table: String) throws -> [TypeName] {
    try StoredRow.fetchAll(
      database.cachedStatement(
        sql: "SELECT app_label, model FROM django_content_type WHERE app_label || '_' || model = ?"),
      arguments: [table]
    ).compactMap { row in
      guard let app = row.name(0), let model = row.name(1) else { return nil }
      return TypeName(app: app, model: model)
    }
  }
}
