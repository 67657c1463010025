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
      // Lines that are there together are answered in a few reads; nothing is written while one is open.
      while let batch = try lines.next() {
        for start in stride(from: 0, to: batch.count, by: Self.linesPerRead) {
          let out = StreamedOutput()
          try database.read { reader in
            let answerer = BatchAnswerer(reader)
            for line in batch[start..<min(start + Self.linesPerRead, batch.count)] {
              try out.write(try Self.reply(to: line, answerer) + "\n")
            }
          }
          try out.print()
        }
      }
      return .success
    }
  }

  /// More than this in one read could make the application wait.
  private static let linesPerRead = 500

  private static func reply(to line: LineReader.Line, _ answerer: BatchAnswerer) throws -> String {
    switch line {
    case .tooLong: return #"{"id":null,"error":"the line is longer than 16 MiB"}"#
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return #"{"id":null,"error":"the line is not UTF-8"}"#
      }
      return try answerer.respond(to: text)
    }
  }
}

/// Reads lines from standard input in the pieces in which they arrive.
struct LineReader {
  enum Line {
    case bytes([UInt8])
    /// Longer than any question; it was passed over.
    case tooLong
  }

  private var rest: [UInt8] = []
  private var isSkipping = false
  private var ended = false
  private static let chunk = 1 << 16
  private static let longest = 1 << 24

  /// The lines that are complete now, waiting for at least one; nil at the end.
  mutating func next() throws -> [Line]? {
    while !ended {
      var buffer = [UInt8](repeating: 0, count: Self.chunk)
      let count = read(STDIN_FILENO, &buffer, Self.chunk)
      if count < 0 {
        if errno == EINTR { continue }
        throw StoreError(.failed, "reading standard input failed: \(String(cString: strerror(errno)))")
      }
      ended = count == 0
      let lines = take(buffer[0..<count])
      if !lines.isEmpty { return lines }
    }
    return nil
  }

  /// Only what is new is searched for line ends.
  private mutating func take(_ bytes: ArraySlice<UInt8>) -> [Line] {
    var lines: [Line] = []
    var remaining = bytes
    while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
      rest.append(contentsOf: remaining[..<end])
      finish(&lines)
      remaining = remaining[(end + 1)...]
    }
    rest.append(contentsOf: remaining)
    if rest.count > Self.longest {
      isSkipping = true
      rest = []
    }
    // What follows the last line end is a line when nothing more comes.
    if ended, isSkipping || !rest.isEmpty { finish(&lines) }
    return lines
  }

  private mutating func finish(_ lines: inout [Line]) {
    if isSkipping {
      lines.append(.tooLong)
    } else if !rest.allSatisfy({ [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }) {
      lines.append(.bytes(rest))
    }
    rest.removeAll(keepingCapacity: true)
    isSkipping = false
  }
}
