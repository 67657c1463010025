public import Authorization
internal import GRDB

extension AuthorizationDatabase {
  /// How many findings of a rule are told; the rest is said to be there.
  public static let findingLimit = 100

  /// Looks for what one rule names, in short reads.
  ///
  /// - Parameters:
  ///   - isCancelled: asked between short reads, and while a long one runs.
  ///   - progress: told the share of the search that is done, 0 to 1.
  /// - Throws: `CancellationError` when cancelled, else `StoreError`.
  public func findings(
    of rule: FindingRule, limit: Int = findingLimit, isCancelled: @Sendable () -> Bool = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> RuleFindings {
    try withoutActuallyEscaping(isCancelled) { isCancelled in
      try withoutActuallyEscaping(progress) { progress in
        do {
          return try Interruption.watching([connection], isWanted: isCancelled) { interruption in
            let reads = ShortReads(
              read: { body in try self.read { reader in try interruption.during { try body(reader) } } },
              check: { if isCancelled() { throw CancellationError() } })
            return try FindingScan(reads, limit: limit, report: progress).run(rule)
          }
        } catch {
          if isCancelled() { throw CancellationError() }
          throw error
        }
      }
    }
  }
}

extension AuthorizationReader {
  /// A finding that a list shows; nil where it was not found again.
  func finding(_ key: DatabaseKey) -> Finding? { found.finding(Name(key.text)) }
}
