internal import Authorization
import Foundation
internal import GRDB

/// The private database of a case: made of its tables and rows, gone when it is not needed any more.
public final class CaseDatabase: Sendable {
  public let database: AuthorizationDatabase
  private let folder: String

  /// - Parameter name: what the file is called, for the header of the browser.
  /// - Throws: `StoreError` where the case cannot be a database.
  public init(_ file: CaseFile, name: String = "case") throws {
    var template = Array((NSTemporaryDirectory() + "permscope-case-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw StoreError(
        .failed, "cannot make a folder for the case: \(String(cString: strerror(errno)))")
    }
    let folder = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.folder = folder
    let path = folder + "/" + (name.split(separator: "/").last.map(String.init) ?? "case")
    do {
      try Self.make(path, file)
      var options = file.settings.options
      options.readOnlyReason = "a case, not the database"
      options.isExcerpt = true
      database = try AuthorizationDatabase(path: path, options: options)
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      if let error = error as? StoreError, error.code != .badCase {
        throw StoreError(.badCase, "the case is no authorization database: \(error.message)")
      }
      throw error
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static func make(_ path: String, _ file: CaseFile) throws {
    var configuration = Configuration()
    // Rows that refer to nothing are part of what there is.
    configuration.foreignKeysEnabled = false
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write { database in
        for table in file.tables {
          try database.execute(sql: definition(table))
          let marks = repeatElement("?", count: table.columns.count).joined(separator: ", ")
          for row in table.rows {
            let values = row.map(\.databaseValue)
            let sql =
              values.allSatisfy { $0.mark == "?" }
              ? "INSERT INTO \(table.name.quoted) VALUES (\(marks))"
              : "INSERT INTO \(table.name.quoted) VALUES (\(values.map(\.mark).joined(separator: ", ")))"
            try database.cachedStatement(sql: sql).execute(
              arguments: StatementArguments(values.map(\.bound)))
          }
        }
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw StoreError(
        .badCase, "the case is no database: \(error.message ?? error.resultCode.description)")
    }
  }

  /// Names are quoted and types are from a short list, so that nothing of a case becomes SQL.
  private static func definition(_ table: CaseTable) -> String {
    var parts = table.columns.map { column in
      "\(column.name.quoted) \(column.type)" + (column.isRequired ? " NOT NULL" : "")
    }
    let keys = table.columns.filter { $0.keyRank > 0 }.sorted { $0.keyRank < $1.keyRank }
    if !keys.isEmpty { parts.append("PRIMARY KEY (\(keys.map(\.name.quoted).joined(separator: ", ")))") }
    parts += table.references.map { reference in
      let target = reference.target.map { " (\($0.quoted))" } ?? ""
      return "FOREIGN KEY (\(reference.column.quoted)) REFERENCES \(reference.table.quoted)\(target)"
    }
    return "CREATE TABLE \(table.name.quoted) (\(parts.joined(separator: ", ")))"
  }
}
