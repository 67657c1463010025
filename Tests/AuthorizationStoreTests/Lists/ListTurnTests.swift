import Authorization
import AuthorizationStore
import Dispatch
import PermscopeResources
import Synchronization
import Testing

/// Pages are read on one thread while another makes the same list anew, as it happens after every commit.
@Suite struct ListTurnTests {
  @Test(
    "a page is read whole while the list that it comes from is made again and again",
    arguments: [
      ("kern", nil), ("", ListOrder(column: "username", descending: true)),
      ("kern", ListOrder(column: "email", descending: false)),
    ])
  func pagesMeanwhile(filter: String, order: ListOrder?) throws {
    let file = try TestDatabase(Resources.demo + Crowd.statements)
    let lists = Lists(try file.open())
    let source = ListSource.view(.users)
    let request = PageRequest(source: source, filter: filter, order: order, anchor: .start, limit: 20)
    try lists.prepare(source, filter: filter, order: order, isCancelled: { false }, progress: { _ in })
    let expected = try lists.page(request)
    #expect(!expected.rows.isEmpty)
    let isOver = Mutex(false)
    let failures = Mutex<[String]>([])
    @Sendable func note(_ work: () throws -> Void) {
      do { try work() } catch { failures.withLock { $0.append("\(error)") } }
    }
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      if worker == 0 {
        for _ in 0..<60 {
          note {
            try lists.prepare(
              source, filter: filter, order: order, isCancelled: { false }, progress: { _ in })
          }
        }
        isOver.withLock { $0 = true }
      } else {
        while !isOver.withLock({ $0 }) {
          note {
            let page = try lists.page(request)
            if page != expected { failures.withLock { $0.append("other rows: \(page.rows.count)") } }
          }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }
}
