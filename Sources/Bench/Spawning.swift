internal import Foundation

/// Programs that the bench starts.
enum Spawning {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// `POSIX_SPAWN_SETSID` of glibc, which its headers show to GNU programs only.
  private static let newSession: Int16 = 0x80

  /// The environment of a person at an ordinary terminal, without their settings.
  static let environment: [String] = {
    var values = ProcessInfo.processInfo.environment
    for name in ["LINES", "COLUMNS", "NO_COLOR", "SWIFT_BACKTRACE", "ESCDELAY"] { values[name] = nil }
    values["TERM"] = "xterm-256color"
    values["LC_ALL"] = "C.UTF-8"
    values["XDG_CONFIG_HOME"] = "/nonexistent"
    return values.map { "\($0)=\($1)" }
  }()

  /// Starts a program whose three standard files are the file named; a terminal becomes its controlling terminal.
  static func start(_ arguments: [String], on file: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The child is in a session of its own by then, and the first terminal that it opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, file, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, newSession)
    var pid: pid_t = 0
    let program = arguments[0]
    let code = withStrings(arguments) { arguments in
      withStrings(environment) { posix_spawnp(&pid, program, &actions, &attributes, arguments, $0) }
    }
    guard code == 0 else {
      throw Failure(description: "cannot start `\(program)`: \(String(cString: strerror(code)))")
    }
    return pid
  }

  /// Milliseconds from the start to the end of a program that does nothing much.
  static func lifetime(_ arguments: [String]) throws -> Double {
    let begin = Clock.now
    let pid = try start(arguments, on: "/dev/null")
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    let spent = (Clock.now - begin) / 1e3
    guard status == 0 else { throw Failure(description: "`\(arguments.joined(separator: " "))` failed") }
    return spent
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("there is always the nil at the end") }
      return body(base)
    }
  }
}

/// A program on a terminal of 80 columns and 24 rows, whose keys are pressed by the bench.
final class TerminalProgram {
  private let pid: pid_t
  private let master: Int32
  private let slave: Int32
  private(set) var screen = ScreenText(width: 80, height: 24)
  private(set) var bytes = 0
  /// When the process was started, and when something last came from it.
  let started: Double
  private(set) var heard = 0.0
  private var ended = false

  init(_ arguments: [String]) throws {
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var master: Int32 = -1
    var slave: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else {
      throw Spawning.Failure(description: "no terminal to be had")
    }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    self.master = master
    // Held open, so that the terminal keeps its size and state until the child has it.
    self.slave = slave
    let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    started = Clock.now
    pid = try Spawning.start(arguments, on: path)
  }

  deinit {
    if !ended { end() }
    close(master)
    close(slave)
  }

  func press(_ keys: String) {
    var rest = Array(keys.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads what comes within this time; false where nothing came.
  private func listen(milliseconds: Double) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32(max(1, milliseconds))) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    heard = Clock.now
    bytes += count
    screen.feed(buffer[..<count])
    return true
  }

  /// When something became true of the screen; nil where it did not in five seconds.
  func moment(_ condition: (ScreenText) -> Bool) -> Double? {
    let deadline = Clock.now + 5e6
    while Clock.now < deadline {
      if listen(milliseconds: 100), condition(screen) { return heard }
    }
    return nil
  }

  /// What a key brings.
  struct Repaint {
    /// Milliseconds to the end of the first picture, and to the last byte of all.
    var first: Double
    var last: Double
    var bytes: Int
  }

  /// Presses a key and waits until nothing comes for a while.
  func repaint(_ key: String, quiet: Double = 40) -> Repaint {
    let before = bytes
    let pictures = screen.pictures
    let start = Clock.now
    var first: Double?
    press(key)
    while listen(milliseconds: bytes == before ? 500 : quiet) {
      if first == nil, screen.pictures > pictures { first = heard }
    }
    let last = bytes > before ? heard : Clock.now
    return Repaint(first: ((first ?? last) - start) / 1e3, last: (last - start) / 1e3, bytes: bytes - before)
  }

  /// The most memory that the process has had at once, in megabytes.
  var peakMemory: Double? {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) }
      .map { $0 / 1_024 }
  }

  /// Asks the program to leave, and ends it where it does not.
  func quit() {
    guard !ended else { return }
    press("q")
    for _ in 0..<200 where !ended {
      _ = listen(milliseconds: 10)
      ended = waitpid(pid, nil, WNOHANG) == pid
    }
    if !ended { end() }
  }

  private func end() {
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
    ended = true
  }
}
