/// Pasted text as the fields take it.
public enum PastedText {
  /// The text for a field of one line.
  ///
  /// Each run of line breaks and tabs becomes one space, so that a pasted list stays a list of words and no line break
  /// presses Enter.
  public static func oneLine(_ text: String) -> String {
    text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
  }

  /// The lines of the text, for an area of several lines. A tab takes two cells.
  public static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ")
    }
  }
}
