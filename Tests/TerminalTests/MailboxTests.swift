import Foundation
import Testing

@testable import Terminal

@Suite("The mailbox")
struct MailboxTests {
  @Test("messages come out once and in order")
  func order() {
    let mailbox = Mailbox<Int>()
    for number in 0..<100 { mailbox.post(number) }
    #expect(mailbox.drain() == Array(0..<100))
    #expect(mailbox.drain().isEmpty)
    mailbox.post(7)
    #expect(mailbox.wait(milliseconds: 0))
    #expect(mailbox.drain() == [7])
    #expect(!mailbox.wait(milliseconds: 0))
  }

  @Test("no message is lost when many threads post")
  func threads() async {
    let mailbox = Mailbox<Int>()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask { for number in 0..<500 { mailbox.post(worker * 500 + number) } }
      }
    }
    var received: [Int] = []
    while mailbox.wait(milliseconds: 0) { received += mailbox.drain() }
    #expect(received.sorted() == Array(0..<4000))
    for worker in 0..<8 {
      let own = received.filter { $0 / 500 == worker }
      #expect(own == own.sorted(), "the order of one thread is kept")
    }
  }

  @Test("waiting ends when a message comes from another thread")
  func wakes() {
    let mailbox = Mailbox<String>()
    // A thread of its own: a task might have to wait for the thread that waits here.
    Thread.detachNewThread { mailbox.post("done") }
    #expect(mailbox.wait(milliseconds: 5000))
    #expect(mailbox.drain() == ["done"])
  }
}
