import Authorization
import AuthorizationStore
import Browser
import Dispatch
import Foundation
import Synchronization
import Terminal

/// Carries out what the browser asks of the database, off the thread that draws.
///
/// What the person looks at, what is counted and filtered, the numbers of the header and exports each have a
/// queue, so that none waits for another. Answers go to the mailbox.
final class EffectRunner: Sendable {
  private let box = Postbox()
  private let database: AuthorizationDatabase
  private let lists: Lists
  private let foreground = DispatchQueue(label: "permscope.foreground", qos: .userInitiated)
  private let background = DispatchQueue(label: "permscope.background", qos: .utility)
  private let census = DispatchQueue(label: "permscope.census", qos: .utility)
  private let exports = DispatchQueue(label: "permscope.exports", qos: .utility)
  private let people: Mutex<People>
  private let edits: EditEffects
  private let past: PastDatabase

  /// What is known of the header's numbers.
  private struct People {
    var counter: Lists
    var last: DatabaseSummary
    var newest: Token?
    /// How long counting took, in nanoseconds; a busy application must not keep us counting all the time.
    var duration: UInt64 = 0
  }

  init(_ database: AuthorizationDatabase, summary: DatabaseSummary, editor: Editor) {
    self.database = database
    lists = Lists(database)
    past = PastDatabase(database)
    people = Mutex(People(counter: Lists(database), last: summary))
    edits = EditEffects(database, editor, box)
  }

  var mailbox: Mailbox<BrowserInput> { box.mailbox }

  /// Starts an effect on the database; others are the screen's.
  func run(_ effect: Effect) {
    switch effect {
    case .loadPage(let request, let token):
      onForeground(token) { .page(token, try self.lists.page(request)) }
    case .loadDetail(let ref, let token):
      onForeground(token) { .detail(token, try self.database.read { try $0.detail(of: ref) }) }
    case .inspect(let subject, let object, let token):
      onForeground(token) {
        let found =
          try object.map { try self.database.inspect(subject, $0) }
          ?? self.database.read { try $0.inspect(subject, nil) }
        return .inspection(token, found)
      }
    case .inspectBefore(let entry, let subject, let object, let token):
      onForeground(token) { .inspection(token, try self.past.inspect(before: entry, subject, object)) }
    case .explain(let subject, let permission, let object, let token):
      onForeground(token) {
        .explained(token, try self.report(subject, permission, object, token))
      }
    case .loadMatrix(let request, let token):
      onForeground(token) { .matrix(token, try self.database.read { try $0.matrix(request) }) }
    case .authorize(let subject, let request, let token):
      onForeground(token) { .authorized(token, try self.database.read { try $0.report(subject, request) }) }
    case .authorizeFor(let subject, let permission, let object, let token):
      onForeground(token) {
        .authorized(token, try self.database.read { try $0.report(subject, needing: permission, on: object) })
      }
    case .count(let source, let filter, let order, let token):
      box.want(token)
      background.async { self.prepare(source, filter, order, token) }
    case .loadSummary(let token):
      box.want(token)
      let pause = people.withLock { people in
        people.newest = token
        return people.duration * 5
      }
      census.asyncAfter(deadline: .now() + .nanoseconds(Int(min(pause, 5_000_000_000)))) {
        self.countPeople(token)
      }
    case .export(let source, let filter, let order, let path, let token):
      box.want(token)
      exports.async { self.export(source, filter, order, path, token) }
    case .exportCase(let subject, let permission, let object, let path, let renames, let token):
      box.want(token)
      exports.async {
        self.box.answer(token) {
          let made = try self.database.read { reader in
            let asked = try reader.asked(subject, permission, on: object)
            let question = CaseQuestion.check(
              subject: Name(asked.subject.argument), inGroups: [], permission: permission,
              object: asked.target.argument.flatMap { ObjectArgument($0) }, anyLevel: false)
            return try CaseExport(reader, question, program: Version.text, ask: CaseAnswers.answer).make(
              renames: renames)
          }
          try made.write(to: path)
          return .exported(token, path: path, rows: made.rowCount)
        }
      }
    case .loadFields(let ref, let token):
      onForeground(token) { .fields(token, try self.database.read { try $0.fields(of: ref) }) }
    case .loadChoices(let request, let token):
      onForeground(token) { .choices(token, try self.database.read { try $0.choices(request) }) }
    case .preview, .plan, .loadUnits, .apply, .findUndo, .remediate: edits.run(effect)
    case .cancel(let token): box.forget(token)
    case .copy, .record, .redraw, .suspend, .setMouse, .setTheme, .quit:
      break
    }
  }

