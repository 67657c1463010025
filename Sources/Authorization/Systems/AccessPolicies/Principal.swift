/// Whom a principal of a statement means (`AccessPolicy._get_statements_matching_principal`).
///
/// The library compares whole texts, case-sensitively and with every space; `is_active` is not looked at.
public enum Principal: Sendable, Hashable {
  case everyone
  /// `is_superuser`
  case admin
  /// `is_staff`
  case staff
  case authenticated
  case anonymous
  /// Compared with `str(user.pk)`, which is `None` for anonymous.
  case user(key: Name)
  case group(Name)
  /// Matches nobody.
  case unknown(Name)

  /// The principals that are a word.
  public static let words: [Name] = ["*", "admin", "staff", "authenticated", "anonymous"]

  public init(_ text: Name) {
    switch text {
    case "*": self = .everyone
    case "admin": self = .admin
    case "staff": self = .staff
    case "authenticated": self = .authenticated
    case "anonymous": self = .anonymous
    default:
      if let key = text.after("id:") {
        self = .user(key: key)
      } else if let group = text.after("group:") {
        self = .group(group)
      } else {
        self = .unknown(text)
      }
    }
  }
}

/// What an action of a statement matches (`AccessPolicy._get_statements_matching_action`).
public enum ActionPattern: Sendable, Hashable {
  case everything
  /// Compared with the method of the request in lower case: `<method:GET>` never matches.
  case method(Name)
  /// GET, HEAD and OPTIONS, in upper case only.
  case safeMethods
  /// Compared with the name of the view's action.
  case named(Name)

  /// The methods that a request can have, as `<method:…>` is compared with them.
  public static let methods: [Name] = [
    "get", "head", "options", "post", "put", "patch", "delete", "trace",
  ]

  public init(_ text: Name) {
    switch text {
    case "*": self = .everything
    case "<safe_methods>": self = .safeMethods
    default:
      if let method = text.after("<method:"), method.text.utf8.last == UInt8(ascii: ">") {
        self = .method(Name(String(method.text.unicodeScalars.dropLast())))
      } else {
        self = .named(text)
      }
    }
  }
}

extension Name {
  /// What follows `prefix`; nil where the name does not begin with it, byte for byte.
  func after(_ prefix: StaticString) -> Name? {
    let bytes = text.utf8
    guard bytes.starts(with: prefix.description.utf8) else { return nil }
    return Name(String(decoding: bytes.dropFirst(prefix.utf8CodeUnitCount), as: UTF8.self))
  }
}
