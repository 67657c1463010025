import ArgumentParser
import AuthorizationStore
import Browser
import Foundation
import Frame

/// Plays a key script into a session, as a person would who waits for each answer.
struct ScriptPlayer {
  let session: BrowserSession

  /// How long `@wait` waits, in seconds.
  private static let patience = 5.0

  /// Plays until the end or until the browser quits.
  ///
  /// - Throws: exit status 2 where a text does not appear or a file cannot be written.
  func play(_ steps: [KeyScript.Step], afterEach: () -> Void = {}) throws {
    for step in steps where !session.isDone {
      switch step.action {
      case .key, .text:
        for key in step.keys where !session.isDone {
          session.handle(.event(.key(key)))
          session.settle()
        }
      case .resize(let size): session.handle(.event(.resize(size)))
      case .wait(let text): try wait(for: text, step)
      case .dump(let path): try dump(to: path, step)
      }
      session.settle()
      session.lookForChanges()
      session.settle()
      afterEach()
    }
  }

  private func wait(for text: String, _ step: KeyScript.Step) throws {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while !session.frame().plainText().contains(text) {
      guard Date() < deadline else {
        Printer.error(
          "permscope: line \(step.line), column \(step.column): the screen did not show `\(text)` within 5 seconds"
        )
        throw ExitCode(2)
      }
      _ = session.mailbox.wait(milliseconds: 20)
      for message in session.mailbox.drain() { session.handle(message) }
      session.lookForChanges()
    }
  }

  private func dump(to path: String, _ step: KeyScript.Step) throws {
    do {
      try (session.frame().plainText() + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      Printer.error("permscope: line \(step.line), column \(step.column): cannot write `\(path)`")
      throw ExitCode(2)
    }
  }
}
