internal import Authorization
internal import GRDB

/// Goes through role assignments at any level, in short reads.
enum AssignmentScan {
  /// An assignment that was picked.
  struct Found {
    var role: DatabaseKey
    var name: Name
    var holder: FindingWords.Holder
    var place: Assignment.Place
    /// `on domain default`
    var words: String
    /// What takes it away, with its duplicates.
    var unassign: FindingFix
    /// The commands that give it.
    var assign: [[String]]
    /// A permission of the role that can be asked about there; nil where it has none.
    var permission: Name?
    var placeExists: Bool
    /// Whether Pulp would assign the role there today: what it gives nothing on is refused.
    var isAssignable: Bool
    /// A command that shows by which paths the holder has what the role gives.
    var proof: [String]
  }

  /// No more rows in one read: what a row costs depends on how many others are on its object.
  private static let largestSlice = 2_000

  /// Calls `found` for the assignments that a condition on `g` picks.
  static func forEach(
    _ scan: FindingScan, where condition: (AuthorizationReader, ObjectRows) throws -> String,
    found: (Found) throws -> Void
  ) throws {
    for (place, rows) in ObjectRows.roles.enumerated() {
      let share = Double(place) / 2...Double(place + 1) / 2
      try scan.slices(
        "\(rows.table.quoted) AS g", by: "g.pulp_id", share: share, largest: largestSlice
      ) { reader, slice in
        let domain = reader.schema.hasDomains ? "g.domain_id" : "NULL"
        let sql = """
          SELECT g.\(rows.holder), g.role_id, g.object_id, g.content_type_id, \(domain) \
          FROM \(rows.table.quoted) AS g WHERE \(slice.condition) \
          AND \(try condition(reader, rows)) ORDER BY g.pulp_id
          """
        let all = try StoredRow.fetchAll(
          reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
        let words = FindingWords(reader)
        for row in all { try read(row, rows, words).map(found) }
      }
    }
  }

  /// Nil where a row that it refers to is gone.
  private static func read(_ row: StoredRow, _ rows: ObjectRows, _ words: FindingWords) throws -> Found? {
    let reader = words.reader
    guard let holder = try words.holder(row[0], isGroup: rows.isGroup), let role = DatabaseKey(row[1]),
      let name = try reader.relations.name(of: .role, key: role)
    else { return nil }
    var place = Assignment.Place.everywhere
    var exists = true
    var isAssignable = true
    var permissions = try words.permissions(ofRole: role)
    if let key = row.name(2) {
      guard let type = try words.type(row[3]) else { return nil }
      place = .object(ObjectRef(type: type, key: key))
      let object = try reader.object(type, key: key)
      // In another spelling it is another place.
      exists = object.exists && object.text == key
      permissions = permissions.filter { $0.type == type }
      isAssignable = exists && !permissions.isEmpty
    } else if let domain = DatabaseKey(row[4]) {
      place = .domain(domain)
      // Whether the objects of a type without a table are in domains nobody can tell; those are not refused.
      isAssignable = try permissions.contains {
        try reader.table(of: $0.type).map { $0.domain != nil } ?? true
      }
    }
    guard let spot = try words.place(place) else { return nil }
    let permission = permissions.first?.name
    return Found(
      role: role, name: name, holder: holder, place: place, words: spot.words,
      unassign: try words.unassign(role, name, holder, place),
      assign: try words.assign(name, holder, place), permission: permission, placeExists: exists,
      isAssignable: isAssignable,
      proof: permission.map { ["permscope", "check", "DB", holder.argument, $0.text] + spot.argument }
        ?? ["permscope", "permissions", "DB", holder.argument] + spot.argument)
  }
}
