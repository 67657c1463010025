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

  /// Plans the list in order; each change sees what the ones before it did. After one that is refused the rest is
  /// planned as if it were not there, so that every refusal is known; the plan as a whole stays refused.
  ///
  /// - Parameter refusesMissing: whether a change that names a row which is not there is refused like any other.
  /// - Throws: `StoreError` where a row that a change names is not there, unless such changes are refused.
  func plan(_ changes: [Change], refusesMissing: Bool = false) throws -> EditPlan {
    var plan = EditPlan(changes: changes)
    var refusals = PlanRefusals(refusesMissing: refusesMissing)
    var session = try planAll(&plan, &refusals)
    while refusals.mustBeginAnew { session = try planAll(&plan, &refusals) }
    let clashes = try session.clashes().filter { refusals.found[$0.change] == nil }
    let clashing = Dictionary(
      clashes.map { ($0.change, $0.refused) }, uniquingKeysWith: { first, _ in first })
    plan.refuse(refusals.found.map { RefusedChange($0.key, $0.value) } + clashing.values)
    plan.lineCounts = session.lineCounts
    plan.rows = try session.state.changes().map(Self.withoutSecrets)
    plan.lines = plan.isEmpty ? [] : session.lines
    plan.warnings = session.warnings + refusals.warnings.filter { !session.warnings.contains($0) }
    plan.irreversible = plan.rows.isEmpty ? nil : session.irreversible
    return plan
  }

  /// Plans all changes that are not known to be refused.
  private func planAll(_ plan: inout EditPlan, _ refusals: inout PlanRefusals) throws -> PlanningSession {
    let session = try PlanningSession(reader, now: now, shippedText: shippedText)
    refusals.mustBeginAnew = false
    for (index, typed) in plan.changes.enumerated() {
      plan.cleaned[index] = session.cleaned(typed)
      guard refusals.found[index] == nil else {
        session.leaveOut()
        continue
      }
      do {
        try session.planNext(plan.cleaned[index])
      } catch let error where refusals.take(error, of: index) {
        guard session.isMarked else { continue }
        refusals.beginAnew(warnings: session.warnings)
        // What is left of it would be blamed on others.
        break
      } catch var error as StoreError {
        if plan.changes.count > 1 { error.change = index }
        throw error
      }
    }
    return session
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
  /// Whether a change that was refused had touched rows before.
  private(set) var isMarked = false
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

  /// Plans a change. What one that is refused would have done is taken back; what it warned of stays.
  ///
  /// - Parameter change: as `cleaned` makes it.
  func planNext(_ change: Change) throws {
    let before = (
      lines: lines.count, names: takenNames.count, irreversible: irreversible
    )
    let touches = state.touches
    do {
      try plan(change)
    } catch {
      lines.removeSubrange(before.lines...)
      takenNames.removeSubrange(before.names...)
      irreversible = before.irreversible
      isMarked = state.touches != touches
      leaveOut()
      throw error
    }
    lineCounts.append(lines.count - before.lines)
  }

  /// Counts a change that is not planned.
  func leaveOut() { lineCounts.append(0) }

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
