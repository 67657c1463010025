/// A request with its answer, as people read it.
public struct RequestReport: Sendable, Hashable {
  /// As the command line names it.
  public var subject: String
  public var action: Name
  /// The endpoint with the object and the domain.
  public var place: String
  public var answer: RequestAnswer

  public init(subject: String, action: Name, place: String, answer: RequestAnswer) {
    self.subject = subject
    self.action = action
    self.place = place
    self.answer = answer
  }

  /// `denied: mira sync repositories/file/file on … (403)`
  public var headline: String {
    let status = answer.status.map { " (\($0))" } ?? ""
    return "\(answer.outcome.rawValue): \(subject) \(action) \(place)\(status)"
  }

  public var lines: [String] { RequestWords.lines(answer) }
}
