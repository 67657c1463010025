import Authorization

/// Explanations as JSON.
enum ExplanationValues {
  static func consideration(_ node: Consideration) -> JSONValue {
    .record([
      "verdict": JSONValue(node.verdict.rawValue), "rule": JSONValue(node.rule), "text": JSONValue(node.text),
      "path": path(node.path),
      "missing": .array(
        node.missing.map { .record(["kind": JSONValue($0.kind.rawValue), "text": JSONValue($0.text)]) }),
      "parts": .array(node.parts.map(consideration)),
    ])
  }

  static func path(_ elements: [PathElement]) -> JSONValue {
    .array(
      elements.map {
        .record([
          "kind": JSONValue($0.kind), "name": JSONValue($0.name.text), "key": JSONValue($0.key),
          "text": JSONValue($0.text),
        ])
      })
  }
}

/// What would change an answer, as JSON.
struct RemedyValues {
  /// Puts the words of a command together.
  let command: ([String]) -> String

  func value(_ remediation: Remediation) -> JSONValue {
    switch remediation {
    case .fixes(let fixes):
      .record([
        "fixes": .array(fixes.remedies.map(remedy)), "carriers": .array([]), "endings": .array([]),
        "more": .integer(Int64(fixes.more)), "notes": .array(fixes.notes.map { JSONValue($0) }),
      ])
    case .carriers(let carriers):
      .record([
        "fixes": .array([]), "carriers": .array(carriers.carriers.map(carrier)),
        "endings": .array(carriers.endings.map(remedy)), "more": .integer(Int64(carriers.more)),
        "notes": .array(carriers.notes.map { JSONValue($0) }),
      ])
    }
  }

  private func remedy(_ remedy: Remedy) -> JSONValue {
    .record([
      "text": JSONValue(remedy.text), "commands": .array(remedy.commands.map { JSONValue(command($0)) }),
      "gains": remedy.impact.map { .integer(Int64($0.gains)) } ?? .null,
      "losses": remedy.impact.map { .integer(Int64($0.losses)) } ?? .null,
      "refused": remedy.refusal.map { JSONValue($0.text) } ?? .null,
    ])
  }

  private func carrier(_ carrier: Carrier) -> JSONValue {
    .record([
      "text": JSONValue(carrier.reason.text), "rule": JSONValue(carrier.reason.rule),
      "commands": .array(carrier.commands.map { JSONValue(command($0)) }),
      "redundant": .bool(carrier.isRedundant),
      "also_through": carrier.alsoThrough.map { JSONValue($0) } ?? .null,
    ])
  }
}
