import Frame

/// Where everything in a dialog is. Pure arithmetic, shared by drawing, paging and the mouse.
struct DialogLayout: Hashable, Sendable {
  /// One line of the form.
  enum Line: Hashable, Sendable {
    /// A field on one line, or the heading of a tall one.
    case field(Int)
    /// A line of a tall field, counted from its first visible one.
    case row(Int, Int)
    case conflict(Int)
    /// A line of text that does not fit beside its label.
    case more(Int, String)
  }

  /// The rows of a tall field that a person can still work with.
  private static let leastRows = 2
  /// The lines below the fields that stay empty rather than move a list at every key.
  private static let calmLines = 3
  /// The lines below the fields that are left where a list could otherwise not be worked with.
  private static let fewLines = 4
  private static let widest = 100

  var rect: Rect
  var banner: Rect
  var form: Rect
  var rule: Int
  var preview: Rect
  var confirmations: Rect
  var reason: Int
  var buttons: Int
  var lines: [Line] = []
  /// The confirmations whose fields are seen; what each is about stands among the lines above them.
  var wordFields = 0..<0
  /// First visible line of the form.
  var top = 0
  /// The rows of each tall field.
  var rows = 0
  /// What is seen at once of the lines below the fields.
  var pages: PreviewPages
  var labelWidth = 0
  /// The cells for text that cannot be changed, beside its label.
  var noteWidth = 0

  init(_ dialog: Dialog, size: Size) {
    let width = Self.width(size)
    let most = size.height - 3
    let inner = width - 2
    let bannerLines = Self.bannerLines(dialog, width: inner - 2).prefix(max(1, (most - 8) / 4)).count
    wordFields = Self.wordFields(dialog, height: max(1, (most - 7) / 2))
    let confirmationLines = wordFields.count
    // The rule, the reason, the buttons and the border.
    let fixed = bannerLines + confirmationLines + (dialog.asks ? 4 : 5)
    let room = max(2, most - fixed)
    let shown = dialog.fields.indices.filter { dialog.fields[$0].isShown }
    let labels = min(
      18,
      shown.filter { !dialog.fields[$0].isTall }.map { Text.width(dialog.fields[$0].label) }.max() ?? 0)
    labelWidth = labels
    let beside = inner - labels - 6
    noteWidth = beside
    let short = shown.reduce(0) { $0 + Self.shortLines(dialog.fields[$1], width: beside) }
    let tall = shown.filter { dialog.fields[$0].isTall }.count
    let hasForm = !shown.isEmpty
    var isFixed = !hasForm
    if case .fixed = dialog.form { isFixed = true }
    let wanted = shown.reduce(short) {
      $0 + (dialog.fields[$1].isTall ? Self.wantedLines(dialog.fields[$1]) : 0)
    }
    // Where there is nothing to fill in, all that counts is what it does.
    var share =
      isFixed ? min(max(2, room - short), max(12, size.height / 2)) : min(max(3, room * 2 / 5), 12)
    if tall > 0, !isFixed {
      share = min(share, max(Self.fewLines, room - short - tall * (Self.leastRows + 1)))
    }
    // What a word is asked for is among the first lines, which is worth a row of a list.
    if !wordFields.isEmpty { share = max(share, min(Self.fewLines, room - Self.leastRows - 1)) }
    let said = PreviewLines.all(dialog, width: inner - 2)
    // Each has its share where both want more; what one does not need goes to the other.
    let formHeight =
      hasForm ? max(0, min(wanted, room - min(share, max(Self.calmLines, said.lines.count)))) : 0
    let previewHeight = max(1, min(max(share, said.lines.count), room - formHeight))
    if tall > 0 { rows = max(Self.leastRows, (formHeight - short) / tall - 1) }
    pages = PreviewPages(head: said.head, count: said.lines.count, height: previewHeight)
    let height = min(most, fixed + formHeight + previewHeight)
    // A dialog that grows with what it says grows downwards, as far as that is possible.
    let calm = min(most, fixed + formHeight + min(share, previewHeight))
    let y = max(1, min((size.height - calm) / 3, most - height + 1))
    rect = Rect(x: (size.width - width) / 2, y: y, width: width, height: height)
    let inside = rect.inside
    banner = Rect(x: inside.x, y: inside.y, width: inside.width, height: bannerLines)
    form = Rect(x: inside.x, y: banner.y + bannerLines, width: inside.width, height: formHeight)
    rule = form.y + formHeight
    preview = Rect(x: inside.x, y: rule + 1, width: inside.width, height: previewHeight)
    confirmations = Rect(
      x: inside.x, y: preview.y + previewHeight, width: inside.width, height: confirmationLines)
    // A dialog that asks has no reason; its place is that of the line above the buttons.
    reason = confirmations.y + confirmationLines - (dialog.asks ? 1 : 0)
    buttons = reason + 1
    placeLines(dialog, shown)
  }

