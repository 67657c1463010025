internal import Authorization

/// What becomes of the fields of staged records: columns, foreign keys, many-to-many tables.
struct StagedColumns {
  struct Plain {
    var name: String
    /// The column of the temporary table.
    var staged: String
    var kind: FieldKind
    var target: FieldColumn.Target?
    /// SQL for what is stored.
    var value: String

    var declaration: String {
      let check = kind == .json ? " CHECK ((JSON_VALID(\(name.quoted)) OR \(name.quoted) IS NULL))" : ""
      let reference = target.map { " " + StagedColumns.reference($0) } ?? ""
      return "\(name.quoted) \(kind.declared) NULL\(check)\(reference)"
    }
  }

  struct Link {
    var field: StagedRows.Field
    var target: ReferenceFinder.Candidate
    /// SQL for the key that is linked.
    var value: String
  }

  private(set) var plain: [Plain] = []
  private(set) var links: [Link] = []

  /// - Parameter key: the column of the primary key.
  init(_ rows: StagedRows, _ finder: ReferenceFinder, except key: String) throws {
    let names = Set(rows.fields.map { $0.name.text.lowercased() })
    for field in rows.fields where "\(field.name)_id" != key {
      if field.shapes.mayBeLinks, let target = try finder.target(of: field, in: rows, isLinks: true) {
        let natural = field.shapes.isNatural ? ReferenceFinder.natural("j.value", target.target) : nil
        let plain = target.target.kind == .uuid ? StagedValue.uuid("j.value") : "j.value"
        links.append(Link(field: field, target: target, value: natural ?? plain))
      } else if field.shapes.mayBeReference, !names.contains(field.name.text.lowercased() + "_id"),
        let target = try finder.target(of: field, in: rows, isLinks: false)?.target
      {
        let column = "s.\(field.column)"
        let natural = field.shapes.isNatural ? ReferenceFinder.natural(column, target) : nil
        plain.append(
          Plain(
            name: "\(field.name)_id", staged: field.column, kind: target.kind, target: target,
            value: natural ?? StagedValue.sql(column, target.kind)))
      } else {
        let kind = field.shapes.kind
        plain.append(
          Plain(
            name: field.name.text, staged: field.column, kind: kind,
            value: StagedValue.sql("s.\(field.column)", kind)))
      }
    }
  }

  static func reference(_ target: FieldColumn.Target) -> String {
    "REFERENCES \(target.table.quoted) (\(target.column.quoted)) DEFERRABLE INITIALLY DEFERRED"
  }
}
