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

    /// Eleven digits with nothing but points, hyphens, slashes and blanks between groups of them, as people write a national number
    /// (`85.07.30-033.28`), of which the last two are right. Such a number says who somebody is, and a journal forgets nothing.
    private static func mayHoldNationalNumber(_ text: String) -> Bool {
        // Groups of digits that only such marks keep apart; an empty one ends the row.
        var row: [[UInt64]] = [[]]
        for byte in Array(text.utf8) + [0] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                row[row.count - 1].append(UInt64(byte - UInt8(ascii: "0")))
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "/"):
                if row.last?.isEmpty == false { row.append([]) }
            default:
                if holdsNationalNumber(row) { return true }
                row = [[]]
            }
        }
        return false
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
