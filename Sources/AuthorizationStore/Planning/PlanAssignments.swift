internal import Authorization

/// Roles for users and groups, with the refusals of Pulp's `assign_role`.
extension PlanningSession {
  /// Where an assignment is written, and what its row has in the columns that tell where it holds.
  private struct AssignmentPlace {
    var table: String
    var columns: [String: RowValue]
    /// Texts that the object's key may have.
    var keys: Set<RowValue>
    var words: String
  }

  func assign(_ assignment: Assignment) throws {
    let role = try row(.role, assignment.role)
    let holder = try holder(assignment.grantee)
    let place = try place(assignment.place, holder)
    try refuseUseless(role, assignment.place)
    var values = place.columns
    values["role_id"] = role.key
    values[holder.column] = holder.row.key
    guard try matching(role, holder, place).isEmpty else { return }
    values["pulp_created"] = .text(now)
    values["pulp_last_updated"] = .text(now)
    try insert(place.table, try present(values, in: place.table))
    say("assign \(role.name)\(place.words) to \(holder.words)")
  }

  func unassign(_ assignment: Assignment) throws {
    let role = try row(.role, assignment.role)
    let holder = try holder(assignment.grantee)
    let place = try place(assignment.place, holder)
    let rows = try matching(role, holder, place)
    guard !rows.isEmpty else { return }
    for row in rows { try state.delete(place.table, row) }
    let times = rows.count > 1 ? " (it was there \(Counted.words(rows.count, "time")))" : ""
    say("unassign \(role.name)\(place.words) from \(holder.words)\(times)")
  }

  /// The rows of the same assignment: Pulp writes as many as somebody asks for.
  private func matching(_ role: PlannedRow, _ holder: Holder, _ place: AssignmentPlace) throws -> [RowImage] {
    try state.rows(of: place.table, where: [(holder.column, holder.row.key), ("role_id", role.key)]).filter {
      row in
      place.columns.allSatisfy { column, value in
        column == "object_id" && value != .null ? place.keys.contains(row[column]) : row[column] == value
      }
    }
  }

  private func place(_ place: Assignment.Place, _ holder: Holder) throws -> AssignmentPlace {
    let table = ObjectTables.roles[holder.isGroup ? 1 : 0].0
    var columns: [String: RowValue] = ["object_id": .null, "content_type_id": .null]
    if reader.schema.hasDomains { columns["domain_id"] = .null }
    switch place {
    case .everywhere: return AssignmentPlace(table: table, columns: columns, keys: [], words: " everywhere")
    case .domain(let key):
      guard reader.schema.hasDomains else {
        throw StoreError(.missingSystem, "this database has no domains")
      }
      let domain = try row(.domain, key)
      columns["domain_id"] = domain.key
      return AssignmentPlace(table: table, columns: columns, keys: [], words: " on domain \(domain.name)")
    case .object(let ref):
      let object = try object(ref)
      columns["object_id"] = .text(object.text)
      columns["content_type_id"] = object.typeKey
      return AssignmentPlace(
        table: table, columns: columns, keys: [.text(object.text), .text(try existing(ref).key)],
        words: " on \(object.words)")
    }
  }

  /// What Pulp answers with 400: the role would give nothing there.
  private func refuseUseless(_ role: PlannedRow, _ place: Assignment.Place) throws {
    if case .everywhere = place { return }
    let types = try types(ofRole: role)
    if case .object(let ref) = place {
      let object = try existingObject(ref)
      guard types.contains(ref.type) else {
        throw Refused(
          .invalid,
          "the role `\(role.name)` carries no permission on `\(ref.type)`, so that it gives nothing on `\(object.words)`"
        )
      }
      return
    }
    var unknown: [TypeName] = []
    for type in types {
      guard let table = try reader.table(of: type) else {
        unknown.append(type)
        continue
      }
      if table.domain != nil { return }
    }
    guard let type = unknown.first else {
      throw Refused(
        .invalid,
        "the role `\(role.name)` carries no permission on a type with domains, so that it gives nothing on one"
      )
    }
    warn(
      "`\(type)` has no table here, so nobody can tell whether its objects are in domains; Pulp may refuse this"
    )
  }

  /// The types that permissions of a role are on.
  private func types(ofRole role: PlannedRow) throws -> [TypeName] {
    let keys = try state.rows(of: "core_role_permissions", where: [("role_id", role.key)]).map {
      $0["permission_id"]
    }
    let typeKeys = Set(try state.rows(of: "auth_permission", "id", in: keys).map { $0["content_type_id"] })
    return try typeKeys.compactMap { try type($0) }.sorted()
  }
}
