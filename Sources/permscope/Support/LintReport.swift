import Authorization
import AuthorizationStore

/// Findings as words, JSON or comma-separated values, gathered while they are looked for.
final class LintReport {
  private let path: String
  private let isJSON: Bool
  private let isCSV: Bool
  private let out = StreamedOutput()
  private var rules: [JSONValue] = []
  private(set) var count = 0

  init(path: String, isJSON: Bool, isCSV: Bool) {
    self.path = path
    self.isJSON = isJSON
    self.isCSV = isCSV && !isJSON
  }

  func add(_ found: RuleFindings) throws {
    if isCSV, rules.isEmpty {
      try out.write(CSV.record(["severity", "rule", "finding", "fix", "fix_command", "proof"]))
    }
    if isJSON, rules.isEmpty { try out.write("{\"findings\":[") }
    for finding in found.findings {
      try out.write(isJSON ? (count == 0 ? "" : ",") + json(finding).compactText : text(finding))
      count += 1
    }
    if found.hasMore, !isJSON, !isCSV {
      try out.write(
        StreamedOutput.line(
          "more of \(found.rule.rawValue): the first \(Counted.words(found.findings.count, "finding")) above")
      )
    }
    rules.append(
      .record([
        "rule": JSONValue(found.rule.rawValue), "title": JSONValue(found.rule.title),
        "explanation": JSONValue(found.rule.explanation), "count": .integer(Int64(found.findings.count)),
        "more": .bool(found.hasMore),
      ]))
  }

  func print() throws {
    if isJSON {
      try out.write("],\"rules\":\(JSONValue.array(rules).compactText),\"count\":\(count)}\n")
    } else if count == 0, !isCSV {
      try out.write("nothing found\n")
    }
    try out.print()
  }

  private func text(_ finding: Finding) -> String {
    let commands = finding.fix?.commands.map(words) ?? []
    if isCSV {
      return CSV.record([
        finding.severity.rawValue, finding.rule.rawValue, finding.text, finding.fix?.text ?? "",
        commands.joined(separator: " && "), words(finding.proof),
      ])
    }
    var lines = ["\(finding.severity.rawValue)  \(finding.rule.rawValue)  \(finding.text)"]
    if let fix = finding.fix {
      // What has no command is done in the browser.
      lines +=
        commands.isEmpty ? ["  fix    \(fix.text) (in the browser)"] : commands.map { "  fix    \($0)" }
    }
    lines.append("  proof  \(words(finding.proof))")
    return lines.map(StreamedOutput.line).joined()
  }

  private func json(_ finding: Finding) -> JSONValue {
    let about = finding.about
    let fix: JSONValue =
      finding.fix.map { fix in
        .record([
          "text": JSONValue(fix.text),
          "commands": .array(fix.commands.map { .array(filled($0).map { JSONValue($0) }) }),
        ])
      } ?? .null
    return .record([
      "rule": JSONValue(finding.rule.rawValue), "severity": JSONValue(finding.severity.rawValue),
      "text": JSONValue(finding.text),
      "about": .record([
        "kind": JSONValue(about.kind.rawValue), "name": JSONValue(about.name.text),
        // The whole key of a session would log its bearer in.
        "key": about.kind == .session ? .null : JSONValue(about.key.text),
      ]),
      "fix": fix, "proof": .array(filled(finding.proof).map { JSONValue($0) }),
    ])
  }

  private func filled(_ command: [String]) -> [String] { ShellWord.filled(command, database: path) }

  private func words(_ command: [String]) -> String {
    filled(command).map { ShellWord.quote($0) }.joined(separator: " ")
  }
}
