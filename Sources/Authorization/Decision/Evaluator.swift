/// Decides questions over a chain of backends. There is no other definition of an answer: the commands, the
/// inspector and the lists all go through the same gates and layers.
public struct Evaluator<Reader: RelationReading> {
  public let reader: Reader
  public let chain: Chain

  public init(reader: Reader, chain: Chain) {
    self.reader = reader
    self.chain = chain
  }

  /// Whether the subject may; the bare answer, for batches and benchmarks.
  ///
  /// - Throws: `RaisedException` where the real chain raises, and errors of the reader.
  public func allows(_ subject: Subject, _ permission: Permission, _ target: Target) throws -> Bool {
    if chain.passesSuperusers && subject.passesBeforeBackends { return true }
    for backend in chain.backends {
      if try allows(backend, subject, permission, target) { return true }
    }
    return false
  }

  /// The answer of one backend asked directly.
  public func allows(
    _ backend: Backend, _ subject: Subject, _ permission: Permission, _ target: Target
  ) throws -> Bool {
    switch try Gate.ask(backend, subject, permission, target) {
    case .denies: return false
    case .allows: return true
    case .dependsOn(let layers, let question):
      return try Gate.questions(layers, question, subject).contains { try reader.holds($0, $1) }
    }
  }
}

/// What stands between a question and a backend's relation.
public enum Gate {
  public enum Passage: Sendable {
    /// The backend says no whatever the rows are, for this reason.
    case denies(Refusal)
    /// The backend says yes whatever the rows are (an active superuser asked at guardian).
    case allows
    /// The rows decide.
    case dependsOn([Layer], RelationQuestion)
  }

  /// Why a backend does not even look at its rows.
  public enum Refusal: Sendable, Hashable {
    case inactive
    case anonymous
    /// The backend has no answer at this level (`ModelBackend` about objects).
    case level
    /// The permission is not one of the object's type.
    case foreignPermission
    /// No such permission, so no row can carry it.
    case unknownPermission
  }

  /// Applies one backend's own conditions to a question.
  ///
  /// - Parameter permission: nil for "which permissions?".
  /// - Throws: `RaisedException` where the real backend raises.
  public static func ask(
    _ backend: Backend, _ subject: Subject, _ permission: Permission?, _ target: Target
  ) throws -> Passage {
    // guardian looks for the row before it looks at anything else, even without an object.
    if case .standsAsRow = backend.anonymous, subject.kind == .anonymous, subject.standInKey == nil {
      guard subject.standInIsMissing else { return .denies(.anonymous) }
      throw RaisedException(
        "DoesNotExist", "guardian looks for the user `\(subject.name)`, who does not exist")
    }
    if let permission, backend.looksPermissionUp {
      guard holder(backend, subject) != nil else { return .denies(.anonymous) }
      guard try isOne(permission) else { return .denies(.unknownPermission) }
    }
    let (level, seat) = seat(backend, permission, target)
    var layers = backend.layers(at: level)
    guard !layers.isEmpty else { return .denies(.level) }
    // The order is guardian's: the app label is compared before anything is asked of the user.
    if case .object(let object) = seat, let permission, try isForeign(backend, permission, object) {
      return .denies(.foreignPermission)
    }
    let place = seat.concrete(backend.proxies)
    guard let holder = holder(backend, subject) else { return .denies(.anonymous) }
    if backend.requiresActive {
      let active = subject.kind == .anonymous ? subject.standInIsActive : subject.isActive
      guard active else { return .denies(.inactive) }
    }
    if backend.allowsSuperusers && isActiveSuperuser(subject) { return .allows }
    let permissions = permission.map { bound(backend, $0, place) } ?? .any
    if case .these(let keys, let names) = permissions, keys.isEmpty && names.isEmpty {
      return .denies(.unknownPermission)
    }
    if backend.superusersHoldAll && isActiveSuperuser(subject) { return .allows }
    var question = RelationQuestion(holder: holder, permissions: permissions, place: place)
    if backend.id == .rules, case .object(let object) = place, !object.exists {
      layers = try UserTasks.layersWithoutRow(layers, permission, subject)
      // A layer without objects is bound to none.
      if layers.allSatisfy({ $0.objects == nil }) { question.place = .anywhere }
    }
    return .dependsOn(layers, question)
  }

  /// For anonymous the row that stands for it is looked at.
  private static func isActiveSuperuser(_ subject: Subject) -> Bool {
    if subject.kind == .anonymous { return subject.standInIsActive && subject.standInIsSuperuser }
    return subject.isActive && subject.isSuperuser
  }

  /// The question itself, and for a user with assumed groups the same for those groups.
  public static func questions(
    _ layers: [Layer], _ question: RelationQuestion, _ subject: Subject
  ) -> [([Layer], RelationQuestion)] {
    guard case .user = subject.kind, !subject.assumedGroups.isEmpty else { return [(layers, question)] }
    var assumed = question
    assumed.holder = .groups(subject.assumedGroups)
    return [(layers, question), (layers, assumed)]
  }

