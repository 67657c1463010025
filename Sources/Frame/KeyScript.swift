/// Scripts that drive the browser: keys, text and a few directives, as `--script` reads them.
public enum KeyScript {
  /// One thing that a script does, and where it says so.
  public struct Step: Equatable, Sendable {
    public enum Action: Equatable, Sendable {
      case key(Key)
      case text(String)
      case resize(Size)
      /// Wait until the screen shows this text.
      case wait(String)
      /// Write the screen to this file.
      case dump(String)
    }

    public var action: Action
    /// Counted from 1.
    public var line: Int
    /// Counted from 1, in characters.
    public var column: Int

    public init(_ action: Action, line: Int, column: Int) {
      self.action = action
      self.line = line
      self.column = column
    }

    /// The keys that the step presses; a line break in a text is Enter.
    public var keys: [Key] {
      switch action {
      case .key(let key): [key]
      case .text(let text):
        text.map { $0.isNewline ? .enter : $0 == "\t" ? .tab : .character($0) }
      case .resize, .wait, .dump: []
      }
    }
  }

  /// What is wrong with a script, and where.
  public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
    public var line: Int
    public var column: Int
    public var message: String

    public var description: String { "line \(line), column \(column): \(message)" }
  }

  /// The steps of a script; a mistake anywhere means that none of it may run.
  public static func parse(_ text: String) throws(Failure) -> [Step] {
    var parser = KeyScriptParser(text)
    return try parser.steps()
  }
}
