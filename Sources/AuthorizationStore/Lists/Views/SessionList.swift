internal import Authorization
internal import GRDB

extension ListCatalog {
  /// Sessions, those that last longest first.
  var sessions: ListPart {
    ListPart(
      from: "django_session AS r",
      order: [ListPart.Term(sql: "r.expire_date", descending: true), ListPart.Term(sql: "r.session_key")],
      slices: "r.session_key", filters: ["r.session_key"],
      sorts: [
        "expires": ListPart.Sort(sql: "r.expire_date"), "key": ListPart.Sort(sql: "r.session_key"),
      ]
    ) { reader, keys in
      let sessions = SessionReader(reader, treeLimit: 20_000)
      return try keys.map { key -> FilledRow? in
        guard let value = key.last, let session = try sessions.session(value) else { return nil }
        return FilledRow(
          ref: EntityRef(kind: .session, key: .text(session.key), name: session.shownKey),
          cells: [
            session.userText.isEmpty ? .none : .text(session.userText), .text(session.state.word),
            .text(Cell.minutes(session.expires)), .text(session.shownKey.text),
          ], faded: session.state.isOver)
      }
    }
  }
}
