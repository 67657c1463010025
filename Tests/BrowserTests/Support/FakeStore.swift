import Authorization
import Browser

/// Answers the effects of the browser from memory, at once or as slowly as a test wants.
struct FakeStore {
  var summary = DatabaseSummary.acme
  var lists: [ListSource: FakeList] = Organisation.lists.merging(Organisation.editLists) { own, _ in own }
  var editing = FakeEditing()
  var details: [EntityRef: Detail] = Organisation.details
  /// Tallies that are sent before the complete one.
  var tallySteps = 0
  /// Answers as if nothing that has to be prepared were ready.
  var hidesPrepared = false
  /// Makes every page fail.
  var failure: String?

  /// The answers to an effect, in order.
  mutating func answers(to effect: Effect) -> [BrowserInput] {
    switch effect {
    case .loadPage(let request, let token):
      if let failure { return [.failed(token, message: failure)] }
      if hidesPrepared, isPrepared(request) {
        return [.page(token, Page(rows: [], reachesStart: true, reachesEnd: true))]
      }
      return [.page(token, list(request.source).page(request))]
    case .count(let source, let filter, _, let token):
      let list = list(source)
      let matches = list.count(filter: filter)
      let steps = (0..<tallySteps).map { step in
        let share = Double(step + 1) / Double(tallySteps + 1)
        return Tally(matches: Int(Double(matches) * share), total: list.rows.count, progress: share)
      }
      return (steps + [Tally(matches: matches, total: list.rows.count, progress: 1)])
        .map { .tally(token, $0) }
    case .loadDetail(let ref, let token): return [.detail(token, detail(ref))]
    case .inspect(let subject, let object, let token):
      return [.inspection(token, Organisation.inspection(subject, object))]
    case .inspectBefore(let entry, let subject, let object, let token):
      var inspection = Organisation.inspection(subject, object)
      inspection.notes = ["what was so before entry \(entry)"]
      return [.inspection(token, inspection)]
    case .loadSummary(let token): return [.summary(token, summary)]
    case .exportCase(_, _, _, let path, _, let token): return [.exported(token, path: path, rows: 7)]
    case .export(let source, _, _, let path, let token):
      return [.exported(token, path: path, rows: list(source).rows.count)]
    case .loadFields(let ref, let token):
      if ref.kind == .permission { return [.fields(token, EntityFields(ref: ref, values: [:]))] }
      let row = editing.fields.first { $0.key.kind == ref.kind && $0.key.key == ref.key }
      return [.fields(token, row.map { EntityFields(ref: $0.key, values: $0.value) })]
    case .explain(let subject, let permission, let object, let token):
      guard object?.name != "sealed" else { return [.failed(token, message: "the object is gone")] }
      return [.explained(token, Organisation.report(subject, permission, object))]
    case .remediate(_, let permission, _, let token):
      return [.remediation(token, Organisation.remediation(permission))]
    case .loadMatrix(let request, let token): return [.matrix(token, matrix(request))]
    case .authorize(let subject, let request, let token):
      guard request.endpoint != "nosuch" else {
        return [.failed(token, message: "no endpoint `nosuch`; did you mean `remotes/file/file`?")]
      }
      return [.authorized(token, Self.report(subject, request))]
    case .authorizeFor(let subject, _, let object, let token):
      guard object.kind == .object else {
        return [.failed(token, message: "no endpoint is known for git tree \(object.name)")]
      }
      let request = RequestDescription(action: "destroy", endpoint: "repositories/file/file")
      return [.authorized(token, Self.report(subject, request))]
    case .loadChoices(let request, let token): return [.choices(token, editing.page(request))]
    case .preview(let changes, let token): return preview(changes, token)
    case .plan(let changes, let token): return [.planned(token, editing.plan(changes), nil)]
    case .loadUnits(let preview, let gains, let from, let limit, let token):
      guard let changes = editing.previews[preview] else {
        return [.failed(token, message: "no such preview")]
      }
      return [.units(token, editing.units(changes, gains: gains, from: from, limit: limit))]
    case .apply(let plan, let reason, _, let confirmed, let backup, let token):
      switch editing.apply(plan, reason: reason, backup: backup, confirmed: confirmed) {
      case .success(let entry): return [.applied(token, entry)]
      case .failure(let refused): return [.refused(token, refused.refusal)]
      }
    case .findUndo(_, let token): return [.undoable(token, editing.undoable, passedOver: editing.passedOver)]
    case .cancel(let token):
      editing.previews[token] = nil
      return []
    case .copy, .record, .redraw, .suspend, .setMouse, .setTheme, .quit: return []
    }
  }

  /// A request of which every part of the answer is there.
  private static func report(_ subject: SubjectRef, _ request: RequestDescription) -> RequestReport {
    let isDenied = request.action == "destroy"
    let condition = ConditionTrace(
      text: "has_model_or_domain_or_obj_perms:file.delete_fileremote",
      result: isDenied ? .fails : .notEvaluated)
    return RequestReport(
      subject: subject.argument, action: Name(request.action), place: request.endpoint?.text ?? "",
      answer: RequestAnswer(
        outcome: isDenied ? .denied : .allowed, status: isDenied ? 403 : 200,
        sentence: isDenied ? "in statement 2 `\(condition.text)` does not hold" : "statement 1 allows it",
        statements: [
          StatementTrace(index: 0, effect: "allow", principal: true, action: !isDenied, counts: !isDenied),
          StatementTrace(
            index: 1, effect: "allow", principal: true, action: isDenied, conditions: [condition],
            counts: false),
        ],
        taskChecks: [TaskCheck(permission: "file.delete_fileremote", general: false, object: true)],
        warnings: ["\(subject.argument) is inactive"]))
  }

  private mutating func preview(_ changes: [Change], _ token: Token) -> [BrowserInput] {
    let plan = editing.plan(changes)
    let planned = BrowserInput.planned(token, plan, editing.notice)
    guard plan.refusal == nil, !plan.isEmpty else { return [planned] }
    guard !editing.neverCounts else { return [planned, .previewed(token, nil, progress: 0.4)] }
    editing.previews[token] = changes
    return [
      planned, .previewed(token, nil, progress: 0.5), .previewed(token, editing.impact(changes), progress: 1),
    ]
  }

  private func isPrepared(_ request: PageRequest) -> Bool {
    switch request.source {
    case .whoCan, .whatCan, .section, .history, .listing, .view(.findings): true
    case .view, .objects, .seen: !request.filter.isEmpty || request.order != nil
    }
  }

  private func list(_ source: ListSource) -> FakeList { lists[source] ?? FakeList([]) }

  private func detail(_ ref: EntityRef) -> Detail {
    details[ref] ?? Detail(ref: ref, facts: [Fact("key \(ref.key)")], sections: [])
  }
}
