import Authorization
import Foundation
import Frame

/// Questions to a person at a terminal. They go to standard error, so that standard output holds the answer alone.
enum Conversation {
  static var isPossible: Bool { isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0 }

  /// The line that was typed; nil at the end of the input.
  static func ask(_ question: String) -> String? {
    write(Text.visible(question) + " ")
    guard let line = readLine() else {
      write("\n")
      return nil
    }
    return line
  }

  /// Yes where only Enter was pressed; nil at the end of the input.
  static func askYes(_ question: String) -> Bool? {
    while let answer = ask("\(question) [Y/n]")?.lowercased().trimmingCharacters(in: .whitespaces) {
      if ["", "y", "yes"].contains(answer) { return true }
      if ["n", "no"].contains(answer) { return false }
    }
    return nil
  }

  /// Replaces the last line on the terminal; an empty text takes it away.
  static func showLine(_ text: String) { write("\r\u{1B}[K" + Text.visible(text)) }

  private static func write(_ text: String) {
    // What cannot be told on standard error cannot be told.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

/// Decides whether what has to be confirmed was confirmed: by naming it, on the command line, or when asked.
struct Confirming {
  enum Outcome {
    /// The words that count as typed.
    case confirmed([Name])
    case refused(String)
  }

  /// What a word has to be typed for.
  let needed: [Confirmation]
  /// What counts as confirmed because the person typed `:anyone` or `:anonymous`, in words.
  let warnings: [String]
  private let words: [Name]

  /// - Parameters:
  ///   - given: the words of `--confirm`.
  ///   - namesAnyone: whether the command named those who are not logged in.
  init(_ confirmations: [Confirmation], given: [String], namesAnyone: Bool) {
    let named = confirmations.filter { $0.kind == .anonymous && namesAnyone }
    needed = confirmations.filter { $0.kind != .anonymous || !namesAnyone }
    warnings = named.map(\.text)
    words = given.map { Name($0) } + named.map(\.word)
  }

  /// - Parameter mayAsk: whether a person is there to answer.
  func confirm(mayAsk: Bool) -> Outcome {
    var words = words
    var open: [Confirmation] = []
    for confirmation in needed where !words.contains(confirmation.word) {
      if !mayAsk {
        open.append(confirmation)
      } else {
        let answer = Conversation.ask("\(confirmation.text); type `\(confirmation.word)` to do it:")
        guard answer.map({ Name($0) }) == confirmation.word else {
          return .refused("not confirmed: \(confirmation.text)")
        }
        words.append(confirmation.word)
      }
    }
    guard open.isEmpty else {
      let texts = open.map(\.text).joined(separator: "; ")
      return .refused("\(texts); confirm it with \(open.map { Self.option($0.word) }.joined(separator: " "))")
    }
    return .confirmed(words)
  }

  static func option(_ word: Name) -> String { "`--confirm \(ShellWord.quote(word.text))`" }
}
