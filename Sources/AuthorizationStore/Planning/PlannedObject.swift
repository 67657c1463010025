internal import Authorization

/// An object of a grant or a role, as the changes before leave it.
struct PlannedObject {
  var type: TypeName
  var typeKey: RowValue
  /// As guardian and Pulp write it.
  var text: Name
  /// As the object's own table has it; nil where no row can have it.
  var native: RowValue?
  /// Nil where the type has no table here.
  var exists: Bool?
  /// `file.filerepository:7`, `tree:linux-mainline`.
  var words: String
}

extension PlanningSession {
  /// The object that a change names. It need not exist.
  ///
  /// - Throws: `StoreError.unknownType` where there is no such content type.
  func object(_ ref: ObjectRef) throws -> PlannedObject {
    let ref = try existing(ref)
    let typeKey = try typeKey(ref.type)
    guard let table = try reader.table(of: ref.type) else {
      let text = Name(Gate.dashed(ref.key.text))
      return PlannedObject(
        type: ref.type, typeKey: typeKey, text: text, native: nil, exists: nil, words: "\(ref.type):\(text)")
    }
    guard let native = table.native(ref.key) else {
      return PlannedObject(
        type: ref.type, typeKey: typeKey, text: ref.key, native: nil, exists: false,
        words: "\(ref.type):\(ref.key)")
    }
    let row = try state.rows(of: table.table, where: [(table.key, RowValue(native))]).first
    let text = table.isUUID ? table.text(native) : ref.key
    var words = "\(ref.type):\(text)"
    if ref.type == GitTrees.tree, let row { words = "tree:\(row["name"].words)" }
    return PlannedObject(
      type: ref.type, typeKey: typeKey, text: text, native: RowValue(native), exists: row != nil, words: words
    )
  }

  /// The object by its key, also one that an earlier change created. Only git trees are both created and objects of
  /// grants.
  func existing(_ ref: ObjectRef) throws -> ObjectRef {
    guard ref.isCreated else { return ref }
    guard ref.type == GitTrees.tree else {
      throw Refused(.invalid, "no edit before this one creates the object `\(ref.type):=\(ref.key)`")
    }
    let row = try row(.tree, .created(ref.key))
    return ObjectRef(type: ref.type, key: row.key.words)
  }

  /// An object that must exist: a grant on anything else would come alive when its key is used.
  func existingObject(_ ref: ObjectRef) throws -> PlannedObject {
    let object = try object(ref)
    switch object.exists {
    case .some(true): return object
    case .some(false): throw Refused(.invalid, "there is no object `\(object.words)`")
    case .none:
      throw Refused(
        .invalid, "`\(ref.type)` has no table here, so nobody can tell whether `\(object.words)` exists")
    }
  }

  /// Warns of grants and role assignments on an object that is deleted. No foreign key ties them to it, so that
  /// Django leaves them.
  func warnOfOrphans(_ types: [TypeName], _ key: RowValue, called name: String) throws {
    guard let native = key.key else { return }
    var count = 0
    for type in types {
      let known = try state.rows(
        of: "django_content_type", where: [("app_label", .text(type.app)), ("model", .text(type.model))])
      guard let typeKey = known.first?["id"] else { continue }
      let text = RowValue.text(Name(Gate.dashed(native.text)))
      for (table, column) in ObjectTables.all where state.catalog.has(table) {
        count += try state.rows(of: table, where: [("content_type_id", typeKey), (column, text)]).count
      }
    }
    guard count > 0 else { return }
    let (noun, verbs) =
      count == 1
      ? ("grant or role assignment", "stays behind, and comes alive")
      : ("grants or role assignments", "stay behind, and come alive")
    warn(
      "\(Digits.grouped(count)) \(noun) on \(name) \(verbs) if its key is used again; "
        + "`permscope clean-orphans` takes them away")
  }
}

/// The tables that name objects by the text of their key.
enum ObjectTables {
  static let grants = [
    ("guardian_userobjectpermission", "object_pk"), ("guardian_groupobjectpermission", "object_pk"),
  ]
  static let roles = [("core_userrole", "object_id"), ("core_grouprole", "object_id")]
  static let all = grants + roles
}
