/// Cuts the JSON list of a Django fixture into its records while it arrives, and keeps no more than one of them.
///
/// Only the ends of records are looked for here; whether a record is JSON says `FixtureRecord`.
public struct FixtureSplitter: Sendable {
  /// The bytes of one record.
  public struct Piece: Sendable, Hashable {
    /// Counted from 0.
    public var record: Int
    /// Where it begins, in bytes from the beginning of the text.
    public var offset: Int64
    public var bytes: [UInt8]

    public init(record: Int, offset: Int64, bytes: [UInt8]) {
      self.record = record
      self.offset = offset
      self.bytes = bytes
    }
  }

  /// Larger records are refused, in bytes: one string without an end must not fill the memory.
  public static let maximumSize = 16 << 20

  private enum State { case beforeList, beforeFirst, beforeNext, inRecord, afterRecord, afterList }

  private var state = State.beforeList
  private var record = 0
  /// How many bytes came before those that are fed now.
  private var consumed: Int64 = 0
  private var kept: [UInt8] = []
  private var start: Int64 = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  public init() {}

  /// Takes the next bytes of the text, and hands over each record that ends in them.
  public mutating func feed(_ bytes: ArraySlice<UInt8>, _ body: (Piece) throws -> Void) throws {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      if state == .inRecord {
        let end = try endOfRecord(bytes, from: place)
        kept.append(contentsOf: bytes[place..<(end ?? bytes.endIndex)])
        guard kept.count <= Self.maximumSize else { throw tooLarge() }
        guard let end else { break }
        let piece = Piece(record: record, offset: start, bytes: kept)
        kept = []
        state = .afterRecord
        record += 1
        place = end
        try body(piece)
      } else {
        try between(bytes[place], at: offset(place, in: bytes))
        // The brace belongs to the record, and is looked at again.
        if state != .inRecord { place += 1 }
      }
    }
    consumed += Int64(bytes.count)
  }

  /// Says that nothing more comes.
  ///
  /// - Throws: `FixtureError` where the list has not ended.
  public func finish() throws(FixtureError) {
    switch state {
    case .afterList: return
    case .beforeList: throw FixtureError("the text is empty; expected a JSON list of records")
    case .inRecord:
      throw FixtureError("the text ends in the middle of a record", record: record, offset: consumed)
    case .beforeFirst, .beforeNext, .afterRecord:
      throw FixtureError(
        "the text ends before the list does: expected `]` after \(Counted.words(record, "record"))",
        offset: consumed)
    }
  }

  /// The place after the closing brace; nil where the record goes on beyond these bytes.
  private mutating func endOfRecord(_ bytes: ArraySlice<UInt8>, from first: Int) throws -> Int? {
    try bytes.withUnsafeBufferPointer { buffer in
      var place = first - bytes.startIndex
      while place < buffer.count {
        let byte = buffer[place]
        place += 1
        if isInString {
          if isEscaped {
            isEscaped = false
          } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          guard depth <= JSONParser.maximumDepth else {
            throw FixtureError(
              "nested more than \(JSONParser.maximumDepth) levels deep", record: record,
              offset: consumed + Int64(place - 1))
          }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 { return bytes.startIndex + place }
        default: break
        }
      }
      return nil
    }
  }

  private mutating func between(_ byte: UInt8, at offset: Int64) throws(FixtureError) {
    if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { return }
    switch (state, byte) {
    case (.beforeList, UInt8(ascii: "[")): state = .beforeFirst
    case (.beforeFirst, UInt8(ascii: "{")), (.beforeNext, UInt8(ascii: "{")):
      state = .inRecord
      start = offset
      depth = 0
      isInString = false
      isEscaped = false
    case (.beforeFirst, UInt8(ascii: "]")), (.afterRecord, UInt8(ascii: "]")): state = .afterList
    case (.afterRecord, UInt8(ascii: ",")): state = .beforeNext
    case (.beforeList, _): throw FixtureError(Self.noList(byte), offset: offset)
    case (.beforeFirst, _), (.beforeNext, _):
      throw FixtureError("expected a record, which is an object: `{`", record: record, offset: offset)
    case (.afterRecord, _):
      throw FixtureError("expected `,` or `]` after record \(record - 1)", offset: offset)
    case (.afterList, _), (.inRecord, _):
      throw FixtureError("unexpected text after the list", offset: offset)
    }
  }

  private static func noList(_ byte: UInt8) -> String {
    let hint =
      switch byte {
      case 0x1F: "this looks compressed: unpack it first, with `zcat`"
      case 0xFE, 0xFF: "this looks like UTF-16: write it as UTF-8"
      case 0xEF: "this begins with a byte-order mark: take it away"
      case UInt8(ascii: "{"): "this is an object: `dumpdata --format json` writes a list"
      case UInt8(ascii: "S"): "a SQLite database is opened as it is, not imported"
      default: "`dumpdata` of Django writes one"
      }
    return "expected a JSON list of records, which begins with `[`; \(hint)"
  }

  private func tooLarge() -> FixtureError {
    FixtureError(
      "the record is larger than \(Self.maximumSize >> 20) MiB, which is the limit", record: record,
      offset: start)
  }

  private func offset(_ place: Int, in bytes: ArraySlice<UInt8>) -> Int64 {
    consumed + Int64(place - bytes.startIndex)
  }
}
