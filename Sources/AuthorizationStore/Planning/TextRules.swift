internal import Authorization
internal import GRDB
import Foundation

/// What the real systems accept as a name, and what a person should know of one.
struct TextRules {
  let session: PlanningSession
  var table: String
  var column: String
  /// `username`, `name of the group`: as a person calls it.
  var what: String

  /// Checks a text that somebody typed. It is stored as it is.
  ///
  /// - Throws: `Refused` for control characters, for what does not fit, and where nothing is given and has to be.
  func check(_ name: Name, isRequired: Bool = true, allowsLines: Bool = false) throws {
    if let control = name.text.unicodeScalars.first(where: { scalar in
      scalar.properties.generalCategory == .control && !(allowsLines && ["\n", "\t"].contains(scalar))
    }) {
      let hex = String(control.value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: max(0, 4 - hex.count)) + hex
      throw Refused(.invalid, "the \(what) holds a control character, U+\(code); leave it out")
    }
    let blank = name.text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    guard !isRequired || !blank else { throw Refused(.invalid, "the \(what) is empty; give one") }
    let length = name.text.unicodeScalars.count
    if let most = try session.state.shape(table).column(column)?.length, length > most {
      throw Refused(
        .invalid,
        "the \(what) is \(Counted.words(length, "character")) long, and at most \(Digits.grouped(most)) fit")
    }
    if name.text.unicodeScalars.contains(where: \.properties.isBidiControl) {
      session.warn("the \(what) holds marks that turn the direction of text around")
    }
  }

  /// Makes sure that no other row has the name, and warns of one that looks the same.
  ///
  /// A row that has it may still give it up: later in the same list, so that two rows can swap their names. Whether
  /// it does is seen once all changes are planned.
  ///
  /// - Parameter key: the row that gets the name; nil for a new one.
  func checkIsFree(_ name: Name, _ noun: String, except key: RowValue? = nil) throws {
    let own = try session.state.shape(table).key.first ?? "id"
    let same = try session.state.rows(of: table, where: [(column, .text(name))])
    let others = same.map { $0[own] }.filter { $0 != key }
    if !others.isEmpty {
      let text = "there is already \(Self.article(noun)) \(noun) `\(name)`; take another name"
      session.takenNames.append(
        TakenName(
          table: table, column: column, name: name, keyColumn: own, keys: others,
          change: session.lineCounts.count, refusal: Refusal(.invalid, text)))
    }
    let alike = try alike(name).filter { row in row[own] != key && row[column] != .text(name) }
    if let other = alike.first?[column].words {
      session.warn(
        "\(Self.article(noun)) \(noun) `\(other)` is there already, and differs from `\(name)` in case or spelling only"
      )
    }
  }

  private static func article(_ noun: String) -> String {
    noun.first.map { "aeiou".contains($0) && !noun.hasPrefix("us") } == true ? "an" : "a"
  }

  /// Rows whose names differ by case or by the way in which Unicode spells them.
  ///
  /// Small tables are searched whole; of large ones only the common spellings are looked up, by the index.
  private func alike(_ name: Name) throws -> [RowImage] {
    let state = session.state
    let folded = Self.fold(name.text)
    let own = try state.shape(table).key.first ?? "id"
    let size = "SELECT count(*) FROM (SELECT 1 FROM \(table.quoted) LIMIT \(Self.searched + 1)) AS t"
    var near: [RowValue] = []
    if try StoredRow.fetchOne(state.database.cachedStatement(sql: size))?.count(0) ?? 0 <= Self.searched {
      let all = "SELECT \(own.quoted), \(column.quoted) FROM \(table.quoted)"
      near = try StoredRow.fetchAll(state.database.cachedStatement(sql: all)).filter {
        Self.fold($0.text(1) ?? "") == folded
      }.map { RowValue($0[0]) }
    } else {
      let text = name.text
      let cases = [text, text.lowercased(), text.uppercased(), text.capitalized]
      let spellings = cases.flatMap { text in
        [
          text, text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping,
          text.precomposedStringWithCompatibilityMapping,
        ]
      }
      near = try state.stored(
        table, "\(column.quoted) IN (\(spellings.map { _ in "?" }.joined(separator: ", ")))",
        spellings.map { .text(Name($0)) }
      ).map { $0[own] }
    }
    // An earlier change may have given such a row another name.
    return try state.rows(of: table, own, in: near).filter { Self.fold($0[column].words.text) == folded }
      + state.entries(table).compactMap(\.current).filter { Self.fold($0[column].words.text) == folded }
  }

  private static let searched = 20_000

  private static func fold(_ text: String) -> Name {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return Name(text.lowercased()) }
    return Name(
      text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping)
  }
}

extension PlanningSession {
  /// Checks a name that has to be there and to be the only one of its kind.
  func checkName(
    _ name: Name, _ table: String, _ column: String = "name", of noun: String, except key: RowValue? = nil
  ) throws {
    let rules = TextRules(session: self, table: table, column: column, what: "name of the \(noun)")
    try rules.check(name)
    try rules.checkIsFree(name, noun, except: key)
  }
}
