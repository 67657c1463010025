import Authorization
import AuthorizationStore
import Browser
import Foundation
import Frame
import Terminal

/// One run of the browser: the state, what carries out its effects, and what watches the file.
final class BrowserSession {
  private(set) var state: BrowserState
  private let runner: EffectRunner
  private let watch: DatabaseWatch
  private(set) var isDone = false
  private let path: String
  private let operatorName: String
  private var looksWithoutFile = 0
  /// What the screen does; nil where there is none.
  var screen: Screen?

  init(_ database: AuthorizationDatabase, options: BrowseOptions, size: Size, settings: Settings) throws {
    path = database.path
    operatorName = options.operatorName
    var summary = database.summary(operatorName: options.operatorName, isLimited: options.as != nil)
    if let name = options.as { summary.operatorLacks = try database.read { try $0.lacking(Name(name)) } }
    let editing = Editor.Options(
      operatorName: Name(options.operatorName), limitedTo: options.as.map { Name($0) },
      confirmFactor: settings.confirmFactor.value)
    runner = EffectRunner(
      database, summary: summary, editor: Editor(database, options: editing))
    watch = try DatabaseWatch(database)
    state = BrowserState(
      size: size, summary: summary, databaseArgument: database.path,
      theme: ThemeName(rawValue: settings.theme.value) ?? .dark, mouseIsOn: settings.mouse.value)
  }

  var mailbox: Mailbox<BrowserInput> { runner.mailbox }

  /// Asks for the first view, or for what the browser opens on.
  func begin(on opening: CaseOpening?) {
    carryOut(start(&state, on: opening?.opening))
    if let notice = opening?.notice { handle(.notice(notice)) }
  }

  func handle(_ input: BrowserInput) { carryOut(update(&state, input)) }

  func frame() -> Frame { draw(state, size: state.size) }

  /// Looks whether another program has written to the database.
  func lookForChanges() {
    let exists = access(path, F_OK) == 0
    // A backup that is put in place is away for a moment; only a file that stays away is worth a word.
    looksWithoutFile = exists ? 0 : looksWithoutFile + 1
    if looksWithoutFile == 3 {
      handle(
        .notice(
          Message(.error, "`\(path)` is gone; what is shown was read before, and edits cannot be saved")))
    }
    do {
      if try watch.changed() { handle(.databaseChanged) }
    } catch let error as StoreError {
      handle(.notice(Message(.error, error.message)))
    } catch {
      handle(.notice(Message(.error, "\(error)")))
    }
  }

  private func carryOut(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: isDone = true
      case .copy(let text):
        if screen?.copyToClipboard(text) == false {
          handle(.notice(Message(.warning, "the terminal cannot take text for the clipboard")))
        }
      case .record(let what): record(what)
      case .redraw: screen?.redrawAll()
      case .suspend: screen?.suspend()
      case .setMouse(let on): screen?.setMouse(on)
      case .setTheme(let name): screen?.setTheme(Theme(name: name.rawValue) ?? .dark)
      default: runner.run(effect)
      }
    }
  }

  private func record(_ what: String) {
    do {
      try ProgramLog().add("\(what) in \(path)", by: operatorName)
    } catch let error as ProgramLogError {
      handle(.notice(Message(.warning, error.message)))
    } catch {
      handle(.notice(Message(.warning, "\(error)")))
    }
  }

  /// Handles answers until nothing is under way.
  func settle() {
    while !state.isIdle {
      _ = mailbox.wait(milliseconds: 1_000)
      for message in mailbox.drain() { handle(message) }
    }
  }
}
