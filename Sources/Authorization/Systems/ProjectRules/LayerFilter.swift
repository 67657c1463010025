/// Something that the rows of a layer must satisfy, beyond the conditions of single tables. Either true or false, never
/// unknown: NULL is a value like Python's `None`, equal to itself, and less or greater than nothing.
public indirect enum LayerFilter: Sendable, Hashable {
  case compare(LayerValue, RuleComparison, LayerValue)
  case isNull(LayerValue)
  case oneOf(LayerValue, [RuleLiteral])
  case truth(LayerValue)
  /// Whether the user with this key is in the group.
  case isMember(LayerColumn, Name)
  case always(Bool)
  case not(LayerFilter)

  /// The same for somebody who is not logged in: what `AnonymousUser` has in place of a row's columns.
  public func anonymous(_ users: Schema.Users) -> LayerFilter {
    func value(_ value: LayerValue) -> LayerValue { value.anonymous(users) }
    switch self {
    case .compare(let left, let sign, let right): return .compare(value(left), sign, value(right))
    case .isNull(let inner): return .isNull(value(inner))
    case .oneOf(let inner, let all): return .oneOf(value(inner), all)
    case .truth(let inner):
      if case .column = value(inner) { return self }
      return .always(false)
    case .isMember: return .always(false)
    case .always: return self
    case .not(let inner):
      if case .always(let truth) = inner.anonymous(users) { return .always(!truth) }
      return .not(inner.anonymous(users))
    }
  }
}

/// A foreign key that is followed from one row to another. Where it is null, so are the columns behind it.
public struct LayerHop: Sendable, Hashable {
  public var foreignKey: String
  public var table: String
  public var target: String

  public init(foreignKey: String, table: String, target: String) {
    self.foreignKey = foreignKey
    self.table = table
    self.target = target
  }
}

/// A side of a comparison.
public enum LayerValue: Sendable, Hashable {
  /// A column of a table of the layer, or of a row that the hops lead to from there.
  case column(alias: String, hops: [LayerHop], column: String)
  case literal(RuleLiteral)
  case null

  func anonymous(_ users: Schema.Users) -> LayerValue {
    guard case .column(ProjectRule.userAlias, let hops, let column) = self else { return self }
    if hops.isEmpty, [users.isActive, users.isSuperuser, users.isStaff].contains(column) {
      return .literal(.bool(false))
    }
    return hops.isEmpty && column == users.username ? .literal(.text("")) : .null
  }
}
