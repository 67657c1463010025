import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Fitting")
struct FittingTests {
  private static let key = "0190f3c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f"

  @Test("gives a wide list no fewer columns than a narrow one", arguments: [100, 110, 120, 160, 200])
  func columns(width: Int) {
    func count(_ width: Int) -> Int {
      let list = Driver(width, 30).state.layout.list ?? Rect(x: 0, y: 0, width: 0, height: 0)
      let users = ViewDescription.of(.users).columns
      return ColumnFit(users, width: list.inside.width - 3, sorted: nil).columns.count
    }
    // Beside a detail of readable width there is room for all but the last login below 112 columns.
    #expect(count(width) >= count(80) - (width < 112 ? 1 : 0))
  }

  @Test("shows columns in their order and never wider than the pane", arguments: 1..<160)
  func widths(width: Int) {
    for view in ViewDescription.all {
      let placed = ColumnFit(view.columns, width: width, sorted: view.columns.last?.id).columns
      #expect(placed.map(\.index) == placed.map(\.index).sorted())
      #expect(placed.first?.index == 0)
      #expect(placed.count == 1 || placed.reduce(-1) { $0 + $1.width + 1 } <= width)
    }
  }

  @Test("shows a date whole where the time has no room")
  func dates() {
    let driver = Driver(120, 30)
    #expect(driver.screen.contains("14 2026-11-02 │"))
  }

  @Test("lines the notes of a section up behind its widest text")
  func notes() {
    let lines = [
      DetailLine("a", note: "one"), DetailLine("abcd", note: "two"), DetailLine("long, without a note"),
    ]
    let column = NoteFit.column(lines, room: 40)
    #expect(column == 4)
    #expect(lines.prefix(2).map { NoteFit($0, column: column, room: 40).start } == [6, 6])
  }

  @Test("never takes the beginning of a note, and keeps the last word of a text", arguments: 20..<100)
  func shortened(room: Int) {
    let line = DetailLine(
      "file.filerepository rhel-9-baseos", note: "view_filerepository, change_filerepository")
    let fit = NoteFit(line, column: NoteFit.column([line], room: room), room: room)
    #expect(room - fit.start >= room / 2 - 2 || fit.start + Text.width(line.note) <= room)
    #expect(Text.width(fit.text) + 2 <= fit.start)
    if room > 45 { #expect(fit.text.hasSuffix("rhel-9-baseos")) }
    #expect(fit.text.hasPrefix("fi"))
  }

  @Test("keeps the key of an object that is gone", arguments: 49..<120)
  func orphan(room: Int) {
    let line = DetailLine(
      "file.filerepository \(Self.key)", note: "view_filerepository; no such object", warns: true)
    let fit = NoteFit(line, column: NoteFit.column([line], room: room), room: room)
    #expect(fit.text.hasPrefix("! ") && fit.text.hasSuffix(Self.key))
    #expect(room - fit.start >= 8)
  }

  @Test("names absent views unmistakably", arguments: [60, 80, 100, 120, 200])
  func absent(width: Int) {
    var store = FakeStore()
    for index in store.summary.systems.indices where store.summary.systems[index].system != .auth {
      store.summary.systems[index].missingTables = ["a_table"]
    }
    var driver = Driver(width, 24, store: store)
    for keys in ["", "3"] {
      driver.press(keys)
      let bar = driver.lines[1]
      #expect(Text.width(bar) <= width)
      #expect(bar == driver.lines[1])
      #expect(bar.contains("(4") && bar.contains("(9") && bar.contains("-"))
      #expect(!bar.contains("roles") && bar.contains(keys.isEmpty ? "(3" : "[3"))
    }
    if width == 120 { #expect(driver.lines[1].contains("(4 Trees)")) }
  }
}
