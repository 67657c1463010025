public import Authorization

/// A request that was found in the database.
public enum AskedRequest: Sendable {
  case pulp(EndpointRequest)
  case tasks(TaskRequest, action: Name)

  var subject: Subject {
    switch self {
    case .pulp(let request): request.subject
    case .tasks(let request, _): request.subject
    }
  }

  /// The key of the object that it is about; nil where it is about a listing.
  var object: Name? {
    switch self {
    case .pulp(let request): request.key
    case .tasks(let request, _): request.isListing ? nil : request.object?.text
    }
  }

  /// The same request of somebody else.
  func asked(by subject: Subject) -> AskedRequest {
    switch self {
    case .pulp(var request):
      request.subject = subject
      return .pulp(request)
    case .tasks(var request, let action):
      request.subject = subject
      return .tasks(request, action: action)
    }
  }

  public var endpoint: Name {
    switch self {
    case .pulp(let request): request.endpoint.name
    case .tasks(let request, _): Name("user_tasks/\(request.endpoint.rawValue)")
    }
  }

  public var action: Name {
    switch self {
    case .pulp(let request): request.action
    case .tasks(_, let action): action
    }
  }

  public var method: Name {
    switch self {
    case .pulp(let request): request.method
    case .tasks(let request, _): request.method
    }
  }

  /// `remotes/file/file on file.fileremote:… in domain default`
  public var place: String {
    switch self {
    case .pulp(let request):
      var words = request.endpoint.name.text
      if let parent = request.parentKey { words += " of \(parent)" }
      if let key = request.key {
        words += " on \(request.endpoint.model.map { "\($0):" } ?? "")\(key)"
      }
      if let domain = request.domain { words += " in domain \(domain.name)" }
      return words
    case .tasks(let request, _):
      return request.endpoint.rawValue + (request.object.map { " on \($0.argument)" } ?? "")
    }
  }
}

extension AuthorizationReader {
  /// What a client sees of a request that a person describes, for the browser.
  public func report(_ ref: SubjectRef, _ asked: RequestDescription) throws -> RequestReport {
    let subject = try subject(ref)
    let request = try request(subject, asked)
    return RequestReport(
      subject: subject.argument, action: request.action, place: request.place,
      answer: try authorize(request))
  }

  /// What a client sees of a request.
  public func authorize(_ asked: AskedRequest, supplied: EndpointPolicy? = nil) throws -> RequestAnswer {
    switch asked {
    case .pulp(let request): try authorize(request, supplied: supplied)
    case .tasks(let request, _): try authorize(request)
    }
  }

  /// The same with what it lacks where it is denied.
  func authorizeLacking(
    _ asked: AskedRequest, supplied: EndpointPolicy?
  ) throws -> (answer: RequestAnswer, lacked: [RequestLack]) {
    switch asked {
    case .pulp(let request): return try authorizeLacking(request, supplied: supplied)
    case .tasks(let request, _):
      let answer = try authorize(request)
      return (answer, try lacked(request, answer))
    }
  }
}
