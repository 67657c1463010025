import Authorization

extension ListState {
  /// Takes rows that arrived for what they were asked for.
  mutating func take(_ page: Page) {
    guard let use = pending?.use else { return }
    pending = nil
    failed = false
    if isTooEarly(page, use) {
      // Where the cursor was cannot be looked up before the list is ready, and is gone by then.
      outdated = use == .here ? .first : use
      mayGrow = true
      return
    }
    outdated = nil
    switch use {
    case .first:
      window.replace(by: page)
      cursor = 0
      top = 0
    case .last:
      window.replace(by: page)
      cursor = max(0, page.rows.count - 1)
      // An end without rows is the start as well, whatever the store says.
      if page.rows.isEmpty { window.reachesStart = true }
    case .restore: restore(page)
    case .here:
      window.replace(by: page)
      cursor = 0
      top = 0
    case .after:
      let dropped = window.append(page)
      cursor = max(0, cursor - dropped)
      top = max(0, top - dropped)
    case .before:
      let added = window.prepend(page)
      cursor += added
      top = lineToKeep.map { max(0, cursor - $0) } ?? top + added
      lineToKeep = nil
    }
    // A filter that is still being worked on may find more behind what looks like the end.
    mayGrow = counting != nil && isPrepared
    // The page may have been read a moment before the list was ready.
    if isPrepared, window.rows.isEmpty, tally?.complete == true, tally?.matches ?? 0 > 0, !wasReadAgain {
      wasReadAgain = true
      rowsAreStale = true
    }
  }

  /// Whether a page is empty only because its list is still being made. The rows that are there then stay, dim:
  /// a pane that empties and fills again is harder to read.
  private func isTooEarly(_ page: Page, _ use: PageUse) -> Bool {
    guard page.rows.isEmpty, isPrepared, counting != nil, !window.rows.isEmpty else { return false }
    switch use {
    case .first, .last, .restore, .here: return true
    case .after, .before: return false
    }
  }

  /// Puts the cursor back on its row, at its line of the pane, after the window was read again.
  private mutating func restore(_ page: Page) {
    let old = row
    let line = cursor - top
    window.replace(by: page)
    if var created = rowToFind {
      rowToFind = nil
      let name = created.name
      if let place = window.rows.firstIndex(where: { $0.ref.name == name }) {
        cursor = place
        return
      }
      if !filter.isEmpty, counting != nil {
        // The filter is still being worked on, and the row may be found yet.
        rowToFind = created
      } else if !filter.isEmpty {
        created.isSurelyHidden = page.reachesStart && page.reachesEnd
        // Beyond what is loaded another column may match.
        let matches = name.text.lowercased().contains(filter.lowercased())
        if created.isSurelyHidden || !matches { hiddenRow = created }
      }
      // Beyond what is loaded, a list in the order of names is read from there.
      if filter.isEmpty, order == nil, !(page.reachesStart && page.reachesEnd) {
        placeToFind = RowPosition(sortValue: .text(name), key: .integer(.min))
        cursor = min(cursor, max(0, window.rows.count - 1))
        return
      }
    }
    let same = window.rows.indices.filter { place in
      old.map { window.rows[place].ref.isSameRow(as: $0.ref) } ?? false
    }
    // Several rows of a list may lead to the same one: the listings of an endpoint in each domain.
    let place = same.first { window.rows[$0].position == old?.position } ?? same.first
    if let place {
      cursor = place
      top = max(0, place - line)
    } else if let position = old?.position, !(page.reachesStart && page.reachesEnd) {
      // Its row went, or moved out of the window: look for what took its place.
      placeToFind = position
      lineToKeep = line
    }
    cursor = min(cursor, max(0, window.rows.count - 1))
  }

  /// Takes numbers that arrived; rows that were found meanwhile are read where the window has room for them.
  mutating func take(_ tally: Tally) {
    let before = self.tally
    self.tally = tally
    if tally.complete { counting = nil }
    guard window.loaded, mayGrow, tally.matches != before?.matches || tally.complete else { return }
    if tally.complete { mayGrow = false }
    let hasRoom = window.rows.count < RowWindow.page || outdated != nil
    if hasRoom || tally.complete { rowsAreStale = true } else { window.reachesEnd = false }
  }
}
