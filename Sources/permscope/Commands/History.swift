import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation

/// `permscope history DB [N]`
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List the edits, the newest first, or show what one of them changed.",
    discussion: """
      --remove takes the tables of the history out of the database again; then nothing can be undone.
      Example: permscope history db.sqlite3 --limit 20
      """)

  @OptionGroup var options: ReadOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Option(help: "How many entries to list.") var limit = 50
  @Option(help: "Only what this operator did.") var user: String?
  @Flag(help: "Remove the history and its tables; asks for the word `history`.") var remove = false
  @Option(help: "The word that --remove asks for, where nobody is there to type it.") var confirm: String?
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The number of the entry whose difference to show.") var number: Int64?

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit is \(limit); expected at least 1") }
    if number != nil, user != nil {
      throw ValidationError("--user is for the list; leave it out for one entry")
    }
    if remove, number != nil || user != nil || csv {
      throw ValidationError("--remove takes the whole history away; leave out what picks entries")
    }
    if csv, number != nil { throw ValidationError("--csv is for the list; leave it out for one entry") }
  }

  func run() throws {
    try Failure.reporting(json: options.json) {
      let editor = Editor(
        try options.open(database, edits: remove),
        options: Editor.Options(operatorName: Name(ProcessInfo.processInfo.userName)))
      if remove { return try removeAll(editor) }
      if let number { return try show(editor.existing(number), editor) }
      return try list(entries(editor))
    }
  }

  private func removeAll(_ editor: Editor) throws -> ExitCode {
    let text = "the history of `\(database)` and every way to undo would be gone"
    let asked = Confirming(
      [Confirmation(.multiplied, text, word: "history")], given: confirm.map { [$0] } ?? [],
      namesAnyone: false)
    switch asked.confirm(mayAsk: !options.json && Conversation.isPossible) {
    case .refused(let reason): throw StoreError(.usage, "not done: \(reason)")
    case .confirmed: break
    }
    do {
      let tables = try editor.removeHistory()
      if options.json {
        Printer.json(.record(["removed": .array(tables.map { JSONValue($0) })]))
      } else {
        Printer.line(
          tables.isEmpty ? "there is no history" : "removed \(tables.joined(separator: ", "))")
      }
      return tables.isEmpty ? ExitCode(1) : .success
    } catch let refused as EditRefused {
      throw StoreError(.failed, "not done: \(refused.refusal.text)")
    }
  }

  private func entries(_ editor: Editor) throws -> [HistoryEntry] {
    guard let user else { return try editor.history(limit: limit) }
    let name = Name(user)
    var found: [HistoryEntry] = []
    var before: Int64?
    while found.count < limit {
      let page = try editor.history(before: before, limit: 500)
      found += page.filter { $0.operatorName == name }
      guard let last = page.last, page.count == 500 else { break }
      before = last.number
    }
    return Array(found.prefix(limit))
  }

  private func list(_ entries: [HistoryEntry]) -> ExitCode {
    let code: ExitCode = entries.isEmpty ? ExitCode(1) : .success
    if options.json {
      Printer.json(.record(["entries": .array(entries.map(HistoryText.value))]))
      return code
    }
    if csv {
      Printer.csv(["number", "time", "operator", "kind", "what", "gains", "losses", "reason", "undone"])
      for entry in entries {
        Printer.csv([
          String(entry.number), entry.time, entry.operatorName.text, entry.kind.rawValue,
          HistoryText.what(entry), entry.gains.map { String($0) } ?? "",
          entry.losses.map { String($0) } ?? "",
          entry.reason?.text ?? "", entry.isUndone ? "yes" : "no",
        ])
      }
      return code
    }
    for entry in entries { Printer.line(HistoryText.line(entry)) }
    return code
  }

  private func show(_ entry: HistoryEntry, _ editor: Editor) throws -> ExitCode {
    let rows = try editor.rows(ofEntry: entry.number)
    if options.json {
      Printer.json(
        .record(["entry": HistoryText.value(entry), "rows": .array(rows.map(HistoryText.value))]))
      return .success
    }
    Printer.line(HistoryText.line(entry))
    for line in entry.lines { Printer.line((line.isConsequence ? "    " : "  ") + line.text) }
    if let irreversible = entry.irreversible { Printer.line("  cannot be undone: \(irreversible)") }
    for row in rows { HistoryText.difference(row).forEach(Printer.line) }
    return .success
  }
}

