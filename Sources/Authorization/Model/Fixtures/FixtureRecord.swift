/// One object of a Django fixture: `{"model", "pk", "fields"}`.
public struct FixtureRecord: Sendable, Hashable {
  /// Its place in the file, counted from 0.
  public var index: Int
  public var model: TypeName
  /// Nil where there is none: with natural keys the database finds it, or draws one.
  public var key: JSONValue?
  public var fields: JSONObject

  /// Reads a record from its text.
  ///
  /// - Throws: `FixtureError` where it is not JSON, or no record.
  public init(_ piece: FixtureSplitter.Piece) throws(FixtureError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: piece.bytes)
    } catch {
      throw FixtureError(
        error.message, record: piece.record, offset: piece.offset + Int64(error.offset))
    }
    guard let members = value.members else {
      throw FixtureError(
        "expected an object, got \(value.noun)", record: piece.record, offset: piece.offset)
    }
    guard let model = members["model"]?.text else {
      throw FixtureError(
        "expected `model` with a text like `auth.user`", record: piece.record, offset: piece.offset)
    }
    guard let type = Self.type(model) else {
      throw FixtureError(
        "no name of a model; expected `app_label.model` of letters, digits and underscores",
        record: piece.record, model: model)
    }
    guard let fields = members["fields"]?.members else {
      throw FixtureError("expected `fields` with an object", record: piece.record, model: model)
    }
    index = piece.record
    self.model = type
    if let given = members["pk"], !given.isNull { key = given }
    self.fields = fields
  }

  /// Django looks models up by their lower-case names, and applications exactly (`Apps.get_model`).
  private static func type(_ text: Name) -> TypeName? {
    let parts = text.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(isIdentifier) else { return nil }
    return TypeName(app: Name(parts[0]), model: Name(parts[1].lowercased()))
  }

  /// Whether a text can name a model, an application or a field. Python would also take letters of other scripts.
  public static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first), text.utf8.count <= 100 else {
      return false
    }
    return text.utf8.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
      default: false
      }
    }
  }
}
