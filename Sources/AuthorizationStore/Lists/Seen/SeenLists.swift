internal import Authorization
internal import GRDB

extension ListCatalog {
  /// The listings of the applications, with what each shows to a user.
  func seen(by user: EntityRef) throws -> [ListPart] {
    let seen = SeenCatalog(catalog: self, user: user)
    let listings = try seen.listings()
    guard !listings.isEmpty else { return [] }
    let numbers = listings.indices.map { "(\($0))" }.joined(separator: ", ")
    return [
      ListPart(
        from: "(SELECT column1 AS n FROM (VALUES \(numbers)) AS v) AS r", order: [ListPart.Term(sql: "r.n")],
        fill: { try SeenFiller(listings: listings, user: user).rows($0, $1) })
    ]
  }

  /// What one listing shows.
  func listing(_ listing: SeenListing, by user: EntityRef) throws -> ListPart? {
    try SeenCatalog(catalog: self, user: user).answer(listing).part
  }

  func listingNote(_ listing: SeenListing, by user: EntityRef) throws -> String {
    try SeenCatalog(catalog: self, user: user).answer(listing).note
  }
}

private struct SeenFiller {
  let listings: [SeenListing]
  let user: EntityRef

  func rows(_ reader: AuthorizationReader, _ keys: [[DatabaseValue]]) throws -> [FilledRow?] {
    let seen = SeenCatalog(catalog: ListCatalog(reader), user: user)
    return try keys.map { key -> FilledRow? in
      guard let number = key.last?.integer.map({ Int($0) }), listings.indices.contains(number) else {
        return nil
      }
      let listing = listings[number]
      let answer = try seen.answer(listing)
      return FilledRow(
        ref: try ref(listing, reader),
        cells: [.text(listing.title), .text(count(answer.count)), .text(answer.note)],
        faded: answer.count == 0, opens: answer.part == nil ? nil : .listing(listing, by: user))
    }
  }

  private func count(_ count: Int?) -> String {
    guard let count else { return "?" }
    return count > SeenCatalog.most ? "\(Digits.grouped(SeenCatalog.most))+" : Digits.grouped(count)
  }

  /// The row that says more about a listing: its access policy, its permission, or its type.
  private func ref(_ listing: SeenListing, _ reader: AuthorizationReader) throws -> EntityRef {
    func type(_ type: TypeName) throws -> EntityRef {
      let key = try reader.contentType(type) ?? .text(Name(type.description))
      return EntityRef(kind: .type, key: key, name: Name(type.description), type: type)
    }
    switch listing {
    case .trees: return try type(GitTrees.tree)
    case .tasks(let endpoint): return try type(endpoint.type)
    case .endpoint(let name, _): return try reader.endpoint(named: name).ref
    case .objects(let listed):
      let name = Name("\(listed.app).view_\(listed.model)")
      let row = try reader.permission(name, on: listed).rows.first { $0.type == listed }
      guard let row else { return try type(listed) }
      return EntityRef(kind: .permission, key: row.key, name: row.name)
    }
  }
}
