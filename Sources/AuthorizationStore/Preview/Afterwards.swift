internal import Authorization

extension PreviewSource {
  /// Reads the database as it would be with these rows.
  func afterwards<Value>(_ rows: [RowChange], _ body: (AuthorizationReader) throws -> Value) throws -> Value {
    try withSides { sides in
      sides.restart()
      sides.toleratesWrites = true
      defer { sides.clear() }
      let deltas = try sides.read(.before) { try TableDelta.collect(rows, $0.database) }
      try sides.install(Scratch(deltas: deltas))
      return try sides.read(.after, body)
    }
  }
}
