internal import Authorization
internal import GRDB

/// Finds the types and columns that the rules of the settings name.
struct ProjectRuleResolver {
  let catalog: TableCatalog
  let schema: Schema

  /// - Throws: `StoreError.settings` that names the rule, the column in its text and what was expected.
  func resolve(_ texts: ProjectRuleTexts) throws -> [ProjectRule] {
    guard !texts.isEmpty else { return [] }
    do {
      return try texts.parse().map { try resolve($0) }
    } catch let error as ProjectRuleError {
      throw StoreError(.settings, error.message, didYouMean: error.error.didYouMean)
    }
  }

  private func resolve(_ rule: ParsedProjectRule) throws -> ProjectRule {
    do {
      let objects = try objects(rule)
      let columns = RuleColumns(catalog: catalog, schema: schema, objectTable: objects?.table)
      var atoms: [RuleAtom: ProjectRule.Atom] = [:]
      for atom in rule.expanded.atoms { atoms[atom] = try columns.resolve(atom) }
      return try ProjectRule(rule, objects, atoms, schema)
    } catch let error as RuleTextError {
      throw ProjectRuleError(place: rule.place, error: error)
    }
  }

  /// The type of the objects: as the settings say, or as the permission does.
  private func objects(_ rule: ParsedProjectRule) throws -> ProjectRule.Objects? {
    if let type = rule.permission.type {
      guard let found = try table(type) else {
        throw RuleTextError(
          1, "no table of a type `\(type)`; expected `on: app.model` of a model that is here")
      }
      return found
    }
    let permission = Permission(name: rule.permission.name, rows: [])
    guard let app = permission.app else { return nil }
    let codename = permission.codename
    let rows = try StoredRow.fetchAll(
      catalog.database.cachedStatement(
        sql: """
          SELECT ct.model FROM auth_permission AS p CROSS JOIN django_content_type AS ct \
          WHERE p.codename = ? AND ct.id = p.content_type_id AND ct.app_label = ?
          """), arguments: [codename.value, app.value])
    var models = rows.compactMap { $0.name(0) }
    if models.isEmpty, let underscore = codename.text.firstIndex(of: "_") {
      models = [Name(String(codename.text[codename.text.index(after: underscore)...]))]
    }
    if models.count == 1, let found = try table(TypeName(app: app, model: models[0])) { return found }
    guard rule.needsObject else { return nil }
    throw RuleTextError(
      1,
      "nobody can tell which objects `\(permission.name)` is about; expected `\(permission.name): {on: app.model, rule: …}`"
    )
  }

  private func table(_ type: TypeName) throws -> ProjectRule.Objects? {
    try TypeTables.find(type, schema: schema, catalog: catalog).map {
      ProjectRule.Objects(type: type, table: $0.table, key: $0.key)
    }
  }
}
