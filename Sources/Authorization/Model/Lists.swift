/// The views of the browser, in the order of their keys `1` to `9`, `0`, `-` and `=`.
public enum ViewID: String, Sendable, CaseIterable {
  case users, groups, roles, trees, policies, objects, permissions, endpoints, tasks, sessions, history,
    findings
}

/// Where the rows of a list come from.
public enum ListSource: Hashable, Sendable {
  case view(ViewID)
  /// The objects of one type.
  case objects(TypeName)
  /// Everything in one section of a detail, where the detail shows only the first lines.
  case section(of: EntityRef, section: SectionID)
  /// The entries of the history that concern any of these rows.
  case history(of: [EntityRef])
  /// The users who may do `permission` to `object`, or generally.
  case whoCan(permission: Name, object: EntityRef?)
  /// The objects that a subject may do something to. The type is nil where the permission itself says which is meant.
  case whatCan(SubjectRef, permission: Name, type: TypeName?)
  /// The listings of the applications, with what each shows to a user.
  case seen(by: EntityRef)
  /// What one of them shows to a user.
  case listing(SeenListing, by: EntityRef)
}

/// The groups of lines in a detail.
public enum SectionID: String, Hashable, Sendable, CaseIterable {
  case groups, members, modelPermissions, roles, objectGrants, sessions, tasks, artifacts
  case policies, trees, readers, writers, holders, objects, holdersOfPermission, rolesWithPermission
  case related, statements, creationHooks, grantedTo, permissions
  case history, lines, rows, content
  case fix, proof, commands
}

/// A column of a list. The store fills it, the browser decides whether there is room for it.
public struct Column: Hashable, Sendable {
  public enum Alignment: Sendable { case left, right }

  public var id: String
  public var title: String
  /// Cells that it needs at the least.
  public var width: Int
  /// Whether it takes a share of the cells that are left over.
  public var stretches: Bool
  public var alignment: Alignment
  /// Columns with a higher number are dropped first where the pane is narrow.
  public var priority: Int
  /// Whether the list can be sorted by it.
  public var sortable: Bool

  public init(
    _ id: String, _ title: String, width: Int, stretches: Bool = false, alignment: Alignment = .left,
    priority: Int = 0, sortable: Bool = false
  ) {
    self.id = id
    self.title = title
    self.width = width
    self.stretches = stretches
    self.alignment = alignment
    self.priority = priority
    self.sortable = sortable
  }
}

/// One value in a list.
public enum CellValue: Hashable, Sendable {
  case text(String)
  case flag(Bool)
  case count(Int)
  /// Who may do something to a tree: `nobody`, `anyone`, or the name of a group.
  case audience(Audience)
  case none
}

/// Who an operation on a git tree is open to.
public enum Audience: Hashable, Sendable {
  case nobody
  case anyone
  case group(Name)

  public var text: String {
    switch self {
    case .nobody: "nobody"
    case .anyone: "anyone"
    case .group(let name): name.text
    }
  }
}

/// The place of a row in its list's order: the sort value and the key, opaque to the browser.
public struct RowPosition: Hashable, Sendable {
  public var sortValue: SortValue
  public var key: DatabaseKey

  public init(sortValue: SortValue, key: DatabaseKey) {
    self.sortValue = sortValue
    self.key = key
  }
}

/// A value that rows are ordered by.
public enum SortValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(Name)
}

/// One row of a list.
public struct ListRow: Hashable, Sendable {
  public var ref: EntityRef
  /// One for each column of the list, in order.
  public var cells: [CellValue]
  public var position: RowPosition
  /// Drawn dim: an inactive user, an expired session.
  public var faded: Bool
  /// What the row stands for in a section's list, where it can be taken away by itself.
  public var edit: LineEdit?
  /// The list that the row stands for, which `Enter` opens.
  public var opens: ListSource?

  public init(
    ref: EntityRef, cells: [CellValue], position: RowPosition, faded: Bool = false, edit: LineEdit? = nil,
    opens: ListSource? = nil
  ) {
    self.ref = ref
    self.cells = cells
    self.position = position
    self.faded = faded
    self.edit = edit
    self.opens = opens
  }
}

/// The order of a list.
public struct ListOrder: Hashable, Sendable {
  public var column: String
  public var descending: Bool

  public init(column: String, descending: Bool = false) {
    self.column = column
    self.descending = descending
  }
}

/// A request for some rows of a list, by key and never by number, so that it costs the same anywhere.
public struct PageRequest: Hashable, Sendable {
  public enum Anchor: Hashable, Sendable {
    case start
    case end
    /// The rows that follow this one.
    case after(RowPosition)
    /// The rows that precede this one; returned in list order.
    case before(RowPosition)
    /// This row, or the one that took its place, and what follows.
    case from(RowPosition)
  }

  public var source: ListSource
  /// Text that the name (and e-mail, full name, …) contains, whatever the case; empty for no filter.
  public var filter: String
  /// Nil for the list's own order.
  public var order: ListOrder?
  public var anchor: Anchor
  public var limit: Int

  public init(source: ListSource, filter: String = "", order: ListOrder? = nil, anchor: Anchor, limit: Int) {
    self.source = source
    self.filter = filter
    self.order = order
    self.anchor = anchor
    self.limit = limit
  }
}

/// Some rows of a list.
public struct Page: Hashable, Sendable {
  public var rows: [ListRow]
  public var reachesStart: Bool
  public var reachesEnd: Bool

  public init(rows: [ListRow], reachesStart: Bool, reachesEnd: Bool) {
    self.rows = rows
    self.reachesStart = reachesStart
    self.reachesEnd = reachesEnd
  }
}

/// How many rows a list has, as far as they have been counted.
public struct Tally: Hashable, Sendable {
  /// Rows that match the filter, so far.
  public var matches: Int
  /// All rows of the list; nil while they are being counted.
  public var total: Int?
  /// Share of the work that is done, 0 to 1. Below 1 the numbers still grow.
  public var progress: Double
  /// A word on what the numbers leave out.
  public var note: String?

  public init(matches: Int, total: Int?, progress: Double, note: String? = nil) {
    self.matches = matches
    self.total = total
    self.progress = progress
    self.note = note
  }

  public var complete: Bool { progress >= 1 }
}
