import Authorization
import Foundation
import GRDB
import Testing

@testable import AuthorizationStore

/// Random edits of random organisations: what is previewed equals a comparison of all answers before and after.
@Suite struct PreviewFuzzTests {
  private static var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["PREVIEW_FIRST_SEED"].flatMap { UInt64($0) } ?? 1
    let count = environment["PREVIEW_SEEDS"].flatMap { UInt64($0) } ?? 60
    // The last two have trees that superusers pass, and nobody who stands for whoever is not logged in.
    return Array(first..<first + count) + [10_626, 11_802]
  }

  private static func options(_ seed: UInt64) -> AuthorizationDatabase.Options {
    let orders: [[BackendID]?] = [
      [.model, .guardian, .pulpRoles, .rules], nil, [.rules, .guardian, .model, .pulpRoles],
      [.model, .guardian],
      [.pulpRoles, .rules, .guardian],
    ]
    return .init(
      backends: orders[Int(seed % 5)], anonymousName: seed % 7 == 0 ? nil : "AnonymousUser",
      gitTreeSuperuserBypass: seed % 6 == 0)
  }

  @Test("gains, losses, parts and the list are those of all answers compared one by one", arguments: seeds)
  func equalsBruteForce(seed: UInt64) throws {
    let sql = Organisation(seed: seed).sql
    let file = try organisation(sql, seed)
    let other = try organisation(sql, seed)
    let queue = try loose(other)
    let rows = try queue.write { try RandomEdit(seed: seed, $0).rows }
    try queue.close()
    let options = Self.options(seed)
    let database = try file.open(options)
    let difference = try BruteDifference.between(database, try other.open(options))
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
    let limits: [Int?] = seed % 3 == 0 ? [nil, 0, 2] : [nil, 0]
    let source = PreviewSource(database)
    for limit in limits {
      let preview = try EditPreview(
        database, rows, confirmFactor: 3, source: source, individualLimit: limit)
      let impact = try preview.count(isCancelled: { false }, progress: { _ in })
      try compare(impact, preview, difference, "seed \(seed) limit \(limit ?? -1): \(rows.map(\.short))")
    }
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date == size)
  }

  private func organisation(_ sql: String, _ seed: UInt64) throws -> TestDatabase {
    let file = try TestDatabase(sql)
    let queue = try loose(file)
    try queue.write {
      try $0.execute(sql: RandomEdit.extras(seed: seed))
      // Fewer permissions answer more quickly.
      try $0.execute(
        sql: """
          DELETE FROM auth_permission WHERE id < 9000
          AND id NOT IN (9, 10, 12, 14, 37, 38, 39, 40, 44, 46, 50, 66, 68, 69, 71, 72, 73, 74, 76)
          """)
    }
    try queue.close()
    return file
  }

  /// A connection that lets references go astray, as programs do that switch the checks off.
  private func loose(_ file: TestDatabase) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return try DatabaseQueue(path: file.path, configuration: configuration)
  }

  private func compare(
    _ impact: Impact, _ preview: EditPreview, _ difference: BruteDifference, _ context: String
  ) throws {
    for isGain in [true, false] {
      let expected = difference.lines[isGain] ?? []
      let count = isGain ? impact.gains : impact.losses
      #expect(count == expected.count, "\(isGain ? "gains" : "losses") \(context)")
      var listed: [String] = []
      while true {
        let page = try preview.units(gains: isGain, from: listed.count, limit: 7)
        if page.isEmpty { break }
        listed += page.map { "\($0.user?.key.text ?? ":anonymous") \($0.permission) \($0.object ?? "-")" }
      }
      let found = listed.sorted()
      let missing = Set(expected).subtracting(found).sorted()
      let surplus = Set(found).subtracting(expected).sorted()
      #expect(
        found == expected, "\(isGain ? "gains" : "losses") missing \(missing) surplus \(surplus) \(context)")
    }
    let parts = Dictionary(
      uniqueKeysWithValues: impact.parts.map {
        (BruteDifference.Part(isGain: $0.isGain, permission: $0.permission, place: $0.place), $0)
      })
    #expect(Set(parts.keys) == Set(difference.parts.keys), "parts \(context)")
    for (key, part) in parts {
      guard let expected = difference.parts[key] else { continue }
      #expect(part.units == expected.units, "\(key) \(context)")
      #expect(part.subjects == expected.subjects.count, "\(key) \(context)")
      #expect(part.objects == expected.objects.count, "\(key) \(context)")
      let whole = difference.wholes[key] ?? expected.objects
      #expect(part.leavesSome == (expected.objects.count < whole.count), "\(key) \(context)")
      #expect(part.includesAnonymous == expected.subjects.contains(":anonymous"), "\(key) \(context)")
    }
  }
}

extension RowChange {
  fileprivate var short: String {
    let image = after ?? []
    let change = before == nil ? "+" : after == nil ? "-" : "~"
    return
      "\(change)\(table) \(key.map { "\($0.value)" }) \(image.filter { $0.value != .text("") }.map { "\($0.column)=\($0.value)" })"
  }
}
