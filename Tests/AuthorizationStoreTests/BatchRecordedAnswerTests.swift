import Authorization
import AuthorizationStore
import Foundation
import Testing

/// Answers of real Django, guardian, rules and user_tasks, recorded on a sample database.
@Suite struct BatchRecordedAnswerTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  private static func recorded() throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent("django_answers.jsonl"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  private func database() throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: Self.folder.appendingPathComponent("django.sqlite3").path)
  }

  @Test("every recorded question is answered as the real libraries answered it")
  func recordedAnswers() throws {
    let lines = try Self.recorded()
    var failures: [String] = []
    try database().read { reader in
      let answerer = BatchAnswerer(reader)
      for line in lines {
        let recorded = try #require(try JSONValue(parsing: line).members)
        let query = try #require(recorded["query"])
        let answer = try answerer.answer(query)
        guard answer != recorded["answer"] else { continue }
        failures.append(
          "\(recorded["id"]?.compactText ?? "?"): \(query.compactText) gave \(answer.compactText)")
      }
    }
    #expect(lines.count == 2_000)
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  @Test("every kind that is answered is recorded, but for Pulp's, which have a sample of their own")
  func kindsAreCovered() throws {
    let kinds = try Set(
      Self.recorded().compactMap { try JSONValue(parsing: $0).members?["query"]?.members?["kind"]?.text })
    #expect(kinds == Set(BatchAnswerer.kinds.filter { !$0.text.hasPrefix("pulp.") }))
  }

  @Test("a line is answered with its own id, byte for byte, and the same each time")
  func lines() throws {
    try database().read { reader in
      let answerer = BatchAnswerer(reader)
      let line = #"{"id":1e400,"query":{"kind":"model.has_perm","user":null,"perm":"auth.view_user"}}"#
      for _ in 0..<2 {
        let reply = try answerer.respond(to: line)
        #expect(reply == #"{"id":1e400,"answer":false}"#)
      }
    }
  }

  @Test(
    "a line that cannot be understood is answered with a sentence",
    arguments: [
      ("", #"{"id":null,"error":"the line is not JSON: unexpected end of the text at column 1"}"#),
      ("[1]", #"{"id":null,"error":"the line is a list, not an object"}"#),
      (#"{"id":7}"#, #"{"id":7,"error":"the line has no `query`"}"#),
      (#"{"id":7,"query":[]}"#, #"{"id":7,"error":"`query` is a list, not an object"}"#),
      (
        #"{"id":7,"query":{}}"#,
        #"{"id":7,"error":"the query has no `kind`: a string like `model.has_perm`"}"#
      ),
      (
        #"{"id":7,"query":{"kind":"tree.chek"}}"#,
        #"{"id":7,"error":"no kind of question `tree.chek`; did you mean `tree.check`"}"#
      ),
      (
        #"{"id":7,"query":{"kind":"model.has_perm","user":5,"perm":"a.b"}}"#,
        #"{"id":7,"error":"`user` of `model.has_perm` is a number, expected a string or null"}"#
      ),
      (
        #"{"id":7,"query":{"kind":"user.has_perm","user":null,"perm":"a.b","backends":"trees"}}"#,
        #"{"id":7,"error":"`backends` of `user.has_perm` names `trees`; expected `model`, `guardian`, `rules` or `pulp-roles`, joined by `+`"}"#
      ),
    ])
  func notUnderstood(line: String, reply: String) throws {
    try database().read { reader in
      let found = try BatchAnswerer(reader).respond(to: line)
      #expect(found == reply)
    }
  }
}
