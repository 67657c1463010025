public import Authorization
internal import GRDB
import Synchronization

/// The lists of the browser: pages by key, counts, filters and orders.
///
/// Pages in a list's own order are read on the database that was given. Counting, filtering and sorting use a
/// connection of their own, so that neither waits for the other.
public final class Lists: Sendable {
  /// A list that is asked for with a filter, in an order.
  private struct Question: Hashable {
    var source: ListSource
    var filter: String
    var order: ListOrder?
  }

  /// A prepared list, and the connection whose temporary table it is.
  private struct Prepared {
    var question: Question
    var list: KeyList
    var connection: ObjectIdentifier
  }

  private struct State {
    var background: AuthorizationDatabase?
    /// The newest scan; an older one that still runs gives up.
    var scan = 0
    var prepared: Prepared?
  }

  private let database: AuthorizationDatabase
  private let state = Mutex(State())
  /// One scan at a time: they share the connection's temporary tables.
  private let turn = Mutex(())

  public init(_ database: AuthorizationDatabase) { self.database = database }

  /// Reads some rows of a list.
  ///
  /// With a filter or another order they are those that `prepare` has found so far; none where it was not called.
  ///
  /// - Throws: `StoreError` in words for the person at the keyboard.
  public func page(_ request: PageRequest) throws -> Page {
    let question = Question(source: request.source, filter: request.filter, order: request.order)
    if question.filter.isEmpty, question.order == nil {
      let page = try database.read { reader -> Page? in
        let parts = try ListCatalog(reader).parts(question.source)
        return try RowSource.natural(parts, reader.database)?.page(
          reader, request.anchor, limit: request.limit)
      }
      if let page { return page }
    }
    // Where a scan puts another list in its place meanwhile, that one is read.
    while true {
      let (background, prepared) = state.withLock { ($0.background, $0.prepared) }
      guard let background, let prepared, prepared.question == question,
        prepared.connection == ObjectIdentifier(background.connection.queue)
      else { return Page(rows: [], reachesStart: true, reachesEnd: true) }
      if let page = try page(of: prepared, request, on: background) { return page }
    }
  }

  /// Nil where the list has been replaced.
  private func page(
    of prepared: Prepared, _ request: PageRequest, on background: AuthorizationDatabase
  ) throws -> Page? {
    func read() throws -> Page? {
      try background.read { reader in
        // A list is dropped only after another has taken its place, in a later read of this connection.
        guard state.withLock({ $0.prepared?.list.table == prepared.list.table }) else { return nil }
        let parts = try ListCatalog(reader).parts(request.source)
        return try prepared.list.source(parts).page(reader, request.anchor, limit: request.limit)
      }
    }
    do {
      return try read()
    } catch let error as StoreError where error.code == .interrupted {
      // It was meant for a scan that gives way to another one.
      return try read()
    }
  }

  /// Counts a list and, with a filter or an order, makes the list that `page` reads. The newest replaces the former.
  ///
  /// - Parameters:
  ///   - isCancelled: asked between short reads, and while a long one runs.
  ///   - progress: told now and then; the last tally is complete.
  /// - Throws: `CancellationError` when cancelled or overtaken by another call, else `StoreError`.
  public func prepare(
    _ source: ListSource, filter: String, order: ListOrder?, isCancelled: @Sendable () -> Bool,
    progress: (Tally) -> Void
  ) throws {
    let question = Question(source: source, filter: filter, order: order)
    let background = try currentBackground()
    let scan = state.withLock { state in
      state.scan += 1
      return state.scan
    }
    try withoutActuallyEscaping(isCancelled) { isCancelled in
      let isOver: @Sendable () -> Bool = { isCancelled() || self.state.withLock { $0.scan != scan } }
      do {
        try Interruption.watching([background.connection], isWanted: isOver) { interruption in
          try turn.withLock { _ in try prepare(question, scan, background, interruption, isOver, progress) }
        }
      } catch {
        if isOver() { throw CancellationError() }
        throw error
      }
    }
  }

  private func prepare(
    _ question: Question, _ scan: Int, _ background: AuthorizationDatabase, _ interruption: Interruption,
    _ isOver: @escaping @Sendable () -> Bool,
    _ progress: (Tally) -> Void
  ) throws {
    let (parts, isListed) = try background.read { reader in
      let parts = try ListCatalog(reader).parts(question.source)
      let isListed =
        try !question.filter.isEmpty || question.order != nil
        || RowSource.natural(parts, reader.database) == nil
      return (parts, isListed)
    }
    let list =
      isListed
      ? KeyList(number: scan, parts: parts, order: question.order, isFiltered: !question.filter.isEmpty) : nil
    let isRefresh = state.withLock { $0.prepared?.question == question }
    if let list { try background.read { try list.create($0.database) } }
    // The former list stays where the same one is made again, so that no row disappears meanwhile.
    let isServedEarly = !isRefresh && list?.isReadableEarly ?? true
    if isServedEarly { try serve(question, list, background) }
    do {
      try withoutActuallyEscaping(progress) { progress in
        try ListScan(
          parts: parts, filter: TextFilter(question.filter), order: question.order, list: list,
          reads: ShortReads(
            read: { body in try background.read { reader in try interruption.during { try body(reader) } } },
            check: { if isOver() { throw CancellationError() } }),
          report: progress,
          finish: {
            if let list {
              try background.read { reader in try interruption.during { try list.finish(reader.database) } }
            }
            if !isServedEarly { try self.serve(question, list, background) }
          }
        ).run {
          try background.read { try ListCatalog($0).note(question.source) }
        }
      }
    } catch {
      if let list { try? background.read { try self.forget(list, $0.database) } }
      throw error
    }
    try background.read { reader in
      for part in parts {
        if let gathering = part.gathering { try type(of: gathering).drop(reader.database) }
      }
    }
  }

  /// Lets `page` read this list, and drops the one before it.
  private func serve(_ question: Question, _ list: KeyList?, _ background: AuthorizationDatabase) throws {
    let former = state.withLock { state in
      defer {
        state.prepared = list.map {
          Prepared(question: question, list: $0, connection: ObjectIdentifier(background.connection.queue))
        }
      }
      return state.prepared
    }
    if let former { try background.read { try former.list.drop($0.database) } }
  }

  private func forget(_ list: KeyList, _ database: Database) throws {
    state.withLock { if $0.prepared?.list.table == list.table { $0.prepared = nil } }
    try list.drop(database)
  }

  /// The connection for long work.
  private func currentBackground() throws -> AuthorizationDatabase {
    let known = state.withLock { $0.background }
    let current = try database.another(than: known)
    if current !== known {
      state.withLock {
        $0.background = current
        $0.prepared = nil
      }
    }
    return current
  }
}
