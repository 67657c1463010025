internal import Authorization
internal import AuthorizationStore

/// A screen of the matrix, the largest that one answer holds, at places all over the database.
struct Matrices {
  private static let count = 30

  let size: String

  func lines(_ database: AuthorizationDatabase, _ questions: inout Questions) throws -> [Line] {
    try [
      line("users × repositories", "file.change_filerepository", .users, database, &questions),
      line("groups × repositories", "file.change_filerepository", .groups, database, &questions),
      line("groups × git trees", "read", .groups, database, &questions),
    ]
  }

  private func line(
    _ what: String, _ permission: Name, _ subjects: MatrixRequest.Subjects, _ database: AuthorizationDatabase,
    _ questions: inout Questions
  ) throws -> Line {
    var samples = Samples()
    var cells = 0
    while samples.values.count < Self.count {
      let user = EntityRef(kind: .user, key: .integer(questions.user()), name: "")
      let start: MatrixRequest.Start = subjects == .users ? .around(user) : .at(.start)
      let request = MatrixRequest(
        permission: permission, type: nil, subjects: subjects,
        rows: .init(start: start, limit: MatrixRequest.mostRows),
        columns: .init(limit: MatrixRequest.mostColumns))
      samples.add(
        try Clock.microseconds {
          cells = try database.read { try $0.matrix(request) }.cells.reduce(0) { $0 + $1.count }
        } / 1_000)
    }
    return Line(
      what: "matrix: \(what)", size: size, ours: samples.median, unit: "ms", aim: .most(50),
      note: "\(cells) cells, 95 of 100 within \(Int(samples.quantile(0.95))) ms")
  }
}
