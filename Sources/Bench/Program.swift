internal import Foundation

/// The program itself, on a terminal.
struct Program {
  let binary: String
  let database: String
  let size: String

  private static let starts = 15
  private static let down = "\u{1B}OB"
  private static let pageDown = "\u{1B}[6~"
  private static let home = "\u{1B}OH"
  private static let end = "\u{1B}OF"
  /// Every generated database has such users, and the first of them are on the first screen.
  private static let row = "user0000"

  func lines() throws -> [Line] { try startLines() + useLines() }

  private func startLines() throws -> [Line] {
    var trivial = Samples()
    var version = Samples()
    var paint = Samples()
    var list = Samples()
    // The first start of each fills the caches of the file system.
    for turn in 0...Self.starts {
      let times = (
        trivial: try Spawning.lifetime(["/bin/true"]), version: try Spawning.lifetime([binary, "--version"]),
        start: try start()
      )
      guard turn > 0 else { continue }
      trivial.add(times.trivial)
      version.add(times.version)
      paint.add(times.start.paint)
      list.add(times.start.list)
    }
    return [
      Line(
        what: "start of the process (--version)", size: size, ours: version.median, floor: trivial.median,
        unit: "ms",
        note: "floor: /bin/true"),
      Line(
        what: "start to first paint", size: size, ours: paint.median, floor: version.median, unit: "ms",
        aim: .most(30), note: "floor: --version"),
      Line(
        what: "start to list of users", size: size, ours: list.median, floor: version.median, unit: "ms",
        aim: .most(100), note: "floor: --version"),
    ]
  }

  private func start() throws -> (paint: Double, list: Double) {
    let program = try TerminalProgram([binary, database])
    defer { program.quit() }
    guard let paint = program.moment({ !$0.isBlank }) else { throw complaint("nothing is painted", program) }
    if program.screen.contains(Self.row) {
      return ((paint - program.started) / 1e3, (paint - program.started) / 1e3)
    }
    guard let list = program.moment({ $0.contains(Self.row) }) else {
      throw complaint("no users are listed", program)
    }
    return ((paint - program.started) / 1e3, (list - program.started) / 1e3)
  }

  private func useLines() throws -> [Line] {
    let program = try TerminalProgram([binary, database])
    defer { program.quit() }
    guard program.moment({ $0.contains(Self.row) }) != nil else {
      throw complaint("no users are listed", program)
    }
    _ = program.repaint("")
    var moves: [TerminalProgram.Repaint] = []
    // Moves within the first screen, up and down, then such that the list scrolls.
    for _ in 0..<3 {
      moves += (0..<8).map { _ in program.repaint(Self.down) }
      moves += (0..<8).map { _ in program.repaint("k") }
    }
    let scrolls = (0..<40).map { _ in program.repaint(Self.down) }.suffix(16)
    var pages: [TerminalProgram.Repaint] = []
    // A key at the end of the list paints nothing.
    while pages.count < 20, pages.last?.bytes != 0 { pages.append(program.repaint(Self.pageDown)) }
    let ends = (0..<3).flatMap { _ in [program.repaint(Self.home), program.repaint(Self.end)] }
    program.press("/")
    _ = program.repaint("")
    let filters = "user01".map { program.repaint(String($0)) }
    let memory = program.peakMemory
    let keys = [
      line("key: the cursor moves", moves), line("key: the list scrolls", Array(scrolls)),
      line("key: a page down", pages),
      line("key: to the beginning, the end", ends), line("key: a letter of the filter", filters),
    ]
    let sizes = [
      bytes("bytes for a cursor move", moves, most: 600),
      bytes("bytes for a scrolled line", Array(scrolls), most: nil),
      bytes("bytes for a letter of the filter", filters, most: nil),
    ]
    return keys + sizes + [
      Line(what: "peak memory", size: size, ours: memory ?? .nan, unit: "MB", aim: .most(60), note: "VmHWM")
    ]
  }

  private func line(_ what: String, _ repaints: [TerminalProgram.Repaint]) -> Line {
    let first = samples(repaints) { $0.first }
    let last = samples(repaints) { $0.last }
    return Line(
      what: what, size: size, ours: first.median, unit: "ms", aim: .most(10),
      note: String(format: "worst %.1f, all settled %.1f", first.quantile(1), last.median))
  }

  private func bytes(_ what: String, _ repaints: [TerminalProgram.Repaint], most: Double?) -> Line {
    let counts = samples(repaints) { Double($0.bytes) }
    // "At most" is said of every move, what follows it in the other panes included.
    return Line(
      what: what, size: size, ours: counts.quantile(1), unit: "B", aim: most.map { .most($0) },
      note: "worst; median \(Int(counts.median))")
  }

  private func samples(
    _ repaints: [TerminalProgram.Repaint], _ value: (TerminalProgram.Repaint) -> Double
  ) -> Samples {
    var samples = Samples()
    for repaint in repaints where repaint.bytes > 0 { samples.add(value(repaint)) }
    return samples
  }

  private func complaint(_ what: String, _ program: TerminalProgram) -> Spawning.Failure {
    let seen = program.screen.rows.joined(separator: "\n")
    return Spawning.Failure(description: "\(what) by `\(binary) \(database)`; the screen is:\n\(seen)")
  }
}
