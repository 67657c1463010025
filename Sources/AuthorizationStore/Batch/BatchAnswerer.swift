public import Authorization
internal import GRDB

/// A line of a batch that cannot be understood, in one sentence.
public struct BatchError: Error, Sendable, Hashable {
  /// Lower case, no final period, user input in backticks.
  public var message: String

  public init(_ message: String) { self.message = message }
}

/// Answers questions that carry the names of the real libraries' functions, as those functions answer them.
///
/// One answerer lives inside one `AuthorizationDatabase.read`; it remembers what it looked up, so that a
/// batch of lines costs one look at each user. Checks go through the same evaluator as everything else; the
/// real libraries' own lists, which do not always agree with their checks, are SQL of their own here.
public struct BatchAnswerer {
  private let session: BatchSession

  public init(_ reader: AuthorizationReader) { session = BatchSession(reader) }

  /// The kinds of question that are answered, in code-point order.
  public static let kinds: [Name] = handlers.keys.sorted()

  typealias Handler = @Sendable (BatchSession, BatchQuery) throws -> JSONValue

  private static let handlers: [Name: Handler] = [
    modelHandlers, userHandlers, guardianCheckHandlers, guardianListHandlers, treeHandlers, taskHandlers,
    statementHandlers, roleCheckHandlers, roleObjectHandlers, roleHolderHandlers, viewHandlers,
  ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  /// The answer to one question.
  ///
  /// - Returns: what the real function returns; `{"error": "ClassName"}` where it raises.
  /// - Throws: `BatchError` where the question cannot be understood, `StoreError` where reading fails.
  public func answer(_ query: JSONValue) throws -> JSONValue {
    guard let fields = query.members else {
      throw BatchError("`query` is \(query.noun), not an object")
    }
    guard let kind = fields["kind"]?.text else {
      throw BatchError("the query has no `kind`: a string like `model.has_perm`")
    }
    guard let handler = Self.handlers[kind] else { throw Self.unknown(kind) }
    do {
      return try handler(session, BatchQuery(kind: kind, fields: fields))
    } catch let raised as RaisedException {
      return ["error": .string(Name(raised.className))]
    }
  }

  /// The answer to one line of a batch, as a line without its end.
  ///
  /// - Throws: `StoreError` where reading fails; a line that cannot be understood is answered with a sentence.
  public func respond(to line: String) throws -> String {
    var reply = JSONObject()
    do {
      let value = try Self.parse(line)
      guard let fields = value.members else { throw BatchError("the line is \(value.noun), not an object") }
      reply["id"] = fields["id"] ?? .null
      guard let query = fields["query"] else { throw BatchError("the line has no `query`") }
      reply["answer"] = try answer(query)
    } catch let error as BatchError {
      if reply["id"] == nil { reply["id"] = .null }
      reply["error"] = .string(Name(error.message))
    }
    return JSONValue.object(reply).compactText
  }

  private static func parse(_ line: String) throws(BatchError) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue(parsing: line)
    } catch {
      throw BatchError("the line is not JSON: \(error.message) at column \(error.column)")
    }
  }

  private static func unknown(_ kind: Name) -> BatchError {
    let family = kind.text.prefix { $0 != "." }
    let near = Suggestions.near(kind.text, in: kinds.map(\.text))
    let related = kinds.map(\.text).filter { $0.hasPrefix("\(family).") }
    let listed = near.isEmpty ? Array(related.prefix(3)) : near
    guard listed.isEmpty else {
      return BatchError("no kind of question `\(kind)`; did you mean \(quoted(listed))")
    }
    let families = Set(kinds.map { Name(String($0.text.prefix { $0 != "." })) }).sorted().map { "\($0).…" }
    return BatchError("no kind of question `\(kind)`; there are \(quoted(families))")
  }

  private static func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
