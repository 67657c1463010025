internal import Authorization
internal import GRDB

extension DetailBuilder {
  func tree() throws -> Detail {
    guard let row = try row("SELECT name FROM datawarehouse_gittree WHERE id = ?") else { return gone() }
    let policy = try TreePolicy(reader, ref)
    var detail = Detail(ref: named(Name(row[0]), type: GitTrees.tree), facts: [], sections: [])
    if let policy {
      detail.facts = audienceFacts(policy)
      detail.sections = [
        lines(.policies, "Policy", [DetailLine(policy.ref.name.text, target: policy.ref)]),
        lines(.holders, "Open to", [policy.line(GitTrees.read), policy.line(GitTrees.write)]),
      ]
      detail.sections += try members(policy)
    } else {
      detail.facts = [Fact("no policy: private, nobody reads or writes", warns: true)]
    }
    if !schema.treePaths.isEmpty { detail.sections.append(try section(.related, "What follows this tree")) }
    detail.facts += try relatedFacts()
    detail.sections += try grantSections()
    return detail
  }

  func policy() throws -> Detail {
    guard let policy = try TreePolicy(reader, ref) else { return gone() }
    let open = lines(.holders, "Open to", [policy.line(GitTrees.read), policy.line(GitTrees.write)])
    return Detail(
      ref: named(policy.ref.name, type: ListCatalog.policyType), facts: audienceFacts(policy),
      sections: try [open, section(.trees, "Git trees")] + members(policy))
  }

  private func audienceFacts(_ policy: TreePolicy) -> [Fact] {
    [("read by", GitTrees.read), ("written by", GitTrees.write)].map { verb, method in
      let audience = policy.audience(method)
      return Fact("\(verb) \(audience.text)", warns: audience == .anyone)
    }
  }

  private func members(_ policy: TreePolicy) throws -> [DetailSection] {
    try [(SectionID.readers, GitTrees.read), (.writers, GitTrees.write)].compactMap { id, method in
      guard policy.group(method) != nil else { return nil }
      return try section(id, id == .readers ? "May read" : "May write")
    }
  }

  private func relatedFacts() throws -> [Fact] {
    let sections = Sections(reader)
    return try sections.relatedPaths.compactMap { path in
      let part = try sections.related(path, ref.key)
      let count = try part.boundedCount(reader.database, limit: BoundedCount.limit)
      return count == 0 ? nil : Fact(Counting.words(count, path.type.model.text))
    }
  }

  /// Grants and roles on the row as an object.
  func grantSections() throws -> [DetailSection] {
    var sections: [DetailSection] = []
    if schema.has(.guardian) { sections.append(try section(.grantedTo, "Object grants")) }
    if schema.has(.roles) { sections.append(try section(.roles, "Roles on it")) }
    return sections
  }

  /// A section whose lines are all there is.
  func lines(_ id: SectionID, _ title: String, _ lines: [DetailLine]) -> DetailSection {
    DetailSection(id: id, title: title, count: lines.count, lines: lines)
  }
}
