import Authorization
import AuthorizationStore
import Browser
import Dispatch
import Synchronization

/// Carries out the effects of dialogs: plans, previews and saves, one after the other on a queue of their own. The units
/// of a count that is through are read on another, so that they need not wait for the next count, and so is what would
/// change an answer.
final class EditEffects: Sendable {
  private let database: AuthorizationDatabase
  private let editor: Editor
  private let box: Postbox
  private let queue = DispatchQueue(label: "permscope.edits", qos: .userInitiated)
  private let remedies = DispatchQueue(label: "permscope.remedies", qos: .utility)
  private let listing = DispatchQueue(label: "permscope.units", qos: .userInitiated)
  /// What looks for remedies, on a connection that nobody at the keyboard waits for.
  private let remedyEditor = Mutex<(database: AuthorizationDatabase, editor: Editor)?>(nil)
  /// Previews whose units can be listed, the newest last.
  private let previews = Mutex<[(token: Token, preview: EditPreview)]>([])

  /// A dialog shows one preview and the one before it.
  private static let keptPreviews = 4

  /// How often a preview says how far it has come, in nanoseconds.
  private static let progressPause: UInt64 = 100_000_000

  init(_ database: AuthorizationDatabase, _ editor: Editor, _ box: Postbox) {
    self.database = database
    self.editor = editor
    self.box = box
  }

  /// Starts an effect of a dialog; others are not its business.
  func run(_ effect: Effect) {
    switch effect {
    case .preview(let changes, let token):
      work(token) { try self.planAndCount(changes, token) }
    case .remediate(let subject, let permission, let object, let token):
      work(token, on: remedies) {
        .remediation(token, try self.remediation(subject, permission, object, token))
      }
    case .plan(let changes, let token):
      work(token) { .planned(token, try self.plan(changes), nil) }
    case .loadUnits(let preview, let gains, let first, let limit, let token):
      work(token, on: listing) {
        try self.units(of: preview, gains: gains, from: first, limit: limit, token)
      }
    case .apply(let plan, let reason, let impact, let confirmed, let backup, let token):
      work(token) {
        do {
          if let backup { try self.editor.backUp(to: backup) }
          return .applied(
            token, try self.editor.apply(plan, reason: reason, impact: impact, confirmed: confirmed))
        } catch let refused as EditRefused {
          return .refused(token, refused.refusal)
        }
      }
    case .findUndo(let redo, let token):
      work(token) {
        guard !redo else { return .undoable(token, try self.editor.nextRedo(), passedOver: []) }
        let entry = try self.editor.nextUndo()
        return .undoable(
          token, entry,
          passedOver: try self.editor.passedOver(by: entry, limit: PassedOver.shown + 1))
      }
    default: break
    }
  }

  private func work(
    _ token: Token, on other: DispatchQueue? = nil, _ work: @escaping @Sendable () throws -> BrowserInput
  ) {
    box.want(token)
    (other ?? queue).async {
      guard !self.box.isCancelled(token) else { return }
      self.box.answer(token, work)
    }
  }

  /// A row that another program deleted is a conflict of the changes that name it; the entry of an undo likewise.
  private func plan(_ changes: [Change]) throws -> EditPlan {
    do {
      return try editor.plan(changes, refusesMissing: true)
    } catch let error as StoreError where error.isAboutMissingRow {
      return EditPlan(changes: changes, refusal: Refusal(.conflict, error.message))
    }
  }

  private func planAndCount(_ changes: [Change], _ token: Token) throws -> BrowserInput {
    let plan = try plan(changes)
    let notice = try editor.firstEditNotice()
    guard plan.refusal == nil, !plan.isEmpty else { return .planned(token, plan, notice) }
    box.post(.planned(token, plan, notice))
    let preview = try editor.preview(plan)
    var told = DispatchTime.now().uptimeNanoseconds
    let impact = try preview.count(
      isCancelled: { self.box.isCancelled(token) },
      progress: { share in
        let now = DispatchTime.now().uptimeNanoseconds
        guard share < 1, now - told >= Self.progressPause else { return }
        told = now
        box.post(.previewed(token, nil, progress: share))
      })
    previews.withLock { kept in
      kept.append((token, preview))
      if kept.count > Self.keptPreviews { kept.removeFirst() }
    }
    return .previewed(token, impact, progress: 1)
  }

  /// What would change the answer to a check.
  private func remediation(
    _ subject: SubjectRef, _ permission: Name, _ object: EntityRef?, _ token: Token
  ) throws -> Remediation {
    let (database, editor) = try remedyEditor.withLock { kept in
      let current = try self.database.another(than: kept?.database)
      if let kept, kept.database === current { return kept }
      let fresh = (current, Editor(current, options: self.editor.options))
      kept = fresh
      return fresh
    }
    let asked = try database.read { try $0.asked(subject, permission, on: object) }
    return try editor.remediation(asked, isCancelled: { self.box.isCancelled(token) })
  }

  private func units(
    of preview: Token, gains: Bool, from first: Int, limit: Int, _ token: Token
  ) throws -> BrowserInput {
    let kept = previews.withLock { kept in kept.first { $0.token == preview }?.preview }
    return .units(token, try kept?.units(gains: gains, from: first, limit: limit) ?? [])
  }
}
