/// A condition as it is called: `name` or `name:argument`.
public struct ConditionCall: Sendable, Hashable {
  public var name: Name
  /// Nil where there is no colon, which is another thing than an empty argument.
  public var argument: Name?

  /// Splits at the first colon only, as `AccessPolicy._check_condition` does.
  public init(_ text: Name) {
    guard let colon = text.text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      name = text
      return
    }
    let bytes = text.text.utf8
    name = Name(String(decoding: bytes[..<colon], as: UTF8.self))
    argument = Name(String(decoding: bytes[bytes.index(after: colon)...], as: UTF8.self))
  }

  public var text: Name { argument.map { Name("\(name):\($0)") } ?? name }

  /// The permissions in the argument of a condition that Pulp ships; none for others.
  public var permissions: [Name] {
    guard let condition = PulpCondition.named(name), let argument else { return [] }
    guard condition.takesSeveral else { return [argument] }
    return argument.text.split(separator: ",", omittingEmptySubsequences: false).map { Name(String($0)) }
  }
}

extension AccessStatement {
  /// The conditions that it calls, alone or in expressions; those of an expression that cannot be read are left out.
  public var calls: [ConditionCall] {
    let expressions = conditionExpression.compactMap { try? ConditionExpression.read($0).expression }
    return (condition + expressions.flatMap(\.conditions)).map { ConditionCall($0) }
  }
}
