public import Authorization
public import Frame

/// Everything the browser knows. `update` changes it, `draw` shows it, neither touches the world.
public struct BrowserState: Hashable, Sendable {
  /// The size of the terminal, by which paging is reckoned.
  public internal(set) var size: Size
  public internal(set) var theme: ThemeName
  public internal(set) var mouseIsOn: Bool
  /// What the command line calls the database, in commands that repeat an answer.
  let databaseArgument: String
  var summary: DatabaseSummary?
  var summaryToken: Token?
  var journeys: [Journey] = ViewDescription.all.map(Journey.init)
  /// Index of the journey that is on the screen.
  var current = 0
  var inspectorHasFocus = false
  var inspector = InspectorState()
  var overlay: Overlay?
  /// The form over the panes, below the overlay.
  var dialog: Dialog?
  /// Edits that were collected, to be saved together.
  var staged: [StagedEdit] = []
  /// Whether they could be saved together.
  var stagedCheck = StagedCheck()
  var undoToken: UndoQuestion?
  /// Rows that the last edit of one's own deleted.
  var deleted: Set<DeletedRow> = []
  /// Keys for which leaving with staged edits is no accident any more.
  var quitWarning = 0
  var messages = MessageLog()
  var running = RunningEffects()
  /// Effects of the update that is under way; empty between updates.
  var outbox: [Effect] = []

  /// A browser that has asked for nothing yet: call `start` for the first effects.
  public init(
    size: Size, summary: DatabaseSummary? = nil, databaseArgument: String? = nil, theme: ThemeName = .dark,
    mouseIsOn: Bool = true
  ) {
    self.size = size
    self.summary = summary
    self.databaseArgument = databaseArgument ?? summary?.fileName ?? "DB"
    self.theme = theme
    self.mouseIsOn = mouseIsOn
  }

  /// How many effects have been asked for and not been answered.
  public var runningEffects: Int { running.tokens.count }

  /// Whether nothing is under way, so that a script can go on.
  public var isIdle: Bool { running.tokens.isEmpty }

  /// How many edits are collected and not saved.
  public var stagedEdits: Int { staged.count }

  /// Whether this effect is still wanted; a driver may skip work that is not.
  public func isRunning(_ token: Token) -> Bool { running.tokens.contains(token) }

  /// All messages so far, oldest first.
  public var messageHistory: [Message] { messages.entries }
}

extension BrowserState {
  var journey: Journey {
    get { journeys[current] }
    _modify { yield &journeys[current] }
  }

  var place: Place {
    get { journeys[current].place }
    _modify { yield &journeys[current].place }
  }

  /// The pane that has the keys.
  var focus: Pane {
    inspectorHasFocus && inspector.isVisible && !isAbsent && !place.isPage ? .inspector : place.pane
  }

  /// Whether the view on the screen belongs to a system that the database does not have.
  var isAbsent: Bool { missingSystem(of: journey.view) != nil }

  /// The system that a view needs and the database lacks.
  func missingSystem(of view: ViewID) -> SystemStatus? {
    guard let system = ViewDescription.of(view).system else { return nil }
    return summary?.systems.first { $0.system == system && !$0.present }
  }

  /// The row under the cursor of the pane that has the keys.
  var refUnderCursor: EntityRef? {
    switch focus {
    case .list: place.list?.row?.ref
    case .detail: place.detail.item?.line?.target ?? place.detail.wanted
    case .inspector: place.ref
    case .why, .matrix, .request: nil
    }
  }
}
