/// A condition that Pulp ships (`pulpcore.app.global_access_conditions`). All take a permission.
public struct PulpCondition: Sendable, Hashable {
  /// Whose permission at object level is asked for.
  public enum Target: Sendable, Hashable, CaseIterable {
    /// None: the model level or the domain.
    case none
    /// The object of the request.
    case object
    /// The parameter `remote`, after the body was validated. An absent one passes.
    case remoteParameter
    /// The attribute `repository` of the object.
    case repositoryAttribute
    /// The repository of the URL.
    case parentRepository
    /// The parameters `repository` and `repository_version`. Absent ones pass.
    case repositoryParameter
    /// The parameter `repository`, which has to be there for all but superusers.
    case uploadRepository
    /// The parameter `publication`. An absent one passes.
    case publicationParameter
    /// The parameter `upload`. An absent one passes.
    case uploadParameter
    /// The group of the URL.
    case parentGroup
  }

  public var name: Name
  public var target: Target
  /// Whether the permission at model level is enough.
  public var asksModel: Bool
  /// Whether the permission on the domain of the request is enough, where domains are on.
  public var asksDomain: Bool

  /// Whether several permissions can stand there, separated by commas; one of them is enough.
  ///
  /// The unions split only at object level: at the others the whole text is one permission, which nobody has.
  public var takesSeveral: Bool { target == .remoteParameter }

  /// All 24, in the order of their module.
  public static let all: [PulpCondition] = [
    PulpCondition("has_model_perms", .none, model: true),
    PulpCondition("has_domain_perms", .none, domain: true),
    PulpCondition("has_obj_perms", .object),
    PulpCondition("has_model_or_domain_perms", .none, model: true, domain: true),
    PulpCondition("has_model_or_domain_or_obj_perms", .object, model: true, domain: true),
    PulpCondition("has_model_or_obj_perms", .object, model: true),
    PulpCondition("has_remote_param_obj_perms", .remoteParameter),
    PulpCondition(
      "has_remote_param_model_or_domain_or_obj_perms", .remoteParameter, model: true, domain: true),
    PulpCondition("has_remote_param_model_or_obj_perms", .remoteParameter, model: true),
    PulpCondition("has_repo_attr_obj_perms", .repositoryAttribute),
    PulpCondition(
      "has_repo_attr_model_or_domain_or_obj_perms", .repositoryAttribute, model: true, domain: true),
    PulpCondition("has_repo_attr_model_or_obj_perms", .repositoryAttribute, model: true),
    PulpCondition("has_repository_obj_perms", .parentRepository),
    PulpCondition(
      "has_repository_model_or_domain_or_obj_perms", .parentRepository, model: true, domain: true),
    PulpCondition("has_repository_model_or_obj_perms", .parentRepository, model: true),
    PulpCondition(
      "has_repo_or_repo_ver_param_model_or_domain_or_obj_perms", .repositoryParameter, model: true,
      domain: true),
    PulpCondition("has_repo_or_repo_ver_param_model_or_obj_perms", .repositoryParameter, model: true),
    PulpCondition("has_required_repo_perms_on_upload", .uploadRepository, model: true, domain: true),
    PulpCondition(
      "has_publication_param_model_or_domain_or_obj_perms", .publicationParameter, model: true, domain: true),
    PulpCondition("has_publication_param_model_or_obj_perms", .publicationParameter, model: true),
    PulpCondition(
      "has_upload_param_model_or_domain_or_obj_perms", .uploadParameter, model: true, domain: true),
    PulpCondition("has_upload_param_model_or_obj_perms", .uploadParameter, model: true),
    PulpCondition("has_group_obj_perms", .parentGroup),
    PulpCondition("has_group_model_or_obj_perms", .parentGroup, model: true),
  ]

  /// The condition of that name; nil where Pulp ships none.
  public static func named(_ name: Name) -> PulpCondition? { byName[name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  private init(_ name: Name, _ target: Target, model: Bool = false, domain: Bool = false) {
    self.name = name
    self.target = target
    asksModel = model
    asksDomain = domain
  }
}
