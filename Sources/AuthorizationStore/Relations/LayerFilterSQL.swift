internal import Authorization

extension LayerFilter {
  /// SQL that is true or false, for SQLite and PostgreSQL alike: where NULL could come out, `IS NOT TRUE` and its like
  /// make it one of the two.
  func sql(_ schema: Schema) -> String {
    switch self {
    case .always(let truth): return truth ? "TRUE" : "FALSE"
    case .truth(let value): return "(\(value.sql) IS TRUE)"
    case .isNull(let value): return "(\(value.sql) IS NULL)"
    case .not(let inner): return "(\(inner.sql(schema)) IS NOT TRUE)"
    case .oneOf(let value, let all):
      return "(\(value.sql) IN (\(all.map(\.sql).joined(separator: ", "))))"
    case .isMember(let user, let group):
      let link = schema.memberships
      return """
        EXISTS (SELECT 1 FROM auth_group AS fg CROSS JOIN \(link.table.quoted) AS fm \
        WHERE fg.name = \(RuleLiteral.text(group).sql) AND fm.\(link.to.quoted) = fg.id \
        AND fm.\(link.from.quoted) = \(user.sql))
        """
    case .compare(let left, let comparison, let right):
      return Self.compare(left, comparison, right)
    }
  }

  private static func compare(_ left: LayerValue, _ comparison: RuleComparison, _ right: LayerValue) -> String
  {
    // Truth values are compared with nothing: PostgreSQL refuses `= 1`, and SQLite's 2 is true as well.
    switch (left, comparison, right) {
    case (.literal(.bool(let truth)), .equal, let other), (let other, .equal, .literal(.bool(let truth))):
      return "(\(other.sql) IS \(truth ? "TRUE" : "FALSE"))"
    case (.literal(.bool(let truth)), .unequal, let other), (let other, .unequal, .literal(.bool(let truth))):
      return "(\(other.sql) IS NOT \(truth ? "TRUE" : "FALSE"))"
    case (_, .equal, .literal), (.literal, .equal, _): return "(\(left.sql) = \(right.sql))"
    case (_, .equal, _): return "(\(left.sql) IS NOT DISTINCT FROM \(right.sql))"
    case (_, .unequal, _): return "(\(left.sql) IS DISTINCT FROM \(right.sql))"
    default: return "(\(left.sql) \(comparison.rawValue) \(right.sql))"
    }
  }
}

extension LayerValue {
  var sql: String {
    switch self {
    case .null: return "NULL"
    case .literal(let literal): return literal.sql
    case .column(let alias, let hops, let column):
      guard let first = hops.first else { return "\(alias).\(column.quoted)" }
      // Row by row from the inside, so that a foreign key that is null ends in NULL.
      var value = "\(alias).\(first.foreignKey.quoted)"
      for (index, hop) in hops.enumerated() {
        let wanted = index + 1 < hops.count ? hops[index + 1].foreignKey : column
        let row = "h\(index)"
        value =
          "(SELECT \(row).\(wanted.quoted) FROM \(hop.table.quoted) AS \(row) WHERE \(row).\(hop.target.quoted) = \(value))"
      }
      return value
    }
  }
}

extension RuleLiteral {
  /// The parser lets no control characters through, so that doubling the quotes is all there is to do.
  var sql: String {
    switch self {
    case .text(let name):
      "'" + name.text.replacingByte("'", with: "''") + "'"
    case .integer(let value): String(value)
    case .decimal(let digits): digits.text
    case .bool(let value): value ? "TRUE" : "FALSE"
    }
  }
}
