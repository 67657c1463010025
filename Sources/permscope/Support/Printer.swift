import Authorization
import Foundation
import Frame

/// Writes answers to standard output and errors to standard error.
///
/// Everything that may come from the database is made visible first: a name with an escape sequence in it must
/// not reach the terminal.
struct Printer {
  /// Prints one line of untrusted text.
  static func line(_ text: String) {
    write(Text.visible(text) + "\n")
  }

  /// Prints a JSON value on one line; its writer escapes control characters itself.
  static func json(_ value: JSONValue) {
    write(value.compactText + "\n")
  }

  /// Prints one record of comma-separated values (RFC 4180), control characters made visible.
  static func csv(_ fields: [String]) {
    write(CSV.record(fields))
  }

  static func write(_ text: String) { write(Data(text.utf8)) }

  /// Writes to standard output; where that cannot be done there is nobody to answer.
  static func write(_ data: Data) {
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch {
      let reason = errno
      // A reader that has seen enough is no failure worth a word.
      if reason != EPIPE {
        self.error("permscope: cannot write to standard output: \(String(cString: strerror(reason)))")
      }
      exit(2)
    }
  }

  static func error(_ text: String) {
    // What cannot be told on standard error cannot be told.
    try? FileHandle.standardError.write(contentsOf: Data((Text.visible(text) + "\n").utf8))
  }
}

/// Comma-separated values as RFC 4180 has them.
enum CSV {
  /// One record with its line end.
  static func record(_ fields: [String]) -> String {
    fields.map { field(Text.visible($0)) }.joined(separator: ",") + "\r\n"
  }

  private static func field(_ text: String) -> String {
    // A spreadsheet runs what begins like a formula.
    let safe = text.utf8.first.map { "=+-@".utf8.contains($0) } == true ? "'" + text : text
    guard safe.utf8.contains(where: { ",\"\n'".utf8.contains($0) }) else { return safe }
    return "\"" + safe.replacingByte("\"", with: "\"\"") + "\""
  }
}
