import Foundation
import FuzzTargets
import Testing

/// Inputs that are kept in files: seeds that people wrote, and inputs that once broke a property.
enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    static func files(_ kind: String, of target: FuzzTarget) -> [URL] {
        let folder = folder.appending(path: "\(kind)/\(target.rawValue)")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}

@Suite("Every property holds")
struct SeedTests {
    @Test("for each seed", arguments: FuzzTarget.allCases)
    func seeds(_ target: FuzzTarget) throws {
        let files = Corpus.files("corpus", of: target)
        #expect(files.count >= 8, "a target has seeds")
        for file in files {
            let violation = target.run([UInt8](try Data(contentsOf: file)))
            #expect(violation == nil, "\(file.lastPathComponent)")
        }
    }

    @Test("for each input that once broke one", arguments: FuzzTarget.allCases)
    func regressions(_ target: FuzzTarget) throws {
        for file in Corpus.files("regressions", of: target) {
            let violation = target.run([UInt8](try Data(contentsOf: file)))
            #expect(violation == nil, "\(file.lastPathComponent)")
        }
        #expect(target.run([]) == nil)
    }

    @Test("for seeds with a few bytes changed, cut out, doubled or joined", arguments: FuzzTarget.allCases)
    func mutations(_ target: FuzzTarget) throws {
        let seeds = try Corpus.files("corpus", of: target).map { [UInt8](try Data(contentsOf: $0)) }
        var random = Mutator(state: 0xF00D)
        var runs = 0
        for _ in 0..<6_000 {
            let input = random.mutation(of: seeds)
            let violation = target.run(input)
            #expect(violation == nil, "\(Data(input).base64EncodedString())")
            runs += 1
            if violation != nil { break }
        }
        #expect(runs == 6_000)
    }
}

/// Changes bytes at random, from a seed.
struct Mutator: RandomNumberGenerator {
    var state: UInt64
    static let interesting = Array("\u{0}\r\n\t :;,.%/\\\"'{}[]()*-_=?#&AZaz09\u{7F}".utf8) + [0x80, 0xC3, 0xFF]

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func mutation(of seeds: [[UInt8]]) -> [UInt8] {
        guard var bytes = seeds.randomElement(using: &self) else { return [] }
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...8, using: &self))
            switch Int.random(in: 0..<5, using: &self) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.insert(Self.interesting.randomElement(using: &self) ?? 0, at: place)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                guard let other = seeds.randomElement(using: &self), !other.isEmpty else { continue }
                let start = Int.random(in: 0..<other.count, using: &self)
                bytes.replaceSubrange(place..<end, with: other[start..<min(other.count, start + 12)])
            }
        }
        return bytes
    }
}
