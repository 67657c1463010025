internal import Authorization
internal import GRDB
import Foundation

extension RowValue {
  init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let integer): .integer(integer)
      case .double(let double): .real(double)
      case .string(let text): .text(Name(text))
      case .blob(let bytes): .bytes(Array(bytes))
      }
  }

  init(_ key: DatabaseKey) {
    self =
      switch key {
      case .integer(let integer): .integer(integer)
      case .text(let name): .text(name)
      case .created: .null
      }
  }

  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let integer): integer.databaseValue
    case .real(let double): double.databaseValue
    case .text(let name): name.text.databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    }
  }
}
