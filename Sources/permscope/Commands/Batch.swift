import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation

/// `permscope batch DB`
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Answer questions from standard input, one JSON object a line.",
    discussion: """
      Example: echo '{"id": 1, "query": {"kind": "tree.check", "user": null, "tree": "linux-mainline", "method": "read"}}' \
      | permscope batch db.sqlite3
      """)

  @Flag(help: "Accepted for symmetry; answers are always JSON.") var json = false
  @Argument(help: "The database file.") var database: String

  func run() throws {
    try Failure.reporting(json: json) {
      let database = try AuthorizationDatabase(
        path: database, options: Settings.load(for: database).options())
      var lines = LineReader()
      // Lines that are there together are answered in one read; the output is flushed when the input waits.
      while let batch = try lines.next() {
        var out = StreamedOutput()
        try database.read { reader in
          let answerer = BatchAnswerer(reader)
          for line in batch {
            guard let text = String(validating: line, as: UTF8.self) else {
              out.write(#"{"id":null,"error":"the line is not UTF-8"}"# + "\n")
              continue
            }
            out.write(try answerer.respond(to: text) + "\n")
          }
        }
        out.flush()
      }
      return .success
    }
  }
}

/// Reads lines from standard input in the pieces in which they arrive.
struct LineReader {
  private var rest: [UInt8] = []
  private var ended = false
  private static let chunk = 1 << 16

  /// The lines that are complete now, waiting for at least one; nil at the end.
  mutating func next() throws -> [[UInt8]]? {
    while !ended {
      var buffer = [UInt8](repeating: 0, count: Self.chunk)
      let count = read(STDIN_FILENO, &buffer, Self.chunk)
      if count < 0 {
        if errno == EINTR { continue }
        throw StoreError(.failed, "reading standard input failed: \(String(cString: strerror(errno)))")
      }
      if count == 0 {
        ended = true
      } else {
        rest.append(contentsOf: buffer[0..<count])
      }
      var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
      // What follows the last line end is a line only when nothing more comes.
      rest = ended ? [] : lines.removeLast()
      lines.removeAll { line in
        line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }
      }
      if !lines.isEmpty { return lines }
    }
    return nil
  }
}
