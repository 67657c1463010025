internal import Authorization
import Foundation

/// The bytes of a fixture: of a file, or of standard input.
final class FixtureInput {
  private let descriptor: Int32
  private let isOwn: Bool
  let name: String
  private let isCancelled: @Sendable () -> Bool
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  /// - Parameter path: `-` is standard input.
  /// - Throws: `StoreError` where the file cannot be read.
  init(_ path: String, isCancelled: @escaping @Sendable () -> Bool) throws(StoreError) {
    self.isCancelled = isCancelled
    name = path == "-" ? "standard input" : path
    guard path != "-" else {
      (descriptor, isOwn) = (STDIN_FILENO, false)
      return
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw errno == EACCES
        ? StoreError(.noPermission, "no permission to look into the folder of `\(path)`")
        : StoreError(
          .noSuchFile, "no such file `\(path)`; give a fixture that `manage.py dumpdata` wrote, or `-`")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw StoreError(.directory, "`\(path)` is a directory; give the fixture in it")
    }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw StoreError(.noPermission, "cannot read `\(path)`: \(String(cString: strerror(errno)))")
    }
    (descriptor, isOwn) = (opened, true)
  }

  private init(spooled descriptor: Int32, of other: FixtureInput) {
    (self.descriptor, isOwn, name, isCancelled) = (descriptor, true, other.name, other.isCancelled)
  }

  deinit { if isOwn { close(descriptor) } }

  /// The same bytes in a file without a name: who writes into a pipe slowly must not hold up the application, whose
  /// database is locked while it is written.
  func spooled() throws -> FixtureInput {
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return self }
    let copy = try TemporaryFile.unnamed()
    while let bytes = try next() {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
        guard count > 0 else {
          close(copy)
          throw StoreError(.failed, "cannot keep the fixture meanwhile: \(String(cString: strerror(errno)))")
        }
        rest = rest.dropFirst(count)
      }
    }
    lseek(copy, 0, SEEK_SET)
    return FixtureInput(spooled: copy, of: self)
  }

  /// What has come; nil at the end.
  func next() throws -> ArraySlice<UInt8>? {
    while true {
      if isCancelled() { throw StoreError(.interrupted, "stopped; nothing was written") }
      // A pipe can be silent for long, and whoever stops the program must not wait as long.
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // A signal may end the waiting early; then nothing has come, and a read would wait without end.
      guard poll(&waiting, 1, 200) > 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { return buffer[..<count] }
      if count == 0 {
        if isCancelled() { throw StoreError(.interrupted, "stopped; nothing was written") }
        return nil
      }
      guard errno == EINTR else {
        throw StoreError(.failed, "reading \(name) failed: \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// Files that nobody else can open, gone with their last descriptor.
enum TemporaryFile {
  static func unnamed() throws(StoreError) -> Int32 {
    var name = Array((NSTemporaryDirectory() + "permscope-XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw StoreError(
        .failed, "cannot make a file in `\(NSTemporaryDirectory())`: \(String(cString: strerror(errno)))")
    }
    unlink(name)
    return descriptor
  }

  /// Runs `body` with the path of a file that is not there yet, in a folder that nobody else can look into.
  static func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    var name = Array((NSTemporaryDirectory() + "permscope-XXXXXX").utf8CString)
    guard mkdtemp(&name) != nil else {
      throw StoreError(
        .failed, "cannot make a folder in `\(NSTemporaryDirectory())`: \(String(cString: strerror(errno)))")
    }
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder + "/copy.sqlite3")
  }
}
