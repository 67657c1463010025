internal import Authorization
import Foundation

/// What Django's forms make of a text before they look at it: outer blanks are left out, and usernames are normalised
/// (`forms.CharField.strip`, `UsernameField.to_python`; DRF's fields strip as well).
extension PlanningSession {
  static func stripped(_ text: Name) -> Name {
    Name(text.text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  static func username(_ text: Name) -> Name {
    Name(stripped(text).text.precomposedStringWithCompatibilityMapping)
  }

  func cleaned(_ text: Name, _ what: String) -> Name {
    let stripped = Self.stripped(text)
    if stripped != text { warn("the \(what) is written as `\(stripped)`: Django leaves outer blanks out") }
    return stripped
  }

  func cleanedUsername(_ text: Name) -> Name {
    let stripped = cleaned(text, "username")
    let normal = Self.username(text)
    if normal != stripped { warn("the username is written as `\(normal)`: Django normalises it (NFKC)") }
    return normal
  }

  func cleaned(_ edit: UserEdit) -> UserEdit {
    var edit = edit
    edit.username = edit.username.map { cleanedUsername($0) }
    edit.firstName = edit.firstName.map { cleaned($0, "first name") }
    edit.lastName = edit.lastName.map { cleaned($0, "last name") }
    edit.email = edit.email.map { cleaned($0, "e-mail") }
    return edit
  }

  func cleaned(_ fields: UserFields) -> UserFields {
    var fields = fields
    fields.username = cleanedUsername(fields.username)
    fields.firstName = cleaned(fields.firstName, "first name")
    fields.lastName = cleaned(fields.lastName, "last name")
    fields.email = cleaned(fields.email, "e-mail")
    return fields
  }

  /// The change as the real system's form would take it.
  func cleaned(_ change: Change) -> Change {
    switch change {
    case .createUser(let fields, let groups): return .createUser(cleaned(fields), groups: groups)
    case .editUser(let key, let edit): return .editUser(key, cleaned(edit))
    case .createGroup(let name): return .createGroup(cleaned(name, "name of the group"))
    case .renameGroup(let key, let name): return .renameGroup(key, cleaned(name, "name of the group"))
    case .createRole(var fields):
      fields.name = cleaned(fields.name, "name of the role")
      return .createRole(fields)
    case .editRole(let key, var edit):
      edit.name = edit.name.map { cleaned($0, "name of the role") }
      return .editRole(key, edit)
    case .createTree(let name, let policy):
      return .createTree(cleaned(name, "name of the git tree"), policy: policy)
    case .renameTree(let key, let name): return .renameTree(key, cleaned(name, "name of the git tree"))
    case .createPolicy(let name, let read, let write):
      return .createPolicy(cleaned(name, "name of the policy"), read: read, write: write)
    case .renamePolicy(let key, let name): return .renamePolicy(key, cleaned(name, "name of the policy"))
    case .createPermission(let type, let codename, let title):
      return .createPermission(
        type, codename: cleaned(codename, "codename"), title: cleaned(title, "name of the permission"))
    default: return change
    }
  }
}
