import Authorization
import Testing

/// The filters of user_tasks' listings.
@Suite struct TaskFilterTests {
  private let user = Subject(kind: .user(.integer(7)), name: "a", isActive: false)
  private let root = Subject(kind: .user(.integer(1)), name: "b", isActive: false, isSuperuser: true)
  private let anonymous = Subject(kind: .anonymous, name: "c")

  @Test("by default a superuser sees everything, others their own, and an anonymous request fails")
  func standard() throws {
    let filters = TaskFilters()
    #expect(try filters.listing(for: user) == .ownedBy(.integer(7)))
    #expect(try filters.listing(for: root) == .everything)
    #expect(throws: RaisedException.self) { try filters.listing(for: anonymous) }
  }

  @Test("without filters everybody sees everything, and filters of the project are undetermined")
  func others() throws {
    #expect(try TaskFilters(status: .none).listing(for: anonymous) == .everything)
    guard case .undetermined = try TaskFilters(status: .custom).listing(for: root) else {
      Issue.record("code of the project decides")
      return
    }
  }

  @Test("the setting for artifacts is never read, which is told where it would matter")
  func artifacts() {
    let filters = TaskFilters(status: .none, artifacts: .standard)
    #expect(filters.inForce == .none)
    #expect(filters.warning?.contains("reads USER_TASKS_STATUS_FILTERS for artifacts") == true)
    #expect(TaskFilters(status: .none, artifacts: TaskFilters.Filter.none).warning == nil)
  }
}
