import Testing

@testable import Besturen

@Suite("Turtle with random damage")
struct TurtleMutationTests {
    static let seeds: [String] = [
        """
        @prefix besluit: <http://data.vlaanderen.be/ns/besluit#> .
        @base <http://a.example/> .
        <id/1> a besluit:Bestuurseenheid ; # één
            besluit:werkingsgebied [ a <x:L> ; <x:label> "Testgem"@nl, \"\"\"Test
        gem\"\"\"^^<x:t> ] ;
            <x:list> ( 1 -2.5 3e4 true [] ) .
        """,
        #"_:a.b <x:p\u00E9> 'a\tb\U0001F600', "c\"", '''d'e'''@nl-be ; <x:q> _:c . PREFIX : <x:> :%41\~ a :b.c."#,
    ]

    static let pieces =
        [
            "", ".", ";", ",", "[", "]", "(", ")", "<", ">", "\"", "'", "\"\"\"", "\\", "\\u", "@", "^^", "#", "\n",
            "\r", "\0", "_:",
            ":", "a", "é", "\u{10FFFF}", "1", "e", "+", "%", "@prefix ", "BASE ", "<x:>", "\u{FEFF}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80], [0xED, 0xA0, 0x80]]

    static func mutated(_ seed: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...6, using: &generator))
            switch Int.random(in: 0...3, using: &generator) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            case 2: bytes.removeSubrange(Int.random(in: start...bytes.count, using: &generator)...)
            default: bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &generator) ?? [])
            }
        }
        return bytes
    }

    @Test("is read, or refused with a place within it", .timeLimit(.minutes(1)))
    func mutations() throws {
        var generator = SeededGenerator(state: 0x6D75_7474)
        let seeds = Self.seeds.map { Array($0.utf8) }
        for seed in seeds { _ = try TurtleReader.read(seed) }
        var read = 0
        for number in 0..<6_000 {
            let bytes = Self.mutated(seeds[number % seeds.count], &generator)
            do throws(TurtleError) {
                let triples = try TurtleReader.read(bytes)
                read += 1
                // What was read is written, and read the same.
                let again = try TurtleReader.read(TurtleWriter.write(triples))
                #expect(again.map(\.predicate) == triples.map(\.predicate))
            } catch {
                let lines = bytes.reduce(into: (count: 1, last: UInt8(0))) { sum, byte in
                    if byte == 0x0A && sum.last != 0x0D || byte == 0x0D { sum.count += 1 }
                    sum.last = byte
                }
                #expect(error.line >= 1 && error.line <= lines.count)
                #expect(error.column >= 1 && error.column <= bytes.count + 1)
                #expect(!error.description.isEmpty)
            }
        }
        #expect(read > 100 && read < 5_000, "\(read) of 6000 were still Turtle")
    }

    @Test("is imported as far as it can be trusted, list or graph", .timeLimit(.minutes(1)))
    func imports() throws {
        var generator = SeededGenerator(state: 0x696D_706F)
        let register = try BesturenRegister(ExportTests.full())
        let seeds = [(BesturenImport.Format.csv, register.csv()), (.turtle, register.turtle())]
        for (format, text) in seeds {
            for _ in 0..<1_000 {
                let bytes = Self.mutated(Array(text.utf8), &generator)
                let result = BesturenImport([BesturenImport.Source(name: "x", format: format, bytes: bytes)])
                let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
                #expect(result.report.problems.allSatisfy { $0.line >= 1 && $0.line <= lines })
                #expect(result.report.taken == result.register.count && result.report.taken <= result.report.told)
                // Whatever was taken over can be written and read again.
                let again = BesturenRegister.read(csv: result.register.csv(), source: "y").register
                #expect(again.besturen == result.register.besturen)
            }
        }
    }
}
