/// What people write into the journal, where it stays for good.
package enum RegisterText {
    /// Whether a text has no control characters, no more bytes than that, and no eleven digits that could be a national number.
    package static func isValid(_ text: String, bytes: Int) -> Bool {
        guard text.utf8.count <= bytes else { return false }
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return false
            // Marks that turn the direction of the text would show another one than was written.
            case .format where scalar.value != 0x200C && scalar.value != 0x200D: return false
            default: continue
            }
        }
        return !mayHoldNationalNumber(text)
    }

    static func check(reason: String) throws(RegisterRefusal) {
        guard reason.utf8.contains(where: { $0 > 0x20 }) else { throw .reasonMissing }
        guard isValid(reason, bytes: 2_000) else { throw .textInvalid("the reason") }
    }

    /// What of a list's texts cannot stand in a journal; nil when all can.
    package static func fault(in bestuur: Bestuurseenheid) -> String? {
        if !isValid(bestuur.name, bytes: 500) { return "the name" }
        let names = bestuur.alternativeNames
        if names.count > 100 || names.contains(where: { !isValid($0, bytes: 500) }) { return "an alternative name" }
        // Of an intercommunale it names every gemeente.
        if let label = bestuur.werkingsgebied?.label, !isValid(label, bytes: 16_384) { return "the werkingsgebied" }
        let roles = bestuur.viewOnlyModules
        if roles.count > 100 || roles.contains(where: { !isValid($0, bytes: 200) }) { return "a view-only module" }
        return bestuur.predecessors.count > 100 || bestuur.successors.count > 100 ? "the list of mergers" : nil
    }

    /// How many marks may stand between groups of digits of one number.
    private static let maximumMarks = 3

    /// Eleven digits of any script, with at most three marks and no letter between groups of them, as people write a national number
    /// (`85.07.30-033.28`), of which the last two are right. Such a number says who somebody is, and a journal forgets nothing.
    private static func mayHoldNationalNumber(_ text: String) -> Bool {
        // Groups of digits that only marks keep apart.
        var row: [[UInt64]] = []
        var marks = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                if marks > 0 || row.isEmpty { row.append([]) }
                row[row.count - 1].append(UInt64(value))
                marks = 0
            } else if !row.isEmpty {
                marks += 1
                // A colon parts the groups of digests, which stand beside names.
                if scalar.properties.isAlphabetic || scalar == ":" || marks > maximumMarks {
                    if holdsNationalNumber(row) { return true }
                    row = []
                    marks = 0
                }
            }
        }
        return holdsNationalNumber(row)
    }

    private static func holdsNationalNumber(_ row: [[UInt64]]) -> Bool {
        row.indices.contains { start in
            var digits: [UInt64] = []
            for group in row[start...] {
                digits += group
                if digits.count == 11, isNationalNumber(digits) { return true }
                if digits.count > 11 { return false }
            }
            return false
        }
    }

    private static func isNationalNumber(_ digits: [UInt64]) -> Bool {
        let number = digits.prefix(9).reduce(0) { $0 * 10 + $1 }
        let check = digits[9] * 10 + digits[10]
        // Who was born since 2000 has a 2 before the nine digits in the calculation.
        return check == 97 - number % 97 || check == 97 - (2_000_000_000 + number) % 97
    }
}
