internal import Authorization

/// What went wrong, in words for the person at the keyboard.
public struct StoreError: Error, Sendable, Hashable {
  /// A stable name for programs.
  public enum Code: String, Sendable, Hashable {
    case noSuchFile = "no_such_file"
    case directory = "is_a_directory"
    case notADatabase = "not_a_database"
    case damaged
    case noUserTable = "no_user_table"
    case noPermission = "no_permission"
    case busy
    /// A program was killed while it wrote; what it wrote has to be taken back before anything can be read.
    case unfinishedWrite = "unfinished_write"
    case exists
    case unknownSubject = "unknown_subject"
    case unknownPermission = "unknown_permission"
    case unknownObject = "unknown_object"
    case unknownType = "unknown_type"
    case unknownGroup = "unknown_group"
    case unknownEndpoint = "unknown_endpoint"
    case unknownDomain = "unknown_domain"
    case orphanObject = "orphan_object"
    case ambiguous
    /// Another thread has stopped the read, because its answer was not wanted any more.
    case interrupted
    case missingSystem = "missing_system"
    /// A Django fixture that cannot be read or stored.
    case badFixture = "bad_fixture"
    /// A file with policy tests that is not as expected.
    case badTests = "bad_tests"
    /// A case file that cannot be read, or an answer that cannot become one.
    case badCase = "bad_case"
    case raised
    /// The settings say something that this database cannot follow.
    case settings
    case usage
    case failed
  }

  public var code: Code
  /// Lower case, no final period, user input in backticks.
  public var message: String
  /// Names that are close to the one that was not found.
  public var didYouMean: [String]
  /// Which change of several it is about, by its place; nil where that is not in question.
  public var change: Int?

  public init(_ code: Code, _ message: String, didYouMean: [String] = []) {
    self.code = code
    self.message = message
    self.didYouMean = didYouMean
  }

  /// Whether something that was named is not in the database, or not any more.
  public var isAboutMissingRow: Bool {
    switch code {
    case .unknownSubject, .unknownGroup, .unknownObject, .unknownPermission, .unknownType, .unknownDomain:
      true
    default: false
    }
  }

  /// The message and what is close, on one line.
  public var sentence: String {
    Suggestions.question(didYouMean).map { "\(message); \($0)" } ?? message
  }
}
