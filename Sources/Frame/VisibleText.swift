extension Text {
  /// Marks on one character beyond this number are counted, not drawn; curses has room for as many.
  static let marksPerCell = 4

  /// The text with everything that hides or misleads made visible.
  ///
  /// Names come from a database that anybody may have written to. Control characters become control pictures
  /// (`␛`), invisible characters and those that turn the direction of writing become their code point
  /// (`‹202E›`), blanks other than the space become `⍽`, marks without a letter sit on `◌`, and the marks of
  /// one letter are limited. What joins emoji into one picture is dropped, because terminals disagree on the
  /// width of the result. Applying it twice changes nothing more.
  public static func visible(_ untrusted: String) -> String {
    if isPlain(untrusted) || isHarmless(untrusted) { return untrusted }
    var writer = VisibleWriter()
    let scalars = Array(untrusted.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      writer.append(scalar, next: index + 1 < scalars.count ? scalars[index + 1] : nil)
    }
    writer.endMarks()
    return String(writer.output)
  }

  /// Whether every scalar stands for itself, with no marks and no joined emoji to look into.
  private static func isHarmless(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch ScalarKind(scalar) {
      case .narrow: continue
      case .wide: if scalar.isSkinTone { return false }
      case .mark, .picture, .hidden: return false
      }
    }
    return true
  }
}

/// Rewrites one text, scalar by scalar.
private struct VisibleWriter {
  var output = String.UnicodeScalarView()
  /// The last character that marks can sit on.
  private var base: Unicode.Scalar?
  private var marks = 0

  mutating func append(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    let kind = ScalarKind(scalar)
    if kind == .mark { return appendMark(scalar) }
    if joinsEmoji(scalar, next: next) { return }
    endMarks()
    switch kind {
    case .narrow, .wide:
      if scalar.isSkinTone { return appendCodePoint(scalar) }
      output.append(scalar)
      // A mark on a space would be hard to see and easy to mistake for one on its neighbour.
      base = scalar == " " ? nil : scalar
    case .picture(let replacement):
      output.append(replacement)
      base = nil
    case .hidden, .mark:
      appendCodePoint(scalar)
    }
  }

  /// Writes how many marks of the last character were left out.
  mutating func endMarks() {
    if marks > Text.marksPerCell {
      output.append(contentsOf: "‹+\(marks - Text.marksPerCell)›".unicodeScalars)
      base = nil
    }
    marks = 0
  }

  private mutating func appendMark(_ scalar: Unicode.Scalar) {
    if base == nil {
      output.append("◌")
      base = "◌"
    }
    marks += 1
    if marks <= Text.marksPerCell { output.append(scalar) }
  }

  private mutating func appendCodePoint(_ scalar: Unicode.Scalar) {
    output.append(contentsOf: scalar.codePointForm.unicodeScalars)
    base = nil
  }

  /// Whether the scalar only shapes an emoji: a variation selector, a joiner or a skin tone in its place.
  private func joinsEmoji(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) -> Bool {
    switch scalar.value {
    case 0xFE0E, 0xFE0F: base?.isPictorial == true || next?.value == 0x20E3
    case 0x200D: base?.isPictorial == true && next?.isPictorial == true
    case 0x1F3FB...0x1F3FF: base?.isPictorial == true
    default: false
    }
  }
}
