import Authorization

/// The forms about access policies.
enum EndpointForm: FormFamily, Hashable, Sendable {
  case create
  case statements(DatabaseKey)
  case hooks(DatabaseKey)
  case scoping(DatabaseKey)

  func draft(_ dialog: Dialog) -> Draft {
    switch self {
    case .create:
      let name = dialog.text(.row(.name))
      // A statement is checked as it is typed, whether the policy has a name yet or not.
      guard !name.text.isEmpty || dialog.isTypingStatement else {
        return Draft(problem: "type the endpoint, such as `remotes/file/file`")
      }
      guard let control = dialog.statementsAsTyped else { return Draft() }
      var draft = Draft([.createEndpoint(EndpointFields(name: name, statements: control.text))])
      draft.hints = Self.hints(control)
      return draft
    case .statements(let key):
      guard let control = dialog.statementsAsTyped else { return Draft() }
      if let problem = control.problem { return Draft(problem: problem) }
      var draft =
        control.isChanged ? Draft([.editEndpoint(key, EndpointEdit(statements: control.text))]) : Draft()
      draft.hints = Self.hints(control)
      return draft
    case .hooks(let key):
      let area = dialog.area(.row(.creationHooks))
      var draft = draft(area) { .editEndpoint(key, EndpointEdit(creationHooks: $0)) }
      draft.hints = hints(area) { try CreationHooks.parse($0).elements.flatMap { $0.findings() } }
      return draft
    case .scoping(let key):
      let area = dialog.area(.row(.querysetScoping))
      var draft = draft(area) { .editEndpoint(key, EndpointEdit(querysetScoping: $0)) }
      draft.hints = hints(area) { try QuerysetScoping.parse($0).findings() }
      return draft
    }
  }

  /// What is wrong in any statement, and what is worth knowing of the one under the cursor.
  private static func hints(_ control: StatementsControl) -> [String] {
    control.items.enumerated().compactMap { index, statement in
      let findings = statement.findings()
      let error = findings.first { $0.severity == .error }
      guard let finding = error ?? (index == control.cursor ? findings.first : nil) else { return nil }
      return "\(index + 1). \(finding.text)"
    }
  }

  private func hints(_ area: TextArea?, _ read: (Name) throws -> [StatementFinding]) -> [String] {
    guard let area, area.original != nil, !area.text.allSatisfy(\.isWhitespace) else { return [] }
    do { return try read(Name(area.text)).map(\.text) } catch let error as PolicyTextError {
      // What is no JSON at all is told as what is missing.
      return (try? JSONValue(parsing: area.text)) == nil ? [] : [error.description]
    } catch { return [] }
  }

  /// An empty text is NULL; a text that nobody edited keeps its bytes.
  private func draft(_ area: TextArea?, _ change: (EndpointEdit.Text) -> Change) -> Draft {
    guard let area, area.isChanged else { return Draft() }
    if area.text.allSatisfy(\.isWhitespace) { return Draft([change(.null)]) }
    switch JSONLayout.stored(area.text) {
    case .success(let text): return Draft([change(.json(text))])
    case .failure(let error): return Draft(problem: "this is not JSON yet: \(error)")
    }
  }
}

extension Dialog {
  static func createEndpoint() -> Dialog {
    Dialog(
      .endpoint(.create), title: "create an access policy", verb: "Create",
      fields: [
        .text(.row(.name), "endpoint"),
        Field(.row(.statements), "Statements", .statements(.empty)),
      ])
  }

  static func statements(_ endpoint: EntityRef) -> Dialog {
    Dialog(
      .endpoint(.statements(endpoint.key)), title: "statements of \(endpoint.name)", subject: endpoint,
      fields: [Field(.row(.statements), "Statements", .statements(.unread))])
  }

  static func creationHooks(_ endpoint: EntityRef) -> Dialog {
    Dialog(
      .endpoint(.hooks(endpoint.key)), title: "creation hooks of \(endpoint.name)", subject: endpoint,
      fields: [Field(.row(.creationHooks), "Creation hooks, as JSON; empty for none", .area(.unread))])
  }

  static func querysetScoping(_ endpoint: EntityRef) -> Dialog {
    Dialog(
      .endpoint(.scoping(endpoint.key)), title: "queryset scoping of \(endpoint.name)", subject: endpoint,
      fields: [
        Field(.row(.querysetScoping), "Queryset scoping, as JSON; empty for no scoping", .area(.unread))
      ])
  }
}
