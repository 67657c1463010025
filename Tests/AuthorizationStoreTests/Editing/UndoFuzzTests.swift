import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// Random edits, all taken back, all done again: every row is as it was each time.
@Suite struct UndoFuzzTests {
  @Test("walking back and forth through random edits", arguments: 1...3)
  func walk(_ seed: Int) throws {
    let shop = try Workshop()
    var random = Dice(seed: UInt64(seed))
    var states = [try shop.contents()]
    var refused = 0
    while states.count < 12, refused < 200 {
      let changes = try (0..<random.number(1...3)).map { _ in try random.change(shop) }
      guard let plan = try? shop.editor.plan(changes), plan.refusal == nil, !plan.isEmpty else {
        refused += 1
        continue
      }
      _ = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
      states.append(try shop.contents())
    }
    #expect(states.count == 12)
    for state in states.dropLast().reversed() {
      let entry = try #require(try shop.editor.nextUndo())
      try shop.edit(.undo(entry: entry.number))
      #expect(try shop.contents() == state)
    }
    #expect(try shop.editor.nextUndo() == nil)
    for state in states.dropFirst() {
      let entry = try #require(try shop.editor.nextRedo())
      try shop.edit(.redo(entry: entry.number))
      #expect(try shop.contents() == state)
    }
    #expect(try shop.editor.nextRedo() == nil)
    #expect(try shop.texts("PRAGMA integrity_check") == ["ok"])
    #expect(try shop.number("SELECT count(*) FROM pragma_foreign_key_check") == 0)
  }
}
