internal import Authorization
import Foundation

/// Turns changes into rows: edits by the planner, undo and redo by the history.
struct Planning {
  /// A plan, and what the history will call it.
  struct Planned {
    var plan: EditPlan
    var kind = HistoryEntry.Kind.edit
    var about: Int64?
  }

  let reader: AuthorizationReader
  let now: Date

  func plan(_ changes: [Change], refusesMissing: Bool = false) throws -> Planned {
    let isUndo = changes.map { change in
      switch change {
      case .undo, .redo: true
      default: false
      }
    }
    guard isUndo.contains(true) else {
      return Planned(plan: try planner.plan(changes, refusesMissing: refusesMissing))
    }
    guard let change = changes.first, changes.count == 1 else {
      let refusal = Refusal(
        .invalid, "undo and redo are saved by themselves; take them out, or save the rest first")
      return Planned(plan: EditPlan(changes: changes, refusal: refusal))
    }
    return try UndoPlanner(reader).plan(change)
  }

  private var planner: ChangePlanner {
    ChangePlanner(reader, now: now, shippedText: { try ShippedText(reader: reader).fields($0) })
  }
}
