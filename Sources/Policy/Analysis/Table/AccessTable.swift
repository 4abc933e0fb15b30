/// Who can reach what, for people to read and review.
///
/// A few tables, each of rows that are known by their first columns. Every form of it (text, Markdown, CSV, JSON, HTML) says
/// the same, and Markdown, CSV and JSON can be read back, so that a committed table is compared in words.
package struct AccessTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case text
            /// A list of paths.
            case paths
            /// `R`, `W`, `RW` or `–`.
            case access
        }

        /// Several for types of bestuur that are treated alike in every row.
        package let titles: [String]
        package let kind: Kind

        var title: String { titles.joined(separator: ", ") }
    }

    /// The title of the column of types that would be too long to read.
    static let everyOtherType = "every other type"

    package struct Section: Hashable, Sendable {
        package let title: String
        /// What the rows mean, in a sentence or two.
        package let explanation: String
        package let columns: [Column]
        /// How many of the first columns tell the rows apart.
        package let keyCount: Int
        /// By row and column: the items of a list, one text otherwise.
        package let rows: [[[String]]]

        /// The titles of a column as people read them: of many types that are treated alike, that they are the others.
        func shownTitles(_ column: Column) -> [String] {
            let longest = columns.filter { $0.kind == .access }.map(\.titles.count).max() ?? 0
            let isLongest = columns.first { $0.titles.count == longest } == column
            return isLongest && longest >= 8 ? [AccessTable.everyOtherType] : column.titles
        }
    }

    package static let title = "Who can reach what"
    package let sections: [Section]

    /// How many of the first columns tell the rows of a section apart.
    static func keyCount(ofSection title: String) -> Int {
        switch title {
        case AccessTable.elsewhere: 1
        case AccessTable.openToEverybody: 3
        default: 2
        }
    }

    static let elsewhere = "Served elsewhere"
    static let openToEverybody = "Open to everybody"

    /// The text of nothing.
    static let none = "–"
}
