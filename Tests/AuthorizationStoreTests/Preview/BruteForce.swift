import Authorization
import GRDB

@testable import AuthorizationStore

/// All answers of a database, one by one: what previews are compared with.
struct BruteForce {
  struct Question: Hashable {
    /// A user's key; nil for whoever is not logged in.
    var user: DatabaseKey?
    var permission: Name
    var place: ImpactPart.Place
  }

  /// What is allowed on one side: for each question the texts of the items.
  var allowed: [Question: Set<String>] = [:]
  /// Questions that are answered yes for every object at once.
  var every: Set<Question> = []
  /// Objects that exist, by type.
  var existing: [TypeName: Set<String>] = [:]
  var texts: [String: String] = [:]

  private static func raisingNo(_ body: () throws -> Bool) throws -> Bool {
    do { return try body() } catch is RaisedException { return false }
  }

  /// - Parameter names: the permissions of both sides, and `typed` those of objects of a type.
  init(
    _ reader: AuthorizationReader, users: Set<DatabaseKey>, names: Set<Name>, typed: [TypeName: Set<Name>]
  ) throws {
    var subjects: [(DatabaseKey?, Subject)] = [(nil, try reader.anonymous())]
    for key in users { if let subject = try reader.user(key: key) { subjects.append((key, subject)) } }
    let domains = try Row.fetchAll(reader.database, sql: "SELECT pulp_id, name FROM core_domain")
    existing[Gate.domainType] = Set(domains.map { "domain \($0["pulp_id"] as String)" })
    for row in domains { texts["domain \(row["pulp_id"] as String)"] = "domain:\(row["name"] as String)" }
    let permissions = try Dictionary(
      uniqueKeysWithValues: names.union([GitTrees.read, GitTrees.write]).map {
        ($0, try reader.permission($0))
      })
    for (key, subject) in subjects {
      for name in names {
        guard let permission = permissions[name] else { continue }
        if try Self.raisingNo({ try reader.allows(subject, permission, .general) }) {
          allowed[Question(user: key, permission: name, place: .general)] = [""]
        }
        guard !name.text.contains("domain") else { continue }
        if key != nil, subject.isActive, subject.isSuperuser {
          every.insert(Question(user: key, permission: name, place: .domains))
        }
        for row in domains {
          let pulp: String = row["pulp_id"]
          if try Self.raisingNo({
            try reader.allows(subject, permission, .domain(.text(Name(pulp)), Name(row["name"] as String)))
          }) {
            allowed[Question(user: key, permission: name, place: .domains), default: []].insert(
              "domain \(pulp)")
          }
        }
      }
    }
    for (type, names) in typed {
      guard let table = try reader.table(of: type) else { continue }
      let keys = try Row.fetchAll(reader.database, sql: "SELECT \(table.key) FROM \(table.table)").compactMap
      {
        DatabaseKey($0[0] as DatabaseValue)
      }
      let objects = try keys.map { try reader.object(type, key: table.text($0)) }
      var found = existing[type] ?? []
      for object in objects {
        #if DEBUG
          assert(object.exists)
        #endif
        let id = "\(type):\(object.text)"
        found.insert(id)
        texts[id] = object.argument
      }
      if type != Gate.domainType {
        existing[type] = found
      } else {
        existing[TypeName(app: "row", model: "domain")] = found
      }
      for (key, subject) in subjects {
        for name in names {
          guard let permission = permissions[name] else { continue }
          let question = Question(user: key, permission: name, place: .objects(type))
          if Self.hasEvery(reader, key, subject, permission, type) { every.insert(question) }
          for object in objects
          where try Self.raisingNo({ try reader.allows(subject, permission, .object(object)) }) {
            allowed[question, default: []].insert("\(type):\(object.text)")
          }
        }
      }
    }
  }

