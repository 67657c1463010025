internal import Authorization
internal import GRDB

/// Checks of one permission on one kind of place; an item is one of them.
struct ItemClass: Hashable {
  enum Place: Hashable {
    case general
    case domains
    case objects(TypeName)
  }

  var permission: Name
  var place: Place

  /// Whether the permission is asked of domains, and not of their rows as objects (Pulp looks at the name).
  static func isAskedOfDomains(_ permission: Name) -> Bool { !permission.text.contains("domain") }
}

extension ItemClass: Comparable {
  static func < (left: ItemClass, right: ItemClass) -> Bool {
    guard left.permission == right.permission else { return left.permission < right.permission }
    return left.place.order < right.place.order
  }
}

extension ItemClass.Place {
  var order: Name {
    switch self {
    case .general: "0"
    case .domains: "1"
    case .objects(let type): Name("2\(type)")
    }
  }
}

/// The permissions of one side.
struct PermissionTable {
  private(set) var byKey: [DatabaseKey: PermissionRow] = [:]
  private var byName: [Name: [PermissionRow]] = [:]
  private let schema: Schema

  init(_ rows: [PermissionRow], _ schema: Schema) {
    self.schema = schema
    for row in rows {
      byKey[row.key] = row
      byName[row.name, default: []].append(row)
    }
  }

  func permission(_ name: Name) -> Permission {
    var permission = Permission(name: name, rows: byName[name] ?? [])
    permission.concreteRows = schema.concreteTypes(of: permission).flatMap { type in
      (byName[Name("\(type.app).\(permission.codename)")] ?? []).filter { $0.type == type }
    }
    return permission
  }

  var names: Set<Name> { Set(byName.keys) }

  var types: Set<TypeName> { Set(byKey.values.map(\.type)) }
}

/// How one side decides the items of a class: the backends' layers behind their gates.
final class ClassRelation {
  struct Part {
    var layers: [Layer]
    var question: RelationQuestion
    var requiresActive: Bool
  }

  let permission: Permission
  let chain: Chain
  let target: Target
  /// For somebody of whom nothing is known but that they are active.
  let parts: [Part]
  private var known: [String: [HolderPlan.Select]] = [:]

  init(_ permission: Permission, _ target: Target, _ chain: Chain) {
    self.permission = permission
    self.chain = chain
    self.target = target
    var parts: [Part] = []
    // What raises ends the chain for everybody alike.
    for backend in chain.backends {
      guard let passage = try? Gate.ask(backend, Subject(kind: .outsider, name: ""), permission, target)
      else { break }
      guard case .dependsOn(let layers, var question) = passage else { continue }
      question.holder = .anybody
      parts.append(Part(layers: layers, question: question, requiresActive: backend.requiresActive))
    }
    self.parts = parts
  }

  /// Whether the answer looks at a user's own row: active, superuser.
  var looksAtFlags: Bool {
    chain.passesSuperusers
      || parts.contains { $0.requiresActive || !Self.sweeping($0.layers, $0.question).isEmpty }
  }

  /// Layers that give every object of the type at once.
  static func sweeping(_ layers: [Layer], _ question: RelationQuestion) -> [Layer] {
    // A rule that looks at no object answers on objects of any type as in general.
    if case .anywhere = question.place { return layers.first?.level == .model ? layers : [] }
    return layers.filter { $0.objects?.key == .all }
  }

  /// The selects of what a subject holds, kept as long as their text is the same.
  func selects(_ key: String, _ make: () -> [HolderPlan.Select]) -> [HolderPlan.Select] {
    if let found = known[key] { return found }
    let made = make()
    known[key] = made
    return made
  }
}

extension DatabaseKey {
  /// A fixed order of keys: numbers, then texts.
  func precedes(_ other: DatabaseKey) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right
    case (.text(let left), .text(let right)): left < right
    case (.created(let left), .created(let right)): left < right
    case (.integer, .text), (.integer, .created), (.text, .created): true
    case (.text, .integer), (.created, .integer), (.created, .text): false
    }
  }
}
