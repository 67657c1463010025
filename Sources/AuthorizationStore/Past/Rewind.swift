internal import Authorization
internal import GRDB

/// What the history says that has to be taken back to come to a moment, row by row.
struct Rewind {
  /// Whole rows that go and come, each row once, whatever happened to it in between.
  private(set) var deltas: [TableDelta] = []
  /// What has to be said of an answer about that moment.
  private(set) var warnings: [String] = []

  /// How many entries or rows a warning names.
  private static let named = 3

  /// - Throws: `StoreError` where there is no such entry, or where the history cannot be read.
  init(_ reader: AuthorizationReader, _ moment: HistoryMoment) throws {
    if let layout = reader.file.permscopeLayout, layout > AuthorizationDatabase.knownLayout {
      throw StoreError(.failed, "the history was written by a newer permscope; this one cannot go back in it")
    }
    let journal = try JournalReader(reader.database)
    guard let first = try Self.first(moment, journal) else {
      warnings = ["\(moment.words): the history has no entry since then; this is the answer of now"]
      warnings += try Self.beginning(moment, journal) + [Self.others]
      return
    }
    warnings = try [Self.takenBack(moment, journal, from: first)] + Self.beginning(moment, journal)
    warnings += try Self.clocks(moment, journal, from: first) + [Self.others]
    let changes = try journal.rows(from: first)
    var rows = changes.map(\.row.inverse)
    let strangers = try Strangers(reader, changes)
    warnings += Self.listed(strangers.differences, "row")
    deltas = try TableDelta.collect(rows, reader.database)
    let intruders = try strangers.intruders(in: deltas)
    if !intruders.isEmpty {
      rows += intruders.map(\.removal)
      deltas = try TableDelta.collect(rows, reader.database)
      warnings += Self.listed(intruders.map(\.words), "row")
    }
    warnings += try Self.lost(journal, from: first)
  }

  private static let others = "what other programs changed is not known: it is as it is now"

  /// The entry from which on all are taken back; nil where there is none.
  private static func first(_ moment: HistoryMoment, _ journal: JournalReader) throws -> Int64? {
    switch moment {
    case .time(let seconds): return try journal.firstEntry(since: HistoryMoment.written(seconds))
    case .entry(let number):
      guard try journal.entry(number) != nil else {
        throw StoreError(.unknownObject, "there is no entry \(number) in the history")
      }
      return number
    }
  }

  private static func takenBack(_ moment: HistoryMoment, _ journal: JournalReader, from first: Int64) throws
    -> String
  {
    let newest = try journal.entries(before: nil, since: first, limit: named)
    let count = try journal.count(since: first)
    var words = newest.map { "entry \($0.number) (\(EntryLines.summary($0.lines)))" }
    if count > newest.count { words.append("\(Counting.words(count - newest.count, "more entry")) before") }
    return "\(moment.words): this answer took back \(words.joined(separator: ", "))"
  }

  /// A moment that lies before all that is known.
  private static func beginning(_ moment: HistoryMoment, _ journal: JournalReader) throws -> [String] {
    guard case .time(let seconds) = moment else { return [] }
    guard let oldest = try journal.oldest() else {
      return ["there is no history, and nothing is known of the past"]
    }
    guard HistoryMoment.written(seconds) < oldest.time else { return [] }
    return ["nothing is known from before entry \(oldest.number) (\(oldest.time)), where the history begins"]
  }

  /// Entries that say an earlier time and follow one that is taken back: a clock was set.
  private static func clocks(_ moment: HistoryMoment, _ journal: JournalReader, from first: Int64) throws
    -> [String]
  {
    guard case .time(let seconds) = moment,
      let entry = try journal.firstEntry(after: first, earlierThan: HistoryMoment.written(seconds))
    else { return [] }
    return [
      "entry \(entry.number) says \(entry.time) and follows entry \(first): the clock was set back, and it is taken back as well"
    ]
  }

  /// What entries did that cannot be undone at all.
  private static func lost(_ journal: JournalReader, from first: Int64) throws -> [String] {
    let entries = try journal.irreversible(after: first - 1, limit: named + 1)
    return listed(
      entries.map { "entry \($0.number) is not taken back in full: \($0.irreversible ?? "")" }, "entry")
  }

  private static func listed(_ warnings: [String], _ noun: String) -> [String] {
    guard warnings.count > named else { return warnings }
    return warnings.prefix(named) + ["and so \(Counting.words(warnings.count - named, "more \(noun)"))"]
  }
}
