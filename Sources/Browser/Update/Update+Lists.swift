import Authorization
import Frame

/// Filter, sort and export of the list on the screen.
extension BrowserState {
  mutating func startFilter(ofObjects: Bool = false) {
    if place.matrix != nil {
      place.matrix?.filtersColumns = ofObjects
      overlay = .filter(TextField(place.matrix?.filter ?? "", isSelected: true))
      return
    }
    inspectorHasFocus = false
    place.pane = .list
    overlay = .filter(TextField(place.list?.filter ?? "", isSelected: true))
  }

  /// Asks the list a new question. The rows stay until the new ones are there.
  mutating func setFilter(_ filter: String) {
    if let matrix = place.matrix {
      if matrix.filter != filter { changeMatrix { $0.filter = filter } }
      return
    }
    guard let list = place.list, list.filter != filter else { return }
    if !filter.isEmpty { chooseSubject() }
    // Without its filter the list opens where the cursor was, so that one sees what stands around it.
    restart(at: filter.isEmpty ? list.row?.position : nil) { $0.filter = filter }
  }

  mutating func setOrder(_ order: ListOrder?) {
    restart { $0.order = order }
  }

  private mutating func restart(
    at position: RowPosition? = nil, _ change: (inout ListState) -> Void
  ) {
    guard var list = place.list else { return }
    if let token = list.counting { cancel(token) }
    if let token = list.pending?.token { cancel(token) }
    change(&list)
    list.counting = nil
    list.pending = nil
    list.placeToFind = nil
    list.tally = list.tally.map { Tally(matches: 0, total: $0.total, progress: 0) }
    list.tallyIsStale = true
    list.rowsAreStale = false
    list.failed = false
    list.wasReadAgain = false
    place.list = list
    // The count starts before the page, because it prepares what the page reads.
    let token = ask { .count(list.source, filter: list.filter, order: list.order, $0) }
    place.list?.counting = token
    place.list?.tallyIsStale = false
    if let position {
      place.list?.lineToKeep = list.cursor - list.top
      load(list.request(.from(position)), .here)
    } else {
      load(list.request(.start), .first)
    }
  }

  mutating func openSortMenu() {
    guard let list = place.list else { return }
    var items = [
      Menu.Item(id: "", label: "its own order", note: list.order == nil ? "now" : "", disabled: nil)
    ]
    for column in list.columns where column.sortable {
      let isNow = list.order?.column == column.id
      let note = isNow ? (list.order?.descending == true ? "now, descending" : "now, ascending") : ""
      items.append(Menu.Item(id: column.id, label: column.title, note: note, disabled: nil))
    }
    let now = items.firstIndex { $0.id == list.order?.column ?? "" } ?? 0
    overlay = .menu(Menu(title: "sort \(list.title) by", purpose: .sort, items: items, cursor: now))
  }

  mutating func sort(by column: String) {
    guard let list = place.list else { return }
    if column.isEmpty {
      setOrder(nil)
    } else if list.order?.column == column {
      setOrder(ListOrder(column: column, descending: list.order?.descending != true))
    } else {
      setOrder(ListOrder(column: column))
    }
  }

  mutating func askForExport() {
    if place.why != nil { return askForCase() }
    guard let list = place.list else { return }
    let name = list.title.lowercased().map { letter -> Character in
      letter.isASCII && (letter.isLetter || letter.isNumber || letter == ".") ? letter : "-"
    }
    overlay = .prompt(
      Prompt(label: "write the list to", purpose: .export, field: TextField(String(name) + ".csv")))
  }

  mutating func answer(_ prompt: Prompt) {
    let path = prompt.field.text
    if case .exportCase(let question, let renames) = prompt.purpose, !path.isEmpty {
      _ = ask {
        .exportCase(question.subject, question.permission, question.object, path: path, renames: renames, $0)
      }
      return messages.say(.info, "writing `\(path)`")
    }
    guard let list = place.list, !path.isEmpty else { return }
    _ = ask {
      .export(list.source, filter: list.filter, order: list.order, path: path, $0)
    }
    messages.say(.info, "writing `\(path)`")
  }

  /// A case goes into a ticket, which others may read: whether the names go with it is asked first.
  private mutating func askForCase() {
    guard let question = place.why?.question else { return }
    let items = [
      Menu.Item(id: "names", label: "with the names as they are", note: "", disabled: nil),
      Menu.Item(
        id: "others", label: "with other names",
        note: "user-1, group-1, role-1, for a ticket that others read",
        disabled: nil),
    ]
    overlay = .menu(Menu(title: "write this answer to a case", purpose: .exportCase(question), items: items))
  }

  mutating func askForCasePath(_ question: AccessQuestion, renames: Bool) {
    overlay = .prompt(
      Prompt(
        label: "write the case to", purpose: .exportCase(question, renames: renames),
        field: TextField("answer.case")))
  }
}
