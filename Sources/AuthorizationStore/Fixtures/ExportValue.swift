internal import Authorization
import Foundation
internal import GRDB

/// What is stored in a column as `dumpdata` writes it (`DjangoJSONEncoder`, `Field.value_to_string`).
enum ExportValue {
  static func json(_ value: DatabaseValue, _ kind: FieldKind) -> JSONValue {
    switch (value.storage, kind) {
    case (.null, _): return .null
    case (.int64(let integer), .boolean) where integer == 0 || integer == 1: return .bool(integer == 1)
    case (.string(let text), .uuid): return JSONValue(Gate.dashed(text))
    case (.string(let text), .dateTime): return JSONValue(FixtureTime.fixture(text))
    case (.string(let text), .json): return (try? JSONValue(parsing: text)) ?? JSONValue(text)
    // A decimal is a text in a fixture, so that it keeps its digits.
    case (.int64(let integer), .decimal): return JSONValue(String(integer))
    case (.double(let double), .decimal): return JSONValue("\(double)")
    case (.int64(let integer), .text): return JSONValue(String(integer))
    case (.int64(let integer), _): return .integer(integer)
    case (.double(let double), _): return JSONValue(double)
    case (.string(let text), _): return JSONValue(text)
    case (.blob(let bytes), .bytes): return JSONValue(Data(bytes).base64EncodedString())
    // SQLite holds bytes in a column of any type, and people read them as text.
    case (.blob(let bytes), _): return JSONValue(String(decoding: bytes, as: UTF8.self))
    }
  }
}
