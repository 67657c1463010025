/// A piece of text that is compared by its UTF-8 bytes, as the databases compare it.
///
/// Swift's `String` treats the NFC and the NFD spelling of a name as equal and does not sort by code point;
/// with it two users of a database would become one. Every name, codename and key is therefore a `Name`.
public struct Name: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public init(stringLiteral value: String) { text = value }

  public var description: String { text }
}

extension Name: Hashable {
  public static func == (left: Name, right: Name) -> Bool {
    // Texts that differ for Swift differ in their bytes too; only those that seem equal need a second look.
    guard left.text == right.text else { return false }
    return left.withBytes { l in right.withBytes { r in l.count == r.count && l.elementsEqual(r) } }
  }

  public func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }

  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
  }
}

extension Name: Comparable {
  /// Code-point order: UTF-8 bytes sort as code points do.
  public static func < (left: Name, right: Name) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// The primary key of a row: an integer, or text (UUIDs are text on SQLite).
public enum DatabaseKey: Hashable, Sendable {
  case integer(Int64)
  case text(Name)
  /// A row that an earlier change of the same list creates, by its name: it has no key yet, and would get another
  /// one where another program creates a row first. Of a permission the name is `app.model.codename`.
  ///
  /// INVARIANT: only changes hold it, and planning replaces it: in no row, question or history it stands.
  case created(Name)

  /// The key as text, as it stands in the column.
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .text(let name), .created(let name): name.text
    }
  }
}

extension DatabaseKey: CustomStringConvertible {
  public var description: String { text }
}

/// A model, as Django's content types name it: `app_label` and lower-case model name.
public struct TypeName: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var app: Name
  public var model: Name

  public init(app: Name, model: Name) {
    self.app = app
    self.model = model
  }

  /// Reads `app.model`. Nil where the dot or one of the two sides is missing.
  public init?(_ text: String) {
    guard let dot = text.firstIndex(of: "."), dot != text.startIndex else { return nil }
    let model = text[text.index(after: dot)...]
    guard !model.isEmpty else { return nil }
    self.init(app: Name(String(text[..<dot])), model: Name(String(model)))
  }

  public var description: String { "\(app).\(model)" }

  public static func < (left: TypeName, right: TypeName) -> Bool {
    left.app == right.app ? left.model < right.model : left.app < right.app
  }
}
