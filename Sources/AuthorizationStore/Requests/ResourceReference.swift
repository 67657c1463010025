internal import Authorization
internal import GRDB

/// Reads how Pulp's clients name an object: its URL, its resource name (`prn:file.fileremote:…`), or as the command
/// line does (`file.fileremote:…`, `file.fileremote:=web`).
struct ResourceReference {
  let reader: AuthorizationReader

  init(_ reader: AuthorizationReader) { self.reader = reader }

  /// The object, a version of a repository as the repository; nil where the text names none.
  func object(_ text: Name) throws -> ObjectAddress? {
    if let rest = text.text.hasPrefix("prn:") ? String(text.text.dropFirst(4)) : nil {
      guard case .key(let type, let key)? = ObjectArgument(rest) else { return nil }
      return try object(type, key)
    }
    if text.text.contains("/"), let line = RequestLine(text.text) { return try object(line) }
    guard let argument = ObjectArgument(text.text) else { return nil }
    guard case .object(let object) = try reader.target(argument) else { return nil }
    return object
  }

  private func object(_ line: RequestLine) throws -> ObjectAddress? {
    guard let routed = EndpointTable.pulp.route(line).routed, let key = routed.key,
      let model = routed.endpoint.model
    else { return nil }
    if model.model == "repositoryversion" {
      guard let parent = routed.parentKey, let table = try reader.table(of: RequestEvaluator.repository),
        let native = table.native(parent)
      else { return nil }
      return try repository(native)
    }
    return try object(model, key)
  }

  private func object(_ type: TypeName, _ key: Name) throws -> ObjectAddress? {
    guard try reader.contentType(type) != nil else { return nil }
    let object = try reader.object(type, key: key)
    guard type.model == "repositoryversion" else { return object }
    return try reader.related(object, "repository_id").flatMap { try repository($0) }
  }

  private func repository(_ key: DatabaseKey) throws -> ObjectAddress? {
    do {
      return try reader.detail(RequestEvaluator.repository, key)
    } catch is RaisedException {
      return nil
    }
  }
}
