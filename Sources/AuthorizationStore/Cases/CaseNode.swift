internal import Authorization

/// A part of a case file, read strictly: whatever wrote it, what is not as expected is refused with its place.
struct CaseNode {
  let value: JSONValue
  /// `tables[2].rows`
  let place: String

  func refused(_ text: String) -> StoreError {
    StoreError(.badCase, "this is no case that can be read: `\(place)` \(text)")
  }

  func members() throws -> JSONObject {
    guard let members = value.members else { throw refused("is \(value.noun) and not an object") }
    return members
  }

  func member(_ key: Name) throws -> CaseNode {
    guard let value = try members()[key] else { throw refused("has no `\(key)`") }
    return CaseNode(value: value, place: "\(place).\(key)")
  }

  /// Nil where it is absent or null.
  func optional(_ key: Name) throws -> CaseNode? {
    guard let value = try members()[key], !value.isNull else { return nil }
    return CaseNode(value: value, place: "\(place).\(key)")
  }

  func elements(limit: Int = 10_000) throws -> [CaseNode] {
    guard let elements = value.elements else { throw refused("is \(value.noun) and not a list") }
    guard elements.count <= limit else {
      throw refused("has \(Counted.words(elements.count, "element")); a case has at most \(limit)")
    }
    return elements.enumerated().map { CaseNode(value: $0.element, place: "\(place)[\($0.offset)]") }
  }

  func text() throws -> String {
    guard let text = value.text else { throw refused("is \(value.noun) and not a string") }
    return text.text
  }

  func flag() throws -> Bool {
    guard let flag = value.truth else { throw refused("is \(value.noun) and not true or false") }
    return flag
  }

  func integer() throws -> Int64 {
    guard case .integer(let integer) = value else { throw refused("is \(value.noun) and not a whole number") }
    return integer
  }
}
