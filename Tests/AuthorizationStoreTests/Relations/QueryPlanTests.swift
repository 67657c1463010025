import Authorization
import GRDB
import Testing

@testable import AuthorizationStore

/// How SQLite carries out each layer on a database with Django's own indexes and without statistics.
@Suite struct QueryPlanTests {
  private static let widget = ObjectAddress(
    type: GitTrees.tree, typeKey: .integer(1), text: "7", native: .integer(7), exists: true)
  private static let one = RelationQuestion.Permissions.these(
    keys: [.integer(5)], names: [GitTrees.read, GitTrees.write])

  private func plans(
    _ question: RelationQuestion, _ projection: LayerCompiler.Projection
  ) throws -> [(layer: String, steps: [String])] {
    let file = try TestDatabase()
    let schema = try file.open().schema
    let backends = [
      ModelPermissions.backend(schema), ObjectPermissions.backend(schema), Roles.backend(schema),
      GitTrees.backend(schema),
    ]
    let compiler = LayerCompiler(schema: schema)
    let queue = try DatabaseQueue(path: file.path)
    return try queue.read { database in
      try backends.flatMap(\.layers).compactMap { layer in
        guard let text = compiler.compile(layer, question, projection) else { return nil }
        let rows = try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN " + text.sql, arguments: text.arguments(question))
        return (layer.id, rows.map { $0["detail"] })
      }
    }
  }

  private func expectSearches(
    _ question: RelationQuestion, _ projection: LayerCompiler.Projection, atLeast: Int
  ) throws {
    let plans = try plans(question, projection)
    #expect(plans.count >= atLeast)
    for (layer, steps) in plans {
      for step in steps {
        #expect(step.hasPrefix("SEARCH"), "\(layer): \(steps)")
      }
    }
  }

  @Test("a check finds its rows by index in every layer")
  func check() throws {
    try expectSearches(
      RelationQuestion(holder: .user(.integer(3)), permissions: Self.one, place: .object(Self.widget)),
      .existence,
      atLeast: 8)
    try expectSearches(
      RelationQuestion(holder: .user(.integer(3)), permissions: Self.one, place: .anywhere), .existence,
      atLeast: 6)
  }

  @Test("what a user can do, and to which objects, begins at the user")
  func listObjects() throws {
    try expectSearches(
      RelationQuestion(
        holder: .user(.integer(3)), permissions: Self.one,
        place: .objects(of: GitTrees.tree, typeKey: .integer(1))),
      .objects, atLeast: 4)
    try expectSearches(
      RelationQuestion(holder: .user(.integer(3)), permissions: .any, place: .anywhere), .permissions,
      atLeast: 6)
  }

  @Test("who can begins at the permission or the object, never at all users")
  func whoCan() throws {
    try expectSearches(
      RelationQuestion(holder: .anybody, permissions: Self.one, place: .object(Self.widget)), .users,
      atLeast: 6)
  }

  @Test("object grants are read from the index that covers them, not from the table of one type")
  func covering() throws {
    let question = RelationQuestion(holder: .anybody, permissions: Self.one, place: .object(Self.widget))
    for (layer, steps) in try plans(question, .users) where layer.hasPrefix("guardian") {
      #expect(steps.first?.contains("COVERING INDEX") == true, "\(layer): \(steps)")
    }
  }
}
