import Authorization
import AuthorizationStore
import Yams

/// A part of a file with policy tests, read strictly: what is not as expected is an error with its line.
struct TestNode {
  let node: Node
  /// The file as the person named it.
  let file: String
  /// Where it stands, in words: `allowed`.
  let place: String

  /// Counted from 1.
  var line: Int { node.mark?.line ?? 1 }

  /// The whole file; nil where there is nothing in it.
  ///
  /// - Throws: `StoreError` with the line, where the text is no YAML.
  static func root(_ text: String, file: String) throws -> TestNode? {
    do {
      guard let node = try Yams.compose(yaml: text) else { return nil }
      let root = TestNode(node: node, file: file, place: "the file")
      guard !root.isHuge else {
        throw root.error("there are more than \(nodeLimit) values in it, counting what aliases repeat")
      }
      return root
    } catch let error as YamlError {
      let (problem, line) = words(error)
      throw StoreError(.badTests, "`\(file)`\(line.map { ", line \($0)" } ?? "") is no YAML: \(problem)")
    }
  }

  /// How many values a file may have. A few aliases of aliases are billions.
  private static let nodeLimit = 100_000

  private var isHuge: Bool {
    var waiting = [node]
    var count = 0
    while let next = waiting.popLast() {
      count += 1
      guard count + waiting.count <= Self.nodeLimit else { return true }
      switch next {
      case .mapping(let mapping):
        for (key, value) in mapping {
          waiting.append(key)
          waiting.append(value)
        }
      case .sequence(let sequence): waiting.append(contentsOf: sequence)
      case .scalar, .alias: break
      }
    }
    return false
  }

  private static func words(_ error: YamlError) -> (problem: String, line: Int?) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (problem, mark.line)
    case .duplicatedKeysInMapping(let keys, _):
      ("\(keys.map { "`\($0)`" }.joined(separator: ", ")) stands twice in one mapping", nil)
    case .reader(let problem, _, _, _): (problem, nil)
    default: ("it cannot be read", nil)
    }
  }

  func error(_ text: String) -> StoreError { StoreError(.badTests, "`\(file)`, line \(line): \(text)") }

  /// The members of a mapping.
  ///
  /// - Throws: `StoreError` for a key that is not among the known ones.
  func members(_ known: [String]) throws -> [String: TestNode] {
    guard let mapping = node.mapping else {
      throw error("\(place) is not a mapping; expected \(Self.listed(known))")
    }
    var found: [String: TestNode] = [:]
    for (key, value) in mapping {
      let name = key.string ?? "?"
      let member = TestNode(node: value, file: file, place: "`\(name)`")
      guard known.contains(name) else {
        let keyNode = TestNode(node: key, file: file, place: place)
        let close = Suggestions.near(name, in: known)
        let hint = close.isEmpty ? "; expected \(Self.listed(known))" : ""
        var error = keyNode.error("unknown key `\(name)` in \(place)\(hint)")
        error.didYouMean = close
        throw error
      }
      found[name] = member
    }
    return found
  }

  private static func listed(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  func elements() throws -> [TestNode] {
    guard let sequence = node.sequence else { throw error("\(place) is not a list") }
    return sequence.map { TestNode(node: $0, file: file, place: place) }
  }

  /// A list, or one thing in the place of a list of one.
  func oneOrMore() throws -> [TestNode] { node.sequence == nil ? [self] : try elements() }

  func text() throws -> String {
    guard let text = node.scalar?.string, !text.isEmpty else { throw error("\(place) is not a text") }
    return text
  }

  func name() throws -> Name { Name(try text()) }

  func integer() throws -> Int {
    guard let integer = node.int else { throw error("\(place) is not a whole number") }
    return integer
  }

  func flag() throws -> Bool {
    guard let flag = node.bool else { throw error("\(place) is neither true nor false") }
    return flag
  }

  /// A value as JSON has it, for the body of a request.
  func json(depth: Int = 0) throws -> JSONValue {
    guard depth < 32 else { throw error("\(place) is nested too deeply") }
    if let mapping = node.mapping {
      return .object(
        JSONObject(
          try mapping.map { key, value in
            (
              Name(key.string ?? ""),
              try TestNode(node: value, file: file, place: place).json(depth: depth + 1)
            )
          }))
    }
    if node.sequence != nil { return .array(try elements().map { try $0.json(depth: depth + 1) }) }
    // What is in quotes is a text, whatever it looks like.
    guard let scalar = node.scalar, scalar.style == .any || scalar.style == .plain else {
      return JSONValue(node.scalar?.string ?? "")
    }
    return (try? JSONValue(parsing: scalar.string)) ?? JSONValue(scalar.string)
  }
}
