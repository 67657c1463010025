public import Authorization

/// What an export has written.
public struct ExportReport: Sendable, Hashable {
  public struct Model: Sendable, Hashable {
    public var model: Name
    public var records: Int
  }

  /// In the order in which they stand in the file; those without a row are left out.
  public var models: [Model] = []
  public var records = 0
  public var warnings: [String] = []

  public init() {}
}
