import Authorization
import AuthorizationStore
import Foundation
import Testing

/// guardian's checker, filled at once or object by object, against the single questions.
@Suite struct CheckerTests {
  private func database() throws -> AuthorizationDatabase {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures")
    return try AuthorizationDatabase(path: folder.appendingPathComponent("django.sqlite3").path)
  }

  @Test(
    "prefetched or not, a checker answers as guardian's functions do, for every user, some groups and nobody")
  func agrees() throws {
    try database().read { reader in
      let type = TypeName(app: "file", model: "filerepository")
      let answerer = BatchAnswerer(reader)
      let keys = (1...60).map { Name(String($0)) } + ["987654"]
      let objects = try keys.map { try reader.object(type, key: $0) }
      try #require(objects.count > 20)
      let users = try answerer.answer([
        "kind": "model.with_perm", "perm": "file.view_filerepository", "is_active": nil,
        "include_superusers": true,
      ])
      let names = (users.elements ?? []).compactMap(\.text)
      try #require(names.count > 10)
      var some = 0
      for name in names {
        let subject = try reader.subject(.user(name))
        let filled = try ObjectPermissionChecker(reader, for: subject)
        try filled.prefetch(objects)
        let fresh = try ObjectPermissionChecker(reader, for: subject)
        for (object, key) in zip(objects, keys) {
          let expected = try answerer.answer([
            "kind": "guardian.get_perms", "user": .string(name),
            "obj": ["file.filerepository", .string(key)],
          ])
          let given = JSONValue(try filled.permissions(on: object).sorted())
          try #require(given == expected, "\(name) \(key)")
          let looked = JSONValue(try fresh.permissions(on: object).sorted())
          try #require(looked == expected)
          some += expected.elements?.count ?? 0
          let may = try filled.hasPermission("file.change_filerepository", on: object)
          let real = try answerer.answer([
            "kind": "guardian.has_perm", "user": .string(name), "perm": "file.change_filerepository",
            "obj": ["file.filerepository", .string(key)],
          ])
          try #require(.bool(may) == real, "\(name) \(key)")
        }
      }
      #expect(some > 100, "\(some)")
    }
  }

  @Test("a group and somebody who is not logged in have checkers too")
  func others() throws {
    try database().read { reader in
      let type = TypeName(app: "file", model: "filerepository")
      let objects = try (1...40).map { try reader.object(type, key: Name(String($0))) }
      for subject in [try reader.subject(.group("Kernel QE")), try reader.anonymous()] {
        let filled = try ObjectPermissionChecker(reader, for: subject)
        try filled.prefetch(objects)
        let fresh = try ObjectPermissionChecker(reader, for: subject)
        for object in objects {
          let (one, other) = (try filled.permissions(on: object), try fresh.permissions(on: object))
          try #require(one == other)
        }
      }
    }
  }
}
