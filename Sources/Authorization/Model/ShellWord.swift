/// Words of commands that are printed to be pasted.
public enum ShellWord {
  /// A word as a POSIX shell reads it. All but plain ASCII is quoted: what counts as a blank depends on the locale.
  public static func quote(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "_-./:@=,+".utf8.contains(byte)
        }
      }
    if isPlain { return word }
    return "'" + word.replacingByte("'", with: "'\\''") + "'"
  }

  /// A command of this program, to be pasted.
  ///
  /// - Parameter words: what follows the program's name. Behind `DB` stand names, and then options of `user`, or
  ///   `--confirm`.
  public static func command(_ words: [String], database: String) -> String {
    (["permscope"] + filled(guarded(words), database: database)).map(quote).joined(separator: " ")
  }

  /// The words of a command with the database in the place of `DB`, which stands before everything that comes from the
  /// database.
  public static func filled(_ words: [String], database: String) -> [String] {
    guard let place = words.firstIndex(of: "DB") else { return words }
    return Array(words[..<place]) + [database] + words[(place + 1)...]
  }

  /// The same words, so that a name that begins with a dash is taken for no option: options stand before such names.
  private static func guarded(_ words: [String]) -> [String] {
    guard let place = words.firstIndex(of: "DB") else { return words }
    let names = words[(place + 1)...]
    let count =
      words.first == "user" ? min(1, names.count) : names.prefix { $0 != "--confirm" }.count
    let plain = names.prefix(count)
    guard plain.contains(where: { $0.hasPrefix("-") }) else { return words }
    return Array(words[..<place]) + names.dropFirst(count) + ["DB", "--"] + plain
  }
}
