import CNcurses
import Frame
import Glibc

/// The open files through which a screen reads and writes, and what type of terminal they lead to.
struct Device {
  var input: Int32
  var output: Int32
  var type: String
  /// Files that were opened for this and are to be closed with it.
  var owned: [Int32] = []

  /// The terminal of this process: standard input and output where they are one, or else its controlling
  /// terminal, so that the browser works in the middle of a pipe.
  static func ofProcess() throws(Terminal.Failure) -> Device {
    guard let type = environment("TERM") else { throw .noType }
    var device = Device(input: STDIN_FILENO, output: STDOUT_FILENO, type: type)
    if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 { return device }
    let controlling = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard controlling >= 0 else { throw .noTerminal }
    device.owned = [controlling]
    if isatty(STDIN_FILENO) != 1 { device.input = controlling }
    if isatty(STDOUT_FILENO) != 1 { device.output = controlling }
    return device
  }

  /// Throws what keeps the type of terminal from being used, before anything is written to it.
  func check() throws(Terminal.Failure) {
    switch Int(cn_check_type(type, output)) {
    case Int(CN_USABLE): return
    case Int(CN_NO_CURSOR_ADDRESSING): throw .unusableType(Text.visible(type))
    default: throw .unknownType(Text.visible(type))
    }
  }

  /// The size that the terminal reports now, within what a screen may be.
  func size() -> Size? {
    var width: Int32 = 0
    var height: Int32 = 0
    guard cn_reported_size(output, &width, &height) else { return nil }
    // A terminal that claims to be larger is wrong or hostile.
    return Size(width: min(Int(width), 1000), height: min(Int(height), 1000))
  }

  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.write(output, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        sent += count
      }
    }
  }

  func closeOwned() {
    for descriptor in owned { close(descriptor) }
  }
}

/// The value of an environment variable; none if it is empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
