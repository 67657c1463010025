internal import Authorization

/// Counts that stop at a limit, so that a popular group does not hold up a page.
enum BoundedCount {
  /// A list shows this number for everything that has as many or more.
  static let limit = 10_000

  /// A scalar subquery that counts the rows of `table` whose `column` is `value`, on the column's index.
  static func sql(_ table: String, _ column: String, _ value: String, and condition: String? = nil) -> String
  {
    let more = condition.map { " AND \($0)" } ?? ""
    return """
      (SELECT count(*) FROM (SELECT 1 FROM \(table.quoted) AS n WHERE n.\(column.quoted) = \(value)\(more) \
      LIMIT \(limit)) AS counted)
      """
  }

  /// The sum of counts; `0` where there are none.
  static func sum(_ counts: [String]) -> String { counts.isEmpty ? "0" : counts.joined(separator: " + ") }
}
