// swift-tools-version: 6.1
import PackageDescription

// The rooms and the direction of imports are those of ARCHITECTURE.md. A target sees only what it
// declares here, and `make check` builds with `--explicit-target-dependency-import-check error`.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "permscope",
  products: [
    .executable(name: "permscope", targets: ["permscope"]),
    .library(name: "Authorization", targets: ["Authorization"]),
    .library(name: "AuthorizationStore", targets: ["AuthorizationStore"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .target(name: "Authorization", swiftSettings: strict),
    .target(
      name: "AuthorizationStore",
      dependencies: [
        "Authorization", "CZlib", "PermscopeResources", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "PermscopeResources", path: "Resources", exclude: ["schemas"],
      resources: [
        .embedInCode("demo.sql"), .embedInCode("schema.sql"), .embedInCode("endpoints.json"),
        .embedInCode("sample-tests.yaml"),
      ],
      swiftSettings: strict),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "Frame", swiftSettings: strict),
    .target(name: "Browser", dependencies: ["Frame", "Authorization"], swiftSettings: strict),
    .target(
      name: "CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "Terminal", dependencies: ["Frame", "CNcurses"], swiftSettings: strict),
    .executableTarget(
      name: "permscope",
      dependencies: [
        "Authorization", "AuthorizationStore", "Browser", "Frame", "Terminal", "PermscopeResources",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .systemLibrary(name: "CSQLite"),
    .executableTarget(
      name: "bench", dependencies: ["Authorization", "AuthorizationStore", "CSQLite"], path: "Sources/Bench",
      swiftSettings: strict),
    .testTarget(name: "AuthorizationTests", dependencies: ["Authorization"], swiftSettings: strict),
    .testTarget(
      name: "AuthorizationStoreTests",
      dependencies: [
        "Authorization", "AuthorizationStore", "PermscopeResources",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(name: "FrameTests", dependencies: ["Frame"], swiftSettings: strict),
    .testTarget(
      name: "BrowserTests", dependencies: ["Browser", "Frame", "Authorization"], exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Frame"], swiftSettings: strict),
    .testTarget(name: "EndToEndTests", dependencies: ["Authorization"], swiftSettings: strict),
  ]
)
