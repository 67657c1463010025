import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// The request that a permission on an object is for.
@Suite struct RequestForPermissionTests {
  private func report(_ permission: Name, _ object: String, _ statements: String = Resources.demo) throws
    -> RequestReport
  {
    try TestDatabase(statements).open().read { reader in
      let subject = try reader.subject(SubjectArgument("mira"))
      guard case .user(let key) = subject.kind else { throw StoreError(.unknownSubject, "no user") }
      let asked = try reader.target(try #require(ObjectArgument(object)))
      return try reader.report(
        .user(EntityRef(kind: .user, key: key, name: "mira")), needing: permission,
        on: try #require(Self.ref(asked)))
    }
  }

  private static func ref(_ target: Target) -> EntityRef? {
    switch target {
    case .object(let object):
      object.native.map { native in
        EntityRef(
          kind: object.type == GitTrees.tree ? .tree : .object, key: native, name: object.text,
          type: object.type)
      }
    case .domain(let key, let name): EntityRef(kind: .domain, key: key, name: name)
    case .general: nil
    }
  }

  @Test(
    "is the action whose check names it, and else says that it is the one that reads",
    arguments: [
      ("file.sync_filerepository", "file.filerepository:=web", "sync", true),
      ("file.change_filerepository", "file.filerepository:=web", "update", true),
      ("file.view_filerepository", "file.filerepository:=web", "retrieve", true),
      ("file.manage_roles_filerepository", "file.filerepository:=web", "list_roles", true),
      ("file.repair_filerepository", "file.filerepository:=web", "retrieve", false),
      ("core.view_domain", "domain:partner", "retrieve", true),
      ("user_tasks.delete_usertaskstatus", "user_tasks.usertaskstatus:1", "destroy", true),
      ("user_tasks.cancel_usertaskstatus", "user_tasks.usertaskstatus:1", "cancel", true),
    ] as [(Name, String, Name, Bool)])
  func action(permission: Name, object: String, action: Name, isKnown: Bool) throws {
    let found = try report(permission, object)
    #expect(found.action == action)
    #expect(found.answer.warnings.contains { $0.contains("asks for `\(permission)`") } == !isKnown)
  }

  @Test("does not follow from a git tree")
  func none() throws {
    let error = #expect(throws: StoreError.self) { try report("read", "tree:linux-mainline") }
    #expect(error?.message.contains("no endpoint is known for git tree") == true)
  }
}
