internal import Authorization
internal import GRDB

/// Runs of places behind one another that are paged as one.
struct RowSource {
  /// The shape of places in a list's own order, prepared or not, so that the cursor survives a filter.
  static let naturalShape = "natural"

  /// Names the order that the places belong to.
  var shape: String
  /// Where the places of each part are read.
  var runs: [Keyset]
  /// The parts that make rows from places, one for each run.
  var parts: [ListPart]

  /// A list in its own order, straight from the tables; nil where it needs a prepared list.
  static func natural(_ parts: [ListPart], _ database: Database) throws -> RowSource? {
    var shape = naturalShape
    var runs: [Keyset] = []
    for part in parts {
      guard let terms = try part.terms(database) else { return nil }
      if terms != part.order { shape += " by key" }
      runs.append(Keyset(part, terms: terms))
    }
    return RowSource(shape: shape, runs: runs, parts: parts)
  }

  /// Reads a page. Rows that are gone since their place was written down are left out.
  func page(_ reader: AuthorizationReader, _ anchor: PageRequest.Anchor, limit: Int) throws -> Page {
    var walk = start(anchor)
    var page = Page(rows: [], reachesStart: false, reachesEnd: false)
    // A whole page of rows that are gone is no end of the list.
    while page.rows.isEmpty {
      var places = try self.places(reader.database, walk, limit: limit + 1)
      let isLast = places.count <= limit
      if !isLast { if walk.bound.isBackward { places.removeFirst() } else { places.removeLast() } }
      page = try self.page(reader, places, walk.bound, isLast)
      guard !isLast, let next = walk.bound.isBackward ? places.first : places.last else { break }
      walk = Walk(run: next.part, bound: walk.bound.isBackward ? .before(next.terms) : .after(next.terms))
    }
    switch anchor {
    case .start: page.reachesStart = true
    case .end: page.reachesEnd = true
    case .from(let position): page.reachesStart = try isFirst(reader.database, position)
    case .after, .before: break
    }
    return page
  }

  private struct Walk {
    var run: Int
    var bound: Keyset.Bound
  }

  private func start(_ anchor: PageRequest.Anchor) -> Walk {
    func known(_ position: RowPosition) -> Place? {
      Place(position).flatMap { $0.shape == shape && runs.indices.contains($0.part) ? $0 : nil }
    }
    switch anchor {
    case .start: return Walk(run: 0, bound: .start)
    case .end: return Walk(run: runs.count - 1, bound: .end)
    case .after(let position):
      return known(position).map { Walk(run: $0.part, bound: .after($0.terms)) }
        ?? Walk(run: 0, bound: .start)
    case .from(let position):
      return known(position).map { Walk(run: $0.part, bound: .from($0.terms)) } ?? Walk(run: 0, bound: .start)
    case .before(let position):
      return known(position).map { Walk(run: $0.part, bound: .before($0.terms)) }
        ?? Walk(run: runs.count - 1, bound: .end)
    }
  }

  private func places(_ database: Database, _ walk: Walk, limit: Int) throws -> [Place] {
    let backward = walk.bound.isBackward
    let order =
      backward ? Array((0...max(0, walk.run)).reversed()) : Array(walk.run..<max(walk.run, runs.count))
    var found: [Place] = []
    for index in order where runs.indices.contains(index) && found.count < limit {
      let bound = index == walk.run ? walk.bound : (backward ? .end : .start)
      let rows = try runs[index].rows(database, bound, limit: limit - found.count)
        .map { Place(shape: shape, part: index, terms: $0) }
      found = backward ? rows + found : found + rows
    }
    return found
  }

  private func page(
    _ reader: AuthorizationReader, _ places: [Place], _ bound: Keyset.Bound, _ isLast: Bool
  ) throws -> Page {
    let filled = try fill(reader, places)
    let rows = zip(places, filled).compactMap { place, row in
      row.map {
        ListRow(
          ref: $0.ref, cells: $0.cells, position: place.position, faded: $0.faded, edit: $0.edit,
          opens: $0.opens)
      }
    }
    return Page(
      rows: rows, reachesStart: isLast && bound.isBackward, reachesEnd: isLast && !bound.isBackward)
  }

  /// Fills runs of places of one part together, so that what they share is read once.
  func fill(_ reader: AuthorizationReader, _ places: [Place]) throws -> [FilledRow?] {
    var rows: [FilledRow?] = []
    var rest = places[...]
    while let part = rest.first?.part {
      let run = rest.prefix { $0.part == part }
      rows += try parts[part].fill(reader, run.map { parts[part].identity($0.terms) })
      rest = rest.dropFirst(run.count)
    }
    return rows
  }

  private func isFirst(_ database: Database, _ position: RowPosition) throws -> Bool {
    try places(database, start(.before(position)), limit: 1).isEmpty || Place(position)?.shape != shape
  }
}
