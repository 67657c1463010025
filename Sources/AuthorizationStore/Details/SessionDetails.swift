internal import Authorization
internal import GRDB

extension DetailBuilder {
  func session() throws -> Detail {
    // One session may take the time that a list of them may not.
    let sessions = SessionReader(reader, treeLimit: 500_000)
    guard schema.has(.sessions), let session = try sessions.session(ref.key.value) else { return gone() }
    var facts = [Fact(session.state.word, warns: session.state.warns), Fact(session.expiryWords)]
    if case .unreadable(let reason) = session.state { facts.append(Fact(reason, warns: true)) }
    if let data = session.data {
      facts.append(Fact("written \(Cell.minutes(SessionReader.text(data.writtenAt)))"))
      let isVerified = data.isVerified(reader.options.secretKeys)
      let signature = isVerified.map { $0 ? "verified" : "wrong" } ?? "not verified"
      facts.append(Fact("signature \(signature)", warns: isVerified == false))
      if let cached = data.cached {
        facts.append(
          Fact(
            "caches reading of \(Counting.words(cached.read.count, "tree")), writing of \(cached.write.count)"
          ))
      } else if schema.has(.trees), data.userKey != nil {
        facts.append(Fact("caches no authorization under `\(reader.options.sessionKey)`"))
      }
    }
    var sections: [DetailSection] = []
    if let user = session.user, case .user(let key) = user.kind {
      let target = EntityRef(kind: .user, key: key, name: user.name, type: reader.userType)
      sections.append(
        lines(
          .holders, "User",
          [
            DetailLine(
              user.name.text, note: user.isActive ? "" : "inactive", target: target, warns: !user.isActive)
          ]))
    }
    if case .stale(let difference) = session.state { sections.append(try section(difference)) }
    return Detail(ref: named(session.shownKey), facts: facts, sections: sections)
  }

  /// What the session says and the database does not, tree by tree.
  private func section(_ difference: SessionDifference) throws -> DetailSection {
    let groups = [
      (difference.missingRead, "may read now, the session does not know"),
      (difference.missingWrite, "may write now, the session does not know"),
      (difference.extraRead, "may no longer read, the session still allows it"),
      (difference.extraWrite, "may no longer write, the session still allows it"),
    ]
    let count = groups.reduce(0) { $0 + $1.0.count }
    let all = groups.lazy.flatMap { keys, note in keys.lazy.map { ($0, note) } }
    let lines = try all.prefix(max(limit, 50)).map { key, note in
      let native = Int64(key.text).map { DatabaseKey.integer($0) } ?? .text(key)
      let name = try reader.relations.name(of: .tree, key: native)
      let target = name.map { EntityRef(kind: .tree, key: native, name: $0, type: GitTrees.tree) }
      return DetailLine(name?.text ?? "tree #\(key), which is gone", note: note, target: target, warns: true)
    }
    // The rest cannot be paged: it stands in no table.
    return DetailSection(id: .trees, title: "Git trees", count: count, lines: lines)
  }
}
