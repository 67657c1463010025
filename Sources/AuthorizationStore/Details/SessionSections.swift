internal import Authorization
internal import GRDB

extension Sections {
  /// A user's sessions, those that last longest first. Whose a session is can only be seen by decoding it.
  func sessions(ofUser user: DatabaseKey) -> ListPart {
    ListPart(
      access: .listed(isWalked: true), from: "django_session AS s",
      order: [ListPart.Term(sql: "s.expire_date", descending: true), ListPart.Term(sql: "s.session_key")]
    ) { reader, keys in
      let sessions = SessionReader(reader, treeLimit: 20_000)
      let isUUID = Gate.dashed(user.text) != user.text
      return try keys.map { key -> FilledRow? in
        guard let value = key.last, let owner = try sessions.userKey(value),
          owner.text == user.text || isUUID && owner.text.replacing("-", with: "").lowercased() == user.text,
          let session = try sessions.session(value)
        else { return nil }
        return FilledRow(
          EntityRef(kind: .session, key: .text(session.key), name: session.shownKey), session.shownKey.text,
          note: "\(session.state.word), \(session.expiryWords)", faded: session.state.isOver,
          warns: session.state.warns)
      }
    }
  }
}

extension SessionReader.Session {
  /// `until 2026-11-16 09:12`, `ended 2026-10-01 13:00`.
  var expiryWords: String { (state == .expired ? "ended " : "until ") + Cell.minutes(expires) }
}
