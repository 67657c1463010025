public import Authorization

extension AuthorizationReader {
  /// A subject as something to open; nil for somebody without a row.
  public func ref(of subject: Subject) -> SubjectRef? {
    switch subject.kind {
    case .user(let key):
      .user(EntityRef(kind: .user, key: key, name: subject.name, type: userType))
    case .group(let key): .group(EntityRef(kind: .group, key: key, name: subject.name))
    case .anonymous: .anonymous
    case .outsider: nil
    }
  }

  /// What is asked about as something to open; nil in general.
  public func ref(of target: Target) -> EntityRef? {
    switch target {
    case .general: return nil
    case .domain(let key, let name):
      return EntityRef(kind: .domain, key: key, name: name, type: Gate.domainType)
    case .object(let address):
      var ref = address.ref
      if address.type == GitTrees.tree { ref.kind = .tree }
      return ref
    }
  }
}
