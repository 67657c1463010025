import Authorization
import Frame

/// What does not fit, in words.
extension DialogLayout {
  /// The items of a tall field above and below those that are seen; empty where all are seen.
  func hiddenItems(_ dialog: Dialog, _ index: Int) -> String {
    guard dialog.fields.indices.contains(index) else { return "" }
    let seen = visibleLines.compactMap { line -> Int? in
      if case .row(index, let row) = line { row } else { nil }
    }
    let place = dialog.fields[index].itemsPlace
    let above = place.top + (seen.first ?? 0)
    let below = place.count - place.top - (seen.last.map { $0 + 1 } ?? 0)
    return Self.words(above: min(above, place.count), below: below, continues: place.continues)
  }

  /// What stands in the rule below the form: the lines of it that are not seen. Nil where all are seen.
  func hiddenFields(_ dialog: Dialog) -> String? {
    if case .field(let index) = dialog.focus, !visibleLines.contains(.field(index)), rows > 0 {
      let items = hiddenItems(dialog, index)
      return items.isEmpty ? nil : "list: \(items)"
    }
    let words = Self.words(
      above: Self.fieldLines(lines.prefix(top)), below: Self.fieldLines(lines.dropFirst(top + form.height)))
    return words.isEmpty ? nil : "fields: \(words)"
  }

  private var visibleLines: ArraySlice<Line> { lines.dropFirst(top).prefix(form.height) }

  /// The rows of a tall field are told beside its heading.
  private static func fieldLines(_ lines: ArraySlice<Line>) -> Int {
    lines.count { if case .row = $0 { false } else { true } }
  }

  /// - Parameter continues: whether there are more below than are known.
  private static func words(above: Int, below: Int, continues: Bool = false) -> String {
    var parts = above > 0 ? ["\(Digits.grouped(above)) above"] : []
    if below > 0 { parts.append("\(Digits.grouped(below))\(continues ? "+" : "") more") }
    if below <= 0, continues { parts.append("more") }
    return parts.joined(separator: ", ")
  }
}

extension Field {
  /// Where the items of a tall field are scrolled to, and how many there are as far as is known.
  fileprivate var itemsPlace: (top: Int, count: Int, continues: Bool) {
    switch control {
    case .checklist(let list):
      (
        list.list.top, list.count,
        list.blocked == nil && list.list.isLoaded && !list.list.isOutdated && !list.list.reachesEnd
      )
    case .lines(let lines): (lines.top, lines.items.count, lines.continues)
    case .statements(let control): (control.top, control.items.count, false)
    case .area(let area): (area.top, area.lines.count, false)
    case .text, .toggle, .options, .choice, .note: (0, 0, false)
    }
  }
}
