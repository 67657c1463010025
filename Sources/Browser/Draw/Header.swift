import Authorization
import Frame

/// The first row: what is open, how big it is, whether it can be written, and who is at work.
enum Header {
  private struct Part {
    var text: String
    var isRight = false
    /// What is dropped first where the row is narrow; 0 stays.
    var priority: Int
    var style = Style(.bar)
  }

  static func draw(_ state: BrowserState, _ frame: inout Frame, y: Int) {
    let width = frame.size.width
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), style: Style(.bar))
    // The systems are named as far as there is room.
    let names = state.summary?.systems.filter(\.present).map(\.system.rawValue) ?? []
    var shown = names.count
    var parts = parts(of: state, systems: names, shown: shown)
    while total(parts) > width - 2, shown > 1 {
      shown -= 1
      parts = self.parts(of: state, systems: names, shown: shown)
    }
    while total(parts) > width - 2, let most = parts.map(\.priority).max(), most > 0 {
      parts.removeAll { $0.priority == most }
    }
    var x = 1
    let right = parts.filter(\.isRight)
    let rightWidth = total(right)
    for part in parts where !part.isRight {
      let room = width - 2 - x - rightWidth
      x += frame.text(part.text, x: x, y: y, width: room, style: part.style) + 2
    }
    x = max(x, width - 1 - rightWidth)
    for part in right {
      x += frame.text(part.text, x: x, y: y, width: width - x, style: part.style) + 2
    }
  }

  private static func total(_ parts: [Part]) -> Int {
    parts.reduce(0) { $0 + Text.width($1.text) } + max(0, parts.count - 1) * 2
  }

  private static func parts(of state: BrowserState, systems: [String], shown: Int) -> [Part] {
    var parts = [Part(text: "permscope", priority: 0, style: Style(.bar, bold: true))]
    guard let summary = state.summary else {
      return parts + [Part(text: "opening…", isRight: true, priority: 0)]
    }
    parts.append(Part(text: summary.fileName, priority: 0, style: Style(.bar, bold: true)))
    let rest = shown < systems.count ? ["+\(systems.count - shown)"] : []
    parts.append(Part(text: (systems.prefix(shown) + rest).joined(separator: " "), priority: 5))
    let counts = [
      summary.users.map { Words.count($0, "user") }, summary.groups.map { Words.count($0, "group") },
    ].compactMap { $0 }.joined(separator: " · ")
    if !counts.isEmpty { parts.append(Part(text: counts, isRight: true, priority: 4)) }
    if !state.staged.isEmpty {
      parts.append(
        Part(
          text: "\(state.staged.count) staged\(state.stagedCheck.isRefused ? " !" : "")", isRight: true,
          priority: 0, style: Style(.bar, bold: true))
      )
    }
    if let lens = state.lens {
      let words = "as \(lens.name), read-only"
      parts.append(Part(text: words, isRight: true, priority: 0, style: Style(.bar, bold: true)))
    } else if let reason = summary.readOnlyReason {
      parts.append(Part(text: "read-only: \(reason)", isRight: true, priority: 0))
    } else {
      parts.append(Part(text: "writable", isRight: true, priority: 0))
    }
    if summary.isImportedCopy {
      parts.append(Part(text: "imported copy, edits not in force there", isRight: true, priority: 1))
    }
    parts.append(Part(text: "live", isRight: true, priority: 2))
    parts.append(Part(text: "as \(summary.operatorName)", isRight: true, priority: 3))
    return parts
  }
}
