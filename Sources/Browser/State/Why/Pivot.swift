import Authorization

/// One side of a question. One key turns it to the next, and the question stays.
struct Pivot: Hashable, Sendable {
  enum Facet: String, Hashable, Sendable, CaseIterable {
    case check, whoCan, whatCan, matrix, history, request

    var title: String {
      switch self {
      case .check: "why"
      case .whoCan: "who can"
      case .whatCan: "what can they"
      case .matrix: "matrix"
      case .history: "history"
      case .request: "request"
      }
    }
  }

  var question: AccessQuestion
  var facet: Facet
}

extension AccessQuestion {
  /// The row whose history it has, the object's first.
  var historyRef: EntityRef? { refs.first { BrowserState.kindsWithHistory.contains($0.kind) } }

  /// Whether there are objects to list besides the one it is about.
  var hasObjects: Bool { object?.kind != .domain }
}

extension Place {
  /// A question turned to one of its sides. The answer lies under the request, which is a dialog.
  init(_ facet: Pivot.Facet, _ question: AccessQuestion) {
    let title = "\(question.title): \(facet.title)"
    switch (facet, question.historyRef) {
    case (.check, _), (.request, _), (.history, nil): self.init(why: question, title: title)
    case (.whoCan, _):
      self.init(list: .whoCan(permission: question.permission, object: question.object), title: title)
    case (.whatCan, _):
      let type = question.object?.type
      self.init(list: .whatCan(question.subject, permission: question.permission, type: type), title: title)
    case (.matrix, _): self.init(matrix: MatrixState(question), title: title)
    case (.history, let ref?): self.init(list: .section(of: ref, section: .history), title: title)
    }
    pivot = Pivot(question: question, facet: facet)
  }
}
