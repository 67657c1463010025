import Authorization
import AuthorizationStore
import Foundation
import Yams

/// A sentence about a settings file that cannot be used.
struct SettingsError: Error {
  var message: String
}

/// One setting with the place that it came from.
struct Setting<Value> {
  var value: Value
  var origin: String
}

/// The settings in force for one database: command line over its section, over the file, over what is usual.
struct Settings {
  var backends: Setting<String?>
  var userTable: Setting<String?>
  var anonymousUser: Setting<String>
  var treeSuperuserBypass: Setting<Bool>
  var treePaths: Setting<[String: String]>
  var sessionKey: Setting<String>
  /// Pulp's `DOMAIN_ENABLED`.
  var domains: Setting<Bool?>
  /// The project's own rules.
  var rules: Setting<RuleSettings?>
  var taskFilters: Setting<String>
  var artifactFilters: Setting<String?>
  var artifactStorage: Setting<String?>
  /// In seconds.
  var artifactExpiry: Setting<Int>
  /// How many times as many may get a permission before a word has to be typed for it.
  var confirmFactor: Setting<Int>
  var theme: Setting<String>
  var mouse: Setting<Bool>
  /// The file that was looked at, whether it exists or not.
  var path: String

  /// What can be written in `config.yaml`.
  private struct Section: Decodable {
    var backends: String?
    var userTable: String?
    var anonymousUser: String?
    var gitTreeSuperuserBypass: Bool?
    var treePaths: [String: String]?
    var sessionKey: String?
    var domains: Bool?
    var rules: RuleSettings?
    var taskFilters: String?
    var artifactFilters: String?
    var artifactStorage: String?
    var artifactExpiry: Int?
    var confirmFactor: Int?
    var theme: String?
    var mouse: Bool?
    var databases: [String: Section]?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case backends, domains, rules, theme, mouse, databases
      case userTable = "user_table"
      case anonymousUser = "anonymous_user"
      case gitTreeSuperuserBypass = "git_tree_superuser_bypass"
      case treePaths = "tree_paths"
      case sessionKey = "session_key"
      case taskFilters = "user_tasks_status_filters"
      case artifactFilters = "user_tasks_artifact_filters"
      case artifactStorage = "artifact_storage"
      case artifactExpiry = "artifact_url_expire"
      case confirmFactor = "confirm_factor"
    }
  }

  /// Reads `config.yaml` in the XDG config directory.
  ///
  /// - Parameter database: the file whose section counts.
  static func load(for database: String, backends: String? = nil) throws -> Settings {
    let path = configPath
    let file = try read(path)
    let absolute = URL(fileURLWithPath: database).standardizedFileURL.path
    let own = file?.databases?.first { key, _ in
      URL(fileURLWithPath: (key as NSString).expandingTildeInPath).standardizedFileURL.path == absolute
    }?.value
    func pick<Value>(_ key: KeyPath<Section, Value?>, _ standard: Value, _ word: String = "default")
      -> Setting<Value>
    {
      if let value = own?[keyPath: key] {
        return Setting(value: value, origin: "\(path), section of this database")
      }
      if let value = file?[keyPath: key] { return Setting(value: value, origin: path) }
      return Setting(value: standard, origin: word)
    }
    func optional<Value>(_ key: KeyPath<Section, Value?>, _ word: String) -> Setting<Value?> {
      if let value = own?[keyPath: key] {
        return Setting(value: value, origin: "\(path), section of this database")
      }
      if let value = file?[keyPath: key] { return Setting(value: value, origin: path) }
      return Setting(value: nil, origin: word)
    }
    var settings = Settings(
      backends: optional(\.backends, "guessed from the tables"),
      userTable: optional(\.userTable, "found by foreign keys"),
      anonymousUser: pick(\.anonymousUser, "AnonymousUser"),
      treeSuperuserBypass: pick(\.gitTreeSuperuserBypass, false),
      treePaths: pick(\.treePaths, [:]),
      sessionKey: pick(\.sessionKey, "authorization"),
      domains: optional(\.domains, "guessed from the domains that there are"),
      rules: optional(\.rules, "none"),
      taskFilters: pick(\.taskFilters, TaskFilters.Filter.standard.rawValue),
      artifactFilters: optional(\.artifactFilters, "default"),
      artifactStorage: optional(\.artifactStorage, "not in the database"),
      artifactExpiry: pick(\.artifactExpiry, ArtifactContent.usualExpiry),
      confirmFactor: pick(\.confirmFactor, 100),
      theme: pick(\.theme, "dark"), mouse: pick(\.mouse, true), path: path)
    guard settings.confirmFactor.value > 1 else {
      throw SettingsError(
        message: "`confirm_factor` is \(settings.confirmFactor.value); expected a whole number of at least 2")
    }
    if let backends { settings.backends = Setting(value: backends, origin: "command line") }
    return settings
  }

  /// What the store needs of them.
  func options(readOnly: Bool = false) throws -> AuthorizationDatabase.Options {
    var options = AuthorizationDatabase.Options(
      userTable: userTable.value,
      anonymousName: anonymousUser.value.isEmpty ? nil : Name(anonymousUser.value),
      gitTreeSuperuserBypass: treeSuperuserBypass.value, readOnly: readOnly)
    options.sessionKey = sessionKey.value
    options.domains = domains.value
    options.secretKeys = SecretKeys(ProcessInfo.processInfo.environment[Self.secretVariable])
    if let rules = rules.value { options.rules = try rules.texts() }
    try readTasks(into: &options)
    for (type, choice) in treePaths.value {
      guard let name = TypeName(type) else {
        throw SettingsError(
          message: "`\(type)` under `tree_paths` is not a type; expected `app.model: table.column`")
      }
      options.treePaths[name] = choice
    }
    guard let text = backends.value else { return options }
    var known: [BackendID] = []
    for word in text.split(whereSeparator: { $0 == "," || $0 == "+" || $0 == " " }).map(String.init) {
      if let id = BackendID(rawValue: word), id != .trees {
        known.append(id)
      } else if word.contains(".") {
        // The import path of a backend that the project wrote itself.
        options.unknownBackends.append(word)
      } else {
        let near = Suggestions.near(word, in: BackendID.allCases.filter { $0 != .trees }.map(\.rawValue))
        let hint = near.first.map { "; did you mean `\($0)`?" } ?? ""
        throw SettingsError(
          message:
            "unknown backend `\(word)`; expected model, guardian, rules, pulp-roles, or the import path of a backend of the project\(hint)"
        )
      }
    }
    guard !known.isEmpty || !options.unknownBackends.isEmpty else {
      throw SettingsError(message: "`\(text)` names no backend; expected model, guardian, rules, pulp-roles")
    }
    options.backends = known
    return options
  }

  /// Where the project's `SECRET_KEY` is looked for. It must not stand in a file of settings.
  static let secretVariable = "PERMSCOPE_SECRET_KEY"

  private static var configPath: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/permscope/config.yaml"
    }
    return (environment["HOME"] ?? "") + "/.config/permscope/config.yaml"
  }

  private static func read(_ path: String) throws -> Section? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SettingsError(message: "cannot read the settings `\(path)` as UTF-8 text")
    }
    if text.allSatisfy({ $0.isWhitespace }) { return nil }
    do {
      try refuseUnknownKeys(text, path)
      return try YAMLDecoder().decode(Section.self, from: text)
    } catch let error as SettingsError {
      throw error
    } catch let DecodingError.dataCorrupted(context) where context.underlyingError is SettingsError {
      throw context.underlyingError ?? SettingsError(message: context.debugDescription)
    } catch let error as DecodingError {
      throw SettingsError(message: words(error, path))
    } catch {
      let first = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
      throw SettingsError(message: "the settings `\(path)` are no YAML: \(first)")
    }
  }

  /// Which setting is of the wrong kind, and what was expected.
  private static func words(_ error: DecodingError, _ file: String) -> String {
    let context: DecodingError.Context
    var expected = "another value"
    switch error {
    case .typeMismatch(let type, let found), .valueNotFound(let type, let found):
      context = found
      if type is any BinaryInteger.Type { expected = "a whole number" }
      if type == Bool.self { expected = "true or false" }
      if type == String.self { expected = "a text" }
      if "\(type)".contains("Mapping") || "\(type)".contains("Dictionary") { expected = "names with values" }
    case .keyNotFound(let key, let found):
      context = found
      expected = "`\(key.stringValue)` in it"
    case .dataCorrupted(let found): context = found
    @unknown default: return "the settings `\(file)` are not as expected"
    }
    let key = context.codingPath.map(\.stringValue).joined(separator: ".")
    guard !key.isEmpty else { return "the settings `\(file)` are no YAML with names and values" }
    return "the setting `\(key)` in `\(file)` is not as expected: expected \(expected)"
  }

  /// A misspelt setting must not be a setting that is silently not in force.
  private static func refuseUnknownKeys(_ text: String, _ path: String) throws {
    let names = Section.CodingKeys.allCases.map(\.rawValue)
    guard let mapping = try Yams.compose(yaml: text)?.mapping else {
      throw SettingsError(message: "the settings `\(path)` are not a mapping of names to values")
    }
    for (key, value) in mapping {
      let name = key.string ?? "?"
      guard names.contains(name) else {
        let hint = Suggestions.near(name, in: names).first.map { "; did you mean `\($0)`?" } ?? ""
        throw SettingsError(message: "unknown setting `\(name)` in `\(path)`\(hint)")
      }
      guard name == "databases", let sections = value.mapping else { continue }
      for (_, section) in sections {
        for (inner, _) in section.mapping ?? [:] where !names.contains(inner.string ?? "") {
          throw SettingsError(message: "unknown setting `\(inner.string ?? "?")` in a section of `\(path)`")
        }
      }
    }
  }
}
