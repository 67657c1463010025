import Authorization
import Foundation
import GRDB
import Testing

/// Random edits: the same throws for the same seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return range.lowerBound + Int(state % UInt64(range.count))
  }

  private mutating func pick<Value>(_ values: [Value]) throws -> Value {
    try #require(values.isEmpty ? nil : values[number(0...(values.count - 1))])
  }

  private mutating func key(_ shop: Workshop, _ table: String, _ column: String = "id") throws -> DatabaseKey
  {
    let keys = try DatabaseQueue(path: shop.file.path).read {
      try DatabaseValue.fetchAll($0, sql: "SELECT \(column) FROM \(table) ORDER BY 1")
    }
    let value = try pick(keys)
    return Int64.fromDatabaseValue(value).map { .integer($0) }
      ?? .text(Name(String.fromDatabaseValue(value) ?? ""))
  }

  mutating func change(_ shop: Workshop) throws -> Change {
    let name = Name("n\(number(0...9_999))")
    func group() throws -> DatabaseKey { try key(shop, "auth_group") }
    func user() throws -> DatabaseKey { try key(shop, "auth_user") }
    func role() throws -> DatabaseKey { try key(shop, "core_role", "pulp_id") }
    func permission() throws -> DatabaseKey { try key(shop, "auth_permission") }
    func grantee() throws -> Grantee { number(0...1) == 0 ? .user(try user()) : .group(try group()) }
    switch number(0...19) {
    case 0: return .createUser(UserFields(username: name), groups: [try group()])
    case 1: return .editUser(try user(), UserEdit(firstName: name, isActive: number(0...1) == 0))
    case 2: return .deleteUser(try user())
    case 3: return .createGroup(name)
    case 4: return .renameGroup(try group(), name)
    case 5: return .deleteGroup(try group())
    case 6: return .addMember(user: try user(), group: try group())
    case 7: return .removeMember(user: try user(), group: try group())
    case 8: return .grant(Grant(try grantee(), try permission()))
    case 9: return .revoke(Grant(try grantee(), try permission()))
    case 10: return .createRole(RoleFields(name: name, permissions: [try permission()]))
    case 11: return .permit(role: try role(), permission: try permission())
    case 12: return .forbid(role: try role(), permission: try permission())
    case 13: return .assign(Assignment(try role(), to: try grantee()))
    case 14: return .createTree(name, policy: try key(shop, "datawarehouse_gittreepolicy"))
    case 15: return .setPolicy(tree: try key(shop, "datawarehouse_gittree"), policy: nil)
    case 16:
      return .setAccess(policy: try key(shop, "datawarehouse_gittreepolicy"), .read, group: try group())
    case 17:
      return .editEndpoint(try key(shop, "core_accesspolicy", "pulp_id"), EndpointEdit(statements: "[]"))
    case 18: return .deletePermission(try permission())
    default: return .deleteRole(try role())
    }
  }
}
