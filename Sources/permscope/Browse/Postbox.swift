import Authorization
import AuthorizationStore
import Browser
import Synchronization
import Terminal

/// Knows which effects are wanted, and posts their answers to the mailbox of the browser.
final class Postbox: Sendable {
  let mailbox = Mailbox<BrowserInput>()
  /// Effects that are wanted and not answered.
  private let wanted = Mutex<Set<Token>>([])

  func want(_ token: Token) { wanted.withLock { _ = $0.insert(token) } }

  func forget(_ token: Token) { wanted.withLock { _ = $0.remove(token) } }

  func isCancelled(_ token: Token) -> Bool { wanted.withLock { !$0.contains(token) } }

  /// Answers an effect that goes on.
  func post(_ input: BrowserInput) { mailbox.post(input) }

  /// Answers an effect for the last time, with what the work gives or with its error.
  func answer(_ token: Token, _ work: () throws -> BrowserInput) {
    defer { forget(token) }
    do {
      mailbox.post(try work())
    } catch is CancellationError {
      return
    } catch let error as StoreError {
      mailbox.post(.failed(token, message: error.sentence))
    } catch let raised as RaisedException {
      mailbox.post(.failed(token, message: "the real system raises \(raised.className): \(raised.text)"))
    } catch {
      mailbox.post(.failed(token, message: "\(error)"))
    }
  }
}
