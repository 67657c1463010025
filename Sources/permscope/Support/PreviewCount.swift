import Authorization
import AuthorizationStore
import Foundation
import Terminal

/// Counts whose checks an edit changes, with a line that says how far it has come and a way to stop.
enum PreviewCount {
  /// How long a count is silent, in seconds.
  private static let silence = 0.5

  /// - Throws: what the preview throws. Where Ctrl-C stops it, the process ends by that signal.
  static func of(_ preview: EditPreview) throws -> Impact {
    let interrupt = Interrupt()
    let line = ProgressLine(after: silence)
    do {
      let impact = try preview.count(isCancelled: interrupt.hasCome, progress: { line.show($0) })
      line.clear()
      interrupt.end()
      return impact
    } catch {
      line.clear()
      interrupt.end()
      guard interrupt.hasCome() else { throw error }
      Printer.error("permscope: stopped; nothing was written")
      Terminal.end(bySignal: SIGINT)
      throw error
    }
  }
}

/// `preview 42% (Ctrl-C stops it)`, where standard error is a terminal.
private final class ProgressLine {
  private let begin = ContinuousClock.now
  private let silence: Duration
  private let isShown = isatty(STDERR_FILENO) != 0
  private var last: Int?

  init(after seconds: Double) { silence = .seconds(seconds) }

  func show(_ share: Double) {
    guard isShown, ContinuousClock.now - begin > silence else { return }
    let percent = Int((min(max(share, 0), 1) * 100).rounded(.down))
    guard percent != last else { return }
    last = percent
    Conversation.showLine("counting whose checks change: \(percent)% (Ctrl-C stops it)")
  }

  func clear() { if last != nil { Conversation.showLine("") } }
}
