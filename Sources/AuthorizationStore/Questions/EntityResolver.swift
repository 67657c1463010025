public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// A row that people call by a name of its own: a user, group, role, git tree, policy, domain or access policy.
  ///
  /// - Throws: `StoreError` with names that are close, or where the database has no such rows at all.
  public func entity(_ kind: EntityKind, named name: Name) throws -> EntityRef {
    switch kind {
    case .user:
      let subject = try subject(.user(name))
      guard case .user(let key) = subject.kind else { throw StoreError(.unknownSubject, "no user `\(name)`") }
      return EntityRef(kind: .user, key: key, name: subject.name, type: userType)
    case .group: return try group(named: name)
    case .role: return try named(name, NamedTable(.role, "core_role", "pulp_id", "name", .roles))
    case .tree:
      return try named(
        name, NamedTable(.tree, "datawarehouse_gittree", "id", "name", .trees), type: GitTrees.tree)
    case .policy:
      return try named(name, NamedTable(.policy, "datawarehouse_gittreepolicy", "id", "name", .trees))
    case .endpoint:
      return try named(
        name, NamedTable(.endpoint, "core_accesspolicy", "pulp_id", "viewset_name", .policies))
    case .domain:
      guard case .domain(let key, let found) = try target(.domain(name)) else {
        throw StoreError(.unknownDomain, "no domain `\(name)`")
      }
      return EntityRef(kind: .domain, key: key, name: found)
    case .type, .object, .permission, .task, .artifact, .session, .entry, .finding:
      throw StoreError(.usage, "a \(kind.title) has no name of its own; `\(name)` cannot be looked up")
    }
  }

  /// The one row of `auth_permission` that a permission's name means where something is granted.
  ///
  /// One name can stand on two models of an app; `app.model.codename` says which one is meant.
  ///
  /// - Parameter type: the type of the object that it is granted on; nil for everything else.
  /// - Throws: `StoreError` where there is no such row, or where several rows fit.
  public func grantable(_ name: Name, on type: TypeName? = nil) throws -> PermissionRow {
    if let row = try permissionOfModel(name) { return row }
    let permission = try knownPermission(name, on: type)
    if permission.isTreeMethod {
      throw StoreError(
        .usage,
        "`\(name)` on a git tree comes from the group in its policy; use `member add`, or `policy set-\(name)`"
      )
    }
    let all = permission.rows + permission.concreteRows
    if all.isEmpty {
      throw StoreError(.usage, "`\(name)` is decided by a rule and has no row that could be granted")
    }
    // guardian keeps what is granted on an object of a proxy under the model behind it.
    let fitting =
      type.map(schema.concrete).map { type in all.filter { $0.type == type } } ?? permission.rows
    // A permission of another type is for the plan to refuse, which knows what the real system says.
    guard let row = fitting.first ?? permission.rows.first else {
      throw StoreError(.unknownPermission, "no permission `\(name)`")
    }
    guard fitting.count < 2 else {
      let names = fitting.map { "\($0.type).\($0.codename)" }
      throw StoreError(
        .ambiguous,
        "`\(name)` stands on several models; give one of \(names.map { "`\($0)`" }.joined(separator: ", "))")
    }
    return row
  }

  /// The permission of a type with this codename.
  ///
  /// - Throws: `StoreError` with codenames that are close.
  public func permission(_ codename: Name, of type: TypeName) throws -> PermissionRow {
    let rows = try permissions(of: type)
    if let row = rows.first(where: { $0.codename == codename }) { return row }
    guard try contentType(type) != nil else { throw try unknownType(type) }
    throw StoreError(
      .unknownPermission, "`\(type)` has no permission `\(codename)`",
      didYouMean: Suggestions.near(codename.text, in: rows.map(\.codename.text)))
  }

  /// `app.model.codename`; nil where the text is no such name, or where nothing is called so.
  private func permissionOfModel(_ name: Name) throws -> PermissionRow? {
    let parts = name.text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map {
      Name(String($0))
    }
    guard parts.count == 3, try permission(name).rows.isEmpty else { return nil }
    return try permissions(of: TypeName(app: parts[0], model: parts[1])).first { $0.codename == parts[2] }
  }

  private struct NamedTable {
    var kind: EntityKind
    var table: String
    var key: String
    var name: String
    var system: SystemID

    init(_ kind: EntityKind, _ table: String, _ key: String, _ name: String, _ system: SystemID) {
      self.kind = kind
      self.table = table
      self.key = key
      self.name = name
      self.system = system
    }
  }

  private func named(_ name: Name, _ place: NamedTable, type: TypeName? = nil) throws -> EntityRef {
    guard schema.has(place.system) else {
      throw StoreError(
        .missingSystem,
        "this database has no \(place.system.title); there is no \(place.kind.title) `\(name)`")
    }
    let value = name.text.databaseValue
    let statement = try database.cachedStatement(
      sql:
        "SELECT \(place.key.quoted) FROM \(place.table.quoted) WHERE \(place.name.quoted) = \(value.mark) LIMIT 2"
    )
    let keys = try StoredValue.fetchAll(statement, arguments: [value.bound]).compactMap { DatabaseKey($0) }
    guard let key = keys.first else {
      throw StoreError(
        .unknownObject, "no \(place.kind.title) `\(name)`",
        didYouMean: try near(name, place.table, place.name))
    }
    guard keys.count == 1 else {
      throw StoreError(.ambiguous, "several rows of `\(place.table)` are named `\(name)`")
    }
    return EntityRef(kind: place.kind, key: key, name: name, type: type)
  }
}
