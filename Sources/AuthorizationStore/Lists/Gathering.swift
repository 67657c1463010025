internal import Authorization
internal import GRDB

/// A search that fills the temporary table of a part, in short reads.
protocol Gathering {
  /// - Parameter report: told the share that is done, where that is known.
  func run(_ reads: ShortReads, _ report: (Double) -> Void) throws
  /// Takes the table away again.
  static func drop(_ database: Database) throws
}
