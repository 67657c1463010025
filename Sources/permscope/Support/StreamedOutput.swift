import Foundation
import Frame

/// Standard output in large pieces, for lists that can be long.
struct StreamedOutput {
  private var buffer: [UInt8] = []

  /// One line of untrusted text.
  static func line(_ text: String) -> String { Text.visible(text) + "\n" }

  mutating func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    FileHandle.standardOutput.write(Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }
}
