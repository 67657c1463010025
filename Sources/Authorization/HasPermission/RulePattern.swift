/// A value that stands for one of several kinds which its Swift type does not tell apart, like a row of any model.
public protocol KindedValue {
  /// `file.filerepository`.
  var ruleKind: Name { get }
}

extension ObjectAddress: KindedValue {
  public var ruleKind: Name { Name(type.description) }
}

/// What stands in the place of an argument that is not there: `hasPermission(user, permission)`, or a nil.
public struct Absent: Sendable, Hashable {
  public init() {}
}

/// Which values a rule takes for one of its arguments: those of a type (a class with its subclasses, all that conform
/// to a protocol, or `Any`), perhaps of one kind only.
public struct RuleArgument<Value>: Sendable {
  let pattern: RulePattern

  public init(_ type: Value.Type, kind: Name? = nil) {
    pattern = RulePattern(
      id: RulePattern.ID(type: ObjectIdentifier(type), kind: kind),
      name: kind.map { "\(type) `\($0)`" } ?? "\(type)", isAny: type == Any.self && kind == nil,
      isOptional: type is any OptionalValue.Type, metatype: type, takes: { $0 is Value },
      isAncestor: { $0 is Value.Type })
  }
}

/// An argument of a rule without its type, so that arguments of different types can be compared.
struct RulePattern: Sendable {
  struct ID: Sendable, Hashable {
    var type: ObjectIdentifier
    var kind: Name?
  }

  let id: ID
  let name: String
  let isAny: Bool
  let isOptional: Bool
  let metatype: Any.Type
  let takes: @Sendable (Any) -> Bool
  /// Whether the type is that of the pattern or a subclass. Never true of a protocol, whose conforming types Swift
  /// cannot tell from a metatype.
  let isAncestor: @Sendable (Any.Type) -> Bool
}

/// A value that was asked about, without the optional around it.
struct RuleOperand {
  let value: Any
  let id: RulePattern.ID
  let type: Any.Type

  init(_ given: Any) {
    var value = given
    while let optional = value as? any OptionalValue { value = optional.wrappedValue ?? Absent() }
    self.value = value
    type = Swift.type(of: value)
    id = RulePattern.ID(type: ObjectIdentifier(type), kind: (value as? any KindedValue)?.ruleKind)
  }

  var name: String { id.kind.map { "\(type) `\($0)`" } ?? "\(type)" }
}

protocol OptionalValue {
  var wrappedValue: Any? { get }
}

extension Optional: OptionalValue {
  var wrappedValue: Any? { self }
}
