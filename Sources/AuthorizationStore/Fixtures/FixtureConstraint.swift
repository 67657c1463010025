internal import Authorization
import Foundation
internal import GRDB

/// Says which rule of the database a record would break.
enum FixtureConstraint {
  /// Nil where it is no rule that failed.
  static func error(_ error: DatabaseError, _ record: FixtureRecord, _ model: ModelTable) -> FixtureError? {
    guard error.resultCode == .SQLITE_CONSTRAINT else { return nil }
    let message = error.message ?? ""
    // `UNIQUE constraint failed: auth_user.username, auth_user.email`
    let subject = message.components(separatedBy: ": ").dropFirst().joined(separator: ": ")
    let columns = subject.components(separatedBy: ", ").map { column in
      column.hasPrefix(model.table + ".") ? String(column.dropFirst(model.table.count + 1)) : column
    }
    let fields = columns.map { name in
      model.columns.first { $0.name == name }?.fieldName ?? (name == model.key.name ? "pk" : Name(name))
    }
    var found = FixtureError("", record: record.index, model: Name(record.model.description))
    if fields.count == 1 { found.field = fields[0] }
    switch error.extendedResultCode {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
      let listed = fields.map { "`\($0)`" }.joined(separator: ", ")
      let hint =
        ["django_content_type", "auth_permission"].contains(model.table)
        ? "; dump with `--natural-foreign --natural-primary`, or import into a new file" : ""
      found.message =
        "another row of `\(model.table)` with another key has the same \(listed); nothing can be stored twice\(hint)"
    case .SQLITE_CONSTRAINT_NOTNULL: found.message = "must not be null"
    case .SQLITE_CONSTRAINT_CHECK:
      found.message = "the table `\(model.table)` does not accept it: its check `\(subject)` fails"
    case .SQLITE_CONSTRAINT_TRIGGER:
      found.message = "a trigger of `\(model.table)` refuses it: \(message)"
    default: found.message = "the table `\(model.table)` does not accept it: \(message)"
    }
    return found
  }
}
