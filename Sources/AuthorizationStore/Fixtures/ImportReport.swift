public import Authorization

/// What an import does, or would do.
public struct ImportReport: Sendable, Hashable {
  /// The records of one model, by what became of them.
  public struct Model: Sendable, Hashable {
    public var model: Name
    public var table: String
    public var created = 0
    public var updated = 0
    public var unchanged = 0
  }

  /// In the order in which they came.
  public var models: [Model] = []
  public var records = 0
  /// Tables that were made.
  public var tables: [String] = []
  /// Columns that were added to known tables, as `table.column`.
  public var columns: [String] = []
  public var warnings: [String] = []

  public init() {}

  /// Whether the database is as it was.
  public var changesNothing: Bool {
    tables.isEmpty && columns.isEmpty && models.allSatisfy { $0.created == 0 && $0.updated == 0 }
  }
}
