/// What is seen at once of the lines below the fields: the one definition of folding and of paging.
///
/// The first page folds what is done, so that what follows from it is seen at once. The second one continues where the
/// fold is; from there on every line comes once, in order.
struct PreviewPages: Hashable, Sendable {
  /// One row of a page.
  enum Row: Hashable, Sendable {
    case line(Int)
    /// Stands for so many lines that it hides.
    case fold(Int)
  }

  /// The fewest rows that have room for a line, the fold below it, a line that follows from it, and what is cut off.
  private static let leastForBoth = 4

  /// The lines that say what is done; they come first.
  let head: Int
  /// All lines.
  let count: Int
  /// The rows of a page.
  let height: Int

  init(head: Int, count: Int, height: Int) {
    self.count = max(0, count)
    self.head = min(max(0, head), self.count)
    self.height = max(1, height)
  }

  /// Whether there is more than one page.
  var isLong: Bool { count > height }

  /// The rows of the page that begins with a line; nought is the first page.
  func rows(from top: Int) -> [Row] {
    let top = begin(top)
    guard top == 0 else { return (top..<min(count, top + height)).map { .line($0) } }
    guard isLong else { return (0..<count).map { .line($0) } }
    return first
  }

  /// Where the page after this one begins; on the last page that is the page itself.
  func next(_ top: Int) -> Int {
    let top = begin(top)
    guard isLong else { return 0 }
    let next = top == 0 ? second : top + height
    return next < count ? next : top
  }

  /// Where the page before this one begins.
  func previous(_ top: Int) -> Int {
    let top = begin(top)
    return top <= second ? 0 : max(second, top - height)
  }

  /// The lines above a page.
  func above(_ top: Int) -> Int { begin(top) }

  /// The lines below a page that no row of it stands for.
  func below(_ top: Int) -> Int {
    let top = begin(top)
    guard top > 0 else { return isLong && height == 1 ? count - 1 : 0 }
    return max(0, count - top - height)
  }

  /// The page that is seen, where the text became shorter or the rows more since it was gone to.
  private func begin(_ top: Int) -> Int {
    guard isLong, top > 0 else { return 0 }
    return top < count ? top : second + (count - 1 - second) / height * height
  }

  private var tail: Int { count - head }
  private var showsTail: Bool { head > 0 && tail <= height - 2 }
  private var showsBoth: Bool { !showsTail && head > 2 && height >= Self.leastForBoth }

  /// The first line that the first page does not show in its place.
  private var second: Int {
    if showsTail { return height - 1 - tail }
    return showsBoth ? 1 : max(1, height - 1)
  }

  // INVARIANT: a fold hides two lines at least; for one it would only take its place.
  private var first: [Row] {
    let begin: [Row] = (0..<second).map { .line($0) }
    guard height > 1 else { return begin }
    if showsTail { return begin + [.fold(head - second)] + (head..<count).map { .line($0) } }
    guard showsBoth else { return begin + [.fold(count - second)] }
    let shown = height - 3
    return begin + [.fold(head - second)] + (head..<head + shown).map { .line($0) } + [.fold(tail - shown)]
  }
}