/// Entries of the history and their rows, in words and as JSON.
enum HistoryText {
  /// `12  2026-11-21T03:28:41Z  mira  add tomas to release (+14 -3): reason`
  static func line(_ entry: HistoryEntry) -> String {
    var text = "\(entry.number)  \(entry.time)  \(entry.operatorName)  \(what(entry))"
    if let gains = entry.gains, let losses = entry.losses {
      text += " (+\(Digits.grouped(gains)) -\(Digits.grouped(losses)))"
    }
    if let reason = entry.reason { text += ": \(reason)" }
    return text + (entry.isUndone ? "  [undone]" : "")
  }

  /// What was done on one line, without what went with it.
  static func what(_ entry: HistoryEntry) -> String {
    let lines = entry.lines.filter { !$0.isConsequence }
    guard let first = lines.first else { return entry.kind.rawValue }
    return lines.count == 1 ? first.text : "\(first.text), and \(lines.count - 1) more"
  }

  /// A row's columns before and after.
  static func difference(_ row: RowChange) -> [String] {
    let key = row.key.map { "\($0.column) \(text($0.value))" }.joined(separator: ", ")
    let before = row.before ?? []
    let after = row.after ?? []
    let word = row.before == nil ? "+" : row.after == nil ? "-" : "~"
    var lines = ["\(word) \(row.table) \(key)"]
    for (index, value) in (row.after == nil ? before : after).enumerated() {
      if row.before != nil, row.after != nil {
        let old = before.indices.contains(index) ? text(before[index].value) : "?"
        lines.append("    \(value.column): \(old) -> \(text(value.value))")
      } else {
        lines.append("    \(value.column): \(text(value.value))")
      }
    }
    return lines
  }

  static func value(_ entry: HistoryEntry) -> JSONValue {
    .record([
      "number": .integer(entry.number), "kind": JSONValue(entry.kind.rawValue),
      "about": entry.about.map { .integer($0) } ?? .null, "time": JSONValue(entry.time),
      "operator": JSONValue(entry.operatorName.text),
      "reason": entry.reason.map { JSONValue($0.text) } ?? .null,
      "changes": .array(entry.lines.map(EditReport.value)),
      "gains": entry.gains.map { .integer(Int64($0)) } ?? .null,
      "losses": entry.losses.map { .integer(Int64($0)) } ?? .null, "undone": .bool(entry.isUndone),
      "irreversible": entry.irreversible.map { JSONValue($0) } ?? .null,
    ])
  }

  static func value(_ row: RowChange) -> JSONValue {
    .record([
      "table": JSONValue(row.table), "key": image(row.key), "before": row.before.map(image) ?? .null,
      "after": row.after.map(image) ?? .null,
    ])
  }

  private static func image(_ columns: [ColumnValue]) -> JSONValue {
    .object(JSONObject(columns.map { (Name($0.column), value($0.value)) }))
  }

  /// Bytes are an object, so that they are not taken for a text.
  private static func value(_ value: RowValue) -> JSONValue {
    switch value {
    case .null: .null
    case .integer(let integer): .integer(integer)
    case .real(let real): JSONValue(real)
    case .text(let name): .string(name)
    case .bytes(let bytes): .record(["hex": JSONValue(hex(bytes))])
    }
  }

  private static func text(_ value: RowValue) -> String {
    switch value {
    case .null: "null"
    case .integer(let integer): String(integer)
    case .real(let real): String(real)
    case .text(let name): name.text
    case .bytes(let bytes): "x'\(hex(bytes))'"
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
