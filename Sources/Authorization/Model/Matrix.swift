/// A request for a part of the table of subjects × objects of one type, with the answer to a permission in each cell.
/// Rows and columns are read by key, so that it costs the same anywhere.
public struct MatrixRequest: Hashable, Sendable {
  public enum Subjects: String, Hashable, Sendable { case users, groups }

  /// Where the rows or the columns begin.
  public enum Start: Hashable, Sendable {
    case at(PageRequest.Anchor)
    /// Around this row, with some before it; at the start where it is not in the list.
    case around(EntityRef)
  }

  /// The rows, or the columns.
  public struct Axis: Hashable, Sendable {
    /// Text that the name contains, whatever the case; empty for no filter.
    public var filter: String
    public var start: Start
    public var limit: Int

    public init(filter: String = "", start: Start = .at(.start), limit: Int) {
      self.filter = filter
      self.start = start
      self.limit = limit
    }
  }

  /// The most that one answer holds.
  public static let mostRows = 60
  public static let mostColumns = 40

  public var permission: Name
  /// Nil where the permission itself says which type is meant.
  public var type: TypeName?
  public var subjects: Subjects
  public var rows: Axis
  public var columns: Axis

  public init(permission: Name, type: TypeName?, subjects: Subjects, rows: Axis, columns: Axis) {
    self.permission = permission
    self.type = type
    self.subjects = subjects
    self.rows = rows
    self.columns = columns
  }
}

/// A part of the matrix.
public struct MatrixWindow: Hashable, Sendable {
  /// What one check says.
  public enum Answer: Hashable, Sendable {
    case outcome(Outcome)
    /// The real system raises.
    case raises

    public var sign: String {
      switch self {
      case .outcome(let outcome): outcome.sign
      case .raises: "!"
      }
    }
  }

  public var type: TypeName
  /// What each cell answers, in order: one permission, or reading and writing of git trees side by side.
  public var permissions: [Name]
  /// Every permission that could be asked about objects of the type.
  public var choices: [Name]
  /// Subjects; they have no cells of their own.
  public var rows: Page
  /// Objects.
  public var columns: Page
  /// By row and column, one answer for each of the permissions.
  public var cells: [[[Answer]]]

  public init(
    type: TypeName, permissions: [Name], choices: [Name], rows: Page, columns: Page, cells: [[[Answer]]]
  ) {
    self.type = type
    self.permissions = permissions
    self.choices = choices
    self.rows = rows
    self.columns = columns
    self.cells = cells
  }
}
