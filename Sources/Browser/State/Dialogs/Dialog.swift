import Authorization

/// A form over the panes: fields, what they would do, and the buttons. Its values become a list of changes.
struct Dialog: Hashable, Sendable {
  enum Button: Hashable, Sendable { case save, stage, list, discard, copy, cancel }

  enum Focus: Hashable, Sendable {
    case field(Int)
    case confirmation(Int)
    case reason
    case button(Button)
  }

  var form: Form
  var title: String
  /// What the button that saves is called.
  var verb: String
  /// The row whose fields are read; nil where the dialog makes a new one or is about several.
  var subject: EntityRef?
  /// The section of the subject's detail whose lines are shown.
  var section: SectionID?
  var fields: [Field]
  var reason = TextField()
  /// What was typed for each confirmation of the preview.
  var typedWords: [TextField] = []
  var focus: Focus
  var page: DialogPage?
  var preview = PreviewState()
  /// What is answered to a dialog that asks.
  var answer = AnswerState()
  /// First visible line of what is said below the fields.
  var previewTop = 0
  /// What the person must see at the top.
  var banner: [String] = []
  var isGone = false
  /// Why the last attempt to save it was refused.
  var refusal: Refusal?
  /// Whether it was started from marked rows, whose marks go once it is saved.
  var usesMarks = false
  var warnedOfLoss = false
  /// What another program wrote that staged edits would overwrite.
  var stagedConflicts: [String] = []
  /// The place of the staged edit that it was opened from, and that it replaces.
  var reopened: Int?
  /// The reason that was typed for all staged edits before it was opened from there.
  var reasonForAll = TextField()
  /// Rows that staged edits before it create, to be chosen like others.
  var created: [EntityRef] = [] {
    didSet { offerCreated() }
  }
  /// What the row of a dialog without fields was when it was opened.
  var firstRead: EntityFields?
  /// What another program has changed of that row since.
  var changedUnderneath: [String] = []
  /// What Save has already told that it would overwrite; the next Save writes over exactly that.
  var toldOverwrites: [String] = []
  /// Finds the staged edit that a refusal is about.
  var probe: StagedProbe?
  /// What it would do together with the staged edits.
  var company: StagedCompany?
  /// What Save was pressed on while it was being counted again.
  var delayedSave: DelayedSave?
  /// Ticks that passed since it is being saved.
  var savingTicks = 0

  var fieldsToken: Token?
  var fieldsAreStale: Bool
  var detailToken: Token?
  var detailIsStale: Bool
  var saving: Token?

  init(
    _ form: Form, title: String, verb: String = "Save", subject: EntityRef? = nil,
    section: SectionID? = nil, fields: [Field] = [], startsOnCancel: Bool = false
  ) {
    self.form = form
    self.title = title
    self.verb = verb
    self.subject = subject
    self.section = section
    self.fields = fields
    fieldsAreStale = subject?.hasFields == true
    detailIsStale = section != nil && subject != nil
    let first = fields.firstIndex(where: \.takesFocus)
    focus = startsOnCancel ? .button(.cancel) : first.map { .field($0) } ?? .button(.cancel)
    form.family.adapt(&self)
  }

  var buttons: [Button] {
    if asks { return [.copy, .cancel] }
    if form == .staged { return [.save, .list, .discard, .cancel] }
    return form.isUndo ? [.save, .list, .cancel] : [.save, .stage, .list, .cancel]
  }

  func title(of button: Button) -> String {
    switch button {
    case .save: verb
    case .stage: "Stage"
    case .list: "List"
    case .discard: "Discard all"
    case .copy: "Copy"
    case .cancel: asks ? "Close" : "Cancel"
    }
  }

  var confirmations: [Confirmation] { preview.isCurrent ? preview.impact?.confirmations ?? [] : [] }

  /// Everything that can have the keys, in order.
  var stops: [Focus] {
    fields.indices.filter { fields[$0].takesFocus }.map { .field($0) }
      + confirmations.indices.map { .confirmation($0) } + (asks ? [] : [.reason])
      + buttons.map { .button($0) }
  }

  /// Whether something was typed or chosen that closing would throw away.
  var isChanged: Bool {
    !asks && (fields.contains { $0.isShown && $0.isChanged } || !reason.isEmpty)
  }

  /// Whether it builds upon staged edits, because it names rows that they create.
  var namesCreatedRows: Bool {
    guard form != .staged else { return false }
    var own: [EntityRef] = []
    return draft.changes.contains { change in
      defer { own += [change.created].compactMap { $0 } }
      return change.createdRows.contains { row in
        !own.contains { $0.kind == row.kind && $0.key == row.key }
      }
    }
  }

  /// What it would do by itself, without the staged edits that it builds upon.
  var ownLines: [PlanLine] { preview.plan?.lines(after: preview.base) ?? [] }

  var draft: Draft {
    // INVARIANT: a row that is gone has no changes; every form would name its key.
    isGone ? Draft() : form.family.draft(self)
  }
}

/// The changes that the values of a dialog mean.
struct Draft: Hashable, Sendable {
  var changes: [Change] = []
  /// What is missing before they mean anything.
  var problem: String?
  /// What a person should know of the values, whatever they do.
  var hints: [String] = []

  init(_ changes: [Change] = []) { self.changes = changes }

  init(problem: String) { self.problem = problem }
}

extension EntityRef {
  /// Whether its fields can be read for a dialog.
  var hasFields: Bool {
    switch kind {
    case .user, .group, .role, .tree, .policy, .permission, .endpoint: true
    case .type, .object, .task, .artifact, .session, .entry, .finding, .domain: false
    }
  }
}
