/// Why a fixture cannot be read or stored, and where.
public struct FixtureError: Error, Sendable, Hashable {
  /// Lower case, no final period, user input in backticks.
  public var message: String
  /// The place of the record in the list, counted from 0 as programs count; nil where no record is at fault.
  public var record: Int?
  public var model: Name?
  public var field: Name?
  /// In bytes from the beginning of the text; nil where the text is good JSON.
  public var offset: Int64?
  public var didYouMean: [String] = []

  public init(
    _ message: String, record: Int? = nil, model: Name? = nil, field: Name? = nil, offset: Int64? = nil,
    didYouMean: [String] = []
  ) {
    self.message = message
    self.record = record
    self.model = model
    self.field = field
    self.offset = offset
    self.didYouMean = didYouMean
  }

  /// The sentence with its place: `record 3 (counted from 0), model `auth.user`, field `groups`: …`.
  public var sentence: String {
    let place = [
      record.map { "record \($0) (counted from 0)" }, model.map { "model `\($0)`" },
      field.map { "field `\($0)`" }, offset.map { "byte \($0)" },
    ].compactMap { $0 }
    return place.isEmpty ? message : "\(place.joined(separator: ", ")): \(message)"
  }
}