  /// The answer that `check` gives, with what it says of sessions.
  private func report(_ subject: SubjectRef, _ permission: Name, _ object: EntityRef?, _ token: Token) throws
    -> CheckReport
  {
    let (asked, found) = try database.read { reader in
      let asked = try reader.asked(subject, permission, on: object)
      return (asked, try reader.report(asked))
    }
    var report = found
    report.decision.warnings += try SessionWarnings.lines(
      database, asked.subject, asked.permission, asked.target, report.decision,
      isCancelled: { self.box.isCancelled(token) })
    return report
  }

  private func onForeground(_ token: Token, _ work: @escaping @Sendable () throws -> BrowserInput) {
    box.want(token)
    foreground.async {
      guard !self.box.isCancelled(token) else { return }
      self.box.answer(token, work)
    }
  }

  private func prepare(_ source: ListSource, _ filter: String, _ order: ListOrder?, _ token: Token) {
    guard !box.isCancelled(token) else { return }
    do {
      try lists.prepare(
        source, filter: filter, order: order, isCancelled: { self.box.isCancelled(token) },
        progress: { self.box.post(.tally(token, $0)) })
      box.forget(token)
    } catch {
      box.answer(token) { throw error }
    }
  }

  /// Counts users and groups; of several requests only the newest counts, the others get what is known.
  private func countPeople(_ token: Token) {
    let (counter, known, isNewest) = people.withLock { ($0.counter, $0.last, $0.newest == token) }
    guard isNewest else { return box.answer(token) { .summary(token, known) } }
    box.answer(token) {
      let start = DispatchTime.now().uptimeNanoseconds
      var counted = known
      counted.users = try total(.users, counter)
      counted.groups = try total(.groups, counter)
      people.withLock { people in
        people.last = counted
        people.duration = DispatchTime.now().uptimeNanoseconds - start
      }
      return .summary(token, counted)
    }
  }

  private func total(_ view: ViewID, _ counter: Lists) throws -> Int? {
    var last: Tally?
    try counter.prepare(.view(view), filter: "", order: nil, isCancelled: { false }, progress: { last = $0 })
    return last?.matches
  }

  private func export(
    _ source: ListSource, _ filter: String, _ order: ListOrder?, _ path: String, _ token: Token
  ) {
    box.answer(token) {
      let rows = try CSVExport(lists: Lists(database), source: source, filter: filter, order: order).write(
        to: path)
      return .exported(token, path: path, rows: rows)
    }
  }
}

/// Writes a whole list as comma-separated values.
struct CSVExport {
  let lists: Lists
  let source: ListSource
  let filter: String
  let order: ListOrder?

  /// The number of rows written. The file appears whole or not at all, and never replaces another.
  func write(to path: String) throws -> Int {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw StoreError(.exists, "`\(path)` exists already; give a name that is free")
    }
    try lists.prepare(source, filter: filter, order: order, isCancelled: { false }, progress: { _ in })
    let draft = "\(path).\(getpid()).new"
    guard FileManager.default.createFile(atPath: draft, contents: nil),
      let file = FileHandle(forWritingAtPath: draft)
    else {
      throw StoreError(.failed, "cannot write `\(path)`: \(String(cString: strerror(errno)))")
    }
    defer { unlink(draft) }
    try file.write(contentsOf: Data(CSV.record(ViewDescription.columns(of: source).map(\.id)).utf8))
    var anchor = PageRequest.Anchor.start
    var count = 0
    while true {
      let page = try lists.page(
        PageRequest(source: source, filter: filter, order: order, anchor: anchor, limit: 1_000))
      var text = ""
      for row in page.rows { text += CSV.record(row.cells.map(Self.text)) }
      try file.write(contentsOf: Data(text.utf8))
      count += page.rows.count
      guard !page.reachesEnd, let last = page.rows.last else { break }
      anchor = .after(last.position)
    }
    try file.close()
    guard link(draft, path) == 0 else {
      throw StoreError(.failed, "cannot write `\(path)`: \(String(cString: strerror(errno)))")
    }
    return count
  }

  private static func text(_ cell: CellValue) -> String {
    switch cell {
    case .text(let text): text
    case .flag(let flag): flag ? "yes" : "no"
    case .count(let count): String(count)
    case .audience(let audience): audience.text
    case .none: ""
    }
  }
}
