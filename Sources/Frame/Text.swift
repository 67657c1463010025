/// Text as a terminal shows it: how wide it is, where to cut it, and what it hides.
public enum Text {
  public enum Alignment: Sendable { case left, right, center }

  /// How many cells the text takes once what it hides is made visible.
  ///
  /// This is the only measure of width: what `Frame` draws takes exactly as many cells.
  public static func width(_ text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    var cells = 0
    for scalar in visible(text).unicodeScalars { cells += width(ofVisible: scalar) }
    return cells
  }

  /// The text cut to `width` cells, with `…` in the last one if anything is left out.
  public static func clipped(_ text: String, to width: Int) -> String {
    guard width > 0 else { return "" }
    if isPlain(text) {
      if text.utf8.count <= width { return text }
      return String(text.utf8.prefix(width - 1)).map { $0 + "…" } ?? ""
    }
    let shown = visible(text)
    if self.width(shown) <= width { return shown }
    return prefix(ofVisible: shown, cells: width - 1) + "…"
  }

  /// The text at exactly `width` cells: cut if it is longer, filled with spaces if it is shorter.
  public static func padded(_ text: String, to width: Int, alignment: Alignment = .left) -> String {
    let shown = clipped(text, to: width)
    let missing = width - self.width(shown)
    guard missing > 0 else { return shown }
    let before =
      switch alignment {
      case .left: 0
      case .right: missing
      case .center: missing / 2
      }
    return String(repeating: " ", count: before) + shown + String(repeating: " ", count: missing - before)
  }

  /// Whether the text is printable ASCII only, where bytes are cells.
  static func isPlain(_ text: String) -> Bool {
    for byte in text.utf8 where byte < 0x20 || byte > 0x7E { return false }
    return true
  }

  static func width(ofVisible scalar: Unicode.Scalar) -> Int {
    switch ScalarKind(scalar) {
    case .mark: 0
    case .wide: 2
    default: 1
    }
  }

  private static func prefix(ofVisible text: String, cells: Int) -> String {
    var used = 0
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      used += width(ofVisible: scalar)
      if used > cells { break }
      kept.append(scalar)
    }
    return String(kept)
  }
}
