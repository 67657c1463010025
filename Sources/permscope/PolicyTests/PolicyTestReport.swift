import Authorization

/// Prints how tests went, each as it ends.
struct PolicyTestReport {
  let file: String
  /// Words now, or JSON at the end.
  let printsWords: Bool
  private var passed = 0
  private(set) var failed = 0
  private var values: [JSONValue] = []

  init(file: String, printsWords: Bool) {
    self.file = file
    self.printsWords = printsWords
  }

  mutating func add(_ test: PolicyTest, _ differences: [PolicyTestRun.Difference]) {
    if differences.isEmpty { passed += 1 } else { failed += 1 }
    guard printsWords else {
      values.append(Self.value(test, differences))
      return
    }
    let number = passed + failed
    Printer.line("\(differences.isEmpty ? "ok" : "not ok") \(number) - \(test.name)")
    if !differences.isEmpty { Printer.line("  at \(file), line \(test.line)") }
    for difference in differences {
      Printer.line("  \(difference.about)")
      difference.lines.forEach { Printer.line("    \($0)") }
    }
  }

  func finish() {
    guard printsWords else {
      return Printer.json(
        .record([
          "passed": .integer(Int64(passed)), "failed": .integer(Int64(failed)), "tests": .array(values),
        ]))
    }
    let all = Counted.words(passed + failed, "test")
    Printer.line(failed == 0 ? "\(all), all pass" : "\(all), \(failed) failed")
  }

  private static func value(_ test: PolicyTest, _ differences: [PolicyTestRun.Difference]) -> JSONValue {
    .record([
      "name": JSONValue(test.name), "line": .integer(Int64(test.line)),
      "passed": .bool(differences.isEmpty),
      "failures": .array(
        differences.map {
          .record([
            "about": JSONValue($0.about), "lines": .array($0.lines.map { JSONValue($0) }),
          ])
        }),
    ])
  }
}
