/// What one Unicode scalar does on a terminal.
enum ScalarKind: Equatable {
  /// Takes one cell.
  case narrow
  /// Takes two cells.
  case wide
  /// Is drawn on top of the character before it.
  case mark
  /// Has no picture of its own, or one that misleads, and is replaced by this scalar.
  case picture(Unicode.Scalar)
  /// Can't be seen or changes how its neighbours are drawn: its code point is shown instead.
  case hidden

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    switch value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x2500...0x257F:
      self = .narrow
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      self = .wide
    case 0...0x1F:
      self = Self.picture(0x2400 + value)
    case 0x7F:
      self = Self.picture(0x2421)
    case 0x80...0x9F, 0x2800:
      // The blank Braille pattern looks like a space.
      self = .hidden
    case 0x1F1E6...0x1F1FF:
      // Terminals disagree whether two of these are one flag of two cells: squared letters are one cell each.
      self = Self.picture(0x1F130 + (value - 0x1F1E6))
    case 0x3000:
      self = .wide
    default:
      self.init(properties: scalar.properties, value: value)
    }
  }

  private init(properties: Unicode.Scalar.Properties, value: UInt32) {
    if properties.isDefaultIgnorableCodePoint {
      self = .hidden
      return
    }
    switch properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
      self = .hidden
    case .spaceSeparator:
      // Every blank that is no plain space: two names that differ only there must not look the same.
      self = Self.picture(0x237D)
    case .nonspacingMark, .enclosingMark:
      self = .mark
    default:
      switch value {
      case 0x1160...0x11FF, 0xD7B0...0xD7FB:
        // Vowels and finals of Hangul that join the consonant before them.
        self = .mark
      default:
        self = isWide(value) ? .wide : .narrow
      }
    }
  }

  private static func picture(_ value: UInt32) -> Self {
    Unicode.Scalar(value).map { .picture($0) } ?? .hidden
  }
}

extension Unicode.Scalar {
  /// An emoji that is no plain digit or sign.
  var isPictorial: Bool { value > 0xFF && properties.isEmoji }

  var isSkinTone: Bool { (0x1F3FB...0x1F3FF).contains(value) }

  /// The code point between single guillemets, such as `‹202E›`.
  var codePointForm: String { "‹" + String(value, radix: 16, uppercase: true) + "›" }
}
