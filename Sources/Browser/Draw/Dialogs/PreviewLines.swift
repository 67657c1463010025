import Authorization
import Frame

/// What a dialog says below its fields: what would be done, what forbids it, who gains and loses.
enum PreviewLines {
  struct Line: Hashable {
    var text: String
    var tone: Style.Tone = .plain
    var isBold = false

    init(_ text: String, _ tone: Style.Tone = .plain, isBold: Bool = false) {
      self.text = text
      self.tone = tone
      self.isBold = isBold
    }
  }

  /// The lines of a page.
  ///
  /// - Parameter key: what goes to the next page.
  static func visible(_ dialog: Dialog, _ pages: PreviewPages, width: Int, key: String) -> [Line] {
    let all = all(dialog, width: width).lines
    return pages.rows(from: dialog.previewTop).compactMap { row in
      switch row {
      case .line(let place): all.indices.contains(place) ? all[place] : nil
      case .fold(let hidden): Line("… \(Words.count(hidden, "more line")): \(key)", .key)
      }
    }
  }

  /// What stands in the rule above them: the lines above and below, where the page itself does not say it.
  static func title(_ dialog: Dialog, _ pages: PreviewPages, width: Int, keys: PageKeys) -> String {
    // That it is counted again is said here, where it moves no line, and only where it takes a while.
    let isLong = dialog.preview.isRefreshing && dialog.preview.progress > 0
    let name = (dialog.asks ? "what the client sees" : "what it does") + (isLong ? " ─ counting again" : "")
    let above = pages.above(dialog.previewTop)
    let below = pages.below(dialog.previewTop)
    guard above + below > 0 else { return name }
    let counts = [(above, "above"), (below, "below")].filter { $0.0 > 0 }
    let short = counts.map { "\(Digits.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
    let long =
      "\(Words.count(counts[0].0, "line")) \(counts[0].1)"
      + counts.dropFirst().map { ", \(Digits.grouped($0.0)) \($0.1)" }.joined()
    let key = below > 0 ? keys.next : keys.previous
    let all = ["\(name) ─ \(long): \(key)", "\(name) ─ \(short): \(key)", "\(name) ─ \(short)"]
    return all.first { Text.width($0) <= width } ?? short
  }

  /// All lines, and how many of them say what is done.
  static func all(_ dialog: Dialog, width: Int) -> (lines: [Line], head: Int) {
    if dialog.asks { return (answered(dialog, width: width), 0) }
    let head = head(dialog, width: width)
    return (head + tail(dialog, width: width), head.count)
  }

  /// The answer of a dialog that asks.
  private static func answered(_ dialog: Dialog, width: Int) -> [Line] {
    if let problem = dialog.draft.problem { return wrapped("to do: \(problem)", width, .dim) }
    if let failure = dialog.answer.failure { return wrapped("! \(failure)", width, .error) }
    guard let report = dialog.answer.report else { return [Line("asking…", .dim)] }
    let tone: Style.Tone =
      switch report.answer.outcome {
      case .allowed: .allowed
      case .denied: .denied
      case .undetermined: .warning
      }
    return wrapped(report.headline, width, tone, isBold: true)
      + report.lines.flatMap { line in
        wrapped(line, width, line.hasPrefix("warning: ") ? .warning : .plain)
      }
  }

  private static func wrapped(
    _ text: String, _ width: Int, _ tone: Style.Tone, isBold: Bool = false
  ) -> [Line] {
    // What is indented stays so where it goes on.
    let indent = String(text.prefix { $0 == " " })
    return Words.wrapped(String(text.dropFirst(indent.count)), width: max(10, width - indent.count)).map {
      Line(indent + $0, tone, isBold: isBold)
    }
  }

  /// What would be done.
  private static func head(_ dialog: Dialog, width: Int) -> [Line] {
    guard dialog.preview.asked != nil else { return [] }
    let tone: Style.Tone = dialog.preview.isCurrent ? .plain : .dim
    return refused(dialog, width: width)
      + dialog.ownLines.flatMap { line in
        guard line.isConsequence else { return Words.wrapped(line.text, width: width).map { Line($0, tone) } }
        // What goes with it stands below what it goes with.
        return Words.wrapped("and \(line.text)", width: width - 6).enumerated().map { index, text in
          Line((index == 0 ? "  " : "      ") + text, tone)
        }
      }
  }

  /// The staged edits that are refused, each by its number, before what the others do.
  private static func refused(_ dialog: Dialog, width: Int) -> [Line] {
    let tone: Style.Tone = dialog.preview.isCurrent ? .error : .dim
    let refused = dialog.lines(.staged)?.refused.sorted { $0.key < $1.key } ?? []
    return refused.flatMap { Words.wrapped("! \($0.value.words)", width: width).map { Line($0, tone) } }
  }

  private static func tail(_ dialog: Dialog, width: Int) -> [Line] {
    var lines: [Line] = []
    func say(_ text: String, _ tone: Style.Tone, isBold: Bool = false) {
      lines += Words.wrapped(text, width: width).map { Line($0, tone, isBold: isBold) }
    }
    if let refusal = dialog.refusal { say("! not saved: \(refusal.text)", .error) }
    if dialog.saving != nil {
      let waits = dialog.savingTicks >= Waiting.patience ? " (waiting for another program's lock)" : ""
      say("saving…\(waits)", .plain, isBold: true)
    }
    let draft = dialog.draft
    if let problem = draft.problem {
      say("to do: \(problem)", .dim)
      return lines
    }
    for hint in draft.hints { say("! \(hint)", .warning) }
    guard dialog.preview.asked != nil else {
      say(dialog.isGone ? "" : "nothing to change", .dim)
      return lines
    }
    if let failure = dialog.preview.failure { say("! \(failure)", .error) }
    guard let plan = dialog.preview.plan else {
      if dialog.preview.isStopped {
        say("stopped: what it would do is unknown; Ctrl-v looks again", .warning)
      } else if dialog.preview.failure == nil {
        say("looking what it would do…", .dim)
      }
      return lines
    }
    let isCurrent = dialog.preview.isCurrent
    let verdict = dialog.companyVerdict
    if let refusal = plan.refusal {
      if dialog.lines(.staged)?.refused.isEmpty == false {
        say("nothing is saved while an edit is refused", .dim)
        return lines
      }
      if let verdict, verdict.lifts {
        say("by itself it is refused: \(refusal.text)", .dim)
        say(verdict.text, .allowed)
        return lines
      }
      let isOfBase = plan.refusedChange.map { $0 < dialog.preview.base } ?? false
      let what = isOfBase ? "a staged edit before it is refused, `S` shows which" : "refused"
      say("! \(what): \(dialog.words(refusal, of: plan))", isCurrent ? .error : .dim)
      if plan.canBeStaged, dialog.buttons.contains(.stage) {
        say("or stage it (Ctrl-t) with an edit that gives the name up", .dim)
      }
      return lines
    }
    // What a word is asked for comes before all else that follows.
    for confirmation in dialog.confirmations {
      let word = dialog.confirmations.count > 1 ? " (`\(confirmation.word)` confirms it)" : ""
      say("! \(confirmation.text)\(word)", .warning)
    }
    if dialog.preview.base > 0 {
      say("on top of the staged edits, which are counted with it; `S` saves all", .dim)
    }
    if let verdict { say("! \(verdict.text)", .warning) }
    if plan.isEmpty { say("nothing to change: it is like this already", .dim) }
    for warning in plan.warnings { say("! \(warning)", .warning) }
    if let irreversible = plan.irreversible { say("! cannot be undone: \(irreversible)", .warning) }
    if isCurrent { addImpact(dialog, plan, say) }
    return lines
  }

  private static func addImpact(
    _ dialog: Dialog, _ plan: EditPlan, _ say: (String, Style.Tone, Bool) -> Void
  ) {
    let preview = dialog.preview
    if preview.isCounting, !preview.isRefreshing {
      let share = Int(max(0, min(1, preview.progress)) * 100)
      say("counting who gains and loses… \(share) %   Ctrl-x stops", .dim, false)
    } else if preview.isStopped {
      say("not counted: who gains and loses is unknown; Ctrl-v counts again", .warning, false)
    }
    guard let impact = preview.impact else { return }
    // Where an application writes all the time, this one comes and goes: it must move no line.
    let isOff = impact.warnings.contains(Impact.overtaken) ? " · others write: may be off" : ""
    for warning in impact.warnings where warning != Impact.overtaken { say("! \(warning)", .warning, false) }
    let gains = Digits.grouped(impact.gains)
    let losses = Digits.grouped(impact.losses)
    if impact.gains + impact.losses > 0 {
      say("gains \(gains) · losses \(losses)\(isOff)", .plain, true)
    } else if !plan.isAboutRequests {
      say("nobody gains or loses anything\(isOff)", .plain, true)
    }
    for part in impact.parts { say(part.words, part.isGain ? .allowed : .denied, false) }
  }
}

extension EditPlan {
  /// Whether it changes which requests are let in, which are not among the gains and losses.
  fileprivate var isAboutRequests: Bool {
    warnings.contains { $0.contains("access policy") }
      || (!rows.isEmpty && rows.allSatisfy { $0.table == "core_accesspolicy" })
  }
}

extension ImpactPart {
  /// `+ read on 14 git trees, 11 users`.
  var words: String {
    let sign = isGain ? "+" : "-"
    let place = placeWords ?? "in general"
    let people = Words.count(subjects - (includesAnonymous ? 1 : 0), "user")
    let who =
      includesAnonymous
      ? (subjects > 1 ? "\(people) and anyone not logged in" : "anyone not logged in") : people
    return "\(sign) \(permission) \(place), \(who)"
  }
}

extension ImpactUnit {
  /// `+ lena  read  tree:linux-mainline`.
  var words: String {
    let who = user?.name.text ?? ":anonymous"
    return "\(isGain ? "+" : "-") \(who)  \(permission)" + (object.map { "  \($0)" } ?? "")
  }
}

/// The keys that page the lines below the fields.
struct PageKeys: Hashable {
  let next: String
  let previous: String

  /// - Parameter rows: the rows of a tall field. A list that is longer is paged first.
  init(_ dialog: Dialog, rows: Int) {
    let isTaken = dialog.listNeedsPages(rows)
    next = (isTaken ? Key.control("n") : .pageDown).label
    previous = (isTaken ? Key.control("p") : .pageUp).label
  }
}
