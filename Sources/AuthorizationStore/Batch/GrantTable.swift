internal import Authorization
internal import GRDB

/// One of guardian's tables of grants on the objects of a type: the generic one, or a direct one of the project.
///
/// guardian: `get_user_obj_perms_model`, `get_group_obj_perms_model`. Where a direct model exists the generic table is
/// not looked at.
struct GrantTable {
  let table: String
  /// `user_id` or `group_id`.
  let holder: String
  /// The column with the object's key: its text, or a foreign key to its table.
  let key: String
  let isGeneric: Bool

  init(_ schema: Schema, _ type: TypeName, holdsGroups: Bool) {
    let direct = schema.directGrants.first { $0.type == type && $0.holdsGroups == holdsGroups }
    table =
      direct?.table ?? (holdsGroups ? "guardian_groupobjectpermission" : "guardian_userobjectpermission")
    holder = holdsGroups ? "group_id" : "user_id"
    key = direct == nil ? "object_pk" : "content_object_id"
    isGeneric = direct == nil
  }

  /// `FROM` entry under the alias `g`.
  var source: String { "\(table.quoted) AS g" }
  var holderSQL: String { "g.\(holder.quoted)" }
  var keySQL: String { "g.\(key.quoted)" }

  /// The condition that a row is about one object, with its arguments.
  func on(_ object: ObjectAddress) -> (sql: String, arguments: [DatabaseValue]) {
    guard isGeneric else { return ("\(keySQL) = ?", [object.native?.value ?? .null]) }
    return (
      "g.content_type_id = ? AND \(keySQL) = ?",
      [object.typeKey?.value ?? .null, object.text.value]
    )
  }
}

extension BatchSession {
  func grants(_ type: TypeName, toGroups: Bool) -> GrantTable {
    GrantTable(schema, type, holdsGroups: toGroups)
  }

  /// The codenames that rows give on an object to holders found by `start`, which ends in `g`'s holder column.
  func codenames(
    _ object: ObjectAddress, _ grants: GrantTable, from tables: [String], where condition: String,
    _ holder: DatabaseKey
  ) throws -> [Name] {
    guard let typeKey = object.typeKey else { return [] }
    let place = grants.on(object)
    let sources = (tables + [grants.source, "auth_permission AS p"]).joined(separator: " CROSS JOIN ")
    let sql =
      "SELECT p.codename FROM \(sources) WHERE \(condition) AND \(place.sql) "
      + "AND p.id = g.permission_id AND p.content_type_id = ?"
    let statement = try database.cachedStatement(sql: sql)
    let arguments = [holder.value] + place.arguments + [typeKey.value]
    return try StoredValue.texts(statement, arguments: StatementArguments(arguments)).map { Name($0) }
  }
}
