internal import Authorization
internal import GRDB

/// What serializers of Pulp check of several parameters together.
struct EndpointRules {
  let body: RequestBody
  let objects: [Name: ObjectAddress]

  init(_ body: RequestBody, objects: [Name: ObjectAddress]) {
    self.body = body
    self.objects = objects
  }

  private var request: EndpointRequest { body.evaluator.request }
  private var reader: AuthorizationReader { body.evaluator.reader }

  /// - Throws: `RaisedException("ValidationError")`.
  func check() throws {
    if let remote = objects["remote"], !request.endpoint.remotes.isEmpty,
      !request.endpoint.remotes.contains(remote.type)
    {
      throw body.invalid("remote", "is a `\(remote.type)`, which `\(request.endpoint.name)` cannot use")
    }
    if request.action == "sync" { try checkSync() }
    switch request.endpoint.name.text.split(separator: "/").first {
    case "publications" where request.action == "create": try checkPublication()
    case "distributions": try checkDistribution()
    default: break
    }
  }

  /// `RepositorySyncURLSerializer`: a remote is needed, from the body or of the repository.
  private func checkSync() throws {
    guard objects["remote"] == nil, let repository = body.instance else { return }
    guard try reader.related(repository, "remote_id") != nil else {
      throw body.invalid("remote", "is required, because the repository has none")
    }
  }

  /// `PublicationSerializer`: a repository or a version of one.
  private func checkPublication() throws {
    switch (objects["repository"], objects["repository_version"]) {
    case (nil, nil): throw body.invalid("repository", "or `repository_version` is required")
    case (_?, _?): throw body.invalid("repository", "and `repository_version` cannot both be given")
    default: return
    }
  }

  /// `DistributionSerializer`: at most one source, and a path that is not inside another's.
  private func checkDistribution() throws {
    let sources: [Name] = ["publication", "repository_version", "repository"].filter { name in
      objects[name] != nil || (request.action == "partial_update" && request.body[name] == nil && isSet(name))
    }
    guard sources.count < 2 else {
      throw body.invalid(sources[0], "and `\(sources[1])` cannot be used together")
    }
    guard let path = request.body["base_path"]?.text, try overlaps(path) else { return }
    throw body.invalid("base_path", "overlaps with that of another distribution")
  }

  private func isSet(_ parameter: Name) -> Bool {
    guard let instance = body.instance else { return false }
    return (try? reader.related(instance, "\(parameter)_id")) ?? nil != nil
  }

  private func overlaps(_ path: Name) throws -> Bool {
    guard let model = request.endpoint.model, let table = try reader.table(of: model),
      let parent = table.parent
    else { return false }
    // Equal, above, or below.
    var sql = """
      SELECT 1 FROM \(parent.table.quoted) AS parent WHERE (base_path = ? \
      OR substr(?, 1, length(base_path) + 1) = base_path || '/' OR substr(base_path, 1, length(?)) = ?)
      """
    let below = Name("\(path)/")
    var arguments = [path.value, path.value, below.value, below.value]
    if let native = body.instance?.native {
      sql += " AND parent.\(parent.key.quoted) <> ?"
      arguments.append(native.value)
    }
    if let domain = request.domain, let place = table.domain {
      sql += " AND \(table.sql(place)) = ?"
      arguments.append(domain.key.value)
    }
    return try StoredValue.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: StatementArguments(arguments)) != nil
  }
}
