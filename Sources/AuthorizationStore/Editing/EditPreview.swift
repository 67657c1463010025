public import Authorization
import Synchronization

/// Finds out whose checks a list of row changes would change, without writing or locking anything.
///
/// A check is a subject, a permission and a place. Counted is the difference between those that `allows` says yes to
/// before and after:
///
/// - Subjects are the users (rows of the user table, before or after) and whoever is not logged in. Who has no row on
///   one side may nothing on that side.
/// - *In general*: every name of `auth_permission` on either side, and every permission that a rule names.
/// - *On a domain*: the same names, unless they contain `domain`. Those are asked of the domain's row as an object, and
///   the others never are, so that a domain counts once.
/// - *On an object*: the permissions whose row, on either side, is one of the object's type; those that a rule names
///   for the type; and `read` and `write` of git trees and of every type below one. An object that does not exist on
///   a side is allowed to nobody there, and so are all objects of a type without a table.
/// - *On every object of a type, or on every domain, at once*, whoever may by their own row: active superusers, and
///   those whom a rule lets pass as superusers. That is one unit with the number of objects whose check changes, and
///   none where no check changes; the holder has no units for single objects. Who has every object before and after
///   gains nothing by a new one.
///
/// A permission is never asked of an object of another type, and what would raise counts as no.
public final class EditPreview: Sendable {
  private let source: PreviewSource
  private let database: AuthorizationDatabase
  private let rows: [RowChange]
  private let confirmFactor: Int
  private let individualLimit: Int?
  private let list = Mutex<UnitList?>(nil)

  /// How often a preview begins anew because another program has written.
  private static let patience = 5

  convenience init(_ database: AuthorizationDatabase, _ rows: [RowChange], confirmFactor: Int) throws {
    try self.init(database, rows, confirmFactor: confirmFactor, source: PreviewSource(database))
  }

  /// - Parameters:
  ///   - source: connections that are kept between previews, because opening them takes longer than most.
  ///   - individualLimit: how many users of a class are compared one by one; the answer does not depend on it.
  init(
    _ database: AuthorizationDatabase, _ rows: [RowChange], confirmFactor: Int, source: PreviewSource,
    individualLimit: Int? = nil
  ) throws {
    self.individualLimit = individualLimit
    self.database = database
    self.rows = rows
    self.confirmFactor = confirmFactor
    self.source = source
  }

  /// Counts; may take long, and says how far it has come (0 to 1).
  ///
  /// - Throws: `CancellationError` where `isCancelled` says so, which is asked while a long statement runs, too.
  public func count(isCancelled: @Sendable () -> Bool, progress: (Double) -> Void) throws -> Impact {
    try count(isCancelled: isCancelled, progress: progress, afterwards: { _ in true }) ?? Impact()
  }

  /// The same where `afterwards`, which reads the database as it would be, says that it is worth counting; else nil.
  func count(
    isCancelled: @Sendable () -> Bool, progress: (Double) -> Void,
    afterwards: (AuthorizationReader) throws -> Bool
  ) throws -> Impact? {
    var furthest = 0.0
    for attempt in 0...Self.patience {
      do {
        return try count(
          tolerant: attempt == Self.patience, isCancelled,
          { share in
            furthest = max(furthest, min(1, share))
            progress(furthest)
          }, afterwards)
      } catch is PreviewSides.Overtaken {
        continue
      }
    }
    throw StoreError(.busy, "`\(database.path)` is written all the time; try again")
  }

  private func count(
    tolerant: Bool, _ isCancelled: @Sendable () -> Bool, _ progress: (Double) -> Void,
    _ afterwards: (AuthorizationReader) throws -> Bool
  ) throws -> Impact? {
    try withoutActuallyEscaping(isCancelled) { isCancelled in
      try withoutActuallyEscaping(progress) { progress in
        try source.withSides { sides in
          sides.restart()
          sides.toleratesWrites = tolerant
          defer { sides.clear() }
          return try sides.interruptible(isWanted: isCancelled) {
            let deltas = try sides.read(.before) { try TableDelta.collect(rows, $0.database) }
            try sides.install(Scratch(deltas: deltas))
            guard try sides.read(.after, afterwards) else { return nil }
            let comparison = Comparison(
              sides, deltas, confirmFactor: confirmFactor,
              check: { if isCancelled() { throw CancellationError() } }, report: progress)
            comparison.individualLimit = individualLimit
            var result = try comparison.run()
            result.confirmations += try sides.read(.before) { reader in
              try PolicyConfirmations.of(rows) { try reader.relations.name(of: .endpoint, key: $0) }
            }
            if tolerant {
              result.warnings.append(Impact.overtaken)
            }
            list.withLock { $0 = UnitList(result, comparison) }
            return result.impact
          }
        }
      }
    }
  }

  /// Some of the units, after `count`; the same order every time.
  public func units(gains: Bool, from first: Int, limit: Int) throws -> [ImpactUnit] {
    guard let list = list.withLock({ $0 }) else { return [] }
    return try database.read { try list.units(gains: gains, from: first, limit: limit, $0) }
  }
}
