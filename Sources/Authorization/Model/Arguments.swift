/// A subject as people write it: `NAME`, `user:NAME`, `user:#5`, `group:NAME`, `:anonymous`.
public enum SubjectArgument: Sendable, Hashable {
  case user(Name)
  case userKey(Name)
  case group(Name)
  case anonymous

  /// A username as an argument that means this user and nobody else.
  public static func text(ofUser name: Name) -> String {
    let isPlain = SubjectArgument(name.text) == .user(name) && !name.text.isEmpty && !name.text.hasPrefix("-")
    return isPlain ? name.text : "user:\(name)"
  }

  /// The name of a group as written where only a group can be meant: `NAME` or `group:NAME`.
  public static func groupName(_ text: String) -> Name {
    if case .group(let name) = SubjectArgument(text) { name } else { Name(text) }
  }

  /// A username as written where only a user can be meant: `NAME` or `user:NAME`.
  public static func username(_ text: String) -> Name {
    if case .user(let name) = SubjectArgument(text) { name } else { Name(text) }
  }

  public init(_ text: String) {
    if text == ":anonymous" {
      self = .anonymous
    } else if text.hasPrefix("user:#") {
      self = .userKey(Name(String(text.dropFirst(6))))
    } else if text.hasPrefix("user:") {
      self = .user(Name(String(text.dropFirst(5))))
    } else if text.hasPrefix("group:") {
      self = .group(Name(String(text.dropFirst(6))))
    } else {
      self = .user(Name(text))
    }
  }
}

/// An object as people write it: `app.model:KEY`, `app.model:=NAME`, `tree:NAME`, `domain:NAME`.
public enum ObjectArgument: Sendable, Hashable {
  case key(TypeName, Name)
  case name(TypeName, Name)
  case tree(Name)
  case domain(Name)

  /// As people write it.
  public var text: String {
    switch self {
    case .key(let type, let key): "\(type):\(key)"
    case .name(let type, let name): "\(type):=\(name)"
    case .tree(let name): "tree:\(name)"
    case .domain(let name): "domain:\(name)"
    }
  }

  /// Nil where the text has none of the forms.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let rest = String(text[text.index(after: colon)...])
    switch String(text[..<colon]) {
    case "tree": self = .tree(Name(rest))
    case "domain": self = .domain(Name(rest))
    case let prefix:
      guard let type = TypeName(prefix) else { return nil }
      self = rest.hasPrefix("=") ? .name(type, Name(String(rest.dropFirst()))) : .key(type, Name(rest))
    }
  }
}
