import Authorization

@testable import Browser

extension Driver {
  /// A browser on a database that can be written.
  static func writable(_ width: Int = 80, _ height: Int = 24, _ change: (inout FakeStore) -> Void = { _ in })
    -> Driver
  {
    var store = FakeStore()
    store.summary.readOnlyReason = nil
    change(&store)
    return Driver(width, height, store: store)
  }

  var saved: [[Change]] { store.editing.saved.map(\.changes) }

  /// The previews that were asked for.
  var previews: [[Change]] {
    effects.compactMap { if case .preview(let changes, _) = $0 { changes } else { nil } }
  }
}
