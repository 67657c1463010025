import ArgumentParser
import Authorization
import AuthorizationStore

/// What is printed of an edit: words as it goes on, or one JSON value at its end.
struct EditReport {
  let json: Bool
  let path: String
  var warnings: [String]
  var plan = EditPlan(changes: [])
  var impact = Impact()
  /// What a word has to be typed for.
  var needed: [Confirmation] = []
  /// A preview whose units are listed.
  var units: EditPreview?
  private var unitValues: [JSONValue]?

  init(json: Bool, path: String, warnings: [String]) {
    self.json = json
    self.path = path
    self.warnings = warnings
  }

  /// The lines of the plan and whose checks it changes.
  ///
  /// The units are read here, because what a preview compares with is gone once the edit is written.
  mutating func tellPlan() throws {
    guard !json else {
      if units != nil {
        var values: [JSONValue] = []
        try forEachUnit { values.append(ImpactWords.value($0)) }
        unitValues = values
      }
      return
    }
    for line in plan.lines { Printer.line((line.isConsequence ? "  " : "") + line.text) }
    Printer.line("gains \(Digits.grouped(impact.gains)), losses \(Digits.grouped(impact.losses))")
    if units == nil {
      for part in impact.parts { Printer.line("  \(ImpactWords.part(part))") }
    } else {
      try forEachUnit { Printer.line("  \(ImpactWords.unit($0))") }
    }
    warn(warnings)
  }

  private func warn(_ texts: [String]) {
    guard !json else { return }
    for text in texts { Printer.error("warning: \(text)") }
  }

  func dryRun() -> ExitCode {
    if json { return printed(applied: false, .success) }
    for confirmation in needed {
      Printer.error("needs \(Confirming.option(confirmation.word)): \(confirmation.text)")
    }
    Printer.line("dry run: nothing was written")
    return .success
  }

  func nothing(_ text: String) -> ExitCode {
    if json { return printed(applied: false, ExitCode(1)) }
    warn(warnings)
    Printer.line(text)
    return ExitCode(1)
  }

  /// - Parameter hints: what can be done instead.
  func refused(_ text: String, hints: [String] = []) -> ExitCode {
    if json { return printed(applied: false, ExitCode(2), refused: text) }
    Printer.error("permscope: not done: \(text)")
    warn(hints)
    return ExitCode(2)
  }

  func applied(_ entry: HistoryEntry) -> ExitCode {
    if json { return printed(applied: true, .success, entry: entry.number) }
    let undo =
      entry.irreversible.map { "; \($0)" }
      ?? "; `permscope undo \(ShellWord.quote(path)) \(entry.number)` takes it back"
    Printer.line("done, entry \(entry.number) of the history\(undo)")
    return .success
  }

  private func printed(
    applied: Bool, _ code: ExitCode, refused: String? = nil, entry: Int64? = nil
  ) -> ExitCode {
    var members: [(Name, JSONValue)] = [
      ("applied", .bool(applied)), ("changes", .array(plan.lines.map(Self.value))),
      ("gains", .integer(Int64(impact.gains))), ("losses", .integer(Int64(impact.losses))),
      ("refused", refused.map { JSONValue($0) } ?? .null),
      ("entry", entry.map { .integer($0) } ?? .null),
      ("warnings", .array(warnings.map { JSONValue($0) })),
      (
        "confirm",
        .array(
          needed.map {
            .record([
              "kind": JSONValue($0.kind.rawValue), "text": JSONValue($0.text),
              "word": JSONValue($0.word.text),
            ])
          })
      ),
    ]
    if let unitValues { members.append(("units", .array(unitValues))) }
    Printer.json(.object(JSONObject(members)))
    return code
  }

  static func value(_ line: PlanLine) -> JSONValue {
    .record(["text": JSONValue(line.text), "consequence": .bool(line.isConsequence)])
  }

  private func forEachUnit(_ body: (ImpactUnit) -> Void) throws {
    let page = 1_000
    for gains in [true, false] {
      var first = 0
      while let found = try units?.units(gains: gains, from: first, limit: page), !found.isEmpty {
        found.forEach(body)
        first += found.count
      }
    }
  }
}
