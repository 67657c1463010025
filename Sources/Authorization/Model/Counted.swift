/// Numbers of things in sentences: the one definition of plurals.
public enum Counted {
  /// `1 membership`, `12,403 memberships`, `2 git tree policies`, `2 entries of the admin log`.
  public static func words(_ count: Int, _ noun: String) -> String {
    "\(Digits.grouped(count)) \(count == 1 ? noun : plural(noun))"
  }

  /// `git tree policies`, `entries of the admin log`: the last word before an ` of ` changes.
  public static func plural(_ noun: String) -> String {
    guard let rest = noun.firstRange(of: " of ") else { return ofLastWord(noun) }
    return ofLastWord(String(noun[..<rest.lowerBound])) + noun[rest.lowerBound...]
  }

  private static func ofLastWord(_ noun: String) -> String {
    if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) {
      return "\(noun.dropLast())ies"
    }
    return ["s", "x", "z", "ch", "sh"].contains(where: noun.hasSuffix) ? "\(noun)es" : "\(noun)s"
  }
}
