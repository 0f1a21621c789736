// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: the strict forms of the language, and no warning left standing.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
/// Every target but the two that wrap C: unsafe code must be spelled `unsafe` to compile.
let safeHouse = house + [.strictMemorySafety()]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "mpa-local",
    products: [
        .executable(name: "mpa-local", targets: ["mpa-local"]),
        .library(name: "MPALocalTesting", targets: ["MPALocalTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CMicrohttpd", pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "System", swiftSettings: safeHouse),
        .target(name: "HTTPServer", dependencies: ["CMicrohttpd"], swiftSettings: house),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: house),
        .target(name: "AWSProtocol", dependencies: [crypto], swiftSettings: safeHouse),
        .target(
            name: "MPA", dependencies: ["AWSProtocol", "SQLite", crypto], swiftSettings: safeHouse),
        .target(
            name: "Control", dependencies: ["MPA", "AWSProtocol", "HTTPServer"],
            swiftSettings: safeHouse),
        .target(
            name: "Portal", dependencies: ["HTTPServer", crypto],
            resources: [.embedInCode("Resources")], swiftSettings: safeHouse),
        .target(
            name: "Emulator",
            dependencies: ["System", "HTTPServer", "AWSProtocol", "MPA", "Control", "Portal", log],
            swiftSettings: safeHouse),
        .executableTarget(
            name: "mpa-local",
            dependencies: ["Control", "Emulator", "System", "HTTPServer", "MPA", arguments, log],
            swiftSettings: safeHouse),
        .target(
            name: "MPALocalTesting",
            dependencies: ["Emulator", "Control", "AWSProtocol", "HTTPServer", log],
            swiftSettings: safeHouse),
        .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: house),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["HTTPServer", "TestSupport"],
            swiftSettings: house),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: house),
        .testTarget(
            name: "AWSProtocolTests", dependencies: ["AWSProtocol", crypto], swiftSettings: house),
        .testTarget(
            name: "MPATests", dependencies: ["MPA", "AWSProtocol", "SQLite"], swiftSettings: house),
        .testTarget(
            name: "ControlTests", dependencies: ["Control", "MPA", "AWSProtocol", "HTTPServer"],
            swiftSettings: house),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Emulator", "MPA", "AWSProtocol", "HTTPServer", "SQLite", "System", "TestSupport",
                log,
            ],
            swiftSettings: house),
        .testTarget(
            name: "MPALocalTestingTests", dependencies: ["MPALocalTesting", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "PortalPageTests", dependencies: ["Portal", "HTTPServer"], swiftSettings: house),
        .testTarget(name: "TidyTests", dependencies: ["MPA"], swiftSettings: house),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    ]
)

// The fuzzers need a compiler with libFuzzer, so they are there for `make fuzz` alone.
if Context.environment["MPA_LOCAL_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: ["AWSProtocol", "HTTPServer", "MPA"],
            path: "Tests/Fuzz", swiftSettings: house))
}
