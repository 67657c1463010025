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
    let decision = try database.read { try $0.decision(asked) }
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

  func find(isCancelled: @escaping @Sendable () -> Bool) throws -> Remedies {
    let counted = try editor.database.read { try candidates($0) }
    var out = Remedies(more: counted.more, notes: counted.notes)
    for (candidate, count) in counted.found {
      if isCancelled() { throw CancellationError() }
      let known: Impact?
      switch count {
      case .impact(let impact): known = impact
      case .useless: continue
      case .open: known = nil
      }
      let trial = RemedyTrial(editor, needsTrial: false, isCancelled: isCancelled)
      var isCounted = true
      let remedy = try trial.remedy(candidate, known: known) { reader in
        do {
          guard try reader.allowsNow(asked) else { return false }
          // A preview knows nothing of groups that are only assumed.
          if !asked.subject.assumedGroups.isEmpty {
            isCounted = try reader.allowsNow(asked.withoutAssumedGroups)
          }
          return true
        } catch is RaisedException {
          return false
        }
      }
      guard var remedy else { continue }
      remedy.countsAsked = isCounted
      out.remedies.append(remedy)
    }
    out.remedies = Self.ranked(Self.minimal(out.remedies))
    return out
  }

  /// What may fix it, each with what it does as far as that can be told at once.
  func candidates(
    _ reader: AuthorizationReader
  ) throws -> (found: [(RemedyCandidate, QuickImpact.Counted)], more: Int, notes: [String]) {
    let confirmFactor = editor.options.confirmFactor
    // One user more is many where the smallest growth is told.
    var solo = confirmFactor > 2 ? try SoloImpact(reader, asked.subject) : nil
    var found: [(RemedyCandidate, QuickImpact.Counted)] = []
    var more = 0
    var notes: [String] = []
    for level in try reader.levels(of: asked) {
      var candidates = RemedyCandidates(reader: reader, asked: level)
      try candidates.find()
      more += candidates.more
      notes += candidates.notes.filter { !notes.contains($0) }
      var quick = QuickImpact(reader, level, confirmFactor: confirmFactor)
      for candidate in candidates.found {
        guard let known = found.firstIndex(where: { $0.0 == candidate }) else {
          found.append((candidate, try quick.count(candidate, &solo)))
          continue
        }
        // What is of no use at one level may be at the next.
        if case .useless = found[known].1 { found[known].1 = try quick.count(candidate, &solo) }
      }
    }
    return (found, more, notes)
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
      return (isRefused ? 1 : 0, remedy.impact?.size ?? .max)
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
    if let last = remedy.commands.indices.last {
      // Who names anyone has confirmed by that that anyone may.
      let namesAnyone = remedy.commands[last].contains(":anyone")
      remedy.commands[last] += impact.confirmations.filter { !namesAnyone || $0.kind != .anonymous }
        .flatMap { ["--confirm", $0.word.text] }
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
