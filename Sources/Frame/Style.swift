/// How a cell looks, in terms of meaning. A theme turns it into colours, so that drawing code never names one.
public struct Style: Hashable, Sendable {
  /// What the text is. Meaning is never carried by the colour alone: drawing code adds a word or a sign.
  public enum Tone: UInt8, CaseIterable, Sendable {
    case plain
    /// Less important text: counts, hints, absent systems.
    case dim
    /// Pane titles and borders.
    case border
    /// The border and title of the pane that has the keys.
    case focus
    /// Column headings and section titles.
    case heading
    case allowed
    case denied
    case undetermined
    case warning
    case error
    /// Keys in the footer and on the help page.
    case key
    /// The part of a name that the live filter matched.
    case match
    /// The header and footer bars.
    case bar
  }

  public var tone: Tone
  public var bold: Bool
  /// The row under the cursor, drawn inverse.
  public var selected: Bool
  public var underlined: Bool

  public init(_ tone: Tone = .plain, bold: Bool = false, selected: Bool = false, underlined: Bool = false) {
    self.tone = tone
    self.bold = bold
    self.selected = selected
    self.underlined = underlined
  }

  public static let plain = Style()
}
