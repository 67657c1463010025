internal import Authorization
internal import GRDB

extension ListCatalog {
  static let policyType = TypeName(app: "datawarehouse", model: "gittreepolicy")

  private static func groups(_ policy: String) -> String {
    """
     LEFT JOIN auth_group AS rg ON rg.id = \(policy).read_group_id \
    LEFT JOIN auth_group AS wg ON wg.id = \(policy).write_group_id
    """
  }

  /// Git trees by name.
  var trees: ViewList {
    ViewList(
      kind: .tree, type: GitTrees.tree, from: "datawarehouse_gittree AS r",
      joins: " LEFT JOIN datawarehouse_gittreepolicy AS p ON p.id = r.policy_id" + Self.groups("p"),
      key: "r.id",
      name: "r.name", order: [ListPart.Term(sql: "r.name")], filters: ["r.name"],
      fields: [
        "name": .text("r.name"), "policy": .text("p.name"),
        "read": .audience(policy: "p.id", group: "p.read_group_id", name: "rg.name"),
        "write": .audience(policy: "p.id", group: "p.write_group_id", name: "wg.name"),
      ])
  }

  /// Policies of git trees by name.
  var policies: ViewList {
    ViewList(
      kind: .policy, type: Self.policyType, from: "datawarehouse_gittreepolicy AS r", joins: Self.groups("r"),
      key: "r.id", name: "r.name", order: [ListPart.Term(sql: "r.name")], filters: ["r.name"],
      fields: [
        "name": .text("r.name"),
        "read": .audience(policy: "r.id", group: "r.read_group_id", name: "rg.name"),
        "write": .audience(policy: "r.id", group: "r.write_group_id", name: "wg.name"),
        "trees": .count(BoundedCount.sql("datawarehouse_gittree", "policy_id", "r.id")),
      ])
  }

  /// Tasks, the newest first.
  var tasks: ViewList {
    let users = schema.users
    let username = "u.\(users.username.quoted)"
    return ViewList(
      kind: .task, type: UserTasks.status, from: "user_tasks_usertaskstatus AS r",
      joins: " LEFT JOIN \(users.table.quoted) AS u ON u.\(users.key.quoted) = r.user_id", key: "r.id",
      name: "r.name", order: [], keyDescends: true, filters: ["r.name", "r.state", username],
      fields: [
        "name": .text("r.name"), "state": .text("r.state"), "user": .text(username),
        "artifacts": .count(BoundedCount.sql("user_tasks_usertaskartifact", "status_id", "r.id")),
        "created": .date("r.created"),
      ])
  }
}
