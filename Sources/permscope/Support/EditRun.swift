import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation

/// One edit from its plan to what is printed of it. Nothing is written before everything was asked.
struct EditRun {
  private let editor: Editor
  private let options: EditOptions
  private let path: String

  init(_ editor: Editor, options: EditOptions, path: String) {
    self.editor = editor
    self.options = options
    self.path = path
  }

  /// - Returns: 0 applied or would be, 1 nothing to change, 2 not applied.
  func run(_ wanted: Wanted) throws -> ExitCode {
    var report = EditReport(json: options.json, path: path, warnings: wanted.warnings)
    let plan = wanted.changes.isEmpty ? EditPlan(changes: []) : try editor.plan(wanted.changes)
    report.plan = plan
    report.warnings += plan.warnings
    if let refusal = plan.refusal {
      // What would change can be looked at in a file that cannot be written, too.
      guard options.dryRun, refusal.kind == .readOnly else {
        return report.refused(refusal.text, hints: plan.warnings)
      }
      report.warnings.append(refusal.text)
    }
    if plan.isEmpty { return report.nothing(wanted.nothing) }

    let preview = try editor.preview(plan)
    let impact = try PreviewCount.of(preview)
    let confirming = Confirming(
      impact.confirmations, given: options.confirm, namesAnyone: wanted.namesAnyone)
    report.impact = impact
    report.needed = confirming.needed
    report.warnings += impact.warnings + confirming.warnings
    if options.list { report.units = preview }
    try report.tellPlan()
    if options.dryRun { return report.dryRun() }

    switch confirming.confirm(mayAsk: mayAsk) {
    case .refused(let text): return report.refused(text)
    case .confirmed(let words):
      guard try prepare() else { return report.refused("stopped before anything was written") }
      do {
        let entry = try editor.apply(
          plan, reason: options.reason.map { Name($0) }, impact: impact, confirmed: words)
        return report.applied(entry)
      } catch let refused as EditRefused {
        return report.refused(refused.refusal.text)
      }
    }
  }

  /// Whether a person can answer.
  private var mayAsk: Bool { !options.json && Conversation.isPossible }

  /// Says what the first edit makes, and writes the backup that was asked for.
  ///
  /// - Returns: false where the person wants to go no further.
  private func prepare() throws -> Bool {
    let notice = try editor.firstEditNotice()
    if let notice {
      Printer.error(
        "the first edit makes the tables \(notice.tables.joined(separator: ", ")) for the history")
      if !notice.triggers.isEmpty {
        Printer.error(
          "these triggers of the database run with edits: \(notice.triggers.joined(separator: ", "))")
      }
    }
    if let path = options.backupPath {
      try backUp(path)
    } else if options.backup {
      try backUp(notice?.backupPath ?? usualBackupPath)
    } else if let notice, mayAsk {
      switch Conversation.askYes("write a backup to \(notice.backupPath) first?") {
      case true?: try backUp(notice.backupPath)
      case false?: break
      case nil: return false
      }
    }
    return true
  }

  private func backUp(_ target: String) throws {
    try editor.backUp(to: target)
    Printer.error("wrote a backup to \(target)")
  }

  private var usualBackupPath: String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    return "\(path).backup-\(formatter.string(from: Date()))"
  }
}

extension EditOptions {
  /// Takes back or does again an entry of the history.
  ///
  /// - Parameter wanted: finds the entry; nil where there is none.
  func editHistory(_ path: String, nothing: String, _ wanted: (Editor) throws -> Change?) throws {
    try edit(path) { (_: AuthorizationDatabase, editor: Editor) in
      var found = Wanted(try wanted(editor).map { [$0] } ?? [])
      found.nothing = nothing
      return found
    }
  }
}
