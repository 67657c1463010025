internal import Authorization

/// Ending sessions.
extension PlanningSession {
  func endSession(_ key: DatabaseKey) throws {
    let session = try row(.session, key)
    let name = session.name.text
    // The whole key logs its bearer in.
    let shown = name.count > 12 ? name.prefix(8) + "…" : name[...]
    let data = try? SessionData(session["session_data"].words.text, cachedUnder: reader.options.sessionKey)
    let user = data?.userKey.flatMap { try? reader.subject(.userKey($0)).name }
    say("end the session \(shown)\(user.map { " of \($0)" } ?? "")")
    try Deletion(session: self).delete(session.table, session.image, called: "the session")
    if data?.cached != nil {
      warn(
        "what it has cached of git trees ends with it, and is not counted: counted are answers of the database"
      )
    }
    irreversible = "a session that was ended cannot be brought back: its data is not kept"
  }
}
