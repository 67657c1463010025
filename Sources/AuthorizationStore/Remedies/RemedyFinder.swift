public import Authorization

extension Editor {
  /// What would change an answer: of a denial the smallest changes that allow it, of an allowance what carries it.
  ///
  /// Everything is tried on a scratch view of the database before it is told, and nothing is written. An answer that is
  /// undetermined, or that raises, has no remedies.
  ///
  /// - Parameter isCancelled: asked all the time; then `CancellationError` is thrown.
  public func remediation(
    _ asked: AskedCheck, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Remediation {
    let decision = try database.read { try $0.consider(asked.subject, asked.permission, asked.target) }
    let excerpt = "this is a case; what a change would open is counted in the database itself"
    switch decision.outcome {
    case .allowed where database.options.isExcerpt: return .carriers(Carriers(notes: [excerpt]))
    case .denied where database.options.isExcerpt: return .fixes(Remedies(notes: [excerpt]))
    case .allowed:
      return .carriers(
        try CarrierFinder(editor: self, asked: asked).find(decision, isCancelled: isCancelled))
    case .denied:
      return .fixes(try RemedyFinder(editor: self, asked: asked).find(isCancelled: isCancelled))
    case .undetermined:
      return .fixes(
        Remedies(notes: ["nobody can tell what would change an answer that code outside the database gives"]))
    }
  }
}

/// Tries what may fix a denial, and counts what else each change would do.
struct RemedyFinder {
  let editor: Editor
  let asked: AskedCheck

  private var subject: Subject { asked.subject }
  private var permission: Permission { asked.permission }
  private var target: Target { asked.target }

  func find(isCancelled: @escaping @Sendable () -> Bool) throws -> Remedies {
    let candidates = try editor.database.read { reader in
      var candidates = RemedyCandidates(reader: reader, asked: asked)
      try candidates.find()
      return candidates
    }
    // What gives something to one user, or one thing to a group, is counted at once; the rest by previews.
    let counted = try editor.database.read { try counts(candidates.found, $0) }
    var remedies: [Remedy] = []
    for (candidate, impact) in zip(candidates.found, counted) {
      if isCancelled() { throw CancellationError() }
      let trial = RemedyTrial(editor, needsTrial: false, isCancelled: isCancelled)
      let remedy = try trial.remedy(candidate, known: impact) { try allows($0) }
      if let remedy { remedies.append(remedy) }
    }
    return Remedies(
      remedies: Self.ranked(Self.minimal(remedies)), more: candidates.more, notes: candidates.notes)
  }

  private func counts(_ candidates: [RemedyCandidate], _ reader: AuthorizationReader) throws -> [Impact?] {
    var solo = try SoloImpact(reader, subject)
    let groups = GroupGrantImpact(reader: reader, permission: permission)
    let trees = TreeImpact(reader: reader)
    let counted = CountedCheck(subject, permission, target)
    return try candidates.map { candidate in
      let impact =
        try solo?.impact(of: candidate.changes) ?? groups.impact(of: candidate.changes, target)
        ?? trees.impact(of: candidate.changes)
      // What does not allow the check that was asked is left to the preview, which says so.
      guard let impact, impact.parts.contains(where: { $0.isGain && counted.isIn($0) }) else { return nil }
      return impact
    }
  }

  /// Whether the subject, as they would be, may.
  private func allows(_ reader: AuthorizationReader) throws -> Bool {
    do {
      return try reader.allows(reader.current(subject), permission, target)
    } catch is RaisedException {
      return false
    }
  }

  /// Without those that do all that another one does, and more.
  static func minimal(_ remedies: [Remedy]) -> [Remedy] {
    let sets = remedies.map { Set($0.changes) }
    return remedies.enumerated().filter { index, remedy in
      !sets.contains { $0.isStrictSubset(of: sets[index]) }
    }.map(\.element)
  }

  /// What changes fewest checks comes first; what may not be done comes last.
  static func ranked(_ remedies: [Remedy]) -> [Remedy] {
    func rank(_ remedy: Remedy) -> (Int, Int) {
      // A file that cannot be written refuses everything alike.
      let isRefused = remedy.refusal.map { $0.kind != .readOnly } ?? false
      return (isRefused ? 1 : 0, remedy.impact.map { $0.gains + $0.losses } ?? .max)
    }
    return remedies.enumerated().sorted { left, right in
      let (a, b) = (rank(left.element), rank(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }
}

/// Plans a candidate, and tries it on a scratch view.
struct RemedyTrial {
  let editor: Editor
  let isCancelled: @Sendable () -> Bool
  /// Whether a change that a guard rail forbids before its rows are known is left out, because nobody can try it.
  let needsTrial: Bool

  init(_ editor: Editor, needsTrial: Bool, isCancelled: @escaping @Sendable () -> Bool) {
    self.editor = editor
    self.needsTrial = needsTrial
    self.isCancelled = isCancelled
  }

  /// Nil where the change cannot be made, changes nothing, or does not do what it should.
  ///
  /// - Parameters:
  ///   - impact: what it does, where that was counted already and the change is known to work.
  ///   - works: looks at the database as it would be.
  func remedy(
    _ candidate: RemedyCandidate, known impact: Impact? = nil, works: (AuthorizationReader) throws -> Bool
  ) throws -> Remedy? {
    let plan: EditPlan
    do {
      plan = try editor.plan(candidate.changes)
    } catch is StoreError {
      // A row that it names is gone.
      return nil
    }
    var remedy = Remedy(
      changes: candidate.changes,
      text: plan.lines.filter { !$0.isConsequence }.map(\.text).joined(separator: ", then "),
      commands: candidate.printableCommands, refusal: plan.refusal)
    if let refusal = plan.refusal, refusal.kind != .readOnly {
      // What the real system would refuse as nonsense is no remedy; what a guard rail forbids is one, for others.
      if [.invalid, .conflict].contains(refusal.kind) { return nil }
      // A plan that was refused half way has words for the first half only.
      if plan.lineCounts.count < candidate.changes.count || remedy.text.isEmpty {
        remedy.text = candidate.words
      }
      if plan.rows.isEmpty { return needsTrial ? nil : remedy }
    }
    guard !plan.rows.isEmpty else { return nil }
    remedy.impact =
      try impact
      ?? editor.preview(plan).count(isCancelled: isCancelled, progress: { _ in }, afterwards: works)
    guard let impact = remedy.impact else { return nil }
    if let last = remedy.commands.indices.last, !remedy.commands[last].contains(":anyone") {
      // Who names anyone has confirmed it by that.
      remedy.commands[last] += impact.confirmations.flatMap { ["--confirm", $0.word.text] }
    }
    return remedy
  }
}

extension AuthorizationReader {
  /// The same subject with the flags that its row has now.
  func current(_ subject: Subject) throws -> Subject {
    switch subject.kind {
    case .user(let key):
      guard var user = try user(key: key) else { return subject }
      user.assumedGroups = subject.assumedGroups
      return user
    case .anonymous: return try anonymous()
    case .group, .outsider: return subject
    }
  }
}
