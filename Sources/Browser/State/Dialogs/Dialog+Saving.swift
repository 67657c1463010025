import Authorization
import Frame

/// Whether a dialog can be saved, and why not.
extension Dialog {
  /// Why a button does nothing right now; nil where it can be pressed.
  func reasonAgainst(_ button: Button) -> String? {
    switch button {
    case .save: reasonAgainstSaving
    case .stage: reasonAgainstStaging
    case .list: reasonAgainstListing
    case .copy: answer.report == nil ? "there is no answer to copy" : nil
    case .discard, .cancel: nil
    }
  }

  /// The key that presses a button from where the keys are.
  private func key(_ button: Button) -> String {
    var presses = focus == .button(button)
    // The page before the first edit has buttons of its own.
    if case .firstEdit? = page { presses = true }
    return (presses ? Key.enter : button.action.flatMap { Action.of($0)?.keys.first } ?? .enter).label
  }

  private func reasonAgainstPlan(_ button: Button) -> String? {
    if saving != nil { return "it is being saved" }
    if isGone { return "this row is gone: another program has deleted it" }
    if let problem = draft.problem { return problem }
    if preview.asked == nil { return "nothing to change" }
    if let failure = preview.failure { return failure }
    guard preview.isCurrent, let plan = preview.plan else {
      if preview.isStopped { return "what it would do is unknown; Ctrl-v looks again" }
      return "still looking what it would do; \(key(button)) again when done"
    }
    if let refusal = plan.refusal { return "refused: \(words(refusal, of: plan))" }
    return plan.isEmpty ? "nothing to change: it is like this already" : nil
  }

  /// Whether a count can be stopped. One that only refreshes what is shown comes and goes: where an application writes
  /// all the time, a key for it would be a flicker without end.
  var canStopCounting: Bool { preview.isCounting && !preview.isRefreshing }

  /// Why a plan is refused. It knows a row that is gone by its key only; who ticked it knows its name.
  func words(_ refusal: Refusal, of plan: EditPlan) -> String {
    // Of a single change nobody says which one it is.
    let place = plan.refusedChange ?? (plan.changes.count == 1 ? 0 : plan.changes.count)
    guard refusal.kind == .conflict, plan.changes.indices.contains(place) else { return refusal.text }
    let gone = fields.flatMap { field in
      if field.isShown, case .checklist(let list) = field.control { list.gone } else { [EntityRef]() }
    }
    guard let ref = gone.first(where: { plan.changes[place].names($0.kind, $0.key) }) else {
      return refusal.text
    }
    return "`\(ref.name)` is gone: another program has deleted it; Space in its list takes it off"
  }

  private var reasonAgainstSaving: String? {
    if let reason = reasonAgainstPlan(.save) { return reason }
    if namesCreatedRows {
      return "it names a row that is only staged; Ctrl-t stages it, `S` saves all"
    }
    if preview.isStopped { return "what it changes has not been counted; Ctrl-v counts again" }
    guard preview.isCounted else { return "still counting what it changes; \(key(.save)) again when done" }
    return missingWord.map { "type `\($0)` to confirm" }
  }

  private var reasonAgainstStaging: String? {
    // Other edits of the list may lift the refusal; before they do, the list is not saved.
    if saving == nil, !isGone, draft.problem == nil, preview.isCurrent, preview.plan?.canBeStaged == true {
      return nil
    }
    return reasonAgainstPlan(.stage)
  }

  private var reasonAgainstListing: String? {
    guard let impact = preview.isCurrent ? preview.impact : nil else {
      return preview.isStopped ? nil : "there is nothing to list yet"
    }
    guard preview.isCounted else { return "still counting; \(key(.list)) again when done" }
    return impact.gains + impact.losses == 0 ? "there is nothing to list" : nil
  }

  private var missingWord: Name? { missingWordIndex.map { confirmations[$0].word } }

  /// The place of the first word that still has to be typed.
  private var missingWordIndex: Int? {
    confirmations.indices.first { index in
      let typed = typedWords.indices.contains(index) ? Name(typedWords[index].text) : ""
      return typed != confirmations[index].word
    }
  }

  /// The field of the word that is all that is missing for saving.
  var confirmationToType: Int? {
    guard reasonAgainstPlan(.save) == nil, !preview.isStopped, preview.isCounted else { return nil }
    return missingWordIndex
  }

  /// What Save would write, as the person sees it; nil where it cannot be saved.
  var seen: SeenEdit? {
    guard reasonAgainst(.save) == nil, let plan = preview.plan else { return nil }
    return SeenEdit(plan: plan, impact: preview.impact)
  }

  /// What saving would overwrite that another program wrote meanwhile, in words.
  var overwrites: [String] {
    stagedConflicts + changedUnderneath
      + fields.filter { $0.isShown && $0.isEditedConflict && $0.isChanged }
      .map { "\($0.label) \($0.conflict ?? "")" }
  }
}

/// A save that waits until it is known that what was seen is still what would happen.
struct DelayedSave: Hashable, Sendable {
  var seen: SeenEdit
  var backup: String?
  /// The question before the first edit, where it was answered.
  var notice: FirstEditNotice?
}

/// An edit as a person saw it when they pressed Save. Only this is written: the gate compares it with the rows as they
/// are by then, and what another program wrote meanwhile is a conflict and not a new plan that nobody has read.
struct SeenEdit: Hashable, Sendable {
  var plan: EditPlan
  var impact: Impact?
}

extension Dialog.Button {
  /// What presses it from anywhere in the dialog; nil where nothing does.
  fileprivate var action: ActionID? {
    switch self {
    case .save: .saveDialog
    case .stage: .stage
    case .list: .listUnits
    case .cancel: .closeDialog
    case .discard, .copy: nil
    }
  }
}
