internal import Authorization
internal import GRDB

extension ListCatalog {
  /// Access policies by the names of their endpoints.
  var endpoints: ListPart {
    let sql = """
      SELECT viewset_name, statements, customized, queryset_scoping FROM core_accesspolicy WHERE pulp_id = ?
      """
    return ListPart(
      from: "core_accesspolicy AS r", order: ["r.viewset_name", "r.pulp_id"].map { ListPart.Term(sql: $0) },
      slices: "r.pulp_id", filters: ["r.viewset_name"],
      sorts: [
        "name": ListPart.Sort(sql: "r.viewset_name"), "customized": ListPart.Sort(sql: "r.customized"),
      ]
    ) { reader, keys in
      let statement = try reader.database.cachedStatement(sql: sql)
      return try keys.map { key -> FilledRow? in
        guard let row = try StoredRow.fetchOne(statement, arguments: StatementArguments(key)),
          let key = key.first.flatMap({ DatabaseKey($0) })
        else { return nil }
        let name = Name(row[0]) ?? ""
        let statements = EndpointText.json(row[1])?.elements
        return FilledRow(
          ref: EntityRef(kind: .endpoint, key: key, name: name),
          cells: [
            .text(name.text), statements.map { .count($0.count) } ?? .text("not JSON"),
            .flag(row.bool(2) ?? false),
            EndpointText.scoping(row[3]).map { .text($0) } ?? .none,
          ])
      }
    }
  }
}
