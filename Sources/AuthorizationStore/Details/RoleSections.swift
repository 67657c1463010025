internal import Authorization
internal import GRDB

/// Roles: who holds them, and where.
extension Sections {
  /// The columns that say where an assignment holds.
  private var placeColumns: [String] {
    ["a.content_type_id", "a.object_id", schema.hasDomains ? "a.domain_id" : "NULL"]
  }

  /// A user's own roles, then those of their groups.
  func roles(ofUser user: DatabaseKey) throws -> [ListPart] {
    let link = schema.memberships
    let own = part(
      from: "core_userrole AS a CROSS JOIN core_role AS r",
      conditions: ["a.user_id = ?", "r.pulp_id = a.role_id"],
      arguments: [user.value], order: ["r.name", "a.pulp_id"], access: .sortedWhenFew(otherwise: nil),
      filters: ["r.name"], columns: ["r.pulp_id", "r.name"] + placeColumns
    ) { reader, row in try Self.role(reader, row, of: .user(user)) }
    let shared = part(
      from: "\(link.table.quoted) AS m CROSS JOIN core_grouprole AS a CROSS JOIN core_role AS r",
      joins: " JOIN auth_group AS g ON g.id = a.group_id",
      conditions: ["m.\(link.from.quoted) = ?", "a.group_id = m.\(link.to.quoted)", "r.pulp_id = a.role_id"],
      arguments: [user.value], order: ["r.name", "a.pulp_id"], access: .sortedWhenFew(otherwise: nil),
      filters: ["r.name"], columns: ["r.pulp_id", "r.name"] + placeColumns + ["g.name"]
    ) { reader, row in
      let group = row.text(5) ?? ""
      return try Self.role(reader, row, through: group)
    }
    return [own, shared]
  }

  func roles(ofGroup group: DatabaseKey) throws -> ListPart {
    part(
      from: "core_grouprole AS a CROSS JOIN core_role AS r",
      conditions: ["a.group_id = ?", "r.pulp_id = a.role_id"],
      arguments: [group.value], order: ["r.name", "a.pulp_id"], access: .sortedWhenFew(otherwise: nil),
      filters: ["r.name"], columns: ["r.pulp_id", "r.name"] + placeColumns
    ) { reader, row in try Self.role(reader, row, of: .group(group)) }
  }

  /// - Parameter grantee: whose own assignment it is; nil where it came through a group.
  private static func role(
    _ reader: AuthorizationReader, _ row: StoredRow, of grantee: Grantee? = nil, through group: String? = nil
  ) throws -> FilledRow? {
    guard let ref = ref(.role, row) else { return nil }
    let place = try RolePlace(reader, type: row[2], object: row[3], domain: row[4])
    let note = place.text + (group.map { ", through \($0)" } ?? "")
    let edit = grantee.flatMap { grantee in
      place.place.map { LineEdit.assignment(Assignment(ref.key, to: grantee, $0)) }
    }
    return FilledRow(ref, ref.name.text, note: note, warns: place.isOrphan, edit: edit)
  }

  /// What stands beside a holder.
  enum HolderNote {
    case role, place, roleAndPlace
  }

  /// Users, then groups, to whom a role is assigned, or who have roles in a domain.
  func holders(whereColumn column: String, is key: DatabaseKey) throws -> [ListPart] {
    try holders(
      conditions: ["a.\(column.quoted) = ?"], arguments: [key.value],
      shows: column == "role_id" ? .place : .role)
  }

  /// Users, then groups, with roles that `conditions` pick by assignment (`a`) and role (`r`).
  func holders(
    conditions: [String], arguments: StatementArguments, shows: HolderNote, warning: String? = nil
  ) throws -> [ListPart] {
    let users = schema.users
    return [false, true].map { isGroup in
      let table = isGroup ? "auth_group AS h" : "\(users.table.quoted) AS h"
      let key = isGroup ? "h.id" : "h.\(users.key.quoted)"
      let name = isGroup ? "h.name" : "h.\(users.username.quoted)"
      let holder = isGroup ? "a.group_id" : "a.user_id"
      return part(
        from:
          "\(isGroup ? "core_grouprole" : "core_userrole") AS a CROSS JOIN core_role AS r CROSS JOIN \(table)",
        conditions: conditions + ["r.pulp_id = a.role_id", "\(key) = \(holder)"], arguments: arguments,
        order: [name, "a.pulp_id"], access: .sortedWhenFew(otherwise: nil), filters: [name],
        columns: [key, name] + placeColumns + ["r.name", "r.pulp_id"]
      ) { reader, row in
        guard let ref = Self.ref(isGroup ? .group : .user, row, type: isGroup ? nil : reader.userType) else {
          return nil
        }
        let place = try RolePlace(reader, type: row[2], object: row[3], domain: row[4])
        let role = row.text(5) ?? ""
        let spot = warning.map { "\($0) \(place.name)" } ?? place.text
        let note =
          switch shows {
          case .role: role
          case .place: spot
          case .roleAndPlace: "\(role), \(spot)"
          }
        let grantee: Grantee = isGroup ? .group(ref.key) : .user(ref.key)
        let edit = DatabaseKey(row[6]).flatMap { role in
          place.place.map { LineEdit.assignment(Assignment(role, to: grantee, $0)) }
        }
        return FilledRow(
          ref, isGroup ? "group \(ref.name)" : ref.name.text, note: note,
          warns: place.isOrphan && shows != .role || warning != nil, edit: edit)
      }
    }
  }
}

/// Where an assignment of a role holds, in words.
struct RolePlace {
  /// `everywhere`, `on domain partner`, `on file.filerepository web`.
  var text: String
  /// The object alone.
  var name = ""
  /// The object does not exist.
  var isOrphan = false
  /// The same for an edit; nil where the object's type is not known.
  var place: Assignment.Place?

  init(_ reader: AuthorizationReader, type: DatabaseValue, object: DatabaseValue, domain: DatabaseValue)
    throws
  {
    if let object = DatabaseKey(object) {
      guard let type = DatabaseKey(type), let found = try reader.type(key: type) else {
        (text, name, isOrphan) = ("on #\(object) of no type", "#\(object)", true)
        return
      }
      let address = try reader.object(found, key: Name(object.text))
      name = "\(found) \(address.name ?? address.text)"
      isOrphan = !address.exists
      text = "on \(name)" + (isOrphan ? ": no such object" : "")
      place = .object(ObjectRef(type: found, key: Name(object.text)))
    } else if let domain = DatabaseKey(domain) {
      let found = try reader.relations.name(of: .domain, key: domain)
      name = "domain \(found ?? Name("#\(domain)"))"
      text = "on \(name)"
      place = .domain(domain)
    } else {
      text = "everywhere"
      place = .everywhere
    }
  }
}
