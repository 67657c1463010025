internal import Authorization
internal import GRDB

extension String {
  /// As a SQL identifier. Every name that was read from a schema passes here.
  var quoted: String {
    "\"" + replacingByte("\"", with: "\"\"") + "\""
  }
}

extension DatabaseKey {
  init?(_ value: DatabaseValue) {
    switch value.storage {
    case .int64(let integer): self = .integer(integer)
    case .string(let text): self = .text(Name(text))
    case .double(let double): self = .text(Name(String(double)))
    case .blob, .null: return nil
    }
  }

  init?(_ value: StoredValue) { self.init(value.databaseValue) }

  var value: DatabaseValue {
    switch self {
    case .integer(let integer): integer.databaseValue
    case .text(let name): name.value
    // No row has this key, and NULL equals none.
    case .created: .null
    }
  }
}

extension Name {
  /// What is bound where the name is compared. One with a NUL, which GRDB would cut there, is bound as bytes: it equals no
  /// text, and never the shorter one.
  var value: DatabaseValue { text.databaseValue.bound }

  init?(_ value: StoredValue) { self.init(value.databaseValue) }

  init?(_ value: DatabaseValue) {
    guard let text = value.text else { return nil }
    self.init(text)
  }
}
