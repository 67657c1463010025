extension Key {
  /// The key's name in scripts, such as `Esc`, `C-d` or `j`; text in quotes where the bare sign means
  /// something else there.
  public var name: String {
    switch self {
    case .character(" "): "Space"
    case .character("\""): "\"\\\"\""
    case .character("#"): "\"#\""
    case .character(let character): String(character)
    case .control(" "): "C-Space"
    case .control(let character): "C-\(character)"
    case .function(let number): "F\(number)"
    default: Self.named.first { $0.key == self }?.name ?? ""
    }
  }

  /// The key as the footer and the help page show it.
  public var label: String {
    switch self {
    case .control(" "): "Ctrl-Space"
    case .control(let character): "Ctrl-\(character)"
    case .character(let character) where character != " ": String(character)
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    default: name
    }
  }

  /// The key that a script means by a token; none if it is no key's name.
  ///
  /// Control combinations that a terminal can't tell from a key of their own become that key: `C-i` is Tab.
  public init?(name: String) {
    if let named = Self.named.first(where: { $0.name == name }) {
      self = named.key
    } else if name == "Space" {
      self = .character(" ")
    } else if name.hasPrefix("C-"), let key = Self.control(named: name.dropFirst(2)) {
      self = key
    } else if name.hasPrefix("F"), let number = Self.functionNumber(name.dropFirst()) {
      self = .function(number)
    } else if name.count == 1, let character = name.first, !character.isWhitespace {
      self = .character(character)
    } else {
      return nil
    }
  }

  /// The keys with a name of their own, in the order of the help page.
  static let named: [(key: Key, name: String)] = [
    (.escape, "Esc"), (.enter, "Enter"), (.tab, "Tab"), (.backTab, "S-Tab"),
    (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
    (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"), (.pageDown, "PgDn"),
    (.delete, "Del"), (.insert, "Ins"), (.backspace, "BS"),
  ]

  private static func control(named rest: Substring) -> Key? {
    if rest == "Space" { return .control(" ") }
    guard rest.count == 1, let character = rest.lowercased().first else { return nil }
    switch character {
    case "i": return .tab
    case "m", "j": return .enter
    case "h": return .backspace
    case "[": return .escape
    case "a"..."z" where character.isASCII: return .control(character)
    case "\\", "]", "^", "_": return .control(character)
    default: return nil
    }
  }

  private static func functionNumber(_ digits: Substring) -> Int? {
    guard let number = Int(digits), (1...12).contains(number), String(number) == digits else { return nil }
    return number
  }
}
