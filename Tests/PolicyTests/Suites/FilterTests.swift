import Testing

@testable import Policy

@Suite("A filter of checks")
struct FilterTests {
    @Test(
        "lets through what has its words, anywhere or in their field",
        arguments: [
            ("who may", 2), ("nobody", 4), ("GET /submissions/1?page=2", 6), ("person=an", 4),
            ("person=an;request=write", 1),
            ("Suite=small", -1), ("suite=SMALL", 14), ("suite=suite.yaml", 14),
            ("test=everything;person=bo;person=none", 9),
            ("request=POST", 4), ("person=zoe", 0), ("nothing of this", 0), ("page=2", 6),
        ])
    func count(_ text: String, _ expected: Int) throws {
        guard expected >= 0 else {
            #expect(throws: CellFilter.Invalid.self) { try CellFilter(text) }
            return
        }
        let result = try SuiteTests.load().get().run(policy: try SmallPolicy.load(), filter: try CellFilter(text))
        #expect(result.cells.count == expected, "\(result.cells.map(\.title))")
    }

    @Test(
        "is refused when it asks for nothing, or for a field that is not there",
        arguments: [
            ("", "the filter is empty"), ("  ", "the filter is empty"), ("person=", "looks for nothing in `person`"),
            ("persn=an", "`persn` is no field"), ("person=an;x=1", "`x` is no field"),
            ("person=an;bo", "`bo` in the filter"),
        ])
    func invalid(_ text: String, _ words: String) {
        #expect { try CellFilter(text) } throws: { ($0 as? CellFilter.Invalid)?.message.contains(words) == true }
    }
}
