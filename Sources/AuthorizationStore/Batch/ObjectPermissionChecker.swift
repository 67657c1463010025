public import Authorization
internal import GRDB

/// What one user or one group has on objects, remembered (guardian: `ObjectPermissionChecker`).
///
/// Bound to one holder within one read. Objects that were prefetched are answered from memory; others cost a look each,
/// once.
public final class ObjectPermissionChecker {
  private let session: BatchSession
  private let holder: GuardianIdentity
  private var known: [Place: Set<Name>] = [:]

  private struct Place: Hashable {
    var type: TypeName
    var key: Name

    init(_ object: ObjectAddress) {
      type = object.type
      key = object.text
    }
  }

  /// - Throws: `RaisedException` where guardian looks for the row of its anonymous user and there is none;
  ///   `StoreError` where the database has no object permissions.
  public init(_ reader: AuthorizationReader, for subject: Subject) throws {
    session = BatchSession(reader)
    guard reader.schema.has(.guardian) else {
      throw StoreError(.missingSystem, "this database has no object permissions of django-guardian")
    }
    switch subject.kind {
    case .group(let key): holder = .group(key)
    case .user, .anonymous, .outsider: holder = .user(try session.row(for: subject))
    }
  }

  /// Whether the holder has the permission on the object; an app label before the codename is not compared.
  public func hasPermission(_ permission: Name, on object: ObjectAddress) throws -> Bool {
    if case .user(let subject) = holder {
      guard subject.isActive else { return false }
      if subject.isSuperuser { return true }
    }
    return try permissions(on: object).contains(Permission(name: permission, rows: []).codename)
  }

  /// The codenames that the holder has on the object; for an active superuser those of the model.
  public func permissions(on object: ObjectAddress) throws -> Set<Name> {
    let object = object.concrete(session.schema.proxies)
    if let known = known[Place(object)] { return known }
    let found: Set<Name> =
      switch holder {
      case .user(let subject): try session.objectPermissions(subject, object)
      case .group(let key): Set(try session.objectPermissions(ofGroup: key, object))
      }
    known[Place(object)] = found
    return found
  }

  /// Reads what the holder has on all of these objects with a few statements for each type.
  public func prefetch(_ objects: [ObjectAddress]) throws {
    let concrete = objects.map { $0.concrete(session.schema.proxies) }
    for (type, objects) in Dictionary(grouping: concrete, by: \.type) {
      if case .user(let subject) = holder, !subject.isActive || subject.isSuperuser {
        for object in objects { _ = try permissions(on: object) }
        continue
      }
      for start in stride(from: 0, to: objects.count, by: Self.portion) {
        try prefetch(type, Array(objects[start..<min(start + Self.portion, objects.count)]))
      }
    }
  }

  /// SQLite takes some thousands of arguments in one statement.
  private static let portion = 500

  private func prefetch(_ type: TypeName, _ objects: [ObjectAddress]) throws {
    for object in objects { known[Place(object)] = [] }
    let places = Dictionary(objects.map { ($0.text, Place($0)) }) { first, _ in first }
    let member = session.schema.memberships
    switch holder {
    case .group(let key):
      let grants = session.grants(type, toGroups: true)
      try read(grants, [], "\(grants.holderSQL) = ?", key, objects, places)
    case .user(let subject):
      guard case .user(let key) = subject.kind else { return }
      let own = session.grants(type, toGroups: false)
      try read(own, [], "\(own.holderSQL) = ?", key, objects, places)
      let shared = session.grants(type, toGroups: true)
      try read(
        shared, ["\(member.table.quoted) AS m"],
        "m.\(member.from.quoted) = ? AND \(shared.holderSQL) = m.\(member.to.quoted)", key, objects, places)
    }
  }

  private func read(
    _ grants: GrantTable, _ tables: [String], _ condition: String, _ holder: DatabaseKey,
    _ objects: [ObjectAddress], _ places: [Name: Place]
  ) throws {
    guard let typeKey = objects.first?.typeKey else { return }
    let keys = objects.map { grants.isGeneric ? $0.text.value : $0.native?.value ?? .null }
    let sources = (tables + [grants.source, "auth_permission AS p"]).joined(separator: " CROSS JOIN ")
    let typeCondition = grants.isGeneric ? " AND g.content_type_id = ?" : ""
    let sql = """
      SELECT \(grants.keySQL), p.codename FROM \(sources) WHERE \(condition) AND \(grants.keySQL) IN \
      \(BatchSession.marks(keys.count))\(typeCondition) AND p.id = g.permission_id AND p.content_type_id = ?
      """
    let arguments =
      [holder.value] + keys + (grants.isGeneric ? [typeKey.value] : []) + [typeKey.value]
    let natives = Dictionary(
      objects.compactMap { object in object.native.map { (Name($0.text), Place(object)) } }
    ) { first, _ in first }
    let rows = try StoredRow.fetchCursor(
      session.database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    while let row = try rows.next() {
      guard let text = row.name(0), let codename = row.name(1) else { continue }
      guard let place = grants.isGeneric ? places[text] : natives[text] else { continue }
      known[place, default: []].insert(codename)
    }
  }
}
