internal import Authorization
internal import GRDB

/// Reads rows by their place in an order and never by number.
///
/// `after (a, b, c)` is three reads, each straight on an index whatever its shape: `a = ? AND b = ? AND c > ?`,
/// then `a = ? AND b > ?`, then `a > ?`. Row values would say it in one, but SQLite uses only their first column.
struct Keyset {
  enum Bound {
    case start
    case end
    case after([DatabaseValue])
    case before([DatabaseValue])
    case from([DatabaseValue])

    var isBackward: Bool {
      switch self {
      case .end, .before: true
      case .start, .after, .from: false
      }
    }
  }

  var from: String
  var conditions: [String] = []
  var arguments: StatementArguments = []
  var isDistinct = false
  var terms: [ListPart.Term]

  init(_ part: ListPart, terms: [ListPart.Term]) {
    from = part.from
    conditions = part.conditions
    arguments = part.arguments
    isDistinct = part.isDistinct
    self.terms = terms
  }

  init(from: String, conditions: [String] = [], terms: [ListPart.Term]) {
    self.from = from
    self.conditions = conditions
    self.terms = terms
  }

  /// The terms of at most `limit` rows, in list order.
  func rows(_ database: Database, _ bound: Bound, limit: Int) throws -> [[DatabaseValue]] {
    var found: [[DatabaseValue]] = []
    for step in steps(bound) where found.count < limit {
      let statement = try database.cachedStatement(sql: step.sql)
      let values = arguments + StatementArguments(step.values + [(limit - found.count).databaseValue])
      let rows = try StoredRow.fetchCursor(statement, arguments: values)
      while let row = try rows.next() { found.append(terms.indices.map { row[$0] }) }
    }
    return bound.isBackward ? found.reversed() : found
  }

  struct Step {
    var sql: String
    var values: [DatabaseValue]
  }

  /// The reads that a bound takes, in their order.
  func steps(_ bound: Bound) -> [Step] {
    switch bound {
    case .start, .end: return [Step(sql: select([], backward: bound.isBackward), values: [])]
    case .after(let values), .before(let values), .from(let values):
      guard values.count == terms.count else { return steps(bound.isBackward ? .end : .start) }
      var includesAnchor = false
      if case .from = bound { includesAnchor = true }
      return terms.indices.reversed().map { index in
        let comparison = comparison(terms[index], backward: bound.isBackward)
        let includes = includesAnchor && index == terms.count - 1
        let conditions =
          zip(terms, values).prefix(index).map { "\($0.sql) = \($1.mark)" } + [
            "\(terms[index].sql) \(comparison)\(includes ? "=" : "") \(values[index].mark)"
          ]
        return Step(
          sql: select(conditions, backward: bound.isBackward), values: values[...index].map(\.bound))
      }
    }
  }

  private func comparison(_ term: ListPart.Term, backward: Bool) -> String {
    term.descending == backward ? ">" : "<"
  }

  private func select(_ bounds: [String], backward: Bool) -> String {
    let columns = terms.map(\.sql).joined(separator: ", ")
    let order = terms.map { "\($0.sql)\($0.descending == backward ? "" : " DESC")" }.joined(separator: ", ")
    return """
      SELECT \(isDistinct ? "DISTINCT " : "")\(columns) FROM \(from)\(ListPart.filter(conditions + bounds)) \
      ORDER BY \(order) LIMIT ?
      """
  }
}
