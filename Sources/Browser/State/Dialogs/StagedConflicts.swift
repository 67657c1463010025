import Authorization

/// What other programs wrote since edits were staged.
enum StagedConflicts {
  /// What tells a person best which row it was.
  private static let names: Set<String> = ["name", "username", "codename", "viewset_name"]

  /// One staged edit whose row is another now.
  struct Conflict: Hashable {
    /// Its place in the list.
    var place: Int
    /// Both states: `2. rename group qe to one: name was `qe`, is `test` now`.
    var words: String
  }

  /// Each difference.
  ///
  /// - Parameter plan: what the staged edits would do to the rows as they are now.
  static func find(_ staged: [StagedEdit], _ plan: EditPlan) -> [Conflict] {
    var now: [RowIdentity: [String: RowValue]] = [:]
    for change in plan.rows {
      for column in change.before ?? [] where now[RowIdentity(change)]?[column.column] == nil {
        now[RowIdentity(change), default: [:]][column.column] = column.value
      }
    }
    var found: [Conflict] = []
    var touched: Set<RowIdentity> = []
    for (place, edit) in staged.enumerated() {
      for change in edit.rows where !touched.contains(RowIdentity(change)) {
        guard let values = now[RowIdentity(change)] else { continue }
        for was in change.before ?? [] where !VolatileColumns.contains(was.column) {
          guard let value = values[was.column], value != was.value else { continue }
          let words =
            SecretColumns.contains(was.column)
            ? "is another one now" : Words.difference(was.value.words, value.words)
          found.append(Conflict(place: place, words: "\(title(edit, place)): \(was.column) \(words)"))
        }
      }
      // What an earlier edit writes is no other program's.
      touched.formUnion(edit.rows.map { RowIdentity($0) })
    }
    return found
  }

  /// An edit that names a row which another program has deleted, or that is refused.
  static func refused(_ edit: StagedEdit, _ place: Int, _ refusal: Refusal) -> String {
    let title = title(edit, place)
    guard refusal.kind == .conflict else { return "\(title): refused" }
    let shown = edit.rows.lazy.flatMap { $0.before ?? [] }.filter { value in
      !VolatileColumns.contains(value.column) && !SecretColumns.contains(value.column)
    }
    let old = shown.first { names.contains($0.column) } ?? shown.first
    guard let old else { return "\(title): \(refusal.text)" }
    let was = Words.quotedPart(old.value.words)
    return "\(title): \(refusal.text); \(old.column) was \(was) when it was staged"
  }

  /// The same with the reason, whatever it is.
  static func reason(_ edit: StagedEdit, _ place: Int, _ refusal: Refusal) -> String {
    refusal.kind == .conflict
      ? refused(edit, place, refusal) : "\(title(edit, place)): refused: \(refusal.text)"
  }

  /// The number that the list shows, and the title.
  private static func title(_ edit: StagedEdit, _ place: Int) -> String { "\(place + 1). \(edit.title)" }
}

/// Plans the staged edits one after the other, until the one that is refused is found.
struct StagedProbe: Hashable, Sendable {
  /// The edit that is planned last.
  var place: Int
  var token: Token
}

extension RowValue {
  fileprivate var words: String {
    switch self {
    case .null: ""
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text.text
    case .bytes(let bytes): Words.count(bytes.count, "byte")
    }
  }
}

extension Words {
  static func quotedPart(_ text: String, most: Int = 40) -> String {
    text.isEmpty ? "empty" : "`\(text.prefix(most))\(text.count > most ? "…" : "")`"
  }

  /// `was `a`, is `b` now`. Of long texts only the part that differs is shown.
  static func difference(_ was: String, _ now: String, most: Int = 40) -> String {
    let (old, new) = (Array(was), Array(now))
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    // A few letters before the difference say where it is.
    let from = max(old.count, new.count) > most ? max(0, start - most / 4) : 0
    func quoted(_ text: [Character]) -> String {
      guard !text.isEmpty else { return "empty" }
      let part = text.dropFirst(from)
      let shown = String(part.prefix(most)).split(whereSeparator: \.isNewline).joined(separator: " ")
      return "`\(from > 0 ? "…" : "")\(shown)\(part.count > most ? "…" : "")`"
    }
    return "was \(quoted(old)), is \(quoted(new)) now"
  }
}
