import Foundation
import Synchronization

/// Descriptors of database files that are read without SQLite. They stay open until the program ends.
///
/// POSIX: closing any descriptor of a file drops every lock that the process holds on it, also those of SQLite's own
/// connections. Another program could then write in the middle of an edit.
enum KeptDescriptors {
  private struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
    }
  }

  private static let known = Mutex<[Identity: Int32]>([:])

  /// A descriptor for reading, one for each file; nil where the file cannot be opened.
  static func open(_ path: String) -> Int32? {
    known.withLock { known in
      var status = stat()
      if stat(path, &status) == 0, let descriptor = known[Identity(status)] { return descriptor }
      let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return nil }
      known[Identity(status)] = descriptor
      return descriptor
    }
  }
}
