// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nothing that builds Poort resolves or fetches jwt-kit.
let package = Package(
    name: "jwt-kit-micro",
    platforms: [.macOS(.v26)],
    dependencies: [.package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1")],
    targets: [
        // Measurement.swift and Worker.swift are links to those of Benchmarks/micro.
        .executableTarget(
            name: "jwt-kit-micro",
            dependencies: [.product(name: "JWTKit", package: "jwt-kit")],
            swiftSettings: [.strictMemorySafety(), .enableUpcomingFeature("NonisolatedNonsendingByDefault")]
        )
    ]
)
