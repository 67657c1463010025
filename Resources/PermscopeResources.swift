/// Files that travel inside the program, so that it runs wherever it is copied to.
public enum Resources {
  /// The tables of an empty authorization database, as Django's migrations make them.
  public static var schema: String { text(PackageResources.schema_sql) }
  /// The rows of the sample organisation, on top of `schema`.
  public static var demo: String { text(PackageResources.demo_sql) }

  /// Pulp's endpoints, as its view sets are; written by `Tests/Interop/make_endpoints.py`.
  public static var endpoints: String { text(PackageResources.endpoints_json) }

  /// Policy tests that the sample organisation passes, with what can stand in such a file.
  public static var sampleTests: String { text(PackageResources.sample_tests_yaml) }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
