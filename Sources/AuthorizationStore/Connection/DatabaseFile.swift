import Foundation

/// What the file system and the file's first bytes say, before SQLite is asked.
struct DatabaseFile: Sendable, Hashable {
  /// As the user wrote it, for messages.
  var path: String
  /// Without symbolic links: SQLite looks for the log beside the file itself, not beside a link to it.
  var realPath: String
  /// The file as it was when it was examined.
  var stamp: FileStamp?
  var isWAL: Bool
  /// Nil where it can be written, else why not.
  var readOnlyReason: String?

  /// Looks at the file without touching it.
  ///
  /// - Throws: `StoreError` with one clear sentence for everything that is not a readable SQLite file.
  static func examine(_ path: String) throws(StoreError) -> DatabaseFile {
    var status = stat()
    guard stat(path, &status) == 0 else { throw missing(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw StoreError(.directory, "`\(path)` is a directory; give the database file in it")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.notADatabase, "`\(path)` is not a regular file; give a SQLite database")
    }
    guard access(path, R_OK) == 0 else {
      throw StoreError(.noPermission, "no permission to read `\(path)`; ask its owner for read access")
    }
    let real = realpath(path, nil)
    defer { free(real) }
    let realPath = real.map { String(cString: $0) } ?? path
    let header = try readHeader(path, size: Int64(status.st_size), isWhole: !hasJournal(realPath))
    var file = DatabaseFile(path: path, realPath: realPath, stamp: FileStamp(realPath), isWAL: header.isWAL)
    file.readOnlyReason = readOnlyReason(realPath)
    return file
  }

  /// Whether writes wait in a file beside the database, or did when its last user crashed.
  var hasLog: Bool {
    var status = stat()
    return stat(realPath + "-wal", &status) == 0
  }

  /// Whether somebody is writing, or was killed while writing: the file alone is not what its header says then.
  private static func hasJournal(_ realPath: String) -> Bool {
    var status = stat()
    return stat(realPath + "-journal", &status) == 0 && status.st_size > 0
  }

  /// A URI for SQLite. A database in WAL mode that nobody has open is read as it lies on disk: opening it
  /// otherwise would create two files beside it.
  func uri(immutable: Bool) -> String {
    var escaped = ""
    for byte in realPath.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        escaped.append(Character(UnicodeScalar(byte)))
      default:
        escaped += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }
    }
    return "file:\(escaped)" + (immutable ? "?immutable=1" : "")
  }

  private static func missing(_ path: String) -> StoreError {
    if errno == EACCES {
      return StoreError(.noPermission, "no permission to look into the folder of `\(path)`")
    }
    return StoreError(
      .noSuchFile, "no such file `\(path)`; give a SQLite database, or make one with `permscope init`")
  }

  private static func readHeader(
    _ path: String, size: Int64, isWhole: Bool
  ) throws(StoreError) -> (isWAL: Bool, pages: Int64) {
    guard let descriptor = KeptDescriptors.open(path) else {
      throw StoreError(.noPermission, "no permission to read `\(path)`; ask its owner for read access")
    }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &header, header.count, 0)
    // SQLite takes an empty file for an empty database.
    if size == 0 { return (false, 0) }
    guard count == header.count, Array(header[0..<16]) == Array("SQLite format 3\0".utf8) else {
      throw StoreError(
        .notADatabase,
        CaseFile.isMarked(header)
          ? "`\(path)` looks like a case, which holds one question with the rows that answer it; `permscope replay` answers it again, and `permscope browse` opens it"
          : "`\(path)` is not a SQLite database")
    }
    let isWAL = header[18] == 2 || header[19] == 2
    let pageSize = Int64(header[16]) << 8 | Int64(header[17])
    let pages = header[28..<32].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    // The page count is valid where the change counter equals the one it was written with.
    if isWhole, !isWAL, header[24..<28] == header[92..<96], pages * (pageSize == 1 ? 65_536 : pageSize) > size
    {
      throw StoreError(
        .damaged, "`\(path)` is damaged: it is shorter than its own header says; restore a backup")
    }
    return (isWAL, pages)
  }

  private static func readOnlyReason(_ path: String) -> String? {
    guard access(path, W_OK) == 0 else { return "no permission to write the file" }
    let folder = (path as NSString).deletingLastPathComponent
    guard access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
      return "no permission to write in its folder"
    }
    return nil
  }
}
