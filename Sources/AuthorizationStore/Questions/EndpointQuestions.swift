public import Authorization
internal import GRDB

/// An access policy as it stands in the database.
public struct StoredEndpoint: Sendable, Hashable {
  public var ref: EntityRef
  /// The texts with the bytes that they have there.
  public var fields: EndpointFields

  public init(ref: EntityRef, fields: EndpointFields) {
    self.ref = ref
    self.fields = fields
  }
}

extension AuthorizationReader {
  /// All access policies by name. Projects have some hundreds of them.
  public func endpoints() throws -> [StoredEndpoint] {
    try endpoints("1 = 1", [])
  }

  /// The access policy with this name.
  ///
  /// - Throws: `StoreError` with names that are close.
  public func endpoint(named name: Name) throws -> StoredEndpoint {
    let ref = try entity(.endpoint, named: name)
    guard let found = try endpoints("pulp_id = ?", [ref.key.value]).first else {
      throw StoreError(.unknownObject, "no access policy `\(name)`")
    }
    return found
  }

  /// The same; nil where there is none.
  func endpointIfAny(named name: Name) throws -> StoredEndpoint? {
    try endpoints("viewset_name = ?", [name.value]).first
  }

  private func endpoints(_ condition: String, _ arguments: StatementArguments) throws -> [StoredEndpoint] {
    guard schema.has(.policies) else {
      throw StoreError(
        .missingSystem, "this database has no access policies; there is no table `core_accesspolicy`")
    }
    let statement = try database.cachedStatement(
      sql: """
        SELECT pulp_id, viewset_name, statements, creation_hooks, queryset_scoping, customized \
        FROM core_accesspolicy WHERE \(condition) ORDER BY viewset_name, pulp_id
        """)
    return try StoredRow.fetchAll(statement, arguments: arguments).compactMap { row in
      guard let key = DatabaseKey(row[0]) else { return nil }
      relations.recorder?.add("core_accesspolicy", "pulp_id", key)
      let fields = EndpointFields(
        name: row.name(1) ?? "", statements: row.name(2) ?? "", creationHooks: row.name(3),
        querysetScoping: row.name(4), customized: row.bool(5) ?? false)
      return StoredEndpoint(ref: EntityRef(kind: .endpoint, key: key, name: fields.name), fields: fields)
    }
  }
}
