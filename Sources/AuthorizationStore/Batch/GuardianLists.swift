internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// guardian's own lists. They do not always agree with `has_perm`, and are answered as they are.
  static let guardianListHandlers: [Name: Handler] = [
    "guardian.get_objects_for_user": { session, query in try JSONValue(session.objectsForUser(query)) },
    "guardian.get_objects_for_group": { session, query in try JSONValue(session.objectsForGroup(query)) },
    "guardian.get_users_with_perms": { session, query in try session.usersWithPermissions(query) },
    "guardian.get_groups_with_perms": { session, query in try session.groupsWithPermissions(query) },
  ]
}

/// What `get_objects_for_user` and `get_objects_for_group` are asked for: codenames of one type.
struct WantedObjects {
  /// The type of the permissions.
  let type: TypeName
  /// The type that grants on the listed objects are kept under: for a proxy, the model behind it.
  let grantType: TypeName
  let table: TypeTable
  /// Those that are not held at model level.
  var codenames: Set<Name>
  /// The type's permissions.
  let rows: [PermissionRow]
  let anyPermission: Bool

  /// guardian: `_compute_codenames_and_ctype` and `_compute_queryset`.
  init(_ session: BatchSession, _ query: BatchQuery) throws {
    let klass = try query.optionalText("klass").map { try query.type(Self.lowercased($0), "klass") }
    if let klass { _ = try session.known(klass) }
    let (names, named) = try Self.read(Self.permissions(query), session)
    let proxies = session.schema.proxies
    let behind = klass.map { proxies[$0] ?? $0 }
    // A type that permissions lead to is taken as it is, a class always for the model behind it.
    guard let type = named ?? behind else {
      throw RaisedException("WrongAppError", "bare codenames and no class: the type cannot be told")
    }
    if let klass, behind != type {
      throw RaisedException(
        "MixedContentTypeError", "the permissions are of `\(type)`, the class is `\(klass)`")
    }
    let listed = klass ?? type
    guard let table = try session.known(listed) else {
      throw BatchError("the objects of `\(listed)` are in no table of this database")
    }
    self.type = type
    grantType = proxies[listed] ?? listed
    self.table = table
    codenames = names
    rows = try session.reader.permissions(of: type)
    anyPermission = try query.flag("any_perm", default: false)
  }

  /// The keys of the permissions that are still wanted; with none named, of all of the type's.
  var keys: [DatabaseKey] {
    rows.filter { codenames.isEmpty || codenames.contains($0.codename) }.map(\.key)
  }

  private static func permissions(_ query: BatchQuery) throws -> [Name] {
    guard let value = query.fields["perms"] else {
      throw query.missing("perms", "a string or a list of strings")
    }
    switch value {
    case .string(let name): return [name]
    case .array(let elements):
      return try elements.map { element in
        guard let name = element.text else {
          throw RaisedException("TypeError", "a permission must be a string")
        }
        return name
      }
    case .object: throw query.wrong("perms", value, "a string or a list of strings")
    case .null, .bool, .integer, .number: throw RaisedException("TypeError", "permissions must be a list")
    }
  }

  /// The codenames, and the type that the app labels lead to. Once an app label was seen it goes for the
  /// bare codenames that follow.
  private static func read(_ names: [Name], _ session: BatchSession) throws -> (Set<Name>, TypeName?) {
    var app: Name?
    var type: TypeName?
    var codenames: Set<Name> = []
    for name in names {
      let permission = Permission(name: name, rows: [])
      if let own = permission.app {
        if let app, app != own {
          throw RaisedException("MixedContentTypeError", "permissions of the apps `\(app)` and `\(own)`")
        }
        app = own
      }
      codenames.insert(permission.codename)
      guard let app else { continue }
      let types = try session.permission(Name("\(app).\(permission.codename)")).rows.map(\.type)
      guard let found = types.first else { throw RaisedException("DoesNotExist", "no permission `\(name)`") }
      guard types.count == 1 else {
        throw RaisedException("MultipleObjectsReturned", "`\(name)` stands on several types")
      }
      if let type, type != found {
        throw RaisedException("MixedContentTypeError", "permissions of `\(type)` and `\(found)`")
      }
      type = found
    }
    return (codenames, type)
  }

  /// `apps.get_model` does not mind the case of a model's name.
  private static func lowercased(_ name: Name) -> Name {
    guard let dot = name.text.firstIndex(of: ".") else { return name }
    return Name(name.text[..<dot] + name.text[dot...].lowercased())
  }
}
