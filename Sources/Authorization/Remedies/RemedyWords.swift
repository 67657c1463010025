/// The words for what would change an answer, for the command line and the browser alike.
public enum RemedyWords {
  /// `also opens 28 checks: read on 14 git trees, 2 users`, or what forbids it.
  ///
  /// - Parameter asked: the check that was asked, which is not counted.
  public static func consequence(_ remedy: Remedy, asked: CountedCheck?) -> String {
    if let refusal = remedy.refusal, refusal.kind != .readOnly { return "refused: \(refusal.text)" }
    guard let impact = remedy.impact else { return "" }
    var asked = asked
    if !remedy.countsAsked { asked?.isCounted = false }
    let opened = impact.checks(isGain: true) - (asked?.units(in: impact, isGain: true) ?? 0)
    var parts = [
      opened == 0
        ? (asked == nil ? "opens no check" : "opens nothing else")
        : "also opens \(checks(opened)): \(list(asked?.others(impact, isGain: true) ?? impact, isGain: true, asked))"
    ]
    if impact.losses > 0 {
      parts.append(
        "takes away \(checks(impact.checks(isGain: false))): \(list(impact, isGain: false, asked))")
    }
    return parts.joined(separator: "; ")
  }

  /// What ending an allowance takes from others.
  public static func loss(_ remedy: Remedy, asked: CountedCheck?) -> String {
    if let refusal = remedy.refusal, refusal.kind != .readOnly { return "refused: \(refusal.text)" }
    guard let impact = remedy.impact else { return "" }
    let lost = impact.checks(isGain: false) - (asked?.units(in: impact, isGain: false) ?? 0)
    var parts = [
      lost == 0
        ? "takes nothing else away"
        : "also takes away \(checks(lost)): \(list(asked?.others(impact, isGain: false) ?? impact, isGain: false, asked))"
    ]
    if impact.gains > 0 {
      parts.append("opens \(checks(impact.checks(isGain: true))): \(list(impact, isGain: true, asked))")
    }
    return parts.joined(separator: "; ")
  }

  private static func checks(_ count: Int) -> String { Counted.words(count, "check") }

  /// The parts of an impact that are about what was asked, then the largest.
  private static func list(_ impact: Impact, isGain: Bool, _ asked: CountedCheck?) -> String {
    let all = impact.parts.filter { $0.isGain == isGain }
    let own = all.filter { asked?.places.contains($0.place) ?? false }
    let parts = own + all.filter { !own.contains($0) }
    let rest = parts.count - 3
    let named = parts.prefix(3).map(part).joined(separator: "; ")
    return rest > 0 ? "\(named); and \(rest) more" : named
  }

  private static func part(_ part: ImpactPart) -> String {
    let users = part.subjects - (part.includesAnonymous ? 1 : 0)
    var who = users > 0 ? Counted.words(users, "user") : ""
    if part.includesAnonymous { who += (who.isEmpty ? "" : " and ") + "anyone not logged in" }
    return ([part.permission.text] + [part.placeWords, "(\(who))"].compactMap { $0 }).joined(separator: " ")
  }

  /// What would change an answer, line by line, with the commands that do it.
  ///
  /// - Parameter command: puts the words of a command together.
  public static func lines(_ remediation: Remediation, asked: CountedCheck?, command: ([String]) -> String)
    -> [String]
  {
    switch remediation {
    case .fixes(let fixes):
      var lines = fixes.remedies.isEmpty ? [] : ["what would allow it:"]
      for (index, remedy) in fixes.remedies.enumerated() {
        lines.append("  \(index + 1). \(remedy.text)")
        lines += detail(consequence(remedy, asked: asked), remedy.commands, command)
      }
      return lines + rest(fixes.more, "change") + fixes.notes
    case .carriers(let carriers):
      var lines = carriers.carriers.isEmpty ? [] : ["what carries it:"]
      for carrier in carriers.carriers {
        let end = carrier.isRedundant ? "; taking it away changes nothing" : ""
        let also = carrier.alsoThrough.map { "; also through \($0)" } ?? ""
        lines.append("  - \(carrier.reason.text)\(also)\(end)")
      }
      if !carriers.endings.isEmpty { lines.append("what would end it:") }
      for (index, ending) in carriers.endings.enumerated() {
        lines.append("  \(index + 1). \(ending.text)")
        lines += detail(loss(ending, asked: asked), ending.commands, command)
      }
      return lines + rest(carriers.more, "way") + carriers.notes
    }
  }

