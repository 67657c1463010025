import Authorization
import Foundation
import GRDB
import Testing

@testable import AuthorizationStore

/// Random edits, undone and done again: the past that the history tells is the file as it was kept each time.
@Suite struct PastFuzzTests {
  @Test("before each entry every row and every answer is as it was", arguments: 1...4)
  func equalsCopies(_ seed: Int) throws {
    let shop = try Workshop()
    let folder = NSTemporaryDirectory() + "permscope-past-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = Dice(seed: UInt64(seed) &+ 100)
    var entries: [Int64] = []
    func copy(_ number: Int64) -> String { "\(folder)/\(number).sqlite3" }
    while entries.count < 14 {
      let changes: [Change]
      switch random.number(0...5) {
      case 0: changes = try shop.editor.nextUndo().map { [.undo(entry: $0.number)] } ?? []
      case 1: changes = try shop.editor.nextRedo().map { [.redo(entry: $0.number)] } ?? []
      default: changes = try (0..<random.number(1...3)).map { _ in try random.change(shop) }
      }
      guard let plan = try? shop.editor.plan(changes), plan.refusal == nil, !plan.isEmpty else { continue }
      let number = (entries.last ?? 0) + 1
      try FileManager.default.copyItem(atPath: shop.file.path, toPath: copy(number))
      let entry = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
      #expect(entry.number == number)
      entries.append(number)
    }
    let past = PastDatabase(shop.database)
    for number in entries.reversed() {
      let before = try AuthorizationDatabase(path: copy(number), options: .init(now: Workshop.now))
      let expected = try before.read { try Everything($0) }
      let found = try past.read(.entry(number)) { reader, warnings in
        #expect(warnings.count == 2, "\(warnings)")
        return try Everything(reader)
      }
      for (table, rows) in expected.rows {
        #expect(found.rows[table] == rows, "\(table) before entry \(number) of seed \(seed)")
      }
      #expect(found.answers == expected.answers, "before entry \(number) of seed \(seed)")
    }
  }
}

/// All rows of the application's tables, and many answers with their paths.
private struct Everything: Equatable {
  var rows: [String: Set<String>] = [:]
  var answers: [String] = []

  init(_ reader: AuthorizationReader) throws {
    for table in try TableCatalog(reader.database).tables
    where !table.hasPrefix("permscope_") && !table.hasPrefix("sqlite_") {
      let columns = try TableCatalog(reader.database).columns(table).map(\.name)
      let value = columns.map { "typeof(\"\($0)\") || hex(\"\($0)\")" }.joined(separator: " || ' ' || ")
      rows[table] = Set(
        try String.fetchAll(reader.database, sql: "SELECT \(value) FROM \"\(table)\""))
    }
    let users = try StoredValue.texts(reader.database, sql: "SELECT username FROM auth_user ORDER BY 1")
    for name in users {
      let subject = try reader.subject(.user(Name(name)))
      for held in try reader.heldPermissions(subject, .general) {
        answers.append("\(name) \(held.permission) \(held.decision.reasons.map(\.text).sorted())")
      }
    }
    let trees = try StoredValue.texts(
      reader.database, sql: "SELECT name FROM datawarehouse_gittree ORDER BY 1")
    for tree in trees {
      for method in TreeMethod.allCases {
        let target = try reader.target(.tree(Name(tree)))
        var people: [String] = []
        try reader.forEachWhoCan(method.permission, target) { people.append($0.text) }
        answers.append("\(tree) \(method) \(people)")
      }
    }
  }
}
