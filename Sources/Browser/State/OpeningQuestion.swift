public import Authorization

/// A question that a browser opens on, above the first view.
public enum OpeningQuestion: Hashable, Sendable {
  /// An object of nil is "in general".
  case check(SubjectRef, permission: Name, object: EntityRef?)
  case whoCan(permission: Name, object: EntityRef?)
  /// A type of nil is the permission's own.
  case whatCan(SubjectRef, permission: Name, type: TypeName?)
  case request(SubjectRef, RequestDescription)
}

extension BrowserState {
  mutating func open(on opening: OpeningQuestion) {
    switch opening {
    case .check(let subject, let permission, let object):
      openWhy(AccessQuestion(subject: subject, permission: permission, object: object))
    case .whoCan(let permission, let object):
      let place = object.map { "on \($0.title)" } ?? "in general"
      enter(Place(list: .whoCan(permission: permission, object: object), title: "\(permission) \(place)"))
    case .whatCan(let subject, let permission, let type):
      enter(
        Place(
          list: .whatCan(subject, permission: permission, type: type),
          title: "\(subject.title) · \(permission)"))
      inspector.subject = subject
      inspector.subjectIsPinned = true
    case .request(let subject, let request): open(.request(by: subject, request))
    }
  }
}
