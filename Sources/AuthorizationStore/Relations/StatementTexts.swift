internal import Authorization
internal import GRDB

/// Remembers compiled SQL by the shape of the question, because building the text costs more than running it.
final class StatementTexts {
  private struct Shape: Hashable {
    var layers: [String]
    var projection: LayerCompiler.Projection
    var holder: Int
    var permissions: Int
    /// Whether the layers' own names are asked for differs by name.
    var names: [Name]
    var place: Int
    var type: TypeName?
    var typeIsKnown: Bool
    var keyIsPossible = true
    var limit: Int
  }

  private var known: [Shape: Fragment] = [:]
  /// The columns of primary keys, by table; no edit changes those.
  var keyColumns: [String: [String]] = [:]

  func text(
    _ layers: [Layer], _ question: RelationQuestion, _ projection: LayerCompiler.Projection, limit: Int = 0,
    compile: ([Layer], RelationQuestion) -> Fragment
  ) -> Fragment {
    let shape = shape(layers, question, projection, limit)
    if let found = known[shape] { return found }
    let text = compile(layers, question)
    // Groups given by hand and long permission lists make many shapes; forget them all now and then.
    if known.count > 2_000 { known.removeAll() }
    known[shape] = text
    return text
  }

  private func shape(
    _ layers: [Layer], _ question: RelationQuestion, _ projection: LayerCompiler.Projection, _ limit: Int
  ) -> Shape {
    var shape = Shape(
      layers: layers.map(\.id), projection: projection, holder: 0, permissions: -1, names: [], place: 0,
      type: nil,
      typeIsKnown: false, limit: limit)
    switch question.holder {
    case .anybody: shape.holder = -1
    case .onlyEveryone: shape.holder = -2
    case .anonymous: shape.holder = -4
    case .user: shape.holder = -3
    case .groups(let keys): shape.holder = keys.count
    }
    if case .these(let keys, let names) = question.permissions {
      shape.permissions = keys.count
      shape.names = names
    }
    switch question.place {
    case .anywhere: break
    case .domain: shape.place = 1
    case .object(let object):
      shape.place = 2
      shape.type = object.type
      shape.typeIsKnown = object.typeKey != nil
      shape.keyIsPossible = object.native != nil
    case .objects(let type, let key):
      shape.place = 3
      shape.type = type
      shape.typeIsKnown = key != nil
    }
    return shape
  }
}

extension Fragment {
  func arguments(_ question: RelationQuestion) -> StatementArguments {
    StatementArguments(slots.map { $0.value(question) })
  }
}
