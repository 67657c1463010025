import Authorization

/// A pane that can have the keys.
enum Pane: String, Hashable, Sendable, CaseIterable { case list, detail, inspector }

/// One level of navigation: a list with the detail of its row, or one row that was opened from a detail.
struct Place: Hashable, Sendable {
  /// What the breadcrumbs say. Untrusted text.
  var title: String
  /// Nil where the place is a single row.
  var list: ListState?
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
