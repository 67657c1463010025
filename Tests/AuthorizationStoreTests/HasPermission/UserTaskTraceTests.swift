import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// The predicates that explain the rules of user tasks, beside the layers that decide.
@Suite struct UserTaskTraceTests {
  /// Of each kind an owner: a user, a superuser, each active and not. Tasks 901 to 904 and artifacts 901 to 904 are theirs.
  private static let people = """
    DELETE FROM user_tasks_usertaskartifact; DELETE FROM user_tasks_usertaskstatus;
    INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
    VALUES (901, '!', 0, 'plain', '', '', 0, 1, '2026-01-01', ''), (902, '!', 0, 'asleep', '', '', 0, 0, '2026-01-01', ''),
      (903, '!', 1, 'boss', '', '', 0, 1, '2026-01-01', ''), (904, '!', 1, 'retired', '', '', 0, 0, '2026-01-01', '');
    INSERT INTO user_tasks_usertaskstatus (id, created, modified, uuid, task_id, is_container, task_class, name, state,
      completed_steps, total_steps, attempts, parent_id, user_id)
    SELECT id, '2026-01-01', '2026-01-01', 'u' || id, 't' || id, 0, 'c', 'n', 'Pending', 0, 1, 1, NULL, id
    FROM auth_user WHERE id > 900;
    INSERT INTO user_tasks_usertaskartifact (id, created, modified, uuid, name, file, text, url, status_id)
    SELECT id, '2026-01-01', '2026-01-01', 'a' || id, 'Output', NULL, 'x', '', id FROM user_tasks_usertaskstatus;
    """

  @Test("trace and evaluator agree for everybody, with and without an object, on all seven permissions")
  func agree() throws {
    let file = try TestDatabase(Resources.demo + Self.people)
    try file.open(.init(backends: [.rules])).read { reader in
      let people =
        try ["plain", "asleep", "boss", "retired"].map { try reader.subject(.user(Name($0))) }
        + [reader.anonymous()]
      let rules = Chain.only(.rules, reader.schema)
      var answers: Set<Bool> = []
      for name in UserTasks.permissions {
        let rule = try #require(UserTasks.rule(of: name))
        let permission = try reader.knownPermission(name)
        let type = name.text.hasSuffix("artifact") ? UserTasks.artifact : UserTasks.status
        let targets: [(Target, TaskOwner?)] =
          try [(.general, nil)]
          + (901...904).map { key in
            (
              .object(try reader.object(type, key: Name("\(key)"))),
              TaskOwner(user: .integer(Int64(key)))
            )
          }
        for person in people {
          for (target, owner) in targets {
            let expected = try reader.allows(person, permission, target, chain: rules)
            #expect(try rule.test(person, owner) == expected, "\(person.name) \(name) \(target)")
            answers.insert(expected)
            // An active superuser is answered before any rule is asked.
            let trace = try reader.explain(person, permission, target).trace
            #expect(trace.map { $0.answer == .holds } == (person.passesBeforeBackends ? nil : expected))
          }
        }
      }
      #expect(answers == [true, false])
    }
  }

  @Test("the trace names the predicates as user_tasks does, and what was not asked")
  func names() throws {
    let file = try TestDatabase(Resources.demo + Self.people)
    try file.open().read { reader in
      let permission = try reader.knownPermission("user_tasks.view_usertaskstatus")
      let task = Target.object(try reader.object(UserTasks.status, key: "901"))
      let other = try reader.explain(reader.subject(.user("asleep")), permission, task)
      #expect(
        other.trace?.lines == [
          "(is_status_creator | is_superuser): false", "  is_status_creator: false", "  is_superuser: false",
        ])
      let own = try reader.explain(reader.subject(.user("plain")), permission, task)
      #expect(own.trace?.parts.last?.answer == .notAsked)
      #expect(try reader.explain(reader.subject(.user("boss")), permission, task).trace == nil)
    }
  }
}