  static func width(_ size: Size) -> Int { size.width >= 66 ? min(size.width - 6, widest) : size.width }

  private mutating func placeLines(_ dialog: Dialog, _ shown: [Int]) {
    var focused = 0
    for index in shown {
      let field = dialog.fields[index]
      let isFocused = dialog.focus == .field(index)
      if isFocused { focused = lines.count }
      lines.append(.field(index))
      if case .note(let text) = field.control {
        let wrapped = Words.wrapped(text, width: noteWidth)
        lines += wrapped.dropFirst().map { .more(index, $0) }
      }
      if field.conflict != nil { lines.append(.conflict(index)) }
      if field.isTall {
        lines += (0..<rows).map { .row(index, $0) }
        // The heading stays in sight with the cursor's row, where there is room for both.
        if isFocused {
          focused = form.height >= rows + 1 ? lines.count - 1 : focused + 1 + max(0, cursorRow(field))
        }
      }
    }
    top = Scroll.top(0, showing: focused, lines: form.height, of: lines.count)
  }

  private func cursorRow(_ field: Field) -> Int {
    switch field.control {
    case .checklist(let list): list.cursor - list.list.top
    case .lines(let lines): lines.cursor - lines.top
    case .statements(let control): control.cursor - control.top
    case .area(let area): area.line - area.top
    default: 0
    }
  }

  /// Where there is no room for all, the one that has the keys is seen; a field is never without room.
  private static func wordFields(_ dialog: Dialog, height: Int) -> Range<Int> {
    let count = dialog.confirmations.count
    var focused = 0
    if case .confirmation(let index) = dialog.focus { focused = min(index, max(0, count - 1)) }
    let first = Scroll.top(0, showing: focused, lines: height, of: count)
    return first..<min(count, first + height)
  }

  static func bannerLines(_ dialog: Dialog, width: Int) -> [String] {
    dialog.banner.flatMap { Words.wrapped("! \($0)", width: width) }
  }

  /// The lines that a field takes besides the rows of a tall one.
  private static func shortLines(_ field: Field, width: Int) -> Int {
    let conflict = field.conflict == nil ? 0 : 1
    if case .note(let text) = field.control { return max(1, Words.wrapped(text, width: width).count) }
    return (field.isTall ? 0 : 1) + conflict
  }

  /// The lines that a tall field would take to be seen whole, with its heading.
  private static func wantedLines(_ field: Field) -> Int {
    switch field.control {
    case .checklist(let list): list.whole.map { max(4, min($0 + 1, 40)) } ?? 40
    case .lines(let control): max(3, control.items.count + (control.continues ? 2 : 1))
    case .statements(let control): max(6, control.items.count + 1)
    case .area(let area): max(8, area.lines.count + 1)
    default: 0
    }
  }

  /// What is under a point.
  func hit(_ point: Point, _ dialog: Dialog) -> Hit? {
    guard rect.contains(point) else { return nil }
    if form.contains(point) {
      let place = top + point.y - form.y
      guard lines.indices.contains(place) else { return nil }
      switch lines[place] {
      case .field(let index), .conflict(let index), .more(let index, _): return .field(index, row: nil)
      case .row(let index, let row): return .field(index, row: row)
      }
    }
    if confirmations.contains(point) {
      return .confirmation(wordFields.lowerBound + point.y - confirmations.y)
    }
    if point.y == reason, !dialog.asks { return .reason }
    if point.y == buttons {
      return DialogButtons.places(dialog, in: self).first { point.x >= $0.x && point.x < $0.x + $0.width }
        .map { .button($0.button) }
    }
    return nil
  }

  enum Hit: Hashable {
    case field(Int, row: Int?)
    case confirmation(Int)
    case reason
    case button(Dialog.Button)
  }
}

/// The row of buttons.
enum DialogButtons {
  struct Place {
    var button: Dialog.Button
    var text: String
    var x: Int
    var width: Int
  }

  static func places(_ dialog: Dialog, in layout: DialogLayout) -> [Place] {
    var x = layout.rect.x + 3
    return dialog.buttons.map { button in
      let title = dialog.title(of: button)
      // Parentheses say what the colour only repeats: this cannot be pressed now.
      let text = dialog.reasonAgainst(button) == nil ? "[ \(title) ]" : "( \(title) )"
      defer { x += Text.width(text) + 2 }
      return Place(button: button, text: text, x: x, width: Text.width(text))
    }
  }
}

extension BrowserState {
  /// Nil where no dialog is open.
  var dialogLayout: DialogLayout? { dialog.map { DialogLayout($0, size: size) } }
}
