import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope session list|end`
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: "List the sessions of people who are logged in, and end them.",
    discussion: "Example: permscope session end db.sqlite3 --user mira --reason 'laptop lost'",
    subcommands: [List.self, End.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List sessions with the beginnings of their keys; the whole key would log its bearer in.",
      discussion: "Example: permscope session list db.sqlite3 mira")

    @OptionGroup var options: ReadOptions
    @Flag(help: "Print comma-separated values.") var csv = false
    @Argument(help: "The database file.") var database: String
    @Argument(help: "NAME, user:NAME or user:#KEY; everybody's where it is left out.") var user: String?

    func run() throws {
      try Failure.reporting(json: options.json) {
        let store = try options.open(database)
        let key = try user.map { text in try store.read { try Holder.user(text, $0).grantee.key } }
        let out = StreamedOutput()
        var count = 0
        if options.json { try out.write("{\"sessions\":[") }
        if csv, !options.json { try out.write(CSV.record(["key", "user", "state", "expires"])) }
        try SessionScan.forEach(store, ofUser: key) { session in
          try out.write(text(session, isFirst: count == 0))
          count += 1
        }
        if options.json { try out.write("],\"count\":\(count)}\n") }
        try out.print()
        return count > 0 ? .success : ExitCode(1)
      }
    }

    private func text(_ session: SessionSummary, isFirst: Bool) -> String {
      let fields = [session.ref.name.text, session.user?.text ?? "", session.state.word, session.expires]
      if options.json {
        let value = JSONValue.record([
          "key": JSONValue(fields[0]), "user": session.user.map { JSONValue($0.text) } ?? .null,
          "state": JSONValue(fields[2]), "expires": JSONValue(fields[3]),
        ])
        return (isFirst ? "" : ",") + value.compactText
      }
      if csv { return CSV.record(fields) }
      let who = session.user == nil ? "nobody" : fields[1]
      return StreamedOutput.line("\(fields[0])  \(who)  \(fields[2])  until \(fields[3])")
    }
  }

  struct End: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End sessions: whoever has one must log in again. This cannot be undone.",
      discussion: "Example: permscope session end db.sqlite3 --user mira --reason 'laptop lost'")

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "The beginning of the session's key.") var keyPrefix: String?
    @Option(help: "End every session of this user.") var user: String?

    func validate() throws {
      if (keyPrefix == nil) == (user == nil) {
        throw ValidationError("give the beginning of a session's key or --user, one of the two")
      }
    }

    func run() throws {
      try options.edit(database) { (store: AuthorizationDatabase, _: Editor) in
        if let keyPrefix {
          // As `session list` prints it.
          let bare = keyPrefix.hasSuffix("…") ? String(keyPrefix.dropLast()) : keyPrefix
          return Wanted([.endSession(try store.read { try $0.session(keyPrefix: Name(bare)).ref.key })])
        }
        let key = try user.map { text in try store.read { try Holder.user(text, $0).grantee.key } }
        var changes: [Change] = []
        try SessionScan.forEach(store, ofUser: key) { changes.append(.endSession($0.ref.key)) }
        return Wanted(changes)
      }
    }
  }
}

/// Walks through sessions, some at a time.
enum SessionScan {
  private static let page = 1_000

  /// Between pages no read is open, for that would make the application wait.
  static func forEach(
    _ store: AuthorizationDatabase, ofUser user: DatabaseKey?, _ body: (SessionSummary) throws -> Void
  ) throws {
    var after: DatabaseKey?
    repeat {
      let found = try store.read { try $0.sessions(ofUser: user, after: after, limit: page) }
      try found.sessions.forEach(body)
      after = found.next
    } while after != nil
  }
}
