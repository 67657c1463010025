internal import Authorization
internal import GRDB

/// Says in the words of the screen which rule of the database a row would break.
struct ConstraintWords {
  let words: RowWords

  /// - Parameter row: what was being written; nil at the end of the transaction.
  func refusal(_ error: DatabaseError, _ row: RowChange) throws -> Refusal? {
    guard error.resultCode == .SQLITE_CONSTRAINT else { return nil }
    let message = error.message ?? ""
    let subject = message.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    let columns = subject.split(separator: ", ").map { String($0.drop { $0 != "." }.dropFirst()) }
    let image = (row.after ?? row.before ?? []) + row.key
    switch error.extendedResultCode {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
      return Refusal(.invalid, try words.taken(row.table, columns, image))
    case .SQLITE_CONSTRAINT_NOTNULL:
      return Refusal(
        .invalid, "`\(columns.joined(separator: "`, `"))` of `\(row.table)` must have a value")
    case .SQLITE_CONSTRAINT_CHECK:
      return Refusal(
        .invalid, "the database does not accept these values in `\(row.table)`: its check `\(subject)` fails")
    case .SQLITE_CONSTRAINT_FOREIGNKEY:
      return Refusal(
        .referenced,
        "\(try words.name(row.table, row.key, image: image)) refers to, or is referred to by, a row that would be missing"
      )
    case .SQLITE_CONSTRAINT_TRIGGER:
      return Refusal(.invalid, "a trigger of `\(row.table)` refuses it: \(message)")
    default:
      return Refusal(.invalid, "the database does not accept it in `\(row.table)`: \(message)")
    }
  }
}
