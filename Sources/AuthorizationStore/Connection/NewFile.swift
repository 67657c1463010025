import Foundation

/// Files that appear whole or not at all, and never replace another.
enum NewFile {
  /// - Throws: `StoreError.exists` where something has the name already.
  static func requireFree(_ path: String) throws(StoreError) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw exists(path) }
  }

  /// Gives a draft that is complete its name.
  ///
  /// - Parameter failing: what cannot be done, for the error.
  static func publish(_ draft: String, as path: String, failing: String) throws(StoreError) {
    // A link, unlike a rename, fails where another program has taken the name meanwhile.
    guard link(draft, path) == 0 else {
      throw errno == EEXIST
        ? exists(path) : StoreError(.failed, "\(failing): \(String(cString: strerror(errno)))")
    }
  }

  private static func exists(_ path: String) -> StoreError {
    StoreError(.exists, "`\(path)` exists already; give a name that is free")
  }
}
