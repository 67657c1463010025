internal import Authorization
internal import GRDB

/// The sections of details as lists.
struct Sections {
  let reader: AuthorizationReader

  init(_ reader: AuthorizationReader) { self.reader = reader }

  func parts(_ ref: EntityRef, _ section: SectionID) throws -> [ListPart] { [] }
}
