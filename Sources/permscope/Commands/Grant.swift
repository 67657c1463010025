import ArgumentParser
import Authorization
import AuthorizationStore

/// What is granted, and to whom: `DB SUBJECT PERMISSION [OBJECT]`.
struct GrantArguments: ParsableArguments {
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "app_label.codename; app_label.model.codename where two models have it.")
  var permission: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?

  func validate() throws { _ = try parseObject(object) }

  /// Finds the rows that the words mean.
  func wanted(_ reader: AuthorizationReader, _ change: (Grant) -> Change) throws -> Wanted {
    let holder = try Holder(subject, reader)
    let place = try parseObject(object).map { try ObjectPlace($0, reader).ref }
    let row = try reader.grantable(Name(permission), on: place?.type)
    if case .domain? = try parseObject(object), row.type != ObjectPlace.domainType {
      throw StoreError(
        .usage,
        "a permission on everything in a domain comes from a role; use `role assign DB ROLE SUBJECT \(object ?? "")`"
      )
    }
    return Wanted(
      [change(Grant(holder.grantee, row.key, on: place))], warnings: holder.warnings,
      namesAnyone: holder.isAnonymous)
  }
}

/// An object as a grant names it.
struct ObjectPlace {
  static let domainType = TypeName(app: "core", model: "domain")

  var ref: ObjectRef

  init(_ argument: ObjectArgument, _ reader: AuthorizationReader) throws {
    switch try reader.target(argument) {
    case .object(let object): ref = ObjectRef(type: object.type, key: object.text)
    case .domain(let key, _): ref = ObjectRef(type: Self.domainType, key: Name(Gate.dashed(key.text)))
    case .general: throw StoreError(.usage, "expected an object")
    }
  }
}

/// `permscope grant DB SUBJECT PERMISSION [OBJECT]`
struct GrantCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Give a user or a group a permission, in general or on one object.",
    discussion:
      "Example: permscope grant db.sqlite3 group:ci file.view_filerepository file.filerepository:=web")

  @OptionGroup var options: EditOptions
  @OptionGroup var arguments: GrantArguments

  func run() throws {
    try options.edit(arguments.database) { try arguments.wanted($0) { .grant($0) } }
  }
}

/// `permscope revoke DB SUBJECT PERMISSION [OBJECT]`
struct RevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a permission from a user or a group, in general or on one object.",
    discussion: "Example: permscope revoke db.sqlite3 mira file.view_filerepository")

  @OptionGroup var options: EditOptions
  @OptionGroup var arguments: GrantArguments

  func run() throws {
    try options.edit(arguments.database) { try arguments.wanted($0) { .revoke($0) } }
  }
}
