// swift-tools-version: 6.2

import PackageDescription

// `strictMemorySafety` needs `unsafe` beside every unsafe call: it belongs in Libcrypto, and elsewhere needs a sentence of proof.
var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
]

// CI sets this. Without it a newer compiler's new warning does not stop somebody from building an older checkout.
if Context.environment["POORT_WARNINGS_AS_ERRORS"] != nil {
    settings.append(.treatAllWarnings(as: .error))
}

let package = Package(
    name: "poort",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "poort", targets: ["poort"]),
        .executable(name: "poort-demo", targets: ["poort-demo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibcrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "Libcrypto", dependencies: ["CLibcrypto"]),
        .target(name: "JOSE", dependencies: ["Libcrypto"]),
        .target(
            name: "OIDC",
            dependencies: [
                "JOSE", "Libcrypto",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "Besturen"),
        .target(
            name: "Policy",
            dependencies: ["Besturen", .product(name: "Yams", package: "Yams")]
        ),
        .target(
            name: "HTTPWire",
            dependencies: [.product(name: "NIOCore", package: "swift-nio")]
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "Libcrypto", "JOSE", "OIDC", "Besturen", "Policy", "HTTPWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["Documentation.docc"],
            resources: [.embedInCode("Pages/Templates"), .embedInCode("Board/Interface")]
        ),
        .executableTarget(
            name: "poort",
            dependencies: [
                "Libcrypto", "JOSE", "OIDC", "Besturen", "Policy", "HTTPWire", "Gateway",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "StandIn",
            dependencies: [
                "Libcrypto", "JOSE", "OIDC", "Besturen",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .executableTarget(
            name: "poort-demo",
            dependencies: [
                "StandIn", "Gateway", "JOSE", "Besturen",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        .target(
            name: "FuzzTargets",
            dependencies: [
                "HTTPWire", "JOSE", "Libcrypto", "OIDC", "Policy", "Besturen",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Fuzz/FuzzTargets"
        ),

        .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets"]),
        .testTarget(name: "BesturenTests", dependencies: ["Besturen"]),
        .testTarget(
            name: "StandInTests",
            dependencies: [
                "StandIn", "JOSE", "Libcrypto", "OIDC", "Besturen",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "poortTests",
            dependencies: [
                "poort", "JOSE", "JSONSchema",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "OIDCTests",
            dependencies: [
                "OIDC", "JOSE", "Libcrypto",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "LibcryptoTests", dependencies: ["Libcrypto"]),
        .target(name: "JSONSchema", dependencies: ["JOSE"], path: "Tests/JSONSchema"),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "Besturen", "JOSE", "JSONSchema"]),
        .testTarget(name: "JOSETests", dependencies: ["JOSE", "Libcrypto"]),
        .testTarget(
            name: "HTTPWireTests",
            dependencies: [
                "HTTPWire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "StandIn", "JOSE", "OIDC", "Policy", "Besturen", "HTTPWire", "Libcrypto",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
    ]
)

if Context.environment["POORT_BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "poort-micro",
            dependencies: [
                "Libcrypto", "JOSE", "OIDC", "Besturen", "Policy", "HTTPWire",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Benchmarks/micro",
            exclude: ["README.md", "allocations.py", "cedar_peer.py", "compare.py", "python_peers.py", "run"]
        ))
}

// Scripts/fuzz sets this, with a scratch path of its own: everything is then instrumented.
let isFuzzing = Context.environment["POORT_FUZZ"] != nil
if isFuzzing {
    package.targets.append(
        .executableTarget(
            name: "poort-fuzz",
            dependencies: ["FuzzTargets"],
            path: "Fuzz/poort-fuzz",
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
        ))
    settings.append(.unsafeFlags(["-sanitize=fuzzer"]))
}

for target in package.targets where target.type != .system {
    target.swiftSettings = settings + (target.swiftSettings ?? [])
}
