import Authorization

/// The choices around the cursor, read by key as one scrolls. It never holds a whole table.
struct ChoiceList: Hashable, Sendable {
  static let page = 100
  /// Pages that are kept on each side of the cursor's.
  private static let reach = 2

  struct Question: Hashable, Sendable {
    var source: ChoiceSource
    var state: ChoiceState = .nothing
    var filter = ""
    var onlyOn = false
  }

  private struct Impossible: Hashable, Sendable {
    var question: Question
    var reason: String
  }

  private struct Part: Hashable, Sendable {
    var first: Int
    var after: RowPosition?
    var rows: [ChoiceRow]?
    var isStale = false
  }

  private struct Pending: Hashable, Sendable {
    var token: Token
    var part: Int
    var question: Question
  }

  var question: Question
  /// What the rows answer; they stay until the answer to a newer question is there.
  private(set) var shown: Question
  /// A question that has no answer, and why; the rows of the one before stay.
  private var impossible: Impossible?
  private var parts = [Part(first: 0)]
  private var pending: Pending?
  /// How many are on in all; nil until the first answer.
  private(set) var on: Int?
  private(set) var failed = false
  /// Those of the additions that match the filter.
  private(set) var added: Set<DatabaseKey> = []
  private(set) var reachesEnd = false
  /// How many there are without a filter, once the end was seen.
  private(set) var whole: Int?
  var cursor = 0
  var top = 0
  /// Rows that are only staged; those that fit the question stand before the others.
  var created: [EntityRef] = []

  /// Those of them that are shown.
  private var offered: [EntityRef] {
    question.onlyOn ? [] : created.filter { question.source.offers($0) && fits($0) }
  }

  /// Whether the filter leaves a row that is only staged; the store tells it of all others.
  func fits(_ ref: EntityRef) -> Bool {
    let filter = question.filter.lowercased()
    return filter.isEmpty || ref.name.text.lowercased().contains(filter)
  }

  init(_ source: ChoiceSource, _ state: ChoiceState = .nothing) {
    question = Question(source: source, state: state)
    shown = question
  }

  /// Whether the rows belong to the question before.
  var isOutdated: Bool { shown != question }
  var isLoaded: Bool { on != nil }
  /// Why what is asked about now has no choices; nil where it has, or nobody knows yet.
  var problem: String? { impossible?.question == question ? impossible?.reason : nil }
  var token: Token? { pending?.token }
  /// The rows that are known so far.
  var count: Int { offered.count + storedCount }
  private var storedCount: Int { parts.last.map { $0.first + ($0.rows?.count ?? 0) } ?? 0 }

  func row(at line: Int) -> ChoiceRow? {
    let offered = offered
    if offered.indices.contains(line) {
      let ref = offered[line]
      let position = RowPosition(sortValue: .text(ref.name), key: ref.key)
      return ChoiceRow(ref: ref, note: "(staged)", isOn: false, position: position)
    }
    let place = line - offered.count
    guard let part = parts.last(where: { $0.first <= place && $0.rows?.isEmpty == false }),
      let rows = part.rows, rows.indices.contains(place - part.first)
    else { return nil }
    return rows[place - part.first]
  }

  /// Whether the rows say what is on in what is asked about now.
  var hasSameState: Bool { hasSameSource && shown.state == question.state }
  /// Whether the rows are of what is asked about now.
  var hasSameSource: Bool { shown.source == question.source }

  /// A row as it was read last; nil where it is not loaded.
  func loaded(_ ref: EntityRef) -> ChoiceRow? {
    for part in parts {
      if let row = part.rows?.first(where: { $0.ref.isSameRow(as: ref) }) { return row }
    }
    return nil
  }

  /// Where a row is, among the rows as far as they are loaded.
  func place(of ref: EntityRef) -> Int? {
    let offered = offered
    if let place = offered.firstIndex(where: { $0.isSameRow(as: ref) }) { return place }
    for part in parts {
      guard let place = part.rows?.firstIndex(where: { $0.ref.isSameRow(as: ref) }) else { continue }
      return offered.count + part.first + place
    }
    return nil
  }

