import Authorization
import AuthorizationStore

/// Asks a database what a test asserts, and says what is otherwise.
struct PolicyTestRun {
  let reader: AuthorizationReader

  /// One assertion that does not hold.
  struct Difference {
    /// `mira write on tree:linux-mainline`
    var about: String
    var lines: [String]
  }

  /// Nothing where the test passes. What the database does not know is a failure, not the end of the run.
  func differences(_ test: PolicyTest) throws -> [Difference] {
    try test.assertions.compactMap { assertion in
      let about = Self.words(assertion)
      let lines: [String]
      do {
        lines = try self.lines(assertion)
      } catch let error as StoreError where error.code != .busy && error.code != .damaged {
        lines = ["no answer: \(error.sentence)"]
      } catch let raised as RaisedException {
        lines = ["no answer: the real system raises \(raised.className): \(raised.text)"]
      }
      return lines.isEmpty ? nil : Difference(about: about, lines: lines)
    }
  }

  private static func words(_ assertion: PolicyAssertion) -> String {
    func place(_ object: ObjectArgument?) -> String { object.map { " on \($0.text)" } ?? "" }
    switch assertion {
    case .check(let check): return "\(check.subject) \(check.permission)\(place(check.object))"
    case .whoCan(let wanted): return "who can \(wanted.permission)\(place(wanted.object))"
    case .can(let wanted): return "what \(wanted.subject) can \(wanted.permission)"
    case .authorize(let wanted):
      let rest = [wanted.request.endpoint?.text, wanted.request.object].compactMap { $0 }
      return ([wanted.subject, wanted.request.action] + rest).joined(separator: " ")
    }
  }

  private func lines(_ assertion: PolicyAssertion) throws -> [String] {
    switch assertion {
    case .check(let check): try lines(check)
    case .whoCan(let wanted): try lines(wanted)
    case .can(let wanted): try lines(wanted)
    case .authorize(let wanted): try lines(wanted)
    }
  }

  private func target(_ object: ObjectArgument?) throws -> Target {
    let target = try object.map { try reader.target($0) } ?? .general
    if case .object(let address) = target, !address.exists { throw try reader.orphan(address) }
    return target
  }

  private func lines(_ check: CheckAssertion) throws -> [String] {
    let target = try target(check.object)
    let permission = try reader.askable(check.permission, on: target)
    let subject = try reader.subject(SubjectArgument(check.subject), inGroups: check.inGroups)
    let decision = try reader.decision(
      AskedCheck(
        subject: subject, permission: permission, target: target, isAtAnyLevel: check.anyLevel)
    )
    // An exception is no answer, except to who expects that there is none.
    if check.outcome != .undetermined { _ = try decision.answered() }
    guard decision.outcome == check.outcome else {
      return ["expected: \(check.outcome.rawValue)", "actual: \(decision.outcome.rawValue)"]
        + decision.reasons.map { "  through: \($0.text)" } + decision.missing.map { "  missing: \($0.text)" }
    }
    let absent = check.via.filter { wanted in !decision.reasons.contains { Self.passes($0, wanted) } }
    guard !absent.isEmpty else { return [] }
    return absent.map { "expected: a path via `\($0)`" }
      + decision.reasons.map { "actual: \($0.text) (\($0.rule))" }
  }

  private static func passes(_ reason: Reason, _ wanted: String) -> Bool {
    let name = Name(wanted)
    return Name(reason.rule) == name || Name(reason.text) == name
      || reason.path.contains {
        $0.name == name || Name($0.text) == name || Name("\($0.kind):\($0.name)") == name
      }
  }

  private func lines(_ wanted: WhoCanAssertion) throws -> [String] {
    let target = try target(wanted.object)
    let permission = try reader.askable(wanted.permission, on: target)
    let answer = try reader.whoCan(permission, target)
    var lines: [String] = []
    if !answer.complete { lines += answer.warnings.map { "the list is not certain: \($0)" } }
    if let everyone = wanted.everyone, everyone != answer.everyone {
      lines.append(everyone ? "expected: everyone" : "unexpected: everyone, also without logging in")
    }
    if let users = wanted.users {
      var found: [Name] = []
      try reader.forEachWhoCan(permission, target) { found.append($0) }
      lines += Self.compared(users, found, "users")
    }
    if let groups = wanted.groups {
      lines += Self.compared(
        groups.map { SubjectArgument.groupName($0.text) }, answer.groups, "groups")
    }
    return lines
  }

  private func lines(_ wanted: CanAssertion) throws -> [String] {
    let subject = try reader.subject(SubjectArgument(wanted.subject), inGroups: wanted.inGroups)
    let permission = try reader.knownPermission(wanted.permission, on: wanted.type)
    let answer = try reader.listObjects(subject, permission, type: wanted.type)
    var lines: [String] = []
    if !answer.complete { lines += answer.warnings.map { "the list is not certain: \($0)" } }
    if let all = wanted.all, all != answer.all {
      lines.append(all ? "expected: every `\(answer.type)`" : "unexpected: every `\(answer.type)`")
    }
    guard let objects = wanted.objects else { return lines }
    let expected = try objects.map { object -> Name in
      guard case .object(let address) = try target(object) else {
        throw StoreError(.usage, "`\(object.text)` is not an object of a type")
      }
      return Name("\(address.type):\(address.text)")
    }
    var found: [Name] = []
    try reader.forEachObject(subject, permission, type: answer.type) {
      found.append(Name("\(answer.type):\($0)"))
    }
    return lines + Self.compared(expected, found, "objects")
  }

  private func lines(_ wanted: AuthorizeAssertion) throws -> [String] {
    let subject = try reader.subject(SubjectArgument(wanted.subject), inGroups: wanted.inGroups)
    let request = try reader.request(subject, wanted.request, hasStatements: false)
    let answer = try reader.authorize(request, supplied: nil)
    guard answer.status != wanted.status else { return [] }
    let status = answer.status.map { String($0) } ?? "no status"
    return ["expected: \(wanted.status)", "actual: \(status), \(answer.sentence)"]
  }

  /// How many names a line of differences has; a list of a million users is no difference that one reads.
  private static let named = 20

  private static func compared(_ expected: [Name], _ found: [Name], _ noun: String) -> [String] {
    let (wanted, actual) = (Set(expected), Set(found))
    return [
      listed("missing \(noun)", wanted.subtracting(actual)),
      listed("unexpected \(noun)", actual.subtracting(wanted)),
    ].compactMap { $0 }
  }

  private static func listed(_ title: String, _ names: Set<Name>) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.sorted().prefix(named).map(\.text).joined(separator: ", ")
    let rest = names.count > named ? ", and \(Counted.words(names.count - named, "more"))" : ""
    return "\(title): \(shown)\(rest)"
  }
}
