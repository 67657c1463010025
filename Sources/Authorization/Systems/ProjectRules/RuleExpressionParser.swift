extension RuleExpression {
  /// Reads a rule: `owner | user.is_superuser & object.state in ("open", "held")`.
  ///
  /// `~` binds most strongly, then `&`, `^` and `|`, as in Python.
  public static func read(_ text: String) throws(RuleTextError) -> RuleExpression {
    var parser = RuleExpressionParser(tokens: try RuleToken.read(text))
    return try parser.whole()
  }
}

private struct RuleExpressionParser {
  let tokens: [RuleToken]
  private var place = 0
  private var depth = 0
  private var questions = 0

  /// Deeper nesting is nobody's rule, and would exhaust the stack.
  private static let maximumDepth = 64
  private static let literals: [Name: Bool] = ["true": true, "True": true, "false": false, "False": false]
  private static let reserved: [Name] = ["object", "user", "in", "is", "not", "null", "group"]

  init(tokens: [RuleToken]) { self.tokens = tokens }

  private var next: RuleToken { tokens[place] }

  mutating func whole() throws(RuleTextError) -> RuleExpression {
    let expression = try any()
    guard next.kind == .end else {
      throw failure("the rule ends before it; expected `&`, `|`, `^` or the end")
    }
    return expression
  }

  private mutating func any() throws(RuleTextError) -> RuleExpression {
    var left = try oneOrOther()
    while take("|") { left = .or(left, try oneOrOther()) }
    return left
  }

  private mutating func oneOrOther() throws(RuleTextError) -> RuleExpression {
    var left = try all()
    while take("^") { left = .exclusive(left, try all()) }
    return left
  }

  private mutating func all() throws(RuleTextError) -> RuleExpression {
    var left = try inverse()
    while take("&") { left = .and(left, try inverse()) }
    return left
  }

  private mutating func inverse() throws(RuleTextError) -> RuleExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw failure("the rule is nested deeper than \(Self.maximumDepth) levels")
    }
    if take("~") { return .not(try inverse()) }
    guard take("(") else { return try primary() }
    let inner = try any()
    guard take(")") else { throw failure("expected `)`") }
    return inner
  }

  private mutating func primary() throws(RuleTextError) -> RuleExpression {
    let start = place
    // A long row of them nests as deeply as parentheses do.
    questions += 1
    guard questions <= ProjectRuleTexts.maximumAtoms else {
      throw failure("the rule asks more than \(ProjectRuleTexts.maximumAtoms) questions")
    }
    if case .word(let word) = next.kind, Self.literals[word] == nil, !Self.reserved.contains(word) {
      place += 1
      return .predicate(word, column: tokens[start].column)
    }
    if case .word("user") = next.kind, tokens[place + 1].kind != .sign(".") {
      place += 1
      let isNegated = takeWord("not")
      guard takeWord("in"), takeWord("group") else {
        throw failure("expected `user.COLUMN` or `user in group \"NAME\"`")
      }
      guard case .text(let group) = next.kind else { throw failure("expected the group's name in quotes") }
      place += 1
      return signed(isNegated, .isMember(group), start)
    }
    let left = try operand()
    let form: RuleAtom.Form
    var isNegated = false
    if let comparison = RuleComparison.allCases.first(where: { next.kind == .sign($0.rawValue) }) {
      place += 1
      form = .compare(left, comparison, try operand())
    } else if takeWord("is") {
      isNegated = takeWord("not")
      guard takeWord("null"), case .path(let path) = left else {
        throw failure("expected `COLUMN is null` or `COLUMN is not null`")
      }
      form = .isNull(path)
    } else if next.kind == .word("in") || next.kind == .word("not") {
      isNegated = takeWord("not")
      guard takeWord("in"), take("(") else { throw failure("expected `in (` and values") }
      form = .oneOf(left, try values())
    } else if next.kind == .sign("=") {
      throw failure("`=` compares nothing; expected `==`")
    } else if case .path(let path) = left {
      form = .truth(path)
    } else if case .literal(.bool(let value)) = left {
      form = .always(value)
    } else {
      throw failure("expected a comparison: `==`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `is`")
    }
    return signed(isNegated, form, start)
  }

  /// What `in`, `is not` and `not in` deny is the inverse of an atom, so that there is one form of each.
  private func signed(_ isNegated: Bool, _ form: RuleAtom.Form, _ start: Int) -> RuleExpression {
    var text = ""
    var previous = ""
    for token in tokens[start..<place] {
      let isTight = ["(", ".", ""].contains(previous) || [")", ".", ","].contains(token.source)
      text += (isTight ? "" : " ") + token.source
      previous = token.source
    }
    guard isNegated else { return .atom(RuleAtom(form, text: Name(text))) }
    let plain = text.replacing(" is not null", with: " is null").replacing(" not in ", with: " in ")
    return .not(.atom(RuleAtom(form, text: Name(plain))))
  }

  private mutating func values() throws(RuleTextError) -> [RuleLiteral] {
    var found: [RuleLiteral] = []
    repeat {
      guard case .literal(let value) = try operand() else { throw failure("expected a value, not a column") }
      found.append(value)
    } while take(",")
    guard take(")") else { throw failure("expected `,` or `)`") }
    return found
  }

  private mutating func operand() throws(RuleTextError) -> RuleAtom.Operand {
    let token = next
    switch token.kind {
    case .text(let value): place += 1; return .literal(.text(value))
    case .integer(let value): place += 1; return .literal(.integer(value))
    case .decimal(let value): place += 1; return .literal(.decimal(value))
    case .word(let word):
      if let value = Self.literals[word] {
        place += 1
        return .literal(.bool(value))
      }
      guard let root = RuleAtom.Path.Root(rawValue: word.text) else {
        throw failure("expected `object.COLUMN`, `user.COLUMN` or a value")
      }
      place += 1
      var names: [Name] = []
      while take(".") {
        guard case .word(let name) = next.kind else { throw failure("expected a column after `.`") }
        names.append(name)
        place += 1
      }
      guard !names.isEmpty else { throw failure("expected `.` and a column of the \(word)") }
      return .path(RuleAtom.Path(root: root, names: names, column: token.column))
    case .sign, .end: throw failure("expected a predicate, `object.COLUMN`, `user.COLUMN` or a value")
    }
  }

  private mutating func take(_ sign: String) -> Bool {
    guard next.kind == .sign(sign) else { return false }
    place += 1
    return true
  }

  private mutating func takeWord(_ word: Name) -> Bool {
    guard next.kind == .word(word) else { return false }
    place += 1
    return true
  }

  private func failure(_ message: String) -> RuleTextError {
    let what = next.kind == .end ? "the end of the rule" : "`\(next.source)`"
    return RuleTextError(next.column, "\(what): \(message)")
  }
}
