internal import Authorization
import Foundation
internal import GRDB

/// What is said before the first edit, because it changes more than its rows.
struct FirstEdit {
  let reader: AuthorizationReader
  let path: String
  let now: Date

  /// Nil where the tables of the history are there.
  func notice() throws -> FirstEditNotice? {
    guard try !JournalTables.exist(reader.database) else { return nil }
    let triggers = try Triggers(database: reader.database).names(on: edited)
    return FirstEditNotice(tables: JournalTables.names, triggers: triggers, backupPath: freePath())
  }

  /// The tables that edits write to.
  private var edited: Set<String> {
    let schema = reader.schema
    let own = [
      schema.users.table, schema.memberships.table, schema.userPermissions.table,
      schema.groupPermissions.table,
    ]
    let fixed = [
      "auth_group", "auth_permission", "django_admin_log", "django_session", "guardian_userobjectpermission",
      "guardian_groupobjectpermission", "core_role", "core_role_permissions", "core_userrole",
      "core_grouprole",
      "core_accesspolicy", "datawarehouse_gittree", "datawarehouse_gittreepolicy",
      "user_tasks_usertaskstatus",
      "user_tasks_usertaskartifact",
    ]
    return Set(own + fixed + schema.directGrants.map(\.table))
  }

  /// A name beside the file that nothing has.
  private func freePath() -> String {
    let digits = now.formatted(.iso8601).filter(\.isNumber)
    let path = "\(path).backup-\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))"
    var status = stat()
    var free = path
    var number = 1
    while lstat(free, &status) == 0 {
      number += 1
      free = "\(path)-\(number)"
    }
    return free
  }
}
