import Foundation
import Testing

/// Compares a screen with the one that was recorded. `RECORD_SNAPSHOTS=1` records anew.
func expectSnapshot(
  _ screen: String, _ name: String, file: String = #filePath, location: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
  let path = folder.appendingPathComponent("\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((screen + "\n").utf8).write(to: path)
    return
  }
  let recorded = try String(contentsOf: path, encoding: .utf8)
  #expect(recorded == screen + "\n", "the screen `\(name)` has changed", sourceLocation: location)
}
