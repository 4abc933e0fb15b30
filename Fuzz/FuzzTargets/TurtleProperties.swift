import Besturen

enum TurtleProperties {
    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
        var limits = TurtleLimits()
        limits.triples = 10_000
        do throws(TurtleError) {
            let triples = try TurtleReader.read(bytes, limits: limits)
            check.holds(triples.count <= limits.triples, "the limit holds")
            check.holds(triples.allSatisfy { (1...lines).contains($0.line) }, "a statement lies within the document")
            let again = try? TurtleReader.read(TurtleWriter.write(triples), limits: limits)
            check.holds(
                again.map { same($0, triples) } ?? false, "what is written is read the same",
                TurtleWriter.write(triples))
        } catch {
            check.holds(
                (1...lines).contains(error.line) && (1...(bytes.count + 1)).contains(error.column),
                "an error lies within the document", "\(error)")
        }
        imported(bytes, limits, &check)
    }

    private static func imported(_ bytes: [UInt8], _ limits: TurtleLimits, _ check: inout PropertyCheck) {
        func read(_ bytes: [UInt8]) -> BesturenImport {
            BesturenImport([BesturenImport.Source(name: "g", format: .turtle, bytes: bytes)], limits: limits)
        }
        let result = read(bytes)
        check.holds(result.report.taken == result.register.count, "what is taken over is in the register")
        check.holds(result.report.taken <= result.report.told, "no more is taken over than was told of")
        check.holds(
            result.report.problems.count == result.report.counts.reduce(0) { $0 + $1.count }, "every problem is counted"
        )
        check.holds(read(bytes).report.json() == result.report.json(), "the same input gives the same report")
        let (list, _) = BesturenRegister.read(csv: result.register.csv(), source: "l")
        check.holds(list.besturen == result.register.besturen, "a list comes back as it was written")
    }

    /// The same triples but for the numbers of the blank nodes, which are the reader's own.
    private static func same(_ one: [RDFTriple], _ two: [RDFTriple]) -> Bool {
        var numbers: [Int: Int] = [:]
        func same(_ one: RDFTerm, _ two: RDFTerm) -> Bool {
            guard case .blank(let left) = one, case .blank(let right) = two else { return one == two }
            if let known = numbers[left] { return known == right }
            numbers[left] = right
            return true
        }
        return one.count == two.count
            && zip(one, two).allSatisfy {
                $0.predicate == $1.predicate && same($0.subject, $1.subject) && same($0.object, $1.object)
            }
    }
}
