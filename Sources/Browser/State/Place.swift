import Authorization

/// A pane that can have the keys.
enum Pane: String, Hashable, Sendable, CaseIterable {
  case list, detail, inspector
  /// Pages that fill the screen.
  case why, matrix, request
}

/// One level of navigation: a list with the detail of its row, one row that was opened from a detail, or a page that
/// fills the screen.
struct Place: Hashable, Sendable {
  /// What the breadcrumbs say. Untrusted text.
  var title: String
  /// Nil where the place is a single row or a page.
  var list: ListState?
  /// The answer to a question.
  var why: WhyState?
  var matrix: MatrixState?
  /// What a client sees of a request.
  var request: RequestPage?
  /// The question that the place is a side of.
  var pivot: Pivot?
  var detail = DetailState()
  /// Which of the two has the keys, and is shown where there is room for one only.
  var pane: Pane

  init(list source: ListSource, title: String) {
    self.title = title
    list = ListState(source: source, title: title)
    pane = .list
  }

  init(entity ref: EntityRef) {
    title = ref.name.text
    detail.wanted = ref
    pane = .detail
  }

  init(why question: AccessQuestion, title: String) {
    self.title = title
    why = WhyState(question)
    pane = .why
  }

  init(request question: AccessQuestion, title: String) {
    self.title = title
    request = RequestPage(question)
    pane = .request
  }

  init(matrix: MatrixState, title: String) {
    self.title = title
    self.matrix = matrix
    pane = .matrix
  }

  /// Whether it fills the screen.
  var isPage: Bool { answer != nil || matrix != nil }

  /// The page of text that fills the screen.
  var answer: (any AnswerPage)? { why ?? request }

  /// Puts the cursor of that page on an item.
  mutating func go(toItem item: Int) {
    why?.cursor = item
    request?.cursor = item
  }

  /// Puts a line of that page first.
  mutating func scroll(to line: Int) {
    why?.top = line
    request?.top = line
  }

  /// The row that the place is about at this moment.
  var ref: EntityRef? { list.map { $0.row?.ref } ?? detail.wanted }
}

/// A view and how the reader went down from it.
struct Journey: Hashable, Sendable {
  /// Deeper than anybody reads breadcrumbs; the oldest steps are forgotten so that memory stays flat.
  static let depth = 64

  let view: ViewID
  /// INVARIANT: never empty; the first is the list of the view.
  private(set) var places: [Place]

  init(_ description: ViewDescription) {
    view = description.id
    places = [Place(list: .view(description.id), title: description.title)]
  }

  var isAtRoot: Bool { places.count == 1 }
  var parent: Place? { isAtRoot ? nil : places[places.count - 2] }

  var place: Place {
    get { places[places.count - 1] }
    _modify { yield &places[places.count - 1] }
  }

  mutating func push(_ place: Place) {
    if places.count >= Self.depth { places.remove(at: 1) }
    places.append(place)
  }

  /// Puts another place where one is. Returns the one that was left.
  mutating func replace(_ next: Place) -> Place {
    let left = place
    place = next
    return left
  }

  /// The user through whose eyes it looks since a place of "see as".
  var lens: EntityRef? {
    places.lazy.compactMap { place in
      if case .seen(let user)? = place.list?.source { user } else { nil }
    }.first
  }

  /// Returns the place that was left; nil at the root.
  mutating func pop() -> Place? { isAtRoot ? nil : places.removeLast() }

  mutating func forEachPlace(_ body: (inout Place) -> Void) {
    for index in places.indices { body(&places[index]) }
  }

  /// `Users › mira › kernel-qe`; the row of a list is part of it once its detail has the keys.
  var breadcrumbs: [String] {
    var crumbs: [String] = []
    for place in places {
      crumbs.append(place.title)
      if let row = place.list?.row, place.pane == .detail { crumbs.append(row.ref.name.text) }
    }
    return crumbs
  }
}
