import Foundation
import Testing

/// One question turned to all its sides on the sample organisation, and a user's view of it.
@Suite struct PivotTests {
  /// What a run left: the screens that it dumped as `0`, `1`, …, and the last.
  private struct Run {
    var screens: [String] = []
    var log: String?
    var permissions: Int?
    var last: String
  }

  /// Plays a script on the sample organisation; `%` in it stands for the folder of the screens.
  private func play(_ script: String) throws -> Run {
    let folder = NSTemporaryDirectory() + "permscope-pivots-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = try Program.run(
      ["demo", "--as", "admin", "--script", "-", "--dump-screen", "80x24"],
      input: script.replacingOccurrences(of: "%", with: folder),
      environment: ["XDG_STATE_HOME": folder + "/state"])
    #expect(result.status == 0, "\(result.errors)")
    var run = Run(last: result.output)
    while let screen = try? String(contentsOfFile: "\(folder)/\(run.screens.count)", encoding: .utf8) {
      run.screens.append(screen)
    }
    let log = folder + "/state/permscope/log"
    run.log = try? String(contentsOfFile: log, encoding: .utf8)
    run.permissions = try? FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
    return run
  }

  @Test("v turns it from the answer to who can, what can they, matrix, history, request and on")
  func turns() throws {
    let sides = ["why", "who can", "what can they", "matrix", "history", "request"]
    let dumps = sides.indices.map { "v @dump %/\($0)" }.joined(separator: " ")
    let run = try play(#"1 / "mira" Enter 4 / "stable" Enter i j "# + dumps + " v V V")
    try #require(run.screens.count == sides.count)
    for (screen, side) in zip(run.screens, sides) {
      #expect(screen.contains("mira · write · linux-stable: \(side)"))
    }
    #expect(run.screens[0].contains("denied: mira write on tree:linux-stable"))
    #expect(run.screens[0].contains("1 add mira to kernel-maintainers"))
    #expect(run.screens[1].contains("tomas"))
    #expect(run.screens[2].contains("crash-uploads"))
    #expect(run.screens[3].contains("- write denied"))
    #expect(run.screens[5].contains("no endpoint is known for git tree `linux-stable`"))
    #expect(run.last.contains("mira · write · linux-stable: history"))
  }

  @Test(
    "on an object of an endpoint the request that the permission is for is asked: a statement may deny it")
  func request() throws {
    let run = try play(
      #"1 / "mira" Enter 6 / "filerepo" Enter Enter / "web" Enter i j j c @dump %/0 V @dump %/1"#)
    try #require(run.screens.count == 2)
    #expect(run.screens[0].contains("allowed: mira file.delete_filerepository"))
    #expect(run.screens[1].contains("denied: mira destroy repositories/file/file"))
    #expect(run.screens[1].contains("statement 7 counts with the effect `deny`"))
  }

  @Test("A shows the listings of a user, is noted in the log, and edits nothing")
  func seeAs() throws {
    let run = try play(#"1 / "mira" Enter A @dump %/0 Enter @dump %/1 a"#)
    try #require(run.screens.count == 2)
    #expect(run.screens[0].contains("as mira, read-only"))
    #expect(run.screens[0].contains("git trees to read"))
    #expect(run.screens[1].contains("linux-mainline"))
    #expect(run.last.contains("this is what mira would be shown; Esc leaves it"))
    #expect(run.log?.split(separator: "\n").count == 1)
    #expect(run.log?.contains("\tadmin\tsee as mira in ") == true)
    #expect(run.permissions == 0o600)
  }

  @Test("a log that cannot be written is a message, and nothing else")
  func noLog() throws {
    let result = try Program.run(
      ["demo", "--script", "-", "--dump-screen", "120x30"], input: #"1 / "mira" Enter A"#,
      environment: ["XDG_STATE_HOME": "/dev/null"])
    #expect(result.status == 0)
    #expect(result.output.contains("git trees to read"))
    #expect(result.output.contains("warning: cannot make `/dev/null/permscope`"))
  }
}
