import Testing

@testable import Browser

@Suite("Screens of why")
struct WhyScreenTests {
  static let sizes = [(80, 24), (120, 40)]
  static let scripts: [(name: String, keys: String)] = [
    ("why-denied", "1 / \"mira\" Enter 4 i j Enter"),
    ("why-fixes", "1 / \"mira\" Enter 4 i j Enter G k"),
    ("why-allowed", "1 / \"mira\" Enter 4 i Enter"),
    ("why-failed", "1 / \"mira\" Enter 4 / \"sealed\" Enter i Enter"),
    ("what-can", "1 / \"mira\" Enter 4 i v v v"),
    ("matrix", "1 / \"mira\" Enter 4 i v v v v j j j l l"),
    ("matrix-filter", "1 / \"mira\" Enter 4 i v v v v f \"tree-11\""),
    ("matrix-groups", "1 / \"mira\" Enter 4 i v v v v o >"),
    ("see-as", "1 / \"mira\" Enter A"),
  ]

  @Test("look as they were recorded", arguments: sizes, scripts)
  func snapshots(size: (Int, Int), script: (name: String, keys: String)) throws {
    var driver = Driver.writable(size.0, size.1)
    driver.press(script.keys)
    try expectSnapshot(driver.screen, "\(script.name)-\(size.0)x\(size.1)")
  }
}
