internal import Authorization
internal import AuthorizationStore
internal import Foundation

/// `bench DATABASE…` measures Permscope on generated databases, each thing beside the floor that it cannot beat:
/// the same question as one hand-written statement through SQLite's C interface.
@main
struct Bench {
  static func main() {
    let paths = Array(CommandLine.arguments.dropFirst())
    guard !paths.isEmpty else {
      FileHandle.standardError.write(Data("usage: bench DATABASE…\n".utf8))
      exit(64)
    }
    do {
      var table = Table()
      for path in paths {
        note("Measuring \(path)")
        try questions(path, &table)
      }
      // Last, because another program's start disturbs what runs beside it.
      if let binary = ProcessInfo.processInfo.environment["PERMSCOPE_BINARY"], !binary.isEmpty {
        for path in paths {
          note("Measuring \(binary) \(path)")
          do {
            let grants = try grants(in: RawDatabase(path: path))
            for line in try Program(binary: binary, database: path, size: grants).lines() { table.add(line) }
          } catch {
            note("bench: \(error)")
          }
        }
      }
      print(table.text)
      let missed = table.lines.filter(\.isMissed).count
      print(missed == 0 ? "\nEvery target is met." : "\n\(missed) targets are missed.")
    } catch {
      note("bench: \(error)")
      exit(1)
    }
  }

  /// What the library does, inside one read of the database.
  private static func questions(_ path: String, _ table: inout Table) throws {
    let raw = try RawDatabase(path: path)
    let database = try AuthorizationDatabase(path: path, options: .init(backends: [.model, .guardian]))
    let size = try grants(in: raw)
    var questions = try Questions(raw)
    try raw.run("BEGIN")
    let lines = try database.read { reader in
      let checks = Checks(size: size, raw: raw)
      let listings = Listings(size: size, raw: raw)
      var lines = try checks.objects(reader, &questions)
      lines += try checks.trees(reader, &questions)
      lines += try checks.roles(reader, &questions)
      lines += try listings.objects(reader, &questions)
      lines += try listings.users(reader, &questions)
      lines += try Texts(size: size, raw: raw).lines(reader, &questions)
      return lines
    }
    try raw.run("COMMIT")
    for line in lines { table.add(line) }
    // The chain that the tables suggest, roles and all.
    let whole = try AuthorizationDatabase(path: path)
    for line in try Matrices(size: size).lines(whole, &questions) { table.add(line) }
    for line in try Previews(size: size, raw: raw).lines(whole, &questions) { table.add(line) }
    for line in try Explanations(size: size, raw: raw).lines(whole, &questions) { table.add(line) }
  }

  private static func grants(in raw: RawDatabase) throws -> String {
    let tables = [
      "guardian_userobjectpermission", "guardian_groupobjectpermission", "auth_user_user_permissions",
      "auth_group_permissions", "core_userrole", "core_grouprole",
    ]
    return try "\(tables.reduce(0) { try $0 + raw.integer("SELECT count(*) FROM \($1)") })"
  }

  private static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
