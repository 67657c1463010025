internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// A subject as drf-access-policy sees `request.user`.
  func requestUser(_ subject: Subject) throws -> RequestUser {
    switch subject.kind {
    case .anonymous: return .anonymous
    case .group(let key):
      return RequestUser(
        key: nil, isSuperuser: false, isStaff: false, groups: try groupNames([key] + subject.assumedGroups),
        isAnonymous: false)
    case .outsider:
      return RequestUser(
        key: nil, isSuperuser: subject.isSuperuser, isStaff: subject.isStaff,
        groups: try groupNames(subject.assumedGroups), isAnonymous: false)
    case .user(let key):
      let member = schema.memberships
      let statement = try database.cachedStatement(
        sql: """
          SELECT g.name FROM \(member.table.quoted) AS m CROSS JOIN auth_group AS g \
          WHERE m.\(member.from.quoted) = ? AND g.id = m.\(member.to.quoted)
          """)
      let names = try StoredValue.texts(statement, arguments: [key.value]).map { Name($0) }
      // The key as Python writes it: a UUID has its dashes.
      return RequestUser(
        key: Name(Gate.dashed(key.text)), isSuperuser: subject.isSuperuser, isStaff: subject.isStaff,
        groups: names + (try groupNames(subject.assumedGroups)))
    }
  }

  private func groupNames(_ keys: [DatabaseKey]) throws -> [Name] {
    try keys.compactMap { try relations.name(of: .group, key: $0) }
  }
}
