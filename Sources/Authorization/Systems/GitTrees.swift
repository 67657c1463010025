/// Datawarehouse's git-tree authorization: who may read and write a tree, and what hangs below it.
public enum GitTrees {
  public static let tree = TypeName(app: "datawarehouse", model: "gittree")
  public static let read: Name = "read"
  public static let write: Name = "write"

  /// No superuser bypass, no look at `is_active`: the design describes neither.
  public static func backend(_ schema: Schema) -> Backend {
    let ways = [Schema.TreePath(type: tree, steps: [])] + schema.treePaths
    return Backend(
      id: .trees, title: "git trees",
      layers: ways.flatMap { way in
        [read, write].flatMap { method in
          [layer(method, way, isOpen: false), layer(method, way, isOpen: true)]
        }
      },
      requiresActive: false, anonymous: .everyoneOnly)
  }

  /// A policy with a group is for its members; one without a group is for everyone; a tree without a policy
  /// has no row here, and so is open to nobody.
  private static func layer(_ method: Name, _ way: Schema.TreePath, isOpen: Bool) -> Layer {
    let group = "\(method)_group_id"
    var tables = [
      LayerTable(
        "datawarehouse_gittreepolicy", "p", where: [isOpen ? .null(group) : .notNull(group)]),
      LayerTable("datawarehouse_gittree", "t", on: "policy_id", equals: LayerColumn("p", "id")),
    ]
    var last = LayerColumn("t", "id")
    var alias = "t"
    for (index, step) in way.steps.reversed().enumerated() {
      tables.append(
        LayerTable(step.table, "o\(index)", on: step.foreignKey, equals: LayerColumn(alias, step.target)))
      alias = "o\(index)"
      last = LayerColumn("o\(index)", step.key)
    }
    return Layer(
      id: "trees.\(method).\(isOpen ? "anyone" : "group")" + (way.steps.isEmpty ? "" : ".\(way.type)"),
      level: .object, tables: tables,
      holder: isOpen ? .everyone : .group(LayerColumn("p", group)), permission: .named([method]),
      objects: Layer.Objects(types: .fixed(way.type), key: .native(last), indexed: true),
      steps: [Layer.Step(.policy, LayerColumn("p", "id"), isOpen ? "policy" : "\(method) group of policy")]
        + (way.steps.isEmpty ? [] : [Layer.Step(.tree, LayerColumn("t", "id"), "git tree")]),
      wording: isOpen ? "no \(method) group: open to anyone" : "")
  }
}

extension TreeMethod {
  /// The permission that a git tree is asked about.
  public var permission: Permission {
    switch self {
    case .read: Permission(name: GitTrees.read, rows: [])
    case .write: Permission(name: GitTrees.write, rows: [])
    }
  }
}
