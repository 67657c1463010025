import Authorization
import AuthorizationStore
import Browser

/// What a browser on a case opens on: its question. Nil where the browser has no way to ask it, which is said.
struct CaseOpening {
  var opening: OpeningQuestion?
  /// Why the question is not on the screen.
  var notice: Message?

  init(_ question: CaseQuestion, _ reader: AuthorizationReader) throws {
    do {
      opening = try Self.opening(question, reader)
      guard opening == nil else { return }
      notice = Message(
        .warning, "only `permscope replay` asks the question of this case: \(Self.reason(question))")
    } catch let error as StoreError {
      notice = Message(.error, error.message)
    }
  }

  private static func opening(_ question: CaseQuestion, _ reader: AuthorizationReader) throws
    -> OpeningQuestion?
  {
    switch question {
    case .check(let subject, let groups, let permission, let object, anyLevel: false):
      return try self.subject(subject, groups, reader).map {
        try .check($0, permission: permission, object: self.object(object, reader))
      }
    case .whoCan(let permission, let object):
      return try .whoCan(permission: permission, object: self.object(object, reader))
    case .listObjects(let subject, let groups, let permission, let type):
      return try self.subject(subject, groups, reader).map {
        .whatCan($0, permission: permission, type: type)
      }
    case .authorize(let subject, let groups, let request):
      guard request.method == nil, request.parentKey == nil, request.body.members.isEmpty else { return nil }
      guard let asking = try self.subject(subject, groups, reader) else { return nil }
      if case .group = asking { return nil }
      return .request(asking, request)
    case .check: return nil
    }
  }

  private static func reason(_ question: CaseQuestion) -> String {
    switch question {
    case .check(_, let groups, _, _, _) where groups.isEmpty: "it takes a grant at any level"
    case .authorize(let subject, let groups, _) where groups.isEmpty:
      if case .group = SubjectArgument(subject.text) {
        "a group makes no request in the browser"
      } else {
        "its request has more to it than an action, an object and a domain"
      }
    default: "it assumes groups that are not in the rows"
    }
  }

  private static func subject(_ text: Name, _ groups: [Name], _ reader: AuthorizationReader) throws
    -> SubjectRef?
  {
    guard groups.isEmpty else { return nil }
    return try reader.ref(of: reader.subject(SubjectArgument(text.text), inGroups: []))
  }

  private static func object(_ argument: ObjectArgument?, _ reader: AuthorizationReader) throws -> EntityRef?
  {
    try argument.flatMap { try reader.ref(of: reader.target($0)) }
  }
}
