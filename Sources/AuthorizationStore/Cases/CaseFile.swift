internal import Authorization
import Foundation

/// One answer with everything that it takes to give it again: the question, the settings in force, the rows.
///
/// Passwords, what sessions hold, e-mail addresses and the names of people beside their usernames are never in one.
public struct CaseFile: Sendable, Hashable {
  public var question: CaseQuestion
  public var answer: CaseAnswer
  /// The version of the program that wrote it.
  public var program: String
  /// Whether names were replaced.
  public var isRenamed: Bool
  var settings: CaseSettings
  var tables: [CaseTable]

  /// The newest form of the file that this program knows.
  static let format: Int64 = 1
  /// A larger file is not read, in bytes.
  static let sizeLimit = 16 << 20
  /// More rows are no minimal slice of anything.
  static let rowLimit = 20_000

  /// Whether a file begins as cases do, and no database does.
  public static func isCase(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let descriptor = KeptDescriptors.open(path)
    else { return false }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let start = bytes.prefix(max(0, count))
    return start.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
  }

  /// Whether a file that begins like this is a case as the program writes them, and not other JSON.
  static func isMarked(_ start: [UInt8]) -> Bool {
    String(decoding: start, as: UTF8.self).contains("\"permscope_case\"")
  }

  /// - Throws: `StoreError` with one sentence for whatever is no case.
  public init(path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.noSuchFile, "no such case file `\(path)`")
    }
    guard status.st_size <= Self.sizeLimit else {
      throw StoreError(.badCase, "`\(path)` is larger than any case: \(status.st_size) bytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StoreError(.noPermission, "no permission to read `\(path)`; ask its owner for read access")
    }
    let json: JSONValue
    do {
      json = try JSONValue(parsing: Array(data))
    } catch {
      throw StoreError(.badCase, "`\(path)` is no case: it is not JSON: \(error.description)")
    }
    guard json.members?["permscope_case"] != nil else {
      throw StoreError(.badCase, "`\(path)` is no case: it has no `permscope_case`")
    }
    try self.init(CaseNode(value: json, place: "case"))
  }

  init(_ node: CaseNode) throws {
    let format = try node.member("permscope_case").integer()
    guard format == Self.format else {
      throw StoreError(
        .badCase, "the case has the form \(format), which this permscope does not know; use a newer one")
    }
    program = try node.member("program").text()
    isRenamed = try node.optional("renamed")?.flag() ?? false
    question = try CaseQuestion(node.member("question"))
    settings = try CaseSettings(node.member("settings"))
    tables = try node.member("tables").elements(limit: 500).map { try CaseTable($0) }
    guard CaseTable.areDistinct(tables.map(\.name)) else { throw node.refused("has two tables of one name") }
    guard tables.reduce(0, { $0 + $1.rows.count }) <= Self.rowLimit else {
      throw node.refused("has more than \(Self.rowLimit) rows")
    }
    let outcome = try node.member("outcome").text()
    guard let known = Outcome(rawValue: outcome) else { throw node.refused("has no outcome `\(outcome)`") }
    answer = CaseAnswer(
      value: try node.member("answer").value,
      lines: try node.member("explanation").elements().map { try $0.text() }, outcome: known)
  }

  init(
    question: CaseQuestion, answer: CaseAnswer, program: String, isRenamed: Bool, settings: CaseSettings,
    tables: [CaseTable]
  ) {
    self.question = question
    self.answer = answer
    self.program = program
    self.isRenamed = isRenamed
    self.settings = settings
    self.tables = tables
  }

  /// The file's text: JSON, a line for each part, so that people can look at it and compare two.
  public var text: String {
    let head: [(Name, JSONValue)] = [
      ("permscope_case", .integer(Self.format)), ("program", JSONValue(program)),
      ("renamed", .bool(isRenamed)), ("question", question.json), ("settings", settings.json),
    ]
    let tail: [(Name, JSONValue)] = [
      ("outcome", JSONValue(answer.outcome.rawValue)), ("answer", answer.value),
      ("explanation", .array(answer.lines.map { JSONValue($0) })),
    ]
    func line(_ member: (Name, JSONValue)) -> String {
      "\(JSONValue.string(member.0).compactText): \(member.1.compactText)"
    }
    let tables = tables.map { "  \($0.json.compactText)" }.joined(separator: ",\n")
    let parts = head.map(line) + ["\"tables\": [\n\(tables)\n]"] + tail.map(line)
    return "{\n\(parts.joined(separator: ",\n"))\n}\n"
  }

  /// How many rows it has.
  public var rowCount: Int { tables.reduce(0) { $0 + $1.rows.count } }

  /// - Throws: `StoreError.exists` where no case can get this name, because something has it.
  public static func requireFree(_ path: String) throws { try NewFile.requireFree(path) }

  /// Writes it to a file that must not exist.
  public func write(to path: String) throws {
    try NewFile.requireFree(path)
    let draft = "\(path).\(getpid()).new"
    defer { unlink(draft) }
    // Others than its owner need not see who may do what.
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.failed, "cannot write `\(path)`: \(String(cString: strerror(errno)))")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    } catch {
      throw StoreError(.failed, "cannot write `\(path)`: \(error.localizedDescription)")
    }
    try NewFile.publish(draft, as: path, failing: "cannot write `\(path)`")
  }
}