  /// Written down by hand: who has every object at once.
  private static func hasEvery(
    _ reader: AuthorizationReader, _ key: DatabaseKey?, _ subject: Subject, _ permission: Permission,
    _ type: TypeName
  ) -> Bool {
    if permission.isTreeMethod {
      return reader.options.gitTreeSuperuserBypass && key != nil && subject.isActive && subject.isSuperuser
    }
    if key != nil, subject.isActive, subject.isSuperuser { return true }
    let backends = reader.djangoChain.backends.map(\.id)
    for backend in backends {
      switch backend {
      case .guardian:
        guard key == nil else { continue }
        if subject.standInIsMissing { return false }
        if subject.standInKey != nil, subject.standInIsActive, subject.standInIsSuperuser { return true }
      case .rules:
        let names: [TypeName: [Name]] = [
          UserTasks.status: ["view", "cancel", "delete", "change"].map {
            Name("user_tasks.\($0)_usertaskstatus")
          },
          UserTasks.artifact: ["view", "change", "delete"].map { Name("user_tasks.\($0)_usertaskartifact") },
        ]
        if key != nil, subject.isSuperuser, names[type]?.contains(permission.name) ?? false { return true }
        // It raises on objects of another type, and nothing after it is asked.
        let owned =
          names.values.joined().contains(permission.name) && !permission.name.text.contains(".change_")
        if owned, permission.name != "user_tasks.delete_usertaskartifact",
          !(names[type]?.contains(permission.name) ?? false)
        {
          return false
        }
      case .model, .pulpRoles, .trees: continue
      }
    }
    return false
  }
}

/// What a comparison of all answers comes to.
struct BruteDifference {
  struct Part: Hashable {
    var isGain: Bool
    var permission: Name
    var place: ImpactPart.Place
  }

  var units: [ImpactPart.Place: Int] = [:]
  /// `key permission object`, for gains and losses.
  var lines: [Bool: [String]] = [true: [], false: []]
  var parts: [Part: (units: Int, subjects: Set<String>, objects: Set<String>)] = [:]
  /// For every object at once: all of them.
  var wholes: [Part: Set<String>] = [:]

  init(_ before: BruteForce, _ after: BruteForce) {
    let questions = Set(before.allowed.keys).union(after.allowed.keys).union(before.every).union(after.every)
    for question in questions {
      let old = before.allowed[question] ?? []
      let new = after.allowed[question] ?? []
      let had = before.every.contains(question)
      let has = after.every.contains(question)
      guard !(had && has) else { continue }
      if !had && !has {
        for item in new.subtracting(old) { add(true, question, item, after) }
        for item in old.subtracting(new) { add(false, question, item, before) }
      } else if has {
        addEvery(true, question, of: new, but: old)
        for item in old.subtracting(new) { add(false, question, item, before) }
      } else {
        addEvery(false, question, of: old, but: new)
        for item in new.subtracting(old) { add(true, question, item, after) }
      }
    }
    for isGain in [true, false] { lines[isGain]?.sort() }
  }

  private mutating func add(
    _ isGain: Bool, _ question: BruteForce.Question, _ item: String, _ side: BruteForce
  ) {
    add(
      isGain, question, question.place, item.isEmpty ? "-" : side.texts[item] ?? item,
      item.isEmpty ? [] : [item])
  }

  private mutating func addEvery(
    _ isGain: Bool, _ question: BruteForce.Question, of whole: Set<String>, but kept: Set<String>
  ) {
    let items = whole.subtracting(kept)
    guard !items.isEmpty else { return }
    let type: TypeName = if case .objects(let type) = question.place { type } else { Gate.domainType }
    let text =
      items.count == whole.count
      ? "every \(type) (\(items.count))"
      : items.count == 1 ? "the one other \(type)" : "the other \(items.count) \(type)"
    add(isGain, question, .all(type), text, items)
    wholes[Part(isGain: isGain, permission: question.permission, place: .all(type))] = whole
  }

  private mutating func add(
    _ isGain: Bool, _ question: BruteForce.Question, _ place: ImpactPart.Place, _ text: String,
    _ items: Set<String>
  ) {
    let who = question.user?.text ?? ":anonymous"
    lines[isGain]?.append("\(who) \(question.permission) \(text)")
    let key = Part(isGain: isGain, permission: question.permission, place: place)
    var part = parts[key] ?? (0, [], [])
    part.units += 1
    part.subjects.insert(who)
    part.objects.formUnion(items)
    parts[key] = part
  }
}
