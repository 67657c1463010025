internal import Authorization

/// Finds the columns of one rule, and refuses comparisons that could never hold.
struct RuleColumns {
  let catalog: TableCatalog
  let schema: Schema
  let objectTable: String?

  private struct Found {
    var value: LayerValue
    var column: TableCatalog.Column
    var text: String
  }

  func resolve(_ atom: RuleAtom) throws -> ProjectRule.Atom {
    switch atom.form {
    case .always(let truth): return ProjectRule.Atom(filter: .always(truth))
    case .isMember(let group):
      return ProjectRule.Atom(
        filter: .isMember(LayerColumn(ProjectRule.userAlias, schema.users.key), group))
    case .isNull(let path): return ProjectRule.Atom(filter: .isNull(try find(path).value))
    case .truth(let path):
      let found = try find(path)
      guard found.column.kind == .bool else {
        throw RuleTextError(
          path.column, "`\(found.text)` is no truth value; expected a comparison, like `\(found.text) == …`")
      }
      return ProjectRule.Atom(filter: .truth(found.value))
    case .oneOf(let operand, let values):
      guard case .path(let path) = operand else {
        throw RuleTextError(1, "`in` compares two values; expected a column before it")
      }
      let found = try find(path)
      let all = try values.map { try literal($0, for: found, at: path.column) }
      return ProjectRule.Atom(filter: .oneOf(found.value, all))
    case .compare(let left, let sign, let right): return try compare(left, sign, right)
    }
  }

  private func compare(
    _ left: RuleAtom.Operand, _ sign: RuleComparison, _ right: RuleAtom.Operand
  ) throws -> ProjectRule.Atom {
    switch (left, right) {
    case (.literal, .literal):
      throw RuleTextError(1, "two values are compared with each other; expected a column on one side")
    case (.path(let path), .literal(let value)):
      let found = try find(path)
      let value = try ordered(sign, literal(value, for: found, at: path.column), path)
      return ProjectRule.Atom(filter: .compare(found.value, sign, .literal(value)))
    case (.literal(let value), .path(let path)):
      let found = try find(path)
      let value = try ordered(sign, literal(value, for: found, at: path.column), path)
      return ProjectRule.Atom(filter: .compare(.literal(value), sign, found.value))
    case (.path(let first), .path(let second)):
      let (one, other) = (try find(first), try find(second))
      let kinds = [one.column.kind, other.column.kind]
      if kinds[0] != kinds[1], !kinds.contains(.other) {
        throw RuleTextError(
          second.column,
          "`\(one.text)` is \(kinds[0].noun) and `\(other.text)` is \(kinds[1].noun); expected columns of one kind"
        )
      }
      let owner = sign == .equal ? owner(one.value, other.value) ?? owner(other.value, one.value) : nil
      return ProjectRule.Atom(filter: .compare(one.value, sign, other.value), owner: owner)
    }
  }

  /// The way from the object where the other side is the user's key.
  private func owner(_ way: LayerValue, _ user: LayerValue) -> LayerValue? {
    guard user == .column(alias: ProjectRule.userAlias, hops: [], column: schema.users.key),
      case .column(ProjectRule.objectAlias, _, _) = way
    else { return nil }
    return way
  }

  private func ordered(
    _ sign: RuleComparison, _ value: RuleLiteral, _ path: RuleAtom.Path
  ) throws -> RuleLiteral {
    if case .bool = value, sign != .equal, sign != .unequal {
      throw RuleTextError(path.column, "truth values have no order; expected `==` or `!=`")
    }
    return value
  }

  /// The value as the column holds it.
  private func literal(_ value: RuleLiteral, for found: Found, at place: Int) throws -> RuleLiteral {
    switch (found.column.kind, value) {
    case (.uuid, .text(let text)):
      return .text(Name(text.text.filter { $0 != "-" }.lowercased()))
    case (.integer, .integer), (.text, .text), (.bool, .bool), (.other, _): return value
    case (.integer, .decimal): return value
    default:
      throw RuleTextError(
        place, "`\(found.text)` is \(found.column.kind.noun); expected \(found.column.kind.example)")
    }
  }

  // MARK: paths

