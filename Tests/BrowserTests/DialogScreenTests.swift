import Authorization
import Testing

@testable import Browser

@Suite("Dialogs")
struct DialogScreenTests {
  static let scripts: [(name: String, keys: String)] = [
    ("user-create", "1 a \"neo\" Tab \"Neo\""),
    ("user-edit", "1 / \"mira\" Enter e Enter Down Down Down C-u \"m@example.com\""),
    ("user-delete", "1 / \"mira\" Enter d"),
    ("user-groups", "1 / \"mira\" Enter : \"groups of user\" Enter Space Down Down Space"),
    ("user-permissions", "1 / \"mira\" Enter : \"model perm\" Enter / \"user\" Enter Space"),
    ("user-roles", "1 / \"mira\" Enter e Down Down Down Down Enter Tab Enter Enter"),
    ("user-object-grants", "1 / \"mira\" Enter e Down Down Down Enter Enter \"repo\" Enter Tab Enter Enter"),
    ("users-join", "1 Space Space a Enter Space"),
    ("group-create", "2 a \"qe\""),
    ("group-rename", "2 e Enter C-u \"qe\""),
    ("group-delete", "2 d"),
    ("group-members", "2 Down e Down Enter o"),
    ("role-create", "3 a \"acme.auditor\""),
    ("role-edit", "3 e Enter Tab \"owns repositories\""),
    ("role-permissions", "3 e Down Enter Space Down Down Space"),
    ("role-holders", "3 e Down Down Enter"),
    (
      "role-assign",
      "4 : \"assign role\" Enter Enter Enter Tab Tab Enter Down Enter Tab Space Space Tab Enter Enter"
    ),
    ("role-delete", "3 d"),
    ("tree-create", "4 a \"linux-next\" Tab Enter"),
    ("tree-edit", "4 e Enter Tab Enter Enter"),
    ("trees-policy", "4 Space Space a Enter Enter Enter"),
    ("tree-delete", "4 d"),
    ("policy-create", "5 a \"open\" Tab Enter Enter"),
    ("policy-edit", "5 e Enter Tab BS"),
    ("policy-delete", "5 d"),
    ("permission-create", "6 a Enter \"retrigger\""),
    ("permission-defaults", "7 a Down Enter Enter Enter"),
    ("permission-delete", "7 d"),
    ("grant", "4 e Down Enter Tab Enter \"lena\" Enter Tab Space"),
    ("grant-users", "1 Space Space a Down Enter Tab Space Down Down Space"),
    ("endpoint-create", "8 a \"remotes/file/git\" Tab a"),
    ("endpoint-statements", "8 e Enter J"),
    ("endpoint-statement", "8 e Enter Enter Tab Tab C-u \"Allow\" Tab \"has_model_perm:x\""),
    ("endpoint-hooks", "8 e Down Enter Down Down End BS"),
    ("endpoint-scoping", "8 e Down Down Enter"),
    ("endpoint-reset", "8 e Down Down Down Enter"),
    ("endpoint-delete", "8 d"),
    ("session-end", "0 d"),
    ("orphans", ": \"clean orphans\" Enter"),
    ("entry-undo", "- d"),
    ("units", "2 d C-v"),
    ("request", "1 / \"mira\" Enter r \"remotes/file/file\" S-Tab C-u \"destroy\""),
    ("add-menu", "1 Space a"),
    ("edit-menu", "1 / \"mira\" Enter e"),
    ("help-dialogs", "2 a F1"),
    ("marked-edit-menu", "4 Space Space e"),
    ("marked-assign", "4 Space Space : \"assign role\" Enter Enter Enter Tab Tab Enter \"lena\" Enter"),
    ("entry-list", "-"),
    ("staged", "2 a \"one\" C-t a \"two\" C-t S"),
  ]

  @Test("look as they were recorded", arguments: scripts)
  func snapshots(script: (name: String, keys: String)) throws {
    var driver = Driver.writable(80, 24)
    driver.press(script.keys)
    try expectSnapshot(driver.screen, "dialog-\(script.name)-80x24")
  }

  @Test(
    "look as they were recorded on a large screen",
    arguments: scripts.filter { script in
      [
        "user-create", "user-groups", "user-delete", "role-assign", "endpoint-statement", "grant-users",
        "units",
      ]
      .contains(script.name)
    })
  func largeSnapshots(script: (name: String, keys: String)) throws {
    var driver = Driver.writable(200, 60)
    driver.press(script.keys)
    try expectSnapshot(driver.screen, "dialog-\(script.name)-200x60")
  }
}
