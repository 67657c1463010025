/// A field of a row that a dialog shows.
public enum FieldID: String, Sendable, Hashable, CaseIterable {
  case username, firstName, lastName, email, isActive, isStaff, isSuperuser
  case name, description, locked, policy, readGroup, writeGroup
  case statements, creationHooks, querysetScoping, customized
}

/// The value of a field as it stands in the database.
public enum FieldValue: Sendable, Hashable {
  case text(Name)
  case flag(Bool)
  /// A row that the field points to; nil where it points to none.
  case reference(EntityRef?)
  case null
}

/// The fields of one row; those that the table lacks are absent.
public struct EntityFields: Sendable, Hashable {
  public var ref: EntityRef
  public var values: [FieldID: FieldValue]

  public init(ref: EntityRef, values: [FieldID: FieldValue]) {
    self.ref = ref
    self.values = values
  }
}

/// What a list of choices is about.
public enum ChoiceSource: Sendable, Hashable {
  case users, groups, roles, policies, trees, domains
  /// Types that can have permissions.
  case types
  /// Rows of `auth_permission`; those that can be granted on objects of one type, or all.
  case permissions(TypeName?)
  case objects(TypeName)
}

/// What is on in a list of choices.
public enum ChoiceState: Sendable, Hashable {
  case nothing
  case members(ofGroup: DatabaseKey)
  case groups(ofUser: DatabaseKey)
  case permissions(of: Grantee)
  case rolePermissions(of: DatabaseKey)
  case objectPermissions(of: Grantee, ObjectRef)
}

/// A request for choices, by the place of the row before them.
public struct ChoiceRequest: Sendable, Hashable {
  public var source: ChoiceSource
  public var state: ChoiceState
  /// Text that the label contains, whatever the case.
  public var filter: String
  /// Only what is on.
  public var onlyOn: Bool
  /// What a person has chosen to switch on; the answer says which of them the filter leaves.
  public var added: [EntityRef]
  public var after: RowPosition?
  public var limit: Int

  public init(
    source: ChoiceSource, state: ChoiceState = .nothing, filter: String = "", onlyOn: Bool = false,
    added: [EntityRef] = [], after: RowPosition? = nil, limit: Int
  ) {
    self.source = source
    self.state = state
    self.filter = filter
    self.onlyOn = onlyOn
    self.added = added
    self.after = after
    self.limit = limit
  }
}

/// One choice. For types and permissions the label is `app.model` and `app.codename`.
public struct ChoiceRow: Sendable, Hashable {
  public var ref: EntityRef
  public var note: String
  public var isOn: Bool
  public var position: RowPosition

  public init(ref: EntityRef, note: String, isOn: Bool, position: RowPosition) {
    self.ref = ref
    self.note = note
    self.isOn = isOn
    self.position = position
  }
}

public struct ChoicePage: Sendable, Hashable {
  public var rows: [ChoiceRow]
  public var reachesEnd: Bool
  /// How many are on in all.
  public var on: Int
  /// Those of the request's additions that match its filter.
  public var added: [EntityRef]
  /// Those of the request's additions that are no such rows any more.
  public var gone: [EntityRef]
  /// Why there can be no such choices: the type does not exist. Nil where there can.
  public var problem: String?

  public init(
    rows: [ChoiceRow], reachesEnd: Bool, on: Int, added: [EntityRef] = [], gone: [EntityRef] = [],
    problem: String? = nil
  ) {
    self.rows = rows
    self.reachesEnd = reachesEnd
    self.on = on
    self.added = added
    self.gone = gone
    self.problem = problem
  }
}
