import Authorization
import Foundation
import GRDB
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// Sessions that the real Django wrote, and rows that no Django wrote.
@Suite struct SessionTests {
  private func state(_ session: String, _ options: AuthorizationDatabase.Options = .init()) throws
    -> SessionState?
  {
    let file = try TestDatabase(Resources.demo)
    return try file.open(options).read { reader in
      let key = try String.fetchOne(
        reader.database, sql: "SELECT session_key FROM django_session WHERE session_key LIKE ?",
        arguments: ["\(session)%"])
      return try SessionReader(reader, treeLimit: 1_000).session((key ?? "").databaseValue)?.state
    }
  }

  @Test("the sessions of the sample organisation")
  func sample() throws {
    #expect(try state("demotomas") == .fresh)
    #expect(try state("demolena") == .expired)
    #expect(try state("demoomar") == .refused("user inactive"))
    #expect(try state("demovisitor") == .anonymous)
    #expect(try state("demodamaged") == .unreadable("not a signed value"))
    #expect(try state("nobody's") == nil)
    guard case .stale(let mira) = try state("demomira"), case .stale(let ines) = try state("demoines") else {
      Issue.record("not stale")
      return
    }
    // mira joined kernel-qe after the login; ines has left kernel-maintainers since hers.
    #expect(mira.missingRead == ["1", "2", "4", "9"])
    #expect(mira.missingWrite + mira.extraRead + mira.extraWrite == [])
    #expect(ines.extraWrite == ["1", "2", "3", "4", "10"])
    #expect(ines.missingRead + ines.missingWrite + ines.extraRead == [])
  }

  @Test("the clock decides, not the day of the test")
  func clock() throws {
    let later = AuthorizationDatabase.Options(now: Date(timeIntervalSince1970: 2_500_000_000))
    #expect(try state("demotomas", later) == .expired)
    let earlier = AuthorizationDatabase.Options(now: Date(timeIntervalSince1970: 1_790_000_000))
    #expect(try state("demolena", earlier) == .fresh)
  }

  @Test("with the project's key a session that another one signed is refused, and one of an older password")
  func signatures() throws {
    var options = AuthorizationDatabase.Options()
    options.secretKeys = SecretKeys("permscope-demo-secret-key-not-for-production")
    #expect(try state("demotomas", options) == .fresh)
    #expect(try state("demokernelbot", options) == .refused("signature wrong"))
    options.secretKeys = SecretKeys("no key of this project\npermscope-demo-secret-key-not-for-production")
    #expect(try state("demotomas", options) == .fresh)
    options.secretKeys = SecretKeys("no key of this project")
    #expect(try state("demotomas", options) == .refused("signature wrong"))
    #expect(SecretKeys("") == nil && SecretKeys(nil) == nil)
    // The session says who logged in with which password.
    let file = try TestDatabase(
      Resources.demo + "UPDATE auth_user SET password = 'another' WHERE username = 'tomas';")
    options.secretKeys = SecretKeys("permscope-demo-secret-key-not-for-production")
    let changed = try file.open(options).read { reader in
      let key = try String.fetchOne(
        reader.database, sql: "SELECT session_key FROM django_session WHERE session_key LIKE 'demotomas%'")
      return try SessionReader(reader, treeLimit: 1_000).session((key ?? "").databaseValue)?.state
    }
    #expect(changed == .refused("password changed"))
  }

  @Test("another key for the cached authorization")
  func otherKey() throws {
    var options = AuthorizationDatabase.Options()
    options.sessionKey = "elsewhere"
    #expect(try state("demomira", options) == .fresh)
  }

  @Test(
    "malformed data is a word and never a crash",
    arguments: [
      ("", "not a signed value"), (":", "not a signed value"), ("a:b", "not a signed value"),
      ("e30:1xNObo:x:y", "not a signed value"), ("e30:!:x", "not a signed value"),
      ("e30:zzzzzzzzzzzzzzzzzzzz:x", "not a signed value"), ("e3=:1xNObo:x", "not base64"),
      ("e:1xNObo:x", "not base64"), (".e30:1xNObo:x", "damaged compression"),
      (".:1xNObo:x", "damaged compression"),
      (":1xNObo:x", "not a JSON object"), ("W10:1xNObo:x", "not a JSON object"),
      // {"authorization": [1]} and {"authorization": {"read": 7}}
      ("eyJhdXRob3JpemF0aW9uIjogWzFdfQ:1xNObo:x", "its cached authorization has another form"),
      ("eyJhdXRob3JpemF0aW9uIjogeyJyZWFkIjogN319:1xNObo:x", "its cached authorization has another form"),
      // The form that Django used before 3.1: `hash:JSON` in base64.
      ("NGQ0ZTI6eyJfYXV0aF91c2VyX2lkIjoiMSJ9", "not a signed value"),
    ])
  func malformed(_ text: String, _ reason: String) {
    #expect(throws: SessionData.Unreadable(reason: reason)) {
      _ = try SessionData(text, cachedUnder: "authorization")
    }
  }

  @Test("a small text that unpacks to gigabytes is refused")
  func bomb() throws {
    // zlib.compress(b"[" + b" " * 20_000_000): 20 kB that hold 20 MB
    let packed = try #require(Self.zeros(20_000_000))
    #expect(SessionEncoding.inflate(packed) == nil)
    let small = try #require(Self.zeros(1_000))
    #expect(SessionEncoding.inflate(small)?.count == 1_000)
  }

  /// A zlib stream of stored blocks would not be small; this one is a run, by hand: fixed Huffman, distance 1.
  private static func zeros(_ count: Int) -> [UInt8]? {
    var writer = BitWriter(bytes: [0x78, 0x9C])
    writer.write(1, bits: 1)
    writer.write(1, bits: 2)
    writer.code(0x30, bits: 8)
    var left = count - 1
    while left >= 258 {
      writer.code(0xC5, bits: 8)
      writer.code(0, bits: 5)
      left -= 258
    }
    for _ in 0..<left { writer.code(0x30, bits: 8) }
    writer.code(0, bits: 7)
    let (a, b) = (1, count % 65_521)
    return writer.finished + [UInt8(b >> 8), UInt8(b & 255), UInt8(a >> 8), UInt8(a)]
  }

  private struct BitWriter {
    var bytes: [UInt8]
    private var pending: UInt32 = 0
    private var count = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ value: UInt32, bits: Int) {
      pending |= value << UInt32(count)
      count += bits
      while count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        count -= 8
      }
    }

    /// Huffman codes go in with the highest bit first.
    mutating func code(_ value: UInt32, bits: Int) {
      for bit in (0..<bits).reversed() { write(value >> UInt32(bit) & 1, bits: 1) }
    }

    var finished: [UInt8] { count > 0 ? bytes + [UInt8(truncatingIfNeeded: pending)] : bytes }
  }

  @Test("base 62 as Django counts")
  func base62() {
    // 2026-11-01 06:00 UTC
    #expect(SessionEncoding.base62("1xNObo".utf8[...]) == 1793512800)
    #expect(SessionEncoding.base62("0".utf8[...]) == 0)
    #expect(SessionEncoding.base62("10".utf8[...]) == 62)
    #expect(SessionEncoding.base62("z".utf8[...]) == 61)
    #expect(SessionEncoding.base62("Z".utf8[...]) == 35)
  }
}
