/// The rules that fit three types, the most specific first, as far as they have an order.
struct RuleLine: Sendable {
  var rules: [HasPermission.Rule]
  /// Two that come next, neither of which is more specific.
  var ambiguous: (HasPermission.Rule, HasPermission.Rule)?

  init(
    _ all: [HasPermission.Rule], user: ArgumentOrder, permission: ArgumentOrder, object: ArgumentOrder
  ) {
    let fitting = all.filter {
      user.takes($0.user) && permission.takes($0.permission) && object.takes($0.object)
    }
    // What is more specific has more above it, so that sorting by depth puts every rule before the more general ones.
    rules = fitting.map {
      ($0, user.depth($0.user) + permission.depth($0.permission) + object.depth($0.object))
    }.sorted { $0.1 > $1.1 }.map(\.0)
    func isBefore(_ special: HasPermission.Rule, _ general: HasPermission.Rule) -> Bool {
      user.isAtLeast(special.user, general.user)
        && permission.isAtLeast(special.permission, general.permission)
        && object.isAtLeast(special.object, general.object)
    }
    // Where each comes before its neighbour, each comes before all that follow.
    let isLine = zip(rules, rules.dropFirst()).allSatisfy(isBefore)
    guard !isLine else { return }
    for (index, rule) in rules.enumerated() {
      guard let other = rules[(index + 1)...].first(where: { !isBefore(rule, $0) }) else { continue }
      ambiguous = (rule, other)
      rules.removeSubrange(index...)
      return
    }
  }
}
