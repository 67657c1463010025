internal import Authorization
internal import AuthorizationStore

/// Questions drawn from a generated database, the same in every run.
struct Questions {
  /// One check, resolved for Permscope and for the floor.
  struct Check {
    var subject: Subject
    var permission: Permission
    var target: Target
    var arguments: [RawStatement.Value]
  }

  /// The rows that a question is about.
  struct Cell: Hashable {
    var user: Int64
    var permission: Int64
    var object: Int64
  }

  static let type = TypeName(app: "file", model: "filerepository")

  let raw: RawDatabase
  private var dice = Dice(seed: 1)
  private let users: Int64
  private let objects: Int64
  let typeKey: Int64
  let permissions: [Int64: String]

  init(_ raw: RawDatabase) throws {
    self.raw = raw
    users = try raw.integer("SELECT max(id) FROM auth_user")
    objects = try raw.integer("SELECT max(id) FROM file_filerepository")
    typeKey = try raw.integer(
      "SELECT id FROM django_content_type WHERE app_label = 'file' AND model = 'filerepository'")
    var names: [Int64: String] = [:]
    let statement = try raw.statement("SELECT id, codename FROM auth_permission WHERE content_type_id = ?")
    try statement.rows([.integer(typeKey)]) { names[$0.integer(0)] = "file." + $0.text(1) }
    permissions = names
  }

  mutating func number(upTo last: Int64) -> Int64 { Int64.random(in: 1...max(1, last), using: &dice) }

  mutating func user() -> Int64 { number(upTo: users) }

  mutating func anyCell() -> Cell {
    // The first of the five permissions is granted to nobody; the others are.
    let keys = permissions.keys.sorted().dropFirst()
    return Cell(
      user: user(), permission: keys.randomElement(using: &dice) ?? 0, object: number(upTo: objects))
  }

  /// Draws until there are as many hits as misses; what is drawn alternates between the sources.
  mutating func half(
    of count: Int, from sources: [(inout Questions) throws -> Cell?], answer: (Cell) throws -> Bool
  ) throws -> [Cell] {
    var hits: [Cell] = []
    var misses: [Cell] = []
    // A small database may not have enough of one kind.
    for turn in 0..<(count * 200) where hits.count < count / 2 || misses.count < count / 2 {
      guard let cell = try sources[turn % sources.count](&self) else { continue }
      if try answer(cell) {
        if hits.count < count / 2 { hits.append(cell) }
      } else if misses.count < count / 2 {
        misses.append(cell)
      }
    }
    return (hits + misses).shuffled(using: &dice)
  }

  /// A row of a table with keys 1…n, picked at random.
  mutating func row(of table: String, _ columns: String) throws -> [Int64] {
    let last = try raw.integer("SELECT max(rowid) FROM \(table)")
    let count = columns.split(separator: ",").count
    var found: [Int64] = []
    let statement = try raw.statement("SELECT \(columns) FROM \(table) WHERE rowid = ?")
    try statement.rows([.integer(number(upTo: last))]) { row in
      found = (0..<count).map { row.integer(Int32($0)) }
    }
    return found
  }

  /// A member of a group, picked at random.
  mutating func member(of group: Int64) throws -> Int64? {
    let count =
      try raw.statement("SELECT count(*) FROM auth_user_groups WHERE group_id = ?").integer([.integer(group)])
      ?? 0
    guard count > 0 else { return nil }
    return try raw.statement("SELECT user_id FROM auth_user_groups WHERE group_id = ? LIMIT 1 OFFSET ?")
      .integer([.integer(group), .integer(number(upTo: count) - 1)])
  }

  /// What the user of a question holds by themselves.
  static func ownGrant(_ questions: inout Questions) throws -> Cell? {
    let row = try questions.row(of: "guardian_userobjectpermission", "user_id, permission_id, object_pk")
    return row.isEmpty ? nil : Cell(user: row[0], permission: row[1], object: row[2])
  }

  /// What the user of a question holds through a group.
  static func groupGrant(_ questions: inout Questions) throws -> Cell? {
    let row = try questions.row(of: "guardian_groupobjectpermission", "group_id, permission_id, object_pk")
    guard !row.isEmpty, let user = try questions.member(of: row[0]) else { return nil }
    return Cell(user: user, permission: row[1], object: row[2])
  }

  /// Somebody with one of the permissions of a role on an object.
  static func role(_ questions: inout Questions) throws -> Cell? {
    let isGroup = questions.number(upTo: 2) == 1
    let row = try questions.row(
      of: isGroup ? "core_grouprole" : "core_userrole",
      "\(isGroup ? "group" : "user")_id, coalesce(object_id, 1)")
    guard !row.isEmpty, let user = isGroup ? try questions.member(of: row[0]) : row[0] else { return nil }
    return Cell(user: user, permission: questions.anyCell().permission, object: row[1])
  }

  static func chance(_ questions: inout Questions) throws -> Cell? { questions.anyCell() }
}