  private static func detail(
    _ text: String, _ commands: [[String]], _ command: ([String]) -> String
  ) -> [String] {
    ([text].filter { !$0.isEmpty } + commands.map(command)).map { "     \($0)" }
  }

  private static func rest(_ count: Int, _ what: String) -> [String] {
    count > 0 ? ["and \(Counted.words(count, "more \(what)")) that were not looked at"] : []
  }
}

/// The check that remedies are about, so that it is not told among what else they open.
public struct CountedCheck: Sendable, Hashable {
  public var permission: Name
  /// Where it is asked: one place, or several of which one that allows is enough.
  public var places: [ImpactPart.Place]
  /// Whether the checks of the subject are among those that a preview counts: those of users, and of nobody logged in.
  public var isCounted: Bool
  /// Whether nobody is logged in.
  public var isAnonymous: Bool

  public init(permission: Name, places: [ImpactPart.Place], isCounted: Bool, isAnonymous: Bool) {
    self.permission = permission
    self.places = places
    self.isCounted = isCounted
    self.isAnonymous = isAnonymous
  }

  public init(_ subject: Subject, _ permission: Permission, _ targets: [Target]) {
    self.permission = permission.name
    places = targets.map { target in
      switch target {
      case .general: .general
      case .domain: .domains
      case .object(let object): .objects(object.type)
      }
    }
    isAnonymous = subject.kind == .anonymous
    switch subject.kind {
    case .user, .anonymous: isCounted = true
    case .group, .outsider: isCounted = false
    }
  }

  /// Whether the check is one of those of a part, as far as permission and place tell.
  public func isIn(_ part: ImpactPart) -> Bool {
    part.permission == permission && places.contains(part.place)
  }

  /// The part that has the check among its units: of several the one whose place is asked first.
  private func part(of impact: Impact, isGain: Bool) -> Int? {
    guard isCounted else { return nil }
    return places.lazy.compactMap { place in
      impact.parts.firstIndex {
        $0.isGain == isGain && $0.permission == permission && place.isPart(of: $0.place)
      }
    }.first
  }

  /// How many of the units of an impact the check is: one, or none where it is not counted by itself.
  func units(in impact: Impact, isGain: Bool) -> Int { part(of: impact, isGain: isGain) == nil ? 0 : 1 }

  /// The same impact without the check, where it is told of one subject; of several it is one among theirs.
  func others(_ impact: Impact, isGain: Bool) -> Impact {
    guard let index = part(of: impact, isGain: isGain) else { return impact }
    var rest = impact
    var part = impact.parts[index]
    // What is told of every object stays.
    guard places.contains(part.place), part.subjects == 1 || part.objects <= 1 else { return impact }
    // Of one subject it is one object less, on one object one subject less; of several of both it is one among them.
    part.units -= 1
    if part.subjects == 1 {
      part.objects -= 1
    } else {
      part.subjects -= 1
      if isAnonymous { part.includesAnonymous = false }
    }
    if part.units > 0 { rest.parts[index] = part } else { rest.parts.remove(at: index) }
    return rest
  }
}

extension ImpactPart.Place {
  /// Whether checks there are among those of another place.
  fileprivate func isPart(of other: Self) -> Bool {
    if case .objects(let type) = self, other == .all(type) { return true }
    return self == other
  }
}
