internal import Authorization
import Foundation
internal import GRDB

/// Turns changes into the rows that the real systems would write.
///
/// It reads only. What it plans holds for the state of the database that the reader sees; the gate plans anew inside
/// the transaction that writes.
struct ChangePlanner {
  /// The text that an application shipped for an access policy; nil where the history does not know it.
  typealias ShippedText = (DatabaseKey) throws -> EndpointFields?

  private let reader: AuthorizationReader
  private let now: Date
  private let shippedText: ShippedText

  /// - Parameter now: what new rows say of the time when they were made.
  init(_ reader: AuthorizationReader, now: Date, shippedText: @escaping ShippedText = { _ in nil }) {
    self.reader = reader
    self.now = now
    self.shippedText = shippedText
  }

  /// Plans the list in order; each change sees what the ones before it did.
  ///
  /// - Throws: `StoreError` where a row that a change names is not there.
  func plan(_ changes: [Change]) throws -> EditPlan {
    let session = try PlanningSession(reader, now: now, shippedText: shippedText)
    var plan = EditPlan(changes: changes)
    do {
      for (index, typed) in changes.enumerated() {
        plan.cleaned[index] = session.cleaned(typed)
        try session.planNext(plan.cleaned[index])
      }
    } catch let refused as Refused {
      plan.refusal = refused.refusal
      plan.refusedChange = session.lineCounts.count
    } catch var error as StoreError {
      if changes.count > 1 { error.change = session.lineCounts.count }
      throw error
    }
    if plan.refusal == nil, let clash = try session.clash() {
      plan.refusal = clash.refusal
      plan.refusedChange = clash.change
      plan.canBeStaged = true
    }
    plan.lineCounts = session.lineCounts
    plan.rows = try session.state.changes().map(Self.withoutSecrets)
    plan.lines = plan.isEmpty ? [] : session.lines
    plan.warnings = session.warnings
    plan.irreversible = plan.rows.isEmpty ? nil : session.irreversible
    return plan
  }

  /// What a session holds is not kept anywhere: of a session that ends only its key and its end are noted, which is
  /// enough to see that it is still the same.
  private static func withoutSecrets(_ change: RowChange) -> RowChange {
    guard change.table == "django_session" else { return change }
    var change = change
    change.before = change.before?.filter { ["session_key", "expire_date"].contains($0.column) }
    return change
  }
}

/// A change that is not done.
struct Refused: Error {
  let refusal: Refusal

  init(_ kind: Refusal.Kind, _ text: String) { refusal = Refusal(kind, text) }
}

/// The planning of one list of changes.
final class PlanningSession {
  let reader: AuthorizationReader
  let state: PlanningState
  private var knownReferences: References?
  /// As Django writes times.
  let now: Name
  let shippedText: ChangePlanner.ShippedText
  private(set) var lines: [PlanLine] = []
  /// How many lines each change made.
  private(set) var lineCounts: [Int] = []
  /// Names that a change takes and another row has so far.
  var takenNames: [TakenName] = []
  /// The keys of the rows that were created, in order.
  var created: [String: [RowValue]] = [:]
  private(set) var warnings: [String] = []
  var irreversible: String?

  init(_ reader: AuthorizationReader, now: Date, shippedText: @escaping ChangePlanner.ShippedText) throws {
    self.reader = reader
    self.now = Name(DjangoText.time(now))
    self.shippedText = shippedText
    state = try PlanningState(reader.database)
  }

  /// Read when something is deleted: the foreign keys of all tables.
  func references() throws -> References {
    if let known = knownReferences { return known }
    let read = try References(state)
    knownReferences = read
    return read
  }

  func say(_ text: String, isConsequence: Bool = false) {
    lines.append(PlanLine(text, isConsequence: isConsequence))
  }

  func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// - Parameter change: as `cleaned` makes it.
  func planNext(_ change: Change) throws {
    let before = lines.count
    try plan(change)
    lineCounts.append(lines.count - before)
  }

  private func plan(_ change: Change) throws {
    state.current = change
    switch change {
    case .createUser(let fields, let groups): try createUser(fields, groups: groups)
    case .editUser(let key, let edit): try editUser(key, edit)
    case .deleteUser(let key): try deleteUser(key)
    case .createGroup(let name): try createGroup(name)
    case .renameGroup(let key, let name): try renameGroup(key, name)
    case .deleteGroup(let key): try deleteGroup(key)
    case .addMember(let user, let group): try addMember(user, group)
    case .removeMember(let user, let group): try removeMember(user, group)
    case .grant(let grant): try self.grant(grant)
    case .revoke(let grant): try revoke(grant)
    case .createRole(let fields): try createRole(fields)
    case .editRole(let key, let edit): try editRole(key, edit)
    case .deleteRole(let key): try deleteRole(key)
    case .permit(let role, let permission): try permit(role, permission)
    case .forbid(let role, let permission): try forbid(role, permission)
    case .assign(let assignment): try assign(assignment)
    case .unassign(let assignment): try unassign(assignment)
    default: try planObjects(change)
    }
  }

  private func planObjects(_ change: Change) throws {
    switch change {
    case .createTree(let name, let policy): try createTree(name, policy)
    case .renameTree(let key, let name): try renameTree(key, name)
    case .deleteTree(let key): try deleteTree(key)
    case .setPolicy(let tree, let policy): try setPolicy(tree, policy)
    case .createPolicy(let name, let read, let write): try createPolicy(name, read: read, write: write)
    case .renamePolicy(let key, let name): try renamePolicy(key, name)
    case .deletePolicy(let key): try deletePolicy(key)
    case .setAccess(let policy, let method, let group): try setAccess(policy, method, group)
    case .createPermission(let type, let codename, let title):
      try createPermission(type, codename: codename, title: title)
    case .createDefaultPermissions(let type): try createDefaultPermissions(type)
    case .deletePermission(let key): try deletePermission(key)
    case .createEndpoint(let fields): try createEndpoint(fields)
    case .editEndpoint(let key, let edit): try editEndpoint(key, edit)
    case .deleteEndpoint(let key): try deleteEndpoint(key)
    case .resetEndpoint(let key, let fields): try resetEndpoint(key, to: fields)
    case .endSession(let key): try endSession(key)
    case .removeOrphans: try removeOrphans()
    default:
      throw StoreError(.failed, "undoing and doing again are planned from the history, not from the tables")
    }
  }
}
