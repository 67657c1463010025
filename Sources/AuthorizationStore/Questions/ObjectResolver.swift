public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// An object by what a person wrote; a domain is a target of its own.
  ///
  /// - Throws: `StoreError` for unknown types, names that nobody has, and names that several have.
  public func target(_ argument: ObjectArgument) throws -> Target {
    switch argument {
    case .domain(let name): return try domain(name)
    case .tree(let name):
      guard schema.has(.trees) else {
        throw StoreError(.missingSystem, "this database has no git trees; there is no `\(name)` to ask about")
      }
      return .object(try object(GitTrees.tree, named: name))
    case .name(let type, let name): return .object(try object(type, named: name))
    case .key(let type, let key): return .object(try object(type, key: key))
    }
  }

  /// An object by the text of its key. It need not exist.
  public func object(_ type: TypeName, key: Name) throws -> ObjectAddress {
    let typeKey = try contentType(type)
    let concreteTypeKey = try concreteTypeKey(type)
    guard let table = try table(of: type) else {
      guard typeKey != nil else { throw try unknownType(type) }
      // Grants can be asked about where the objects themselves are in another database.
      let native =
        Int64(key.text).map { Name(String($0)) == key ? DatabaseKey.integer($0) : .text(key) } ?? .text(key)
      return ObjectAddress(
        type: type, typeKey: typeKey, text: Name(Gate.dashed(key.text)), native: native, exists: false,
        concreteTypeKey: concreteTypeKey)
    }
    let native = table.native(key)
    let text = table.isUUID ? native.map(table.text) ?? key : key
    var address = ObjectAddress(
      type: type, typeKey: typeKey, text: text, native: native, exists: false,
      concreteTypeKey: concreteTypeKey)
    let columns = [table.name, table.domain].map { $0.map(table.sql) ?? "NULL" }
    let sql = """
      SELECT \(columns.joined(separator: ", ")) FROM \(table.source) \
      WHERE o.\(table.key.quoted) = ?\(table.join.map { " AND \($0)" } ?? "")
      """
    if let native,
      let row = try StoredRow.fetchOne(database.cachedStatement(sql: sql), arguments: [native.value])
    {
      relations.recorder?.add(table.table, table.key, native)
      address.exists = true
      address.name = Name(row[0])
      address.domain = DatabaseKey(row[1])
    }
    return address
  }

  /// Any object of a type: gates look at nothing else of it.
  func sample(of type: TypeName, exists: Bool = true) throws -> ObjectAddress {
    ObjectAddress(
      type: type, typeKey: try contentType(type), text: "", native: .text(""), exists: exists,
      concreteTypeKey: try concreteTypeKey(type))
  }

  /// The key of the content type of the model behind a proxy; nil for every other type.
  private func concreteTypeKey(_ type: TypeName) throws -> DatabaseKey? {
    try schema.proxies[type].flatMap { try contentType($0) }
  }

  /// The one object of a type with this name.
  public func object(_ type: TypeName, named name: Name) throws -> ObjectAddress {
    guard let table = try table(of: type) else {
      if try contentType(type) == nil { throw try unknownType(type) }
      throw StoreError(.unknownObject, "`\(type)` has no table here; give the object's key as `\(type):KEY`")
    }
    guard let place = table.name else {
      throw StoreError(.unknownObject, "`\(type)` has no name column; give the object's key as `\(type):KEY`")
    }
    let keys = try StoredValue.fetchAll(
      database,
      sql:
        "SELECT o.\(table.key.quoted) FROM \(table.source) WHERE \(table.sql(place)) = \(name.text.databaseValue.mark)\(table.join.map { " AND \($0)" } ?? "") LIMIT 6",
      arguments: [name.text.databaseValue.bound]
    ).compactMap { DatabaseKey($0) }
    guard let key = keys.first else {
      let source = place.isInherited ? table.parentTable ?? table.table : table.table
      throw StoreError(
        .unknownObject, "no `\(type)` named `\(name)`", didYouMean: try near(name, source, place.column))
    }
    guard keys.count == 1 else {
      let listed = keys.prefix(5).map { "`\(type):\(table.text($0))`" }.joined(separator: ", ")
      throw StoreError(.ambiguous, "several `\(type)` are named `\(name)`; give one of \(listed)")
    }
    return try object(type, key: table.text(key))
  }

  private func domain(_ name: Name) throws -> Target {
    guard schema.hasDomains else {
      throw StoreError(.missingSystem, "this database has no domains; there is no `\(name)` to ask about")
    }
    let key = try StoredValue.fetchOne(
      database, sql: "SELECT pulp_id FROM core_domain WHERE name = ?", arguments: [name.value])
    guard let key = key.flatMap({ DatabaseKey($0) }) else {
      throw StoreError(
        .unknownDomain, "no domain `\(name)`", didYouMean: try near(name, "core_domain", "name"))
    }
    relations.recorder?.add("core_domain", "pulp_id", key)
    return .domain(key, name)
  }

  /// The key of a content type; nil where there is none.
  public func contentType(_ type: TypeName) throws -> DatabaseKey? {
    if let known = file.cache.contentTypes[type] {
      relations.recorder?.add("django_content_type", "id", known)
      return known
    }
    let statement = try database.cachedStatement(
      sql: "SELECT id FROM django_content_type WHERE app_label = ? AND model = ?")
    let value = try StoredValue.fetchOne(statement, arguments: [type.app.value, type.model.value])
    guard let key = value.flatMap({ DatabaseKey($0) }) else { return nil }
    file.cache.contentTypes[type] = key
    relations.recorder?.add("django_content_type", "id", key)
    return key
  }

  /// The model of a content type's key; nil where there is none.
  func type(key: DatabaseKey) throws -> TypeName? {
    let statement = try database.cachedStatement(
      sql: "SELECT app_label, model FROM django_content_type WHERE id = ?")
    guard let row = try StoredRow.fetchOne(statement, arguments: [key.value]), let app = Name(row[0]),
      let model = Name(row[1])
    else { return nil }
    return TypeName(app: app, model: model)
  }

  func table(of type: TypeName) throws -> TypeTable? {
    let found: TypeTable?
    if let known = file.cache.typeTables[type] {
      found = known
    } else {
      found = try TypeTables.find(type, schema: schema, catalog: TableCatalog(database))
      file.cache.typeTables[type] = found
    }
    if let found { relations.recorder?.tables.formUnion([found.table, found.parentTable].compactMap { $0 }) }
    return found
  }

  func unknownType(_ type: TypeName) throws -> StoreError {
    let names = try StoredValue.texts(
      database, sql: "SELECT app_label || '.' || model FROM django_content_type ORDER BY 1 LIMIT 5000")
    let near = Suggestions.near(type.description, in: names)
    let form = near.isEmpty ? "; expected `app_label.model` in lower case" : ""
    return StoreError(.unknownType, "no type `\(type)`\(form)", didYouMean: near)
  }
}
