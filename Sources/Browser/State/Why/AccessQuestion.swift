import Authorization

/// Whether somebody may do something: what a page about "why" is about, and what turning it from facet to facet keeps.
struct AccessQuestion: Hashable, Sendable {
  var subject: SubjectRef
  var permission: Name
  /// Nil for "in general".
  var object: EntityRef?

  /// `mira · write · linux-mainline`
  var title: String {
    "\(subject.title) · \(permission) · \(object.map { $0.name.text } ?? "in general")"
  }

  /// The command that asks the same.
  func command(database: String) -> String {
    let words =
      ["permscope", "check", database, subject.argument, permission.text]
      + (object.map { [$0.argument] } ?? [])
    return words.map { ShellWord.quote($0) }.joined(separator: " ")
  }

  /// The user or group; nil for somebody who is not logged in.
  var holder: EntityRef? {
    switch subject {
    case .user(let ref), .group(let ref): ref
    case .anonymous: nil
    }
  }

  /// The rows that it is about, the object first.
  var refs: [EntityRef] { [object, holder].compactMap { $0 } }
}
