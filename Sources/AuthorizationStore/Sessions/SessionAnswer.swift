public import Authorization
internal import GRDB

/// What a request with one session would be told, beside what the database says.
public struct SessionAnswer: Sendable, Hashable {
  /// The beginning of the key, as sessions are listed.
  public var key: Name
  /// In a word: of a session that counts, whether it is fresh or stale for this question.
  public var state: String
  public var outcome: Outcome
  /// Whether the session's answer is not the database's.
  public var isStale: Bool
  /// `still without read: logged in 2026-11-16 09:12, before it came with group kernel-qe`
  public var text: String
  /// As Django writes it: UTC.
  public var expires: String
  /// The command that ends the session, where that would mend the answer; `DB` stands for the database.
  public var fix: [String]?

  /// `session demomira…: still without read: …; until 2026-11-16 09:12`
  public var sentence: String {
    let verb = state == SessionState.expired.word ? "ended" : "until"
    return "session \(key): \(text); \(verb) \(Cell.minutes(expires))"
  }
}

extension AuthorizationReader {
  /// What a request with the session would get now: of git trees what the session caches, of all else what the database
  /// says.
  ///
  /// - Parameters:
  ///   - prefix: the beginning of the session's key; the mark at the end of a shown one is passed over.
  ///   - decision: what the database says.
  /// - Throws: `StoreError` where there is no such session, several, or where it is another user's.
  public func sessionAnswer(
    _ prefix: Name, _ subject: Subject, _ permission: Permission, _ target: Target, _ decision: Decision
  ) throws -> SessionAnswer {
    let bare = prefix.text.hasSuffix("…") ? Name(String(prefix.text.dropLast())) : prefix
    let found = try session(keyPrefix: bare)
    guard let session = try SessionReader(self, treeLimit: 0).session(found.ref.key.value) else {
      throw StoreError(.unknownObject, "the session is gone")
    }
    try refuse(session, unless: subject)
    return try answer(session, subject, permission, target, decision)
  }

  private func refuse(_ session: SessionReader.Session, unless subject: Subject) throws {
    if case .unreadable = session.state { return }
    switch (session.data?.userKey, subject.kind) {
    case (nil, .anonymous): return
    case (let owner?, .user(let key)) where SessionReader.isSame(owner, key): return
    case (nil, _):
      throw StoreError(.usage, "nobody is logged in with the session \(session.shownKey)")
    case (_?, _):
      throw StoreError(
        .usage, "the session \(session.shownKey) is not of \(subject.argument) but of \(session.userText)")
    }
  }

  func answer(
    _ session: SessionReader.Session, _ subject: Subject, _ permission: Permission, _ target: Target,
    _ decision: Decision
  ) throws -> SessionAnswer {
    var answer = SessionAnswer(
      key: session.shownKey, state: session.state.word, outcome: decision.outcome, isStale: false, text: "",
      expires: session.expires)
    switch session.state {
    case .unreadable(let reason):
      answer.outcome = .undetermined
      answer.text = "what it holds cannot be read: \(reason)"
      return answer
    case .expired, .refused:
      let stranger = try anonymous()
      answer.outcome = try explain(stranger, permission, target, depth: .quick).outcome
      answer.text =
        "it counts no more (\(session.state.word)); a request with it is one of somebody who is not logged in, \(answer.outcome.rawValue)"
      return answer
    case .fresh, .stale, .anonymous, .notCompared: answer.state = SessionState.fresh.word
    }
    guard permission.isTreeMethod, case .object(let object) = target else {
      answer.text = "\(permission.name) is never cached: every request asks the database"
      return answer
    }
    guard let data = session.data, let cached = data.cached else {
      answer.text = "it caches no authorization under `\(options.sessionKey)`; the database is asked"
      return answer
    }
    let trees = permission.name == GitTrees.read ? cached.read : cached.write
    let holds = try treeKey(of: object).map { trees.contains(Name($0.text)) } ?? false
    answer.outcome = holds ? .allowed : .denied
    answer.isStale = answer.outcome != decision.outcome && decision.outcome != .undetermined
    answer.text = words(answer, permission.name, decision, Cell.minutes(SessionReader.text(data.writtenAt)))
    // The key is cut to what is shown, of which the mark at its end is no part.
    let prefix = session.key.text.prefix(session.shownKey == session.key ? session.key.text.count : 8)
    if answer.isStale {
      answer.state = "stale"
      answer.fix = ["session", "end", "DB", String(prefix)]
    }
    return answer
  }

  private func words(_ answer: SessionAnswer, _ permission: Name, _ decision: Decision, _ login: String)
    -> String
  {
    guard answer.isStale else { return "\(permission) \(answer.outcome.rawValue), as the database says" }
    guard answer.outcome == .denied else {
      return "still with \(permission): logged in \(login), before it was taken away"
    }
    let group = decision.reasons.first?.path.first { $0.kind == EntityKind.group.rawValue }
    let source = group.map { "came with group \($0.name)" } ?? "was given"
    return "still without \(permission): logged in \(login), before it \(source)"
  }
}
