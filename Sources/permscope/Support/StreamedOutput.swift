import AuthorizationStore
import Foundation
import Frame

/// An answer that can be long, gathered while the database is read and printed afterwards.
///
/// A reader of standard output that waits (a pager) must not keep a read open, for that would make the
/// application wait. What is more than a megabyte is kept in a file without a name.
final class StreamedOutput {
  private var buffer: [UInt8] = []
  private var overflow: FileHandle?
  private static let limit = 1 << 20

  /// One line of untrusted text.
  static func line(_ text: String) -> String { Text.visible(text) + "\n" }

  func write(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    guard buffer.count > Self.limit else { return }
    let file = try overflow ?? Self.unnamedFile()
    overflow = file
    try file.write(contentsOf: Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }

  /// Prints what was gathered.
  func print() throws {
    if let overflow {
      try overflow.seek(toOffset: 0)
      while let piece = try overflow.read(upToCount: Self.limit), !piece.isEmpty { Printer.write(piece) }
      self.overflow = nil
    }
    Printer.write(Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }

  private static func unnamedFile() throws -> FileHandle {
    var name = Array((NSTemporaryDirectory() + "permscope-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw StoreError(
        .failed,
        "cannot keep a long answer in `\(NSTemporaryDirectory())`: \(String(cString: strerror(errno)))")
    }
    unlink(name)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
