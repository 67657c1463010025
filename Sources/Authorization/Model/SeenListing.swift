/// A listing that a user is shown by the real applications: what "see as" goes through.
public enum SeenListing: Hashable, Sendable {
  /// The git trees that may be read.
  case trees
  /// The objects of a type with its view permission.
  case objects(TypeName)
  /// What an endpoint of Pulp lists; the domain is nil where there are none.
  case endpoint(Name, domain: EntityRef?)
  /// django-user-tasks' REST views.
  case tasks(TaskEndpoint)

  public var title: String {
    switch self {
    case .trees: "git trees to read"
    case .objects(let type): "\(type) to view"
    case .endpoint(let name, let domain):
      domain.map { "GET \(name) in \($0.name)" } ?? "GET \(name)"
    case .tasks(let endpoint): "GET \(endpoint.rawValue)"
    }
  }
}
