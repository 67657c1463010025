internal import Authorization
internal import GRDB

/// Goes through access policies with what can be read of them.
enum PolicyScan {
  static func forEach(_ scan: FindingScan, _ body: (AuthorizationReader, PolicyText) throws -> Void) throws {
    try scan.read { reader in
      for stored in try reader.endpoints() {
        try body(reader, PolicyText(stored, reader))
      }
    }
  }
}

/// An access policy and what is known around it.
struct PolicyText {
  var ref: EntityRef
  var fields: EndpointFields
  /// Nil where they are no JSON list.
  var statements: AccessStatements?
  var context: StatementContext

  private static let knownActions = Set(EndpointTable.pulp.endpoints.flatMap(\.actions).map(\.name))

  init(_ stored: StoredEndpoint, _ reader: AuthorizationReader) throws {
    ref = stored.ref
    fields = stored.fields
    statements = try? AccessStatements.parse(fields.statements)
    context = StatementContext(
      actions: EndpointTable.pulp[fields.name]?.actions.map(\.name) ?? [], knownActions: Self.knownActions,
      userKeysAreIntegers: try reader.userKeysAreIntegers)
  }

  /// Shows the policy with its statements and what is to be said of them.
  var show: [String] {
    ref.name.isArgument
      ? ["permscope", "endpoint", "show", "DB", ref.name.text] : ["permscope", "lint", "DB"]
  }

  /// A change of one statement.
  func edit(_ place: Int, _ text: String, _ change: (inout AccessStatement) -> Void) -> FindingFix? {
    guard var statements, statements.elements.indices.contains(place) else { return nil }
    change(&statements.elements[place])
    return FindingFix(text, [.editEndpoint(ref.key, EndpointEdit(statements: statements.write()))])
  }

  /// Takes a statement out, which changes no answer where it never counts.
  func without(_ place: Int) -> FindingFix? {
    guard var statements, statements.elements.indices.contains(place) else { return nil }
    statements.elements.remove(at: place)
    return FindingFix(
      "take statement \(place + 1) out of \(ref.name)",
      [.editEndpoint(ref.key, EndpointEdit(statements: statements.write()))])
  }
}

extension AuthorizationReader {
  /// What a person should see about an access policy, in the words of the findings of its rules.
  public func warnings(of stored: StoredEndpoint) throws -> [String] {
    let policy = try PolicyText(stored, self)
    let dead = try DeadStatement.found(policy, self).map(\.text)
    let misread = MisreadExpression.found(policy).map(\.text)
    return try dead + misread + FaultyPolicy.found(policy, self).map(\.text)
  }

  fileprivate var userKeysAreIntegers: Bool {
    get throws {
      try TableCatalog(database).primaryKey(schema.users.table)?.type.lowercased().contains("int") ?? true
    }
  }
}