  /// The level and place at which a backend understands the target.
  public static func seat(
    _ backend: Backend, _ permission: Permission?, _ target: Target
  ) -> (Level, RelationQuestion.Place) {
    switch target {
    case .general: return (.model, .anywhere)
    case .object(let object):
      // rules: a rule for superusers only never looks at its object, even one of another type.
      if backend.id == .rules, let permission,
        backend.blind.contains(permission.name) || UserTasks.isBlind(permission, to: object.type)
      {
        return (.model, .anywhere)
      }
      // Pulp: a domain as the object is the domain's own row only for permissions that name domains.
      if backend.id == .pulpRoles, object.type == domainType, !names(permission, domain: true) {
        return (.domain, object.native.map { .domain($0) } ?? .object(object))
      }
      return (.object, .object(object))
    case .domain(let key, let name):
      if backend.id == .pulpRoles, names(permission, domain: true) {
        let row = ObjectAddress(
          type: domainType, typeKey: permission?.rows.first?.typeKey, text: Name(dashed(key.text)),
          native: key,
          exists: true, name: name)
        return (.object, .object(row))
      }
      return (.domain, .domain(key))
    }
  }

  public static let domainType = TypeName(app: "core", model: "domain")

  private static func names(_ permission: Permission?, domain: Bool) -> Bool {
    (permission?.name.text.contains("domain") ?? false) == domain
  }

  /// A UUID with its dashes, from either spelling; other text as it is.
  public static func dashed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count == 32, bytes.allSatisfy({ isHex($0) }) else { return text }
    var out = ""
    for (index, character) in text.lowercased().enumerated() {
      if [8, 12, 16, 20].contains(index) { out.append("-") }
      out.append(character)
    }
    return out
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// Pulp: `app, codename = perm.split(".")` and `Permission.objects.get`, once it is known that somebody is logged in.
  private static func isOne(_ permission: Permission) throws -> Bool {
    guard permission.app != nil else {
      throw RaisedException(
        "ValueError", "`\(permission.name)` has no app label; expected `app_label.codename`")
    }
    guard permission.rows.count < 2 else {
      throw RaisedException(
        "MultipleObjectsReturned",
        "`\(permission.name)` stands on \(permission.rows.map { "`\($0.type)`" }.joined(separator: " and "))")
    }
    return !permission.rows.isEmpty
  }

  private static func isForeign(
    _ backend: Backend, _ permission: Permission, _ object: ObjectAddress
  ) throws -> Bool {
    switch backend.foreignPermission {
    case .isDenied: return false
    case .raisesForAnotherApp(let className):
      // The app of the model behind a proxy is taken as well as the proxy's own.
      let apps = [object.type.app, object.concrete(backend.proxies).type.app]
      if let app = permission.app, !apps.contains(app) {
        throw RaisedException(
          className,
          "permission `\(permission.name)` belongs to the app `\(app)`, the object to `\(object.type.app)`")
      }
      return false
    case .raisesUnless(let readable, let className):
      for (type, names) in readable where names.contains(permission.name) && type != object.type {
        throw RaisedException(
          className,
          "the rule of `\(permission.name)` reads what an object of `\(object.type)` does not have")
      }
      return false
    case .raises(let className):
      if !permission.rows.isEmpty, !permission.rows.contains(where: { $0.type == object.type }) {
        throw RaisedException(
          className, "permission `\(permission.name)` is not suitable for objects of `\(object.type)`")
      }
      return permission.rows.isEmpty
    }
  }

  /// Who holds, in this backend's terms. Nil where it never answers for the subject.
  public static func holder(_ backend: Backend, _ subject: Subject) -> RelationQuestion.Holder? {
    switch subject.kind {
    case .user(let key): return .user(key)
    case .group(let key): return .groups([key] + subject.assumedGroups)
    case .outsider: return .groups(subject.assumedGroups)
    case .anonymous:
      switch backend.anonymous {
      case .never: return nil
      case .standsAsRow: return subject.standInKey.map { .user($0) }
      case .everyoneOnly: return .anonymous
      }
    }
  }

  private static func bound(
    _ backend: Backend, _ permission: Permission, _ place: RelationQuestion.Place
  ) -> RelationQuestion.Permissions {
    var rows = backend.rows(of: permission)
    // On an object only the permission of the object's own type counts.
    if case .object(let object) = place { rows = rows.filter { $0.type == object.type } }
    // Without its app label a permission is known to guardian only.
    if permission.app == nil, !backend.acceptsBareCodename { rows = [] }
    let named = backend.layers.contains {
      if case .named(let names) = $0.permission { names.contains(permission.name) } else { false }
    }
    return .these(keys: rows.map(\.key), names: named ? [permission.name] : [])
  }
}
