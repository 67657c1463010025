import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope settings DB`
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "List the settings in force for a database, and where each came from.",
    discussion: "Example: permscope settings db.sqlite3\n\n\(RuleSettings.help)")

  @Flag(help: "Print JSON for programs instead of words.") var json = false
  @Option(
    help: "The project's authentication backends in order, joined by +: model, guardian, rules, pulp-roles.")
  var backends: String?
  @Argument(help: "The database file.") var database: String

  func run() throws {
    try Failure.reporting(json: json) {
      let settings = try Settings.load(for: database, backends: backends)
      let database = try AuthorizationDatabase(path: database, options: settings.options())
      let rows = rows(settings, database, domains: try database.read { try $0.domainsAreOn() })
      if json {
        Printer.json(
          .record([
            "file": JSONValue(settings.path),
            "settings": .array(
              rows.map {
                .record([
                  "name": JSONValue($0.name), "value": JSONValue($0.value), "from": JSONValue($0.origin),
                ])
              }),
          ]))
        return .success
      }
      let name = rows.map(\.name.count).max() ?? 0
      let value = rows.map(\.value.count).max() ?? 0
      for row in rows {
        let cells = [(row.name, name), (row.value, value)].map {
          $0.0.padding(toLength: $0.1, withPad: " ", startingAt: 0)
        }
        Printer.line("\(cells.joined(separator: "  "))  \(row.origin)")
      }
      return .success
    }
  }

  private func rows(_ settings: Settings, _ database: AuthorizationDatabase, domains: Bool) -> [(
    name: String, value: String, origin: String
  )] {
    let schema = database.schema
    let unknown = database.options.unknownBackends
    let systems = schema.systems.filter(\.present).map(\.system.rawValue).joined(separator: " ")
    return [
      (
        "backends", (database.backends.map(\.rawValue) + unknown).joined(separator: "+"),
        settings.backends.origin
      ),
      ("user_table", schema.users.table, settings.userTable.origin),
      ("anonymous_user", settings.anonymousUser.value, settings.anonymousUser.origin),
      (
        "git_tree_superuser_bypass", settings.treeSuperuserBypass.value ? "true" : "false",
        settings.treeSuperuserBypass.origin
      ),
      (
        "tree_paths",
        settings.treePaths.value.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(
          separator: ", "), settings.treePaths.origin
      ),
      ("session_key", settings.sessionKey.value, settings.sessionKey.origin),
      (
        "secret key", database.options.secretKeys == nil ? "not given" : "given",
        "the environment's \(Settings.secretVariable)"
      ),
      ("domains", domains ? "on" : "off", settings.domains.origin),
      ("rules", rules(schema), settings.rules.origin),
      ("user_tasks_status_filters", settings.taskFilters.value, settings.taskFilters.origin),
      (
        "user_tasks_artifact_filters",
        database.options.taskFilters.inForce.rawValue, artifactFilters(settings, database)
      ),
      ("artifact_storage", settings.artifactStorage.value ?? "unknown", settings.artifactStorage.origin),
      ("artifact_url_expire", String(settings.artifactExpiry.value), settings.artifactExpiry.origin),
      ("confirm_factor", String(settings.confirmFactor.value), settings.confirmFactor.origin),
      ("theme", settings.theme.value, settings.theme.origin),
      ("mouse", settings.mouse.value ? "on" : "off", settings.mouse.origin),
      ("systems", systems, "found by their tables"),
      (
        "writable", database.readOnlyReason == nil ? "yes" : "no",
        database.readOnlyReason ?? "the file and its folder can be written"
      ),
    ]
  }

  private func rules(_ schema: Schema) -> String {
    schema.projectRules.map { "\($0.permission): \($0.rule.permission.rule)" }.joined(separator: "; ")
  }

  /// user_tasks never reads this setting; the row says what is in force, and why.
  private func artifactFilters(_ settings: Settings, _ database: AuthorizationDatabase) -> String {
    database.options.taskFilters.warning ?? "user_tasks reads the setting for tasks"
  }
}
