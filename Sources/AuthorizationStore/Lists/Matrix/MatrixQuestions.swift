public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// A part of the matrix. Each cell is a check like every other.
  ///
  /// - Throws: `StoreError` where the permission makes no sense on the type, or does not say which type is meant.
  public func matrix(_ request: MatrixRequest) throws -> MatrixWindow {
    let named = try permission(request.permission, on: request.type)
    let type = try request.type ?? objectType(of: named)
    let sample = Target.object(try sample(of: type))
    let asked = named.isTreeMethod ? [GitTrees.read, GitTrees.write] : [named.name]
    let permissions = try asked.map { try askable($0, on: sample) }
    let catalog = ListCatalog(self)
    guard let objects = try catalog.objectAxis(type, request.columns.filter) else {
      throw StoreError(
        .unknownType, "`\(type)` has no table here, so nobody can tell which of these objects exist")
    }
    let subjects = catalog.subjectAxis(request.subjects, request.rows.filter)
    let rows = try subjects.page(
      self, request.rows.start, limit: min(request.rows.limit, MatrixRequest.mostRows))
    let columns = try objects.page(
      self, request.columns.start, limit: min(request.columns.limit, MatrixRequest.mostColumns))
    let targets = try columns.rows.map { Target.object(try address(of: $0.ref)) }
    let cells = try rows.rows.map { row in
      let subject = try subject(row.ref)
      return try targets.map { target in
        try permissions.map { try answer(subject, $0, target) }
      }
    }
    return MatrixWindow(
      type: type, permissions: asked, choices: try choices(type), rows: rows, columns: columns, cells: cells)
  }

  private func subject(_ ref: EntityRef) throws -> Subject {
    try subject(ref.kind == .group ? SubjectRef.group(ref) : .user(ref))
  }

  private func answer(_ subject: Subject, _ permission: Permission, _ target: Target) throws
    -> MatrixWindow.Answer
  {
    do {
      if try allows(subject, permission, target) { return .outcome(.allowed) }
    } catch is RaisedException {
      return .raises
    }
    return .outcome(chain(for: permission).unknownBackends.isEmpty ? .denied : .undetermined)
  }

  private func choices(_ type: TypeName) throws -> [Name] {
    try permissions(onObject: sample(of: type)).map(\.name)
  }
}
