import Foundation
import Testing

@testable import Besturen

/// The public list of besturen, which is not part of this repository: it is read where it stands beside the checkout.
@Suite("The public list of besturen", .enabled(if: PublicList.exists, "skipped: \(PublicList.path) is not there"))
struct PublicListTests {
    static func read() throws -> BesturenImport {
        try BesturenImport([PublicList.source()])
    }

    @Test("has 1384 besturen with these anomalies")
    func report() throws {
        let result = try Self.read()
        let counts = result.report.counts.map { "\($0.kind.rawValue) \($0.effect.rawValue) \($0.count)" }
        #expect(
            counts == [
                "type_double noted 6", "kbo_invalid value-dropped 1", "status_missing noted 22",
                "number_shared noted 11", "number_missing noted 8",
            ], "\(result.report.text())")
        #expect(result.report.told == 1_384)
        #expect(result.report.taken == 1_384)
    }

    @Test("has a part without names and types, of which nothing is taken over")
    func partial() throws {
        guard let source = try? PublicList.source("besturen_partial.csv") else { return }
        let report = BesturenImport([source]).report
        let counts = report.counts.map { "\($0.kind.rawValue) \($0.effect.rawValue) \($0.count)" }
        #expect(counts == ["name_empty row-refused 4", "type_unknown row-refused 11", "status_missing noted 4"])
        #expect(report.taken == 0)
    }

    @Test("comes back from each way of writing it")
    func roundTrip() throws {
        let register = try Self.read().register
        let csv = BesturenImport([
            BesturenImport.Source(name: "a.csv", format: .csv, bytes: Array(register.csv().utf8))
        ])
        let turtle = BesturenImport([
            BesturenImport.Source(name: "a.ttl", format: .turtle, bytes: Array(register.turtle().utf8))
        ])
        #expect(ExportTests.same(csv.register, register))
        #expect(ExportTests.same(turtle.register, register))
    }

    @Test("is imported in well under 5 seconds, even in a debug build", .timeLimit(.minutes(1)))
    func time() throws {
        let source = try PublicList.source()
        let time = ContinuousClock().measure { _ = BesturenImport([source]) }
        #expect(time < .seconds(5), "\(time)")
    }
}

enum PublicList {
    /// `../shared/data` beside the checkout.
    static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../../shared/data/besturen.csv"
    )
    .standardizedFileURL.path

    static var exists: Bool { FileManager.default.fileExists(atPath: path) }

    static func source(_ name: String = "besturen.csv") throws -> BesturenImport.Source {
        let file = URL(filePath: path).deletingLastPathComponent().appending(path: name)
        return BesturenImport.Source(name: name, format: .csv, bytes: Array(try Data(contentsOf: file)))
    }
}
