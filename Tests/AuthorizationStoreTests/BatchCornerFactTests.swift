import Authorization
import AuthorizationStore
import Testing

/// Where the real libraries answer otherwise than a reader would guess, one question each.
@Suite struct BatchCornerFactTests {
  /// A question without its kind's family, and the answer of the real function.
  struct Fact: Sendable, CustomTestStringConvertible {
    var title: String
    var query: String
    var answer: String
    var testDescription: String { title }

    init(_ title: String, _ query: String, _ answer: String) {
      self.title = title
      self.query = query
      self.answer = answer
    }
  }

  private func check(_ facts: [Fact], extra: String = "") throws {
    let database = try TestDatabase(BatchCornerDatabase.statements + extra)
    try database.open().read { reader in
      let answerer = BatchAnswerer(reader)
      for fact in facts {
        let answer = try answerer.answer(JSONValue(parsing: "{\(fact.query)}"))
        #expect(answer.compactText == fact.answer, "\(fact.title)")
      }
    }
  }

  @Test("ModelBackend and User") func modelFacts() throws { try check(BatchCornerFacts.model) }
  @Test("guardian's checks") func guardianChecks() throws { try check(BatchCornerFacts.guardianChecks) }
  @Test("guardian's lists") func guardianLists() throws { try check(BatchCornerFacts.guardianLists) }
  @Test("rules and user_tasks") func rules() throws { try check(BatchCornerFacts.rules) }
  @Test("git trees") func trees() throws { try check(BatchCornerFacts.trees) }

  @Test("without the row AnonymousUser guardian raises, whatever it is asked")
  func missingRow() throws {
    try check(
      BatchCornerFacts.withoutAnonymousRow,
      extra: "UPDATE auth_user SET username = 'other' WHERE username = 'AnonymousUser';")
  }

  @Test("a direct table takes the place of guardian's own")
  func directTables() throws {
    try check(BatchCornerFacts.directTables, extra: BatchCornerDatabase.directTable)
  }
}