  /// The rows are read again; they stay on the screen meanwhile.
  mutating func markStale() {
    for index in parts.indices { parts[index].isStale = true }
    failed = false
    impossible = nil
  }

  /// Whether what is under way answers a question that nobody asks any more.
  var pendingIsOutdated: Bool { pending.map { $0.question != question } ?? false }

  mutating func forgetPending() { pending = nil }

  /// What has to be read so that these rows can be shown.
  ///
  /// - Parameter added: what a person has chosen, to learn what of it the filter leaves.
  func needed(_ visible: Range<Int>, added: [EntityRef] = []) -> (part: Int, request: ChoiceRequest)? {
    guard pending == nil, !failed, problem == nil else { return nil }
    if isOutdated { return (0, request(after: nil, added)) }
    let before = offered.count + Self.page / 4
    let reach = (visible.lowerBound - before)..<(visible.upperBound - offered.count + Self.page / 4)
    for (index, part) in parts.enumerated() {
      let end = parts.indices.contains(index + 1) ? parts[index + 1].first : Int.max
      guard part.rows == nil || part.isStale, part.first < reach.upperBound, end > reach.lowerBound else {
        continue
      }
      return (index, request(after: part.after, added))
    }
    return nil
  }

  mutating func wait(for token: Token, part: Int) {
    pending = Pending(token: token, part: part, question: question)
  }

  /// Takes an answer. False where it is for somebody else.
  mutating func take(_ token: Token, _ page: ChoicePage) -> Bool {
    guard let pending, pending.token == token else { return false }
    self.pending = nil
    if let reason = page.problem {
      impossible = Impossible(question: pending.question, reason: reason)
      return true
    }
    impossible = nil
    added = Set(page.added.map(\.key))
    if pending.question.source != shown.source { whole = nil }
    if pending.question != shown || !isLoaded {
      shown = pending.question
      parts = [Part(first: 0)]
      cursor = 0
      top = 0
    }
    on = page.on
    guard parts.indices.contains(pending.part) else { return true }
    parts[pending.part].rows = page.rows
    parts[pending.part].isStale = false
    renumber(from: pending.part, page)
    dropFarParts()
    cursor = min(cursor, max(0, count - 1))
    if reachesEnd, shown.filter.isEmpty, !shown.onlyOn { whole = count }
    return true
  }

  /// A failure is not tried again by itself: the same would follow without end.
  mutating func fail(_ token: Token) -> Bool {
    guard pending?.token == token else { return false }
    pending = nil
    failed = true
    return true
  }

  private func request(after position: RowPosition?, _ added: [EntityRef]) -> ChoiceRequest {
    ChoiceRequest(
      source: question.source, state: question.state, filter: question.filter, onlyOn: question.onlyOn,
      added: added.filter { !$0.key.isStaged }, after: position, limit: Self.page)
  }

  /// Rows came or went: what follows moves.
  private mutating func renumber(from place: Int, _ page: ChoicePage) {
    let isLast = place == parts.count - 1
    // A page without rows means the end, whatever the store says: asking again would never stop.
    if page.reachesEnd || page.rows.isEmpty {
      parts.removeLast(parts.count - 1 - place)
      reachesEnd = true
      return
    }
    let next = parts[place].first + page.rows.count
    guard !isLast else {
      parts.append(Part(first: next, after: page.rows.last?.position))
      reachesEnd = false
      return
    }
    let shift = next - parts[place + 1].first
    parts[place + 1].after = page.rows.last?.position
    for index in (place + 1)..<parts.count { parts[index].first += shift }
  }

  private mutating func dropFarParts() {
    let now = parts.lastIndex { $0.first <= max(0, cursor - offered.count) } ?? 0
    for index in parts.indices where abs(index - now) > Self.reach { parts[index].rows = nil }
  }
}