  private func find(_ path: RuleAtom.Path) throws -> Found {
    var table = path.root == .user ? schema.users.table : objectTable ?? ""
    let alias = path.root == .user ? ProjectRule.userAlias : ProjectRule.objectAlias
    var hops: [LayerHop] = []
    var text = path.root.rawValue
    for (index, name) in path.names.enumerated() {
      let isLast = index == path.names.count - 1
      guard
        let step = try step(table, name, isLast: isLast)
      else { throw try unknown(name, text, table, path, isLast: isLast) }
      hops += step.hops
      text += ".\(name)"
      if isLast, let column = step.column {
        return Found(
          value: .column(alias: alias, hops: hops, column: column.name), column: column, text: text)
      }
      table = step.hops.last?.table ?? table
    }
    throw RuleTextError(path.column, "expected a column after `\(text)`")
  }

  /// A column of a table, or a foreign key to the next; looked for in the tables that it inherits from as well.
  private func step(
    _ table: String, _ name: Name, isLast: Bool
  ) throws -> (hops: [LayerHop], column: TableCatalog.Column?)? {
    var inherited: [LayerHop] = []
    for link in try [nil] + parentLinks(of: table) {
      if let link { inherited.append(link) }
      let table = link?.table ?? table
      if isLast {
        if name == "pk", let primary = try catalog.primaryKey(table) { return (inherited, primary) }
        if let column = try catalog.columns(table).first(where: { Name($0.name) == name }) {
          return (inherited, column)
        }
      } else if let key = try catalog.foreignKeys(table).first(where: {
        Name($0.column) == Name("\(name)_id") || Name($0.column) == name
      }), catalog.has(key.table), let target = try key.target ?? catalog.primaryKey(key.table)?.name {
        return (inherited + [LayerHop(foreignKey: key.column, table: key.table, target: target)], nil)
      }
    }
    return nil
  }

  /// Multi-table inheritance: the key is a foreign key to the parent's row, and so on up.
  private func parentLinks(of table: String) throws -> [LayerHop] {
    var links: [LayerHop] = []
    var seen: Set<String> = [table]
    var current = table
    while let primary = try catalog.primaryKey(current),
      let up = try catalog.foreignKeys(current).first(where: { $0.column == primary.name }),
      let target = try up.target ?? catalog.primaryKey(up.table)?.name, seen.insert(up.table).inserted
    {
      links.append(LayerHop(foreignKey: primary.name, table: up.table, target: target))
      current = up.table
    }
    return links
  }

  private func unknown(
    _ name: Name, _ before: String, _ table: String, _ path: RuleAtom.Path, isLast: Bool
  ) throws -> RuleTextError {
    var names: [String] = []
    for table in [table] + (try parentLinks(of: table).map(\.table)) {
      names +=
        isLast
        ? try catalog.columns(table).map(\.name)
        : try catalog.foreignKeys(table).map {
          $0.column.hasSuffix("_id") ? String($0.column.dropLast(3)) : $0.column
        }
    }
    let near = Suggestions.near(name.text, in: names)
    let noun = isLast ? "column" : "foreign key"
    let foreign = isLast && names.contains("\(name)_id") ? ["\(name)_id"] : []
    return RuleTextError(
      path.column, "`\(before)` has no \(noun) `\(name)`; expected a \(noun) of `\(table)`",
      didYouMean: (foreign + near).map { "\(before).\($0)" })
  }
}

extension TableCatalog.Column {
  enum Kind {
    case integer, text, bool, uuid, other

    var noun: String {
      switch self {
      case .integer: "a whole number"
      case .text: "text"
      case .bool: "a truth value"
      case .uuid: "a UUID"
      case .other: "another value"
      }
    }

    var example: String {
      switch self {
      case .integer: "a number, like 7"
      case .text, .uuid: "text in quotes"
      case .bool: "`true` or `false`"
      case .other: "a value"
      }
    }
  }

  /// What Django stores in a column that is declared so.
  var kind: Kind {
    let type = type.lowercased()
    if type.hasPrefix("bool") { return .bool }
    if type == "char(32)" || type == "uuid" { return .uuid }
    if type.contains("int") { return .integer }
    return type.contains("char") || type.contains("text") ? .text : .other
  }
}
