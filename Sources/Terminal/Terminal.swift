import CNcurses
import Glibc

/// The terminal as a whole: what can go wrong with it, and how the process enters and leaves it.
public enum Terminal {
  /// Why a terminal can't be used.
  public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: Sendable { case noTerminal, noType, unknownType, unusableType, cannotOpen }

    public var code: Code
    public var message: String

    public var description: String { message }
  }

  /// Starts the program anew, once, so that a crash doesn't begin a conversation on the terminal.
  ///
  /// The Swift runtime reads `SWIFT_BACKTRACE` before `main`, and its backtracer may ask questions after a
  /// crash. Call this first when the browser is about to use a terminal; it returns at once if the variable
  /// is set, by the user or by the start before, and goes on as it is if the program can't be started anew.
  public static func prepareProcess() {
    let variable = "SWIFT_BACKTRACE"
    guard getenv(variable) == nil, setenv(variable, "interactive=no,color=no", 0) == 0 else { return }
    // By its own path instead of /proc/self/exe, so that process lists keep showing the program's name.
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return }
    execv(path, CommandLine.unsafeArgv)
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }

  /// Ends the process by a signal's default action, so that the exit status tells what ended it.
  ///
  /// For `MainLoop.End.signal`, after the screen is closed.
  public static func end(bySignal signal: Int32) {
    cn_end_by_signal(signal)
  }

  /// Lets the terminal be restored even when the calling thread overflows its stack.
  ///
  /// The thread that opens a screen has this already. Other crashes are handled on every thread.
  public static func guardThisThread() {
    cn_guard_thread()
  }
}

extension Terminal.Failure {
  static let noTerminal = Self(
    code: .noTerminal,
    message: "there is no terminal to draw on; use `--dump-screen 80x24`, or one of the other commands")

  static let noType = Self(
    code: .noType, message: "TERM isn't set; set it to the terminal's type, such as `xterm-256color`")

  static func unknownType(_ type: String) -> Self {
    Self(
      code: .unknownType,
      message: "this system doesn't know the terminal type `\(type)`; set TERM to one that it knows, "
        + "such as `xterm-256color`")
  }

  static func unusableType(_ type: String) -> Self {
    Self(
      code: .unusableType,
      message: "a terminal of type `\(type)` can't place text on the screen; "
        + "use `--dump-screen 80x24`, or one of the other commands")
  }

  static let cannotOpen = Self(code: .cannotOpen, message: "the terminal can't be opened")
}
