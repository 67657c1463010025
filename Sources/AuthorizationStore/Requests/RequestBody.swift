internal import Authorization
internal import GRDB

/// The body of a request, checked as the serializer of the endpoint does, as far as authorization reaches it.
///
/// Pulp validates the whole body before it looks at one parameter, so that an unknown or a missing one ends the request
/// with `ValidationError` (400) whoever sends it.
struct RequestBody {
  let evaluator: RequestEvaluator
  /// The object of the URL, where there is one.
  let instance: ObjectAddress?

  init(_ evaluator: RequestEvaluator, instance: ObjectAddress?) {
    self.evaluator = evaluator
    self.instance = instance
  }

  private var reader: AuthorizationReader { evaluator.reader }
  private var request: EndpointRequest { evaluator.request }

  /// The objects that parameters refer to, by parameter.
  ///
  /// - Throws: `RaisedException("ValidationError")`; `RequestUndetermined` where nobody knows what the endpoint takes.
  func validated() throws -> [Name: ObjectAddress] {
    guard let form = request.endpoint.form(of: request.action) else {
      throw RequestUndetermined(reason: "what `\(request.endpoint.name)` takes as parameters is not known")
    }
    let isPartial = request.action == "partial_update"
    var objects: [Name: ObjectAddress] = [:]
    for field in form.fields {
      guard let value = request.body[field.name] else {
        if field.isRequired && !isPartial { throw invalid(field.name, "is required") }
        continue
      }
      if value.isNull {
        guard field.takesNull else { throw invalid(field.name, "must not be null") }
        continue
      }
      if case .relation(let master) = field.kind {
        objects[field.name] = try related(field, value, master)
      } else {
        try check(field, value)
      }
    }
    if let unknown = request.body.members.first(where: { form[$0.key] == nil }) {
      throw invalid(unknown.key, "is not a parameter of `\(request.endpoint.name)`")
    }
    try EndpointRules(self, objects: objects).check()
    return objects
  }

  func invalid(_ parameter: Name, _ problem: String) -> RaisedException {
    RaisedException("ValidationError", "the parameter `\(parameter)` \(problem)")
  }

  /// The field's own checks (`rest_framework.fields`).
  private func check(_ field: RequestForm.Field, _ value: JSONValue) throws {
    switch (field.kind, value) {
    case (.text, .string(let text)):
      // White space around a text is cut off before it is looked at.
      let trimmed = text.text.drop(while: \.isWhitespace)
      guard !trimmed.isEmpty || field.takesBlank else { throw invalid(field.name, "must not be empty") }
      guard field.choices.isEmpty || field.choices.contains(text) else {
        throw invalid(field.name, "must be one of \(field.choices.map { "`\($0)`" }.joined(separator: ", "))")
      }
      if field.isUnique, try isTaken(field.name, text) { throw invalid(field.name, "must be unique") }
    case (.text, .integer), (.text, .number), (.bool, .bool), (.integer, .integer), (.number, .integer),
      (.number, .number), (.list, .array), (.object, .object), (.anything, _), (.relation, _):
      return
    case (.bool, .string(let text)) where Self.truths.contains(text.text.lowercased()): return
    case (.bool, .integer(0)), (.bool, .integer(1)): return
    case (.integer, .string(let text)) where Int64(text.text) != nil: return
    case (.number, .string(let text)) where Double(text.text) != nil: return
    default: throw invalid(field.name, "is \(value.noun), which is no value for it")
    }
  }

  private static let truths: Set<String> = [
    "t", "y", "yes", "true", "on", "1", "f", "n", "no", "false", "off", "0",
  ]

  /// `DomainUniqueValidator`
  private func isTaken(_ column: Name, _ text: Name) throws -> Bool {
    guard let model = request.endpoint.model, let table = try reader.table(of: model),
      let place = try reader.place(column.text, of: table)
    else { return false }
    var sql = "SELECT 1 FROM \(place.source) WHERE \(place.sql) = ?\(place.join)"
    var arguments = [text.value]
    // A name is taken by any object of the master model, whatever it is.
    if place.sql.hasPrefix("parent."), let parent = table.parent {
      sql = "SELECT 1 FROM \(parent.table.quoted) AS parent WHERE \(place.sql) = ?"
      if let native = instance?.native {
        sql += " AND parent.\(parent.key.quoted) <> ?"
        arguments.append(native.value)
      }
      if let domain = request.domain, let place = table.domain {
        sql += " AND \(table.sql(place)) = ?"
        arguments.append(domain.key.value)
      }
    } else if let native = instance?.native {
      sql += " AND o.\(table.key.quoted) <> ?"
      arguments.append(native.value)
    }
    return try StoredValue.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: StatementArguments(arguments)) != nil
  }

  /// `DetailRelatedField`: the object behind a URL, a resource name, or `app.model:key`.
  private func related(
    _ field: RequestForm.Field, _ value: JSONValue, _ master: TypeName
  ) throws -> ObjectAddress {
    guard let text = value.text else {
      throw invalid(field.name, "is \(value.noun), not the URL of an object")
    }
    guard let object = try ResourceReference(reader).object(text), object.exists else {
      throw invalid(
        field.name, "names no object that there is: `\(text)`; expected its URL, or `app.model:KEY`")
    }
    guard try fits(object.type, master) else {
      throw invalid(field.name, "is a `\(object.type)`, which is no `\(master)`")
    }
    if let domain = request.domain, let own = object.domain, own != domain.key {
      throw invalid(field.name, "is in another domain")
    }
    return object
  }

  private func fits(_ type: TypeName, _ master: TypeName) throws -> Bool {
    if type == master { return true }
    // A version stands for its repository here.
    let master = master.model == "repositoryversion" ? RequestEvaluator.repository : master
    guard let area = EndpointTable.pulp.endpoints.first(where: { $0.model == master && $0.scope == .master })
    else {
      return type == master
    }
    guard let endpoint = EndpointTable.pulp.endpoint(of: type) else { return true }
    return endpoint.name.text.hasPrefix("\(area.name)/")
  }
}
