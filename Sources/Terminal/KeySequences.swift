import Frame

/// Which key a control sequence means.
enum KeySequences {
  /// The key of a whole sequence without its ESC, such as `[1;5C`; none for one that no key sends.
  ///
  /// Source: xterm, the Linux console, rxvt, screen, and PuTTY. Shift, Alt and Ctrl on a key that moves are
  /// left out: the key does what it does without them.
  static func key(_ bytes: [UInt8]) -> Key? {
    guard bytes.count > 1, let introducer = bytes.first, let final = bytes.last else { return nil }
    if introducer == UInt8(ascii: "O") { return applicationKeys[final] ?? plainKeys[final] }
    // The Linux console sends F1 to F5 as ESC [ [ A and on.
    if bytes[1] == UInt8(ascii: "["), bytes.count == 3 {
      return (0x41...0x45).contains(final) ? .function(Int(final) - 0x40) : nil
    }
    // Answers of the terminal and mouse reports have a private sign there.
    if (0x3C...0x3F).contains(bytes[1]) { return nil }
    let numbers = parameters(bytes.dropFirst().dropLast())
    switch final {
    case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "@"):
      if numbers.first == 27, numbers.count == 3 { return modified(code: numbers[2], modifiers: numbers[1]) }
      return numbers.first.flatMap { numberedKeys[$0] }
    case UInt8(ascii: "u"):
      return numbers.first.flatMap { modified(code: $0, modifiers: numbers.count > 1 ? numbers[1] : 1) }
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      // Shift and an arrow key of rxvt.
      return plainKeys[final - 0x20]
    default:
      return plainKeys[final]
    }
  }

  /// The decimal numbers of a sequence; an empty one is 0, and what follows `:` in one is left out.
  static func parameters(_ bytes: some Sequence<UInt8>) -> [Int] {
    var numbers: [Int] = []
    var current = 0
    var sub = false
    var any = false
    for byte in bytes {
      any = true
      switch byte {
      case 0x30...0x39: if !sub { current = min(current * 10 + Int(byte - 0x30), 1_000_000) }
      case UInt8(ascii: ":"): sub = true
      case UInt8(ascii: ";"):
        numbers.append(current)
        (current, sub) = (0, false)
      default: continue
      }
    }
    return any ? numbers + [current] : []
  }

  /// A key that the terminal describes by its code point and its modifiers, 1 plus a set of bits.
  private static func modified(code: Int, modifiers: Int) -> Key? {
    guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else { return nil }
    let (shift, control) = ((modifiers - 1) & 1 != 0, (modifiers - 1) & 4 != 0)
    switch code {
    case 9: return shift ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 0..<32, 0x80..<0xA0, 0xE000...0xF8FF: return nil
    default:
      let character = Character(scalar)
      if control { return Key(name: code == 32 ? "C-Space" : "C-\(character)") }
      return .character(
        shift ? Character(character.uppercased().first.map(String.init) ?? "\(character)") : character)
    }
  }

  private static let plainKeys: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
  ]

  /// The number pad and the keys that are told apart from their plain forms by SS3.
  private static let applicationKeys: [UInt8: Key] = {
    var keys: [UInt8: Key] = [
      UInt8(ascii: "M"): .enter, UInt8(ascii: "I"): .tab, UInt8(ascii: "X"): .character("="),
    ]
    for (final, character) in zip(UInt8(ascii: "j")...UInt8(ascii: "y"), "*+,-./0123456789") {
      keys[final] = .character(character)
    }
    return keys
  }()

  private static let numberedKeys: [Int: Key] = {
    var keys: [Int: Key] = [
      1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
    // The numbers leave gaps where the keyboard of the VT220 had them.
    for (function, number) in [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].enumerated() {
      keys[number] = .function(function + 1)
    }
    return keys
  }()

  /// The keys' own sequences of a terminal type, by the capabilities that name them.
  static func described(by capability: (String) -> [UInt8]?) -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
    ]
    for number in 1...12 { names.append(("kf\(number)", .function(number))) }
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let bytes = capability(name), bytes.count > 1, bytes[0] == 0x1B else { continue }
      keys[Array(bytes.dropFirst())] = key
    }
    return keys
  }
}
