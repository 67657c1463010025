internal import Foundation

/// What is wanted of a row.
enum Aim {
  /// Ours divided by the floor.
  case ratio(Double)
  /// Ours in the row's own unit.
  case most(Double)
}

/// One line of the table.
struct Line {
  var what: String
  var size: String
  var ours: Double
  var floor: Double?
  var unit: String
  var aim: Aim?
  var note: String = ""

  var isMissed: Bool {
    switch aim {
    case nil: false
    case .ratio(let most): !(ratio.map { $0 <= most } ?? false)
    case .most(let most): !(ours <= most)
    }
  }

  private var ratio: Double? { floor.map { ours / $0 } }

  fileprivate var cells: [String] {
    let target =
      switch aim {
      case nil: ""
      case .ratio(let most): "<= " + Line.number(most)
      case .most(let most): "<= \(Line.number(most)) \(unit)"
      }
    return [
      what, size, "\(Line.number(ours)) \(unit)", floor.map { "\(Line.number($0)) \(unit)" } ?? "",
      ratio.map { String(format: "%.2f", $0) } ?? "", target, aim == nil ? "" : isMissed ? "MISSED" : "ok",
      note,
    ]
  }

  /// Three figures, and no more decimals than that takes.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let decimals = value == value.rounded() || value >= 100 ? 0 : value >= 10 ? 1 : 2
    return String(format: "%.\(decimals)f", value)
  }
}

/// The result, in columns.
struct Table {
  private(set) var lines: [Line] = []

  mutating func add(_ line: Line) { lines.append(line) }

  var text: String {
    let heads = ["what", "size", "ours", "floor", "ratio", "target", "", ""]
    // Numbers stand right, words left.
    let isRight = [false, true, true, true, true, false, false, false]
    let rows = [heads] + lines.map(\.cells)
    let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return isRight[column] ? gap + row[column] : row[column] + gap
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
