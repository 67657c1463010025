import Authorization

/// Asks what a client would see of a request. It changes nothing.
struct RequestForm: FormFamily, Hashable, Sendable {
  func draft(_ dialog: Dialog) -> Draft {
    guard let missing = missing(dialog) else { return Draft() }
    return Draft(problem: missing)
  }

  private func missing(_ dialog: Dialog) -> String? {
    if dialog.option(.to) == 0, dialog.choice(.user).ref == nil { return "choose a user" }
    if dialog.text(.action).text.isEmpty { return "type an action, or a request like `GET /pulp/api/v3/…`" }
    let isLine = dialog.text(.action).text.contains("/")
    guard !isLine, dialog.text(.endpoint).text.isEmpty, dialog.text(.objectKey).text.isEmpty else {
      return nil
    }
    return "type an endpoint or an object"
  }

  /// What is asked; nil while something is missing.
  func question(_ dialog: Dialog) -> RequestQuestion? {
    guard missing(dialog) == nil else { return nil }
    var subject = SubjectRef.anonymous
    if dialog.option(.to) == 0, let ref = dialog.choice(.user).ref { subject = .user(ref) }
    func given(_ name: FieldName) -> Name? {
      let text = dialog.text(name)
      return text.text.isEmpty ? nil : text
    }
    let action = dialog.text(.action).text
    // A URL says it all; what the dialog was opened on does not contradict it.
    if action.contains("/") {
      return RequestQuestion(subject: subject, request: RequestDescription(action: action))
    }
    return RequestQuestion(
      subject: subject,
      request: RequestDescription(
        action: action, endpoint: given(.endpoint), object: given(.objectKey)?.text, domain: given(.domain)))
  }

  func adapt(_ dialog: inout Dialog) { dialog.show(.user, dialog.option(.to) == 0) }
}

/// A request that somebody is asked about.
struct RequestQuestion: Hashable, Sendable {
  var subject: SubjectRef
  var request: RequestDescription

  /// The command that asks the same.
  func command(database: String) -> String {
    var words = ["permscope", "authorize", database, subject.argument, request.action]
    if let endpoint = request.endpoint { words.append(endpoint.text) }
    if let object = request.object { words.append(object) }
    if let domain = request.domain { words += ["--domain", domain.text] }
    return words.map { ShellWord.quote($0) }.joined(separator: " ")
  }
}

/// The answer that a dialog shows, as far as it is known.
struct AnswerState: Hashable, Sendable {
  private(set) var asked: RequestQuestion?
  private(set) var token: Token?
  /// The last answer; it stays until the next is there, so that nothing flickers.
  private(set) var report: RequestReport?
  private(set) var failure: String?
  /// Whether another program has written since it was asked.
  var isStale = false

  /// Whether what is shown answers what is asked.
  var isCurrent: Bool { token == nil && (report != nil || failure != nil) }

  mutating func ask(_ question: RequestQuestion, _ token: Token) {
    asked = question
    self.token = token
    isStale = false
  }

  /// What is asked makes no question any more.
  mutating func clear() { self = AnswerState() }

  mutating func take(_ report: RequestReport) {
    token = nil
    failure = nil
    self.report = report
  }

  mutating func fail(_ text: String) {
    token = nil
    report = nil
    failure = text
  }
}

extension Dialog {
  /// - Parameters:
  ///   - subject: a user, or nobody logged in; nil where it has to be chosen.
  ///   - object: as people write objects.
  static func request(
    by subject: SubjectRef?, endpoint: Name?, object: String?, action: String? = nil
  ) -> Dialog {
    request(
      by: subject,
      RequestDescription(
        action: action ?? (object == nil ? "list" : "retrieve"), endpoint: endpoint, object: object))
  }

  static func request(by subject: SubjectRef?, _ asked: RequestDescription) -> Dialog {
    var user: EntityRef?
    if case .user(let ref) = subject { user = ref }
    var dialog = Dialog(
      .request(RequestForm()), title: "request",
      fields: [
        .options(.to, "by", ["a user", "nobody logged in"]),
        .choice(.user, "user", .users, value: user.map { .row($0) } ?? .unset),
        .text(.action, "action or URL", asked.action),
        .text(.endpoint, "endpoint", asked.endpoint?.text ?? ""),
        .text(.objectKey, "object", asked.object ?? ""), .text(.domain, "domain", asked.domain?.text ?? ""),
      ])
    // The keys begin where something is missing.
    let isPlaced = asked.endpoint != nil || asked.object != nil
    let first: FieldName = subject == nil ? .user : isPlaced ? .action : .endpoint
    if let index = dialog.index(first) { dialog.focus = .field(index) }
    if subject == .anonymous, let index = dialog.index(.to),
      case .options(var by) = dialog.fields[index].control
    {
      by.index = 1
      by.original = 1
      dialog.fields[index].control = .options(by)
      dialog.form.family.adapt(&dialog)
    }
    return dialog
  }

  /// Whether it asks a question and changes nothing.
  var asks: Bool { if case .request = form { true } else { false } }

  /// What it asks; nil where something is missing, or where it asks nothing.
  var question: RequestQuestion? {
    guard case .request(let form) = form else { return nil }
    return form.question(self)
  }
}
