import Authorization
import AuthorizationStore

/// Findings as words, JSON or comma-separated values, the gravest first.
struct LintReport {
  var path: String
  var isJSON: Bool
  var isCSV: Bool
  var found: [RuleFindings]

  var count: Int { found.reduce(0) { $0 + $1.findings.count } }

  func print() throws {
    let out = StreamedOutput()
    let findings = FindingPart.all.flatMap { $0.findings(of: found) }
    if isJSON {
      let rules = JSONValue.array(found.map(json))
      let texts = findings.map { json($0).compactText }.joined(separator: ",")
      try out.write("{\"findings\":[\(texts)],\"rules\":\(rules.compactText),\"count\":\(count)}\n")
    } else if isCSV {
      try out.write(CSV.record(["severity", "rule", "finding", "fix", "fix_command", "proof"]))
      for finding in findings { try out.write(record(finding)) }
    } else {
      for finding in findings { try out.write(text(finding)) }
      for part in found where part.hasMore {
        try out.write(
          StreamedOutput.line(
            "more of \(part.rule.rawValue): the first \(Counted.words(part.findings.count, "finding")) above")
        )
      }
      if count == 0 { try out.write("nothing found\n") }
    }
    try out.print()
  }

  private func record(_ finding: Finding) -> String {
    let commands = finding.fix?.commands.map(words) ?? []
    return CSV.record([
      finding.severity.rawValue, finding.rule.rawValue, finding.text, finding.fix?.text ?? "",
      commands.joined(separator: " && "), words(finding.proof),
    ])
  }

  private func text(_ finding: Finding) -> String {
    let commands = finding.fix?.commands.map(words) ?? []
    var lines = ["\(finding.severity.rawValue)  \(finding.rule.rawValue)  \(finding.text)"]
    if let fix = finding.fix {
      // What has no command is done in the browser.
      lines +=
        commands.isEmpty ? ["  fix    \(fix.text) (in the browser)"] : commands.map { "  fix    \($0)" }
    }
    lines.append("  proof  \(words(finding.proof))")
    return lines.map(StreamedOutput.line).joined()
  }

  private func json(_ found: RuleFindings) -> JSONValue {
    .record([
      "rule": JSONValue(found.rule.rawValue), "title": JSONValue(found.rule.title),
      "explanation": JSONValue(found.rule.explanation), "count": .integer(Int64(found.findings.count)),
      "more": .bool(found.hasMore),
    ])
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
