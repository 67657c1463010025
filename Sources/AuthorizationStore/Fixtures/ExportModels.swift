internal import Authorization
internal import GRDB

/// The models of a database in an order in which they can be loaded again.
struct ExportModels {
  let tables: ModelTables
  private(set) var models: [ModelTable] = []
  /// Tables that no model of a fixture can hold.
  private(set) var leftOut: [String] = []

  /// Those that others name by natural keys come first (`serializers.sort_dependencies`).
  private var first: [String] {
    ["django_content_type", "auth_permission", "auth_group", tables.schema.users.table]
  }

  init(_ tables: ModelTables) throws {
    self.tables = tables
    var found: [String: ModelTable] = [:]
    var linked: Set<String> = []
    var links: [String] = []
    for table in tables.catalog.tables where !Self.isInternal(table) {
      if try tables.isLink(table) {
        links.append(table)
      } else if let type = try type(of: table), let model = try tables.find(type), model.table == table {
        found[table] = model
        linked.formUnion(model.links.values.map(\.table))
      } else {
        leftOut.append(table)
      }
    }
    leftOut += links.filter { !linked.contains($0) }
    var seen: Set<String> = []
    for table in first + tables.catalog.tables { visit(table, found, &seen) }
  }

  /// Puts what a table refers to before it; circles are cut where they are met.
  ///
  /// A stack of its own, because a chain of tables can be as long as a schema.
  private mutating func visit(_ table: String, _ found: [String: ModelTable], _ seen: inout Set<String>) {
    var open: [(model: ModelTable, targets: [String])] = []
    func enter(_ table: String) {
      guard let model = found[table], seen.insert(table).inserted else { return }
      open.append((model, ([model.key] + model.columns).compactMap { $0.target?.table }.reversed()))
    }
    enter(table)
    while let last = open.indices.last {
      if let target = open[last].targets.popLast() {
        enter(target)
      } else {
        models.append(open.removeLast().model)
      }
    }
  }

  private func type(of table: String) throws -> TypeName? {
    table == tables.schema.users.table
      ? tables.schema.userType ?? TypeName(app: "auth", model: "user")
      : try TypeTables.named(table, tables.catalog)
  }

  /// Django dumps its migrations no more than Permscope its own tables.
  private static func isInternal(_ table: String) -> Bool {
    table.hasPrefix("sqlite_") || table.hasPrefix("permscope_") || table == "django_migrations"
  }
}
