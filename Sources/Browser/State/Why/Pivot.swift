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
  /// The rows whose history it has, the object's first.
  var rowsWithHistory: [EntityRef] { refs.filter { BrowserState.kindsWithHistory.contains($0.kind) } }

  /// Whether there are objects to list besides the one it is about.
  var hasObjects: Bool { object?.kind != .domain }

  /// As the title of one of its sides.
  func title(_ facet: Pivot.Facet) -> String { "\(title): \(facet.title)" }
}

extension Place {
  /// A question turned to one of its sides.
  init(_ facet: Pivot.Facet, _ question: AccessQuestion) {
    let title = question.title(facet)
    switch facet {
    case .check: self.init(why: question, title: title)
    case .whoCan:
      self.init(list: .whoCan(permission: question.permission, object: question.object), title: title)
    case .whatCan:
      let type = question.object?.type
      self.init(list: .whatCan(question.subject, permission: question.permission, type: type), title: title)
    case .matrix: self.init(matrix: MatrixState(question), title: title)
    case .history: self.init(list: .history(of: question.rowsWithHistory), title: title)
    case .request: self.init(request: question, title: title)
    }
    pivot = Pivot(question: question, facet: facet)
  }
}
