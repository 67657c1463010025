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

  /// A command of this program.
  ///
  /// - Parameter words: the first `DB` among them stands for the database; what follows is names.
  public static func command(_ words: [String], database: String) -> String {
    guard let place = words.firstIndex(of: "DB") else {
      return (["permscope"] + words.map(quote)).joined(separator: " ")
    }
    let names = Array(words[(place + 1)...])
    // A name that begins with a dash is no option; options stand before such names.
    let count = words.first == "user" ? min(1, names.count) : names.firstIndex(of: "--confirm") ?? names.count
    let plain = Array(names.prefix(count))
    let options = Array(names.dropFirst(count))
    var all = ["permscope"] + Array(words[..<place])
    if plain.contains(where: { $0.hasPrefix("-") }) {
      all += options + [database, "--"] + plain
    } else {
      all += [database] + plain + options
    }
    return all.map(quote).joined(separator: " ")
  }
}
