internal import Authorization
internal import GRDB

/// Says for every list what its rows are.
struct ListCatalog {
  let reader: AuthorizationReader

  init(_ reader: AuthorizationReader) { self.reader = reader }

  var schema: Schema { reader.schema }

  /// The parts of a list, in their order; none where the database lacks the system.
  func parts(_ source: ListSource) throws -> [ListPart] {
    let columns = ViewDescription.columns(of: source)
    switch source {
    case .view(let id): return try view(id, columns)
    case .objects(let type): return try objects(type).map { [$0] } ?? []
    case .section(let ref, let section): return try Sections(reader).parts(ref, section)
    case .history(let refs): return try Sections(reader).history(of: refs)
    case .whoCan(let permission, let object): return [try whoCan(permission, object)]
    case .whatCan(let subject, let permission, let type):
      return try whatCan(subject, permission, type).map { [$0] } ?? []
    case .seen(let user): return try seen(by: user)
    case .listing(let listing, let user): return try self.listing(listing, by: user).map { [$0] } ?? []
    }
  }

  /// What the numbers of a list leave out.
  func note(_ source: ListSource) throws -> String? {
    switch source {
    case .whoCan(let permission, let object): return try whoCanNote(permission, object)
    case .whatCan(let subject, let permission, let type): return try whatCanNote(subject, permission, type)
    case .listing(let listing, let user): return try listingNote(listing, by: user)
    case .view(.findings): return findingNote
    case .seen(let user): return try SeenCatalog(catalog: self, user: user).domainNote()
    case .view, .objects, .section, .history: return nil
    }
  }

  private func view(_ id: ViewID, _ columns: [Authorization.Column]) throws -> [ListPart] {
    if let system = ViewDescription.of(id).system, !schema.has(system) { return [] }
    switch id {
    case .users: return [users.part(columns)]
    case .groups: return [groups.part(columns)]
    case .roles: return [roles.part(columns)]
    case .trees: return [trees.part(columns)]
    case .policies: return [policies.part(columns)]
    case .objects: return [types]
    case .permissions: return [permissions.part(columns)]
    case .endpoints: return [endpoints]
    case .tasks: return [tasks.part(columns)]
    case .sessions: return [sessions]
    case .history: return try history()
    case .findings: return findings(columns)
    }
  }
}
