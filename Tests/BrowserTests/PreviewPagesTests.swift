import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Pages of what an edit does")
struct PreviewPagesTests {
  /// Where the pages begin, from the first to the last.
  private static func tops(_ pages: PreviewPages) -> [Int] {
    var tops = [0]
    while let last = tops.last, case let next = pages.next(last), next != last, tops.count <= pages.count {
      tops.append(next)
    }
    return tops
  }

  private static func lines(_ rows: some Sequence<PreviewPages.Row>) -> [Int] {
    rows.compactMap { if case .line(let place) = $0 { place } else { nil } }
  }

  private static func hidden(_ rows: [PreviewPages.Row]) -> [Int] {
    rows.compactMap { if case .fold(let count) = $0 { count } else { nil } }
  }

  /// What a reader sees who goes on at the fold of the first page.
  private static func read(_ pages: PreviewPages) -> [Int] {
    let first = pages.rows(from: 0).prefix { if case .line = $0 { true } else { false } }
    return lines(first) + tops(pages).dropFirst().flatMap { lines(pages.rows(from: $0)) }
  }

  /// The lengths of both parts that a condition does not hold for. One expectation for thousands of texts.
  private static func texts(of height: Int, without holds: (PreviewPages) -> Bool) -> [String] {
    (0..<26).flatMap { head in
      (0..<26).compactMap { tail in
        let pages = PreviewPages(head: head, count: head + tail, height: height)
        return holds(pages) ? nil : "\(head) and \(tail) lines"
      }
    }
  }

  @Test("show every line once, in order, from the first to the last", arguments: 1..<24)
  func order(height: Int) {
    let wrong = Self.texts(of: height) { pages in
      Self.read(pages) == Array(0..<pages.count)
        && Self.tops(pages).allSatisfy { pages.rows(from: $0).count <= height }
    }
    #expect(wrong == [])
  }

  @Test("never fold a single line", arguments: 1..<24)
  func folds(height: Int) {
    let wrong = Self.texts(of: height) { pages in
      Self.tops(pages).flatMap { Self.hidden(pages.rows(from: $0)) }.allSatisfy { $0 > 1 }
    }
    #expect(wrong == [])
  }

  @Test("tell how many lines they do not show, and show at least one", arguments: 1..<24)
  func told(height: Int) {
    let wrong = Self.texts(of: height) { pages in
      Self.tops(pages).allSatisfy { top in
        let rows = pages.rows(from: top)
        let told = pages.above(top) + Self.hidden(rows).reduce(0, +) + pages.below(top)
        let shown = Self.lines(rows).count
        return told + shown == pages.count && (shown > 0 || pages.count == 0)
      }
    }
    #expect(wrong == [])
  }

  @Test("show at once what follows from an edit, where there is room for it", arguments: 3..<24)
  func consequences(height: Int) {
    let wrong = Self.texts(of: height) { pages in
      pages.head == 0 || pages.count - pages.head > height - 2
        || Set(pages.head..<pages.count).isSubset(of: Self.lines(pages.rows(from: 0)))
    }
    #expect(wrong == [])
  }

  @Test("lead back over the same pages", arguments: 1..<24)
  func back(height: Int) {
    let wrong = Self.texts(of: height) { pages in
      let tops = Self.tops(pages)
      var back = [tops.last ?? 0]
      while let last = back.last, last > 0, back.count <= tops.count { back.append(pages.previous(last)) }
      return back.reversed() == tops
    }
    #expect(wrong == [])
  }

  @Test("skip nothing, wherever the text or the height was changed", arguments: 1..<16)
  func changed(height: Int) {
    for (head, count) in [(0, 0), (3, 4), (12, 14), (2, 30), (12, 40), (40, 40)] {
      let pages = PreviewPages(head: head, count: count, height: height)
      let wrong = (0..<(count + 20)).filter { top in
        let begin = pages.above(top)
        guard begin > 0 else { return false }
        let last = Self.lines(pages.rows(from: top)).last ?? 0
        let next = pages.next(top)
        let before = pages.previous(top)
        let end = before == 0 ? pages.next(0) : before + height
        return !(next == begin ? last == count - 1 : next == last + 1) || before >= begin || end < begin
      }
      #expect(wrong == [], "\(head) of \(count) lines")
    }
  }
}
