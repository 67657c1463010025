import ArgumentParser
import Authorization
import AuthorizationStore

/// The answer of `check`, as words and as JSON.
struct CheckAnswer {
  let asked: AskedCheck
  var decision: Decision
  let database: String
  /// What a request with one session would get; nil where none was asked about.
  var session: SessionAnswer?
  /// What would change it; nil where that was not asked for.
  var remediation: Remediation?

  var exitCode: ExitCode {
    switch session?.outcome ?? decision.outcome {
    case .allowed: .success
    case .denied: ExitCode(1)
    case .undetermined: ExitCode(2)
    }
  }

  private var subject: Subject { asked.subject }
  private var permission: Permission { asked.permission }
  private var target: Target { asked.target }

  private var report: CheckReport { CheckReport(subject, permission, target, decision) }

  func print(json: Bool) {
    guard json else { return lines.forEach(Printer.line) }
    // An exception is told by the error alone.
    if decision.raised == nil { Printer.json(value) }
  }

  var lines: [String] {
    var lines = [report.headline] + report.lines.map { "  \($0)" }
    if let session {
      lines.append("  \(session.isStale ? "! " : "")\(session.sentence)")
      if let fix = command(ofLink: session.fix) { lines.append("      fix: \(fix)") }
    }
    guard let remediation else { return lines }
    return lines
      + RemedyWords.lines(remediation, asked: asked.counted, command: command).map { "  \($0)" }
  }

  private func command(_ words: [String]) -> String {
    ShellWord.command(words, database: database)
  }

  private func command(ofLink fix: [String]?) -> String? {
    // Only commands that this version has are worth proposing.
    guard let fix, let first = fix.first, Permscope.commandNames.contains(first) else { return nil }
    return command(fix)
  }

  var value: JSONValue {
    let allowed: JSONValue =
      switch decision.outcome {
      case .allowed: .bool(true)
      case .denied: .bool(false)
      case .undetermined: .null
      }
    return .record([
      "allowed": allowed, "subject": JSONValue(subject.argument),
      "permission": JSONValue(permission.name.text),
      "object": target.argument.map { JSONValue($0) } ?? .null, "level": JSONValue(decision.level.rawValue),
      "sentence": JSONValue(report.sentence),
      "reasons": .array(
        decision.reasons.map {
          .record([
            "rule": JSONValue($0.rule), "text": JSONValue($0.text), "path": ExplanationValues.path($0.path),
          ])
        }),
      "missing": .array(decision.missing.map(missing)),
      "considered": .array(decision.explanation.considered.map(ExplanationValues.consideration)),
      "not_considered": .array(decision.explanation.notConsidered.map { JSONValue($0) }),
      "trace": decision.trace.map(trace) ?? .null, "session": session.map(value) ?? .null,
      "remedies": remediation.map { RemedyValues(command: command).value($0) } ?? .null,
      "warnings": .array(decision.warnings.map { JSONValue($0) }),
    ])
  }

  private func missing(_ link: MissingLink) -> JSONValue {
    .record([
      "kind": JSONValue(link.kind.rawValue), "text": JSONValue(link.text),
      "path": ExplanationValues.path(link.path),
      "fix": command(ofLink: link.fix).map { JSONValue($0) } ?? .null,
      "alternative": .integer(Int64(link.alternative)),
    ])
  }

  private func value(_ session: SessionAnswer) -> JSONValue {
    let allowed: JSONValue = session.outcome == .undetermined ? .null : .bool(session.outcome == .allowed)
    return .record([
      "key": .string(session.key), "state": JSONValue(session.state), "allowed": allowed,
      "stale": .bool(session.isStale), "text": JSONValue(session.text),
      "expires": JSONValue(session.expires),
      "fix": command(ofLink: session.fix).map { JSONValue($0) } ?? .null,
    ])
  }

  private func trace(_ trace: PredicateTrace) -> JSONValue {
    .record([
      "name": .string(trace.name), "answer": JSONValue(trace.answer.rawValue),
      "parts": .array(trace.parts.map(self.trace)),
    ])
  }
}
