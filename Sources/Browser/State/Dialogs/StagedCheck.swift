import Authorization

/// A staged edit that is refused.
struct RefusedEdit: Hashable, Sendable {
  var place: Int
  var refusal: Refusal
}

/// Whether the staged edits could be saved as they are, which the header says.
struct StagedCheck: Hashable, Sendable {
  /// The changes that were asked about, of each edit.
  var asked: [[Change]] = []
  var token: Token?
  var isStale = false
  /// Whether they are refused, as far as is known.
  var isRefused = false
  /// The edit that was staged last and whose refusal is news.
  var placeToTell: Int?
}

/// What the values of a dialog would do together with the staged edits.
struct StagedCompany: Hashable, Sendable {
  /// The changes of all of them, with those of the dialog.
  var asked: [Change]
  /// Those of the dialog.
  var own: Range<Int>
  /// The place of the staged edit that each change belongs to; nil for those of the dialog.
  var places: [Int?]
  /// The rows that each staged edit is about.
  var rows: [Set<RowIdentity>]
  var token: Token?
  var plan: EditPlan?

  /// - Parameter place: the place of the staged edit that the dialog replaces; nil where it comes after all.
  init(_ changes: [Change], with staged: [StagedEdit], at place: Int?) {
    var order: [Int?] = staged.indices.map { $0 == place ? nil : $0 }
    if !order.contains(nil) { order.append(nil) }
    let parts = order.map { index in (index, index.map { staged[$0].changes } ?? changes) }
    asked = parts.flatMap(\.1)
    places = parts.flatMap { index, changes in changes.map { _ in index } }
    let first = parts.prefix { $0.0 != nil }.reduce(0) { $0 + $1.1.count }
    own = first..<first + changes.count
    rows = staged.map { Set($0.rows.map { RowIdentity($0) }) }
  }

  /// What is said of it beside the plan of the dialog alone.
  struct Verdict: Hashable {
    var text: String
    /// Whether it lifts the refusal that the dialog alone meets.
    var lifts: Bool
  }

  /// - Parameter alone: what the dialog would do by itself.
  func verdict(_ alone: EditPlan) -> Verdict? {
    guard let plan, !alone.isEmpty else { return nil }
    let refused = plan.refusedChanges.first { own.contains($0.change) }
    guard alone.refusal == nil else {
      guard alone.canBeStaged, refused == nil else { return nil }
      return Verdict(text: "together with \(names(of: alone)) this works: Ctrl-t", lifts: true)
    }
    if let refused {
      let reason = refused.refusal.text
      let same = places(doing: refused.change, in: plan).first
      return Verdict(
        text: same.map { "staged edit \($0 + 1) already does so: \(reason)" }
          ?? "together with the staged edits it is refused: \(reason)", lifts: false)
    }
    let repeated = own.map { places(doing: $0, in: plan).first }
    guard let first = repeated.first ?? nil, !repeated.contains(nil) else { return nil }
    return Verdict(text: "staged edit \(first + 1) already does so", lifts: false)
  }

  /// The staged edits that do or create the same as one of the changes.
  private func places(doing change: Int, in plan: EditPlan) -> [Int] {
    let wanted = plan.cleaned[change]
    return zip(plan.cleaned, places).compactMap { other, place in
      let creates = wanted.created.map { $0.isSameRow(as: other.created) } ?? false
      return creates || other == wanted ? place : nil
    }
  }

  /// The staged edits that give up what the dialog alone is refused for.
  private func names(of alone: EditPlan) -> String {
    let holders = Set(alone.refusedChanges.flatMap(\.holders))
    let found = rows.indices.filter { places.contains($0) && !rows[$0].isDisjoint(with: holders) }
    let several = "staged edits \(found.map { "\($0 + 1)" }.joined(separator: ", "))"
    return found.isEmpty ? "the staged edits" : found.count == 1 ? "staged edit \(found[0] + 1)" : several
  }
}

extension EntityRef {
  fileprivate func isSameRow(as other: EntityRef?) -> Bool {
    other.map { $0.kind == kind && $0.key == key } ?? false
  }
}

extension Dialog {
  /// What is said of the staged edits beside its own plan.
  var companyVerdict: StagedCompany.Verdict? {
    guard preview.isCurrent, preview.base == 0, let plan = preview.plan else { return nil }
    return company?.verdict(plan)
  }
}
