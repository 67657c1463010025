import Frame
import Glibc
import Testing

@testable import Terminal

/// A terminal without a window: what a screen writes to it can be read, and what is typed can be written.
final class PseudoTerminal {
  let controller: Int32
  let terminal: Int32

  init(width: Int = 40, height: Int = 10) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // What unlockpt and ptsname do, which Swift doesn't see: TIOCSPTLCK and TIOCGPTN.
    var locked: Int32 = 0
    var number: UInt32 = 0
    try #require(ioctl(controller, 0x4004_5431, &locked) == 0 && ioctl(controller, 0x8004_5430, &number) == 0)
    terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    resize(width: width, height: height)
  }

  deinit {
    close(terminal)
    close(controller)
  }

  func resize(width: Int, height: Int) {
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    _ = text.withCString { write(controller, $0, strlen($0)) }
  }

  /// What was written to the terminal up to a marker; fails if it doesn't come.
  func output(through marker: String) throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !String(decoding: bytes, as: UTF8.self).contains(marker) {
      var file = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      try #require(poll(&file, 1, 5000) == 1, "`\(marker)` didn't come")
      let count = read(controller, &buffer, buffer.count)
      try #require(count > 0)
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether something was written that nobody has read.
  var hasOutput: Bool {
    var file = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    return poll(&file, 1, 0) > 0
  }

  func modes() -> [tcflag_t] {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_lflag, tcflag_t(modes.c_cc.10)]
  }

  func openScreen(
    type: String = "xterm-256color", theme: Theme = .dark, mouse: Bool = true, noColor: Bool = false
  ) throws(Terminal.Failure) -> Screen {
    try Screen(
      device: Device(input: terminal, output: terminal, type: type),
      options: Screen.Options(theme: theme, mouse: mouse), noColor: noColor)
  }
}
