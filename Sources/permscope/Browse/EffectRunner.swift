import Authorization
import AuthorizationStore
import Browser
import Dispatch
import Foundation
import Synchronization
import Terminal

/// Carries out what the browser asks of the database, off the thread that draws.
///
/// What the person looks at is read on one queue, counting and filtering on another, so that neither waits
/// for the other. Answers go to the mailbox.
final class EffectRunner: Sendable {
  let mailbox = Mailbox<BrowserInput>()
  private let database: AuthorizationDatabase
  private let lists: Lists
  private let summary: DatabaseSummary
  private let foreground = DispatchQueue(label: "permscope.foreground", qos: .userInitiated)
  private let background = DispatchQueue(label: "permscope.background", qos: .utility)
  private let cancelled = Mutex<Set<Token>>([])

  init(_ database: AuthorizationDatabase, summary: DatabaseSummary) {
    self.database = database
    self.summary = summary
    lists = Lists(database)
  }

  /// Starts an effect on the database; others are the screen's.
  func run(_ effect: Effect) {
    switch effect {
    case .loadPage(let request, let token):
      onForeground(token) { .page(token, try self.lists.page(request)) }
    case .loadDetail(let ref, let token):
      onForeground(token) { .detail(token, try self.database.read { try $0.detail(of: ref) }) }
    case .inspect(let subject, let object, let token):
      onForeground(token) { .inspection(token, try self.database.read { try $0.inspect(subject, object) }) }
    case .count(let source, let filter, let order, let token):
      background.async { self.prepare(source, filter, order, token) }
    case .loadSummary(let token):
      background.async { self.countPeople(token) }
    case .export(let source, let filter, let order, let path, let token):
      background.async { self.export(source, filter, order, path, token) }
    case .cancel(let token):
      cancelled.withLock { _ = $0.insert(token) }
    case .copy, .redraw, .suspend, .setMouse, .setTheme, .quit:
      break
    }
  }

  private func isCancelled(_ token: Token) -> Bool { cancelled.withLock { $0.contains(token) } }

  private func onForeground(_ token: Token, _ work: @escaping @Sendable () throws -> BrowserInput) {
    foreground.async {
      guard !self.isCancelled(token) else { return self.forget(token) }
      self.answer(token, work)
    }
  }

  private func answer(_ token: Token, _ work: () throws -> BrowserInput) {
    do {
      mailbox.post(try work())
    } catch is CancellationError {
      forget(token)
    } catch let error as StoreError {
      mailbox.post(.failed(token, message: error.message))
    } catch let raised as RaisedException {
      mailbox.post(.failed(token, message: "the real system raises \(raised.className): \(raised.text)"))
    } catch {
      mailbox.post(.failed(token, message: "\(error)"))
    }
  }

  private func forget(_ token: Token) { cancelled.withLock { _ = $0.remove(token) } }

  private func prepare(_ source: ListSource, _ filter: String, _ order: ListOrder?, _ token: Token) {
    guard !isCancelled(token) else { return forget(token) }
    do {
      try lists.prepare(
        source, filter: filter, order: order, isCancelled: { self.isCancelled(token) },
        progress: { self.mailbox.post(.tally(token, $0)) })
    } catch {
      answer(token) { throw error }
    }
  }

  private func countPeople(_ token: Token) {
    answer(token) {
      var counted = summary
      counted.users = try total(.users)
      counted.groups = try total(.groups)
      return .summary(token, counted)
    }
  }

  private func total(_ view: ViewID) throws -> Int? {
    var last: Tally?
    let counter = Lists(database)
    try counter.prepare(.view(view), filter: "", order: nil, isCancelled: { false }, progress: { last = $0 })
    return last?.matches
  }

  private func export(
    _ source: ListSource, _ filter: String, _ order: ListOrder?, _ path: String, _ token: Token
  ) {
    answer(token) {
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
