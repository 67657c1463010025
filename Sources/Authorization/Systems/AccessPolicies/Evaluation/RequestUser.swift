/// The user of a request, as drf-access-policy sees it. `is_active` is not looked at.
public struct RequestUser: Sendable, Hashable {
  /// `str(user.pk)`; nil for somebody who has none: nobody is logged in, or there is no row of theirs.
  public var key: Name?
  public var isAnonymous: Bool
  public var isSuperuser: Bool
  public var isStaff: Bool
  /// The names of the user's groups.
  public var groups: [Name]

  /// - Parameter isAnonymous: nil where that follows from having no key.
  public init(key: Name?, isSuperuser: Bool, isStaff: Bool, groups: [Name], isAnonymous: Bool? = nil) {
    self.key = key
    self.isAnonymous = isAnonymous ?? (key == nil)
    self.isSuperuser = isSuperuser
    self.isStaff = isStaff
    self.groups = groups
  }

  /// Django's `AnonymousUser`, which is what `request.user` `None` counts as too.
  public static let anonymous = RequestUser(key: nil, isSuperuser: false, isStaff: false, groups: [])

  /// Whether a principal of a statement means this user.
  func matches(_ principal: Principal) -> Bool {
    switch principal {
    case .everyone: true
    case .admin: isSuperuser
    case .staff: isStaff
    case .authenticated: !isAnonymous
    case .anonymous: isAnonymous
    case .user(let key): isAnonymous ? key == "None" : key == self.key
    case .group(let name): groups.contains(name)
    case .unknown: false
    }
  }
}

/// What a request asks for.
public struct PolicyRequest: Sendable, Hashable {
  public var user: RequestUser
  /// The name of the view's action: `list`, `partial_update`.
  public var action: Name
  /// As the client sent it: `<safe_methods>` wants upper case.
  public var method: Name

  public init(user: RequestUser, action: Name, method: Name) {
    self.user = user
    self.action = action
    self.method = method
  }

  func matches(_ pattern: ActionPattern) -> Bool {
    switch pattern {
    case .everything: true
    // The action may itself be called so; the texts are compared first.
    case .method(let method): method == Name(self.method.text.lowercased())
    case .safeMethods: ["GET", "HEAD", "OPTIONS"].contains(method)
    case .named(let name): name == action
    }
  }
}

/// Answers the conditions of statements.
public protocol ConditionAnswering {
  /// - Throws: `RaisedException` where the real condition raises, and errors of the reader.
  func answer(_ condition: ConditionCall) throws -> ConditionAnswer
}

/// What a condition answered.
public enum ConditionAnswer: Sendable, Hashable {
  case known(Bool)
  /// It depends on code outside the database; why, in a sentence.
  case undetermined(String)
}
