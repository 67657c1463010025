internal import Authorization
internal import GRDB

/// Collects the keys of the objects that a subject may do something to in a temporary table, way by way, in short reads.
struct ObjectGathering: Gathering {
  let plan: ObjectPlan
  let table: TypeTable
  let schema: Schema

  /// Keys as the objects' own table has them.
  static let objects = "temp.permscope_reached"

  func run(_ reads: ShortReads, _ report: (Double) -> Void) throws {
    try reads.read { reader in
      try Self.drop(reader.database)
      try reader.database.execute(sql: "CREATE TABLE \(Self.objects) (key PRIMARY KEY) WITHOUT ROWID")
    }
    let compiler = LayerCompiler(schema: schema)
    for (layers, question) in plan.parts {
      for layer in layers {
        try reads.check()
        guard let found = compiler.compile(layer, question, .objects, existing: table) else { continue }
        let select = HolderPlan.Select(found, question)
        try reads.read { reader in
          try reader.database.cachedStatement(
            sql: """
              INSERT INTO \(Self.objects) SELECT \(table.nativeSQL("t")) FROM (SELECT NULL AS t WHERE 1 = 0 UNION ALL \
              \(select.sql)) AS x WHERE t IS NOT NULL ON CONFLICT DO NOTHING
              """
          ).execute(arguments: select.arguments)
        }
      }
    }
  }

  static func drop(_ database: Database) throws {
    try database.execute(sql: "DROP TABLE IF EXISTS \(objects)")
  }
}
