import Authorization

/// Saving while what was seen is being counted again, because another program has written.
///
/// The gate compares the rows that were seen with those that are there. Whose checks they change can change by other
/// rows; so the save waits for the count, and is done where it comes out as it was seen.
extension BrowserState {
  mutating func saveOnceCounted(_ save: DelayedSave) {
    dialog?.delayedSave = save
    guard dialog?.preview.isCounting == true else { return settleDelayedSave() }
    messages.say(.info, "another program has written: saved once that is counted, if all stays as shown")
  }

  /// Saves or says why not, once it is counted.
  mutating func settleDelayedSave() {
    guard let dialog, let save = dialog.delayedSave, !dialog.preview.isCounting else { return }
    self.dialog?.delayedSave = nil
    if let reason = dialog.reasonAgainst(.save) ?? Self.reasonToLookAgain(dialog, save.seen) {
      closeFirstEdit()
      return messages.say(.warning, "not saved: \(reason)")
    }
    if asksBeforeOverwriting() { return closeFirstEdit() }
    if let notice = dialog.preview.notice, !notice.saysTheSame(as: save.notice) {
      self.dialog?.page = .firstEdit(FirstEditPage(notice, seen: save.seen))
      return
    }
    apply(save.seen, backup: save.backup)
  }

  /// Whoever does something else first does not mean it any more.
  mutating func forgetDelayedSave() {
    guard dialog?.delayedSave != nil else { return }
    dialog?.delayedSave = nil
    messages.say(.info, "not saved: it was still being counted; Ctrl-s saves")
  }

  /// What has to be looked at is in the dialog, which the question before the first edit hides.
  private mutating func closeFirstEdit() {
    if case .firstEdit? = dialog?.page { closePage() }
  }

  private static func reasonToLookAgain(_ dialog: Dialog, _ seen: SeenEdit) -> String? {
    // Warnings tell how it was counted, too, which differs from one time to the next.
    let before = seen.impact
    let now = dialog.preview.impact
    let isSame =
      before?.gains == now?.gains && before?.losses == now?.losses && before?.parts == now?.parts
      && before?.confirmations == now?.confirmations
    return isSame ? nil : "another program has changed what it would do; look again, then repeat it"
  }
}

extension FirstEditNotice {
  /// Whether a person who has answered the other has answered this one; a new place for the backup is no news.
  fileprivate func saysTheSame(as other: FirstEditNotice?) -> Bool {
    tables == other?.tables && triggers == other?.triggers
  }
}
