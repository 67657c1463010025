import Authorization
import Frame

/// The help page, from the action table.
enum HelpPage {
  enum Line: Hashable {
    case heading(String)
    case entry(keys: String, help: String)
    case blank
  }

  static let lines: [Line] = {
    var lines: [Line] = []
    for group in ActionGroup.allCases {
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(group.rawValue))
      for action in Action.all where action.group == group {
        lines.append(entry(action))
      }
    }
    return lines + [.blank, .heading("While typing")] + typing.map { .entry(keys: $0.keys, help: $0.help) }
  }()

  /// What has no key is reached by its name.
  static func entry(_ action: Action) -> Line {
    action.keyNames.isEmpty
      ? .entry(keys: "", help: "\(action.title): \(action.help)")
      : .entry(keys: action.keyNames.joined(separator: " "), help: action.help)
  }

  /// Where the keys of dialogs begin.
  static let dialogLine = lines.firstIndex(of: .heading(ActionGroup.dialogs.rawValue)) ?? 0

  private static let typing: [(keys: String, help: String)] = [
    ("Enter", "keep the filter, take the path, or run the command"),
    ("Left Right", "edit a filter that was kept; the first letter that is typed replaces it"),
    ("Esc", "clear the filter, or leave without doing anything"),
    ("Up Down", "through the matches without leaving the field"),
    ("Home End", "to the beginning or the end, as Ctrl-a and Ctrl-e"),
    ("Ctrl-w", "remove the word before the cursor"),
    ("Ctrl-u", "remove everything before the cursor"),
  ]

  static let keyWidth = 14
}

/// Everything that the program has said, newest last.
enum MessagePage {
  static func lines(_ state: BrowserState, width: Int) -> [(level: Message.Level, text: String)] {
    let entries = state.messages.entries
    guard !entries.isEmpty else { return [(.info, "nothing yet")] }
    return entries.flatMap { message in
      Words.wrapped(message.text, width: width - 10).enumerated().map { index, line in
        (message.level, Text.padded(index == 0 ? message.level.rawValue : "", to: 9) + line)
      }
    }
  }
}
