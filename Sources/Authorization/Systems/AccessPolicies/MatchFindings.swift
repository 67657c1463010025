extension Principal {
  /// What is wrong with a principal; nil where it says what it means.
  static func finding(_ text: Name, _ context: StatementContext) -> (StatementFinding.Severity, String)? {
    switch Principal(text) {
    case .everyone, .admin, .staff, .authenticated, .anonymous: return nil
    case .group(""): return (.error, "`group:` needs the name of a group")
    case .group(let name):
      guard name.hasOuterSpace else { return nil }
      return (.warning, "`\(text)` has a space before or after the group's name, which counts")
    case .user(""): return (.error, "`id:` needs the key of a user")
    case .user("None"): return (.warning, "`id:None` is everybody who is not logged in: write `anonymous`")
    case .user(let key):
      guard context.userKeysAreIntegers, Int64(key.text).map(String.init).map({ Name($0) }) != key else {
        return nil
      }
      return (
        .error, "`\(text)` matches nobody: users have numbers as keys, written without zeros before them"
      )
    case .unknown(""): return (.error, "a principal without a name matches nobody")
    case .unknown(let name):
      let forms = words + ["group:", "id:"]
      return (.error, "`\(name)` matches nobody\(hint(name, forms))")
    }
  }

  private static func hint(_ name: Name, _ forms: [Name]) -> String {
    let head = ConditionCall(name)
    if let argument = head.argument, let form = lookalikes[Name(head.name.text.lowercased())] {
      return "; did you mean `\(form)\(argument)`?"
    }
    let found = meant(name, forms)
    return found.isEmpty ? "; write a word like `authenticated`, `group:NAME` or `id:KEY`" : found
  }

  /// What people write before the colon, and what it has to be.
  private static let lookalikes: [Name: Name] = [
    "group": "group:", "groups": "group:", "role": "group:", "id": "id:", "user": "id:", "pk": "id:",
  ]
}

extension ActionPattern {
  /// What is wrong with an action; nil where it says what it means.
  static func finding(_ text: Name, _ context: StatementContext) -> (StatementFinding.Severity, String)? {
    switch ActionPattern(text) {
    case .everything, .safeMethods: return nil
    case .method(let method):
      if methods.contains(method) { return nil }
      let lower = Name(method.text.lowercased())
      if methods.contains(lower) {
        return (.error, "`\(text)` never matches: methods are written in lower case, `<method:\(lower)>`")
      }
      return (.error, "`\(text)` never matches: there is no method of that name\(meant(method, methods))")
    case .named(""): return (.error, "an action without a name never matches")
    case .named(let name): return named(name, context)
    }
  }

  private static func named(_ name: Name, _ context: StatementContext) -> (StatementFinding.Severity, String)?
  {
    if context.actions.contains(name) { return nil }
    let bytes = name.text.utf8
    if bytes.first == UInt8(ascii: "<") || bytes.last == UInt8(ascii: ">") {
      let near = meant(name, ["<safe_methods>"] + methods.map { Name("<method:\($0)>") })
      return (.error, "`\(name)` never matches: there are only `<method:…>` and `<safe_methods>`\(near)")
    }
    let lower = Name(name.text.lowercased())
    if methods.contains(lower) {
      return (
        .warning, "`\(name)` is taken for the name of an action; for the method write `<method:\(lower)>`"
      )
    }
    guard isIdentifier(name) else {
      return (.error, "`\(name)` never matches: the name of an action is one word")
    }
    return misspelt(name, context).map {
      (.error, "the endpoint has no action `\(name)`; did you mean `\($0)`?")
    }
  }

  /// The action of the endpoint that one slip turned into `name`. Nil where it may be one of the project's own, which
  /// no table knows.
  public static func misspelt(_ name: Name, _ context: StatementContext) -> Name? {
    guard name.text.unicodeScalars.count > 3, !context.actions.contains(name),
      !context.knownActions.contains(name)
    else { return nil }
    return Suggestions.near(name.text, in: context.actions.map(\.text), slips: 1, limit: 1).first
      .map { Name($0) }
  }

  /// Whether Python could name a method so; what is not ASCII gets the benefit of the doubt.
  private static func isIdentifier(_ name: Name) -> Bool {
    name.text.unicodeScalars.allSatisfy { scalar in
      !scalar.isASCII || scalar == "_" || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
    }
  }
}

extension Name {
  var hasOuterSpace: Bool {
    text.first?.isWhitespace == true || text.last?.isWhitespace == true
  }
}
