import Authorization
import Testing

/// Cutting a fixture into records, however it arrives.
@Suite struct FixtureSplitterTests {
  private static let text = #" [ {"a": "}]\"{", "b": [1, {"c": []}]} , {"é": "\\"},{}] "#

  private func split(_ text: String, by size: Int) throws -> [FixtureSplitter.Piece] {
    var splitter = FixtureSplitter()
    var pieces: [FixtureSplitter.Piece] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try splitter.feed(bytes[start..<min(start + size, bytes.count)]) { pieces.append($0) }
    }
    try splitter.finish()
    return pieces
  }

  @Test("records come out whole, wherever the text is cut", arguments: [1, 2, 3, 7, 1_000])
  func pieces(size: Int) throws {
    let pieces = try split(Self.text, by: size)
    #expect(
      pieces.map { String(decoding: $0.bytes, as: UTF8.self) } == [
        #"{"a": "}]\"{", "b": [1, {"c": []}]}"#, #"{"é": "\\"}"#, "{}",
      ])
    #expect(pieces.map(\.record) == [0, 1, 2])
    #expect(pieces.map(\.offset) == [3, 41, 54])
  }

  private static let badTexts: [(text: String, record: Int?, offset: Int64?)] = [
    ("", nil, nil), ("   ", nil, nil), ("{}", nil, 0), ("[", nil, 1), ("[5]", 0, 1), ("[[", 0, 1),
    ("[{}", nil, 3),
    ("[{},]", 1, 4), ("[{} {}]", nil, 4), ("[{}]x", nil, 4), ("[{\"a", 0, 4), ("\u{0}[", nil, 0),
    ("[\u{0}", 0, 1),
    ("[{}][", nil, 4), ("[}", 0, 1),
  ]

  @Test("what is no list of objects is refused with its place", arguments: badTexts)
  func faults(text: String, record: Int?, offset: Int64?) throws {
    let error = #expect(throws: FixtureError.self) { try split(text, by: 2) }
    #expect(error?.record == record)
    #expect(error?.offset == offset)
  }

  @Test("nesting without an end ends at the limit")
  func depth() throws {
    let error = #expect(throws: FixtureError.self) {
      try split("[{\"a\":" + String(repeating: "[", count: 100_000), by: 4_096)
    }
    #expect(error?.offset == Int64(517))
  }

  @Test("a string without an end ends at the limit, and keeps no more than that")
  func size() throws {
    var splitter = FixtureSplitter()
    try splitter.feed(Array("[{\"a\":\"".utf8)[...]) { _ in }
    let part = [UInt8](repeating: 0x61, count: 1 << 20)[...]
    var fed = 0
    let error = #expect(throws: FixtureError.self) {
      while true {
        try splitter.feed(part) { _ in }
        fed += part.count
      }
    }
    #expect(fed <= FixtureSplitter.maximumSize)
    #expect(error?.message.contains("16 MiB") == true)
  }

  private static let badRecords: [(text: String, message: String)] = [
    (#"{"pk": 1, "fields": {}}"#, "expected `model`"),
    (#"{"model": "auth.group", "pk": 1}"#, "expected `fields`"),
    (#"{"model": "auth", "fields": {}}"#, "no name of a model"),
    (#"{"model": "a.b.c", "fields": {}}"#, "no name of a model"),
    (#"{"model": "a.b\"; DROP", "fields": {}}"#, "no name of a model"),
    (#"{"model": 5, "fields": {}}"#, "expected `model`"),
    (#"{"model": "a.b", "fields": []}"#, "expected `fields`"), (#"{"model": nope}"#, "expected a value"),
  ]

  @Test("an object that is no record is refused", arguments: badRecords)
  func records(text: String, message: String) throws {
    let piece = FixtureSplitter.Piece(record: 3, offset: 100, bytes: Array(text.utf8))
    let error = #expect(throws: FixtureError.self) { try FixtureRecord(piece) }
    #expect(error?.record == 3)
    #expect(error?.message.contains(message) == true, "\(error?.sentence ?? "")")
  }

  @Test("the place of bad JSON is counted from the beginning of the file")
  func offset() throws {
    let piece = FixtureSplitter.Piece(record: 3, offset: 100, bytes: Array(#"{"model": nope}"#.utf8))
    let error = #expect(throws: FixtureError.self) { try FixtureRecord(piece) }
    #expect(error?.offset == 110)
  }

  @Test("models are looked up by their lower-case names, as Django does, and a null key is none")
  func lookup() throws {
    let text = #"{"model": "auth.Group", "pk": null, "fields": {}}"#
    let record = try FixtureRecord(FixtureSplitter.Piece(record: 0, offset: 0, bytes: Array(text.utf8)))
    #expect(record.model == TypeName(app: "auth", model: "group"))
    #expect(record.key == nil)
  }
}
