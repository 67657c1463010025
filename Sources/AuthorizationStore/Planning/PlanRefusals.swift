internal import Authorization

/// The changes of one list that are refused, as they are found.
struct PlanRefusals {
  /// A change that is refused after it has touched rows makes the list be planned once more without it. Nobody reads
  /// more refusals than this, and a long list is not planned without end.
  private static let mostBeginnings = 32

  /// Whether a change that names a row which is not there is refused like any other.
  let refusesMissing: Bool
  private(set) var found: [Int: Refusal] = [:]
  /// What was warned of before the list was planned once more.
  private(set) var warnings: [String] = []
  var mustBeginAnew = false
  private var beginnings = 0

  init(refusesMissing: Bool) { self.refusesMissing = refusesMissing }

  mutating func beginAnew(warnings said: [String]) {
    warnings += said.filter { !warnings.contains($0) }
    beginnings += 1
    mustBeginAnew = beginnings <= Self.mostBeginnings
  }

  /// Says whether the error refuses the change alone. One that comes first and names a missing row is an error of the
  /// whole list, unless such changes are refused.
  mutating func take(_ error: any Error, of change: Int) -> Bool {
    switch error {
    case let error as Refused: found[change] = error.refusal
    case let error as StoreError where error.isAboutMissingRow && (refusesMissing || !found.isEmpty):
      found[change] = Refusal(.conflict, error.message)
    case let error as StoreError where !found.isEmpty && error.isAboutChange:
      found[change] = Refusal(.invalid, error.message)
    default: return false
    }
    return true
  }
}

extension StoreError {
  /// Whether it is about what was asked for, and not about the file or the reading of it.
  fileprivate var isAboutChange: Bool {
    switch code {
    case .orphanObject, .ambiguous, .missingSystem, .usage, .failed: true
    default: false
    }
  }
}
