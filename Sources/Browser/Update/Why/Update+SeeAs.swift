import Authorization

/// What a user would be shown, listing by listing. No session is made, and nothing can be edited meanwhile.
extension BrowserState {
  /// Through whose eyes the screen looks; nil where it shows everything.
  var lens: EntityRef? { journey.lens }

  /// Whom one could see as.
  var seeAsUser: EntityRef? { subject([.user]) }

  mutating func seeAs() {
    guard let user = seeAsUser else { return }
    enter(Place(list: .seen(by: user), title: "as \(user.name) would see it"))
    inspector.subject = .user(user)
    outbox.append(.record("see as \(SubjectArgument.text(ofUser: user.name))"))
  }

  /// A view by its key shows everything, which nobody should take for what the user is shown.
  mutating func sayThatLensEnded(_ user: EntityRef, in left: Journey) {
    let isThere = journeys.contains { $0.view == left.view && $0.lens != nil }
    let back = isThere ? "; `\(ViewDescription.of(left.view).key)` goes back to it" : ""
    messages.say(.warning, "no longer as \(user.name): everything is shown\(back)")
  }

  /// Opens the list that a row stands for. False where it stands for none.
  mutating func openRowList() -> Bool {
    guard let row = place.list?.row, let source = row.opens else { return false }
    var title = row.ref.name.text
    if case .listing(let listing, _) = source { title = listing.title }
    enter(Place(list: source, title: title))
    return true
  }
}
