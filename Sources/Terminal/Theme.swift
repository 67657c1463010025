import Frame

/// How meaning looks: the colours and attributes of each tone.
public struct Theme: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable { case dark, light, mono }

  public let kind: Kind

  public init(_ kind: Kind) { self.kind = kind }

  /// The theme of that name: `dark`, `light` or `mono`.
  public init?(name: String) {
    guard let kind = Kind(rawValue: name) else { return nil }
    self.kind = kind
  }

  public static let dark = Theme(.dark)
  public static let light = Theme(.light)
  /// Without colours.
  public static let mono = Theme(.mono)

  /// How a tone looks on a terminal with so many colours.
  ///
  /// The background is always the terminal's own, which may be transparent.
  func look(_ tone: Style.Tone, colors: Int) -> Look {
    if kind == .mono || colors < 8 { return Look.mono(tone) }
    // Direct-colour terminals take the first eight numbers as the palette and the others as colours.
    let palette = colors > 256 ? 8 : colors
    return kind == .dark ? Look.dark(tone, colors: palette) : Look.light(tone, colors: palette)
  }
}

/// Colours and attributes of one cell.
struct Look: Equatable {
  /// A number of the terminal's palette; -1 is its own foreground.
  var color = -1
  var bold = false
  var dim = false
  var underlined = false
  var reverse = false

  static func mono(_ tone: Style.Tone) -> Look {
    switch tone {
    case .plain, .border: Look()
    case .dim: Look(dim: true)
    case .focus, .heading, .allowed, .key: Look(bold: true)
    case .denied, .undetermined, .warning: Look(underlined: true)
    case .error: Look(bold: true, reverse: true)
    case .match: Look(bold: true, underlined: true)
    case .bar: Look(reverse: true)
    }
  }

  static func dark(_ tone: Style.Tone, colors: Int) -> Look {
    // Bright variants where there are 16 colours: plain red is hard to read on black.
    let bright = colors >= 16 ? 8 : 0
    return switch tone {
    case .plain: Look()
    case .dim: colors >= 16 ? Look(color: 8) : Look(dim: true)
    case .border: colors >= 256 ? Look(color: 243) : Look(color: 4)
    case .focus: Look(color: 6 + bright, bold: true)
    case .heading: Look(bold: true)
    case .allowed: Look(color: 2 + bright)
    case .denied: Look(color: 1 + bright)
    case .undetermined, .warning: Look(color: 3 + bright)
    case .error: Look(color: 1 + bright, bold: true)
    case .key: Look(color: 6 + bright)
    case .match: Look(color: 3 + bright, bold: true, underlined: true)
    case .bar: Look(reverse: true)
    }
  }

  static func light(_ tone: Style.Tone, colors: Int) -> Look {
    // Yellow and cyan of eight colours can't be read on white.
    let rich = colors >= 256
    return switch tone {
    case .plain: Look()
    case .dim: rich ? Look(color: 242) : Look(dim: true)
    case .border: rich ? Look(color: 246) : Look(color: 4)
    case .focus: rich ? Look(color: 25, bold: true) : Look(color: 4, bold: true)
    case .heading: Look(bold: true)
    case .allowed: rich ? Look(color: 28) : Look(color: 2)
    case .denied: rich ? Look(color: 124) : Look(color: 1)
    case .undetermined, .warning: rich ? Look(color: 94) : Look(color: 5)
    case .error: rich ? Look(color: 124, bold: true) : Look(color: 1, bold: true)
    case .key: rich ? Look(color: 25) : Look(color: 4)
    case .match:
      rich ? Look(color: 94, bold: true, underlined: true) : Look(color: 5, bold: true, underlined: true)
    case .bar: Look(reverse: true)
    }
  }
}
