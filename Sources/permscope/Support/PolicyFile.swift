import Authorization
import AuthorizationStore
import Foundation

/// Files with the parts of access policies.
enum PolicyFile {
  /// The JSON text of a file as Django would store it.
  ///
  /// - Parameter stored: what the database has; where the file says the same it keeps its bytes.
  /// - Throws: `StoreError` where the file cannot be read or is not JSON.
  static func text(_ path: String, like stored: Name?) throws -> Name {
    try text(json(path), like: stored)
  }

  /// The same for a part that can be absent, which the word `null` says in place of a path.
  static func optional(_ path: String, like stored: Name?) throws -> EndpointEdit.Text {
    if path == "null" { return .null }
    let value = try json(path)
    return value.isNull ? .null : .json(text(value, like: stored))
  }

  /// The access policy of a name from a fixture (`dumpdata`).
  static func shipped(_ path: String, _ stored: EndpointFields) throws -> EndpointFields {
    let rows = try json(path).elements
    let found = rows?.compactMap { row -> JSONObject? in
      guard row.members?["model"] == .string("core.accesspolicy") else { return nil }
      return row.members?["fields"]?.members
    }.first { $0["viewset_name"] == .string(stored.name) }
    guard let found, let statements = found["statements"] else {
      throw StoreError(
        .usage, "`\(path)` has no access policy `\(stored.name)`; expected a fixture with `core.accesspolicy`"
      )
    }
    func part(_ key: Name, _ old: Name?) -> Name? {
      guard let value = found[key], !value.isNull else { return nil }
      return text(value, like: old)
    }
    return EndpointFields(
      name: stored.name, statements: text(statements, like: stored.statements),
      creationHooks: part("creation_hooks", stored.creationHooks),
      querysetScoping: part("queryset_scoping", stored.querysetScoping), customized: false)
  }

  /// A policy to decide a request by: a list of statements, or an object with `statements` and perhaps the rest.
  static func policy(_ path: String) throws -> EndpointPolicy {
    let value = try json(path)
    if value.elements != nil { return EndpointPolicy(statements: value, source: .supplied) }
    guard let members = value.members, let statements = members["statements"] else {
      throw StoreError(
        .usage, "`\(path)` has no statements; expected a list of them, or an object with `statements`")
    }
    return EndpointPolicy(
      statements: statements, creationHooks: members["creation_hooks"] ?? .null,
      querysetScoping: members["queryset_scoping"] ?? .null, source: .supplied)
  }

  private static func text(_ value: JSONValue, like stored: Name?) -> Name {
    if let stored, (try? JSONValue(parsing: stored.text)) == value { return stored }
    return Name(value.pythonText)
  }

  private static func json(_ path: String) throws -> JSONValue {
    let data: Data
    if path == "-" {
      data = FileHandle.standardInput.readDataToEndOfFile()
    } else if let read = FileManager.default.contents(atPath: path) {
      data = read
    } else {
      throw StoreError(.noSuchFile, "cannot read `\(path)`")
    }
    do {
      return try JSONValue(parsing: Array(data))
    } catch {
      throw StoreError(.usage, "`\(path)` is not JSON: \(error)")
    }
  }
}
