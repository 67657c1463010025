internal import Authorization
internal import GRDB

extension DetailBuilder {
  /// An entry of the history: who, when, why, what was done, and the rows.
  func entry() throws -> Detail {
    let journal = try JournalReader(reader.database)
    guard case .integer(let number) = ref.key, let entry = try journal.entry(number) else { return gone() }
    var facts = [Fact("\(Cell.minutes(entry.time)) UTC"), Fact("by \(entry.operatorName)")]
    if let reason = entry.reason { facts.append(Fact("reason: \(reason)")) }
    if let gains = entry.gains, let losses = entry.losses {
      facts.append(Fact("gains \(gains), losses \(losses)"))
    }
    if entry.isUndone { facts.append(Fact(entry.kind == .undo ? "done again since" : "undone since")) }
    if let reason = entry.irreversible { facts.append(Fact(reason, warns: true)) }
    var sections = [
      lines(.lines, "What was done", entry.lines.map { DetailLine(($0.isConsequence ? "  " : "") + $0.text) })
    ]
    if let about = try entry.about.flatMap({ try journal.entry($0) }) {
      sections.append(
        lines(
          .related, "About",
          [DetailLine(EntryLines.summary(about.lines), note: "entry \(about.number)", target: about.ref)]))
    }
    sections.append(try rows(of: number))
    return Detail(ref: entry.ref, facts: facts, sections: sections)
  }

  /// A line for each column of the first rows.
  private func rows(of number: Int64) throws -> DetailSection {
    let part = try Sections(reader).rows(ofEntry: .integer(number)).first
    let count = try part?.boundedCount(reader.database, limit: BoundedCount.limit + 1) ?? 0
    let journal = try JournalReader(reader.database)
    let shown = try journal.rows(of: number, limit: limit)
    let lines = shown.flatMap { row -> [DetailLine] in
      let row = RowComparison.masked(row)
      return [DetailLine(row.words)] + row.columnWords.map { DetailLine("  \($0.column)", note: $0.words) }
    }
    let isWhole = shown.count == count
    return DetailSection(
      id: .rows, title: "Rows", count: isWhole ? lines.count : nil, lines: lines, continues: !isWhole)
  }

  /// The last entries about the row; none where nothing was ever edited.
  func historySections() throws -> [DetailSection] {
    let own = try section(.history, "History")
    return own.count == 0 ? [] : [own]
  }
}
