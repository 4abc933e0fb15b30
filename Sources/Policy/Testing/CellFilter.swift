/// Which checks of the suites to run.
///
/// Written as words to look for anywhere, or as `suite=…;test=…;person=…;request=…`, of which each must be found in its own
/// field. Letters count alike in both cases.
package struct CellFilter: Hashable, Sendable {
    package enum Field: String, CaseIterable, Hashable, Sendable {
        case suite, test, person, request
    }

    /// Why a filter cannot be read.
    package struct Invalid: Error, Hashable, Sendable {
        package let message: String
        package let hint: String
    }

    /// Lets everything through.
    package static let all = CellFilter()

    private var wanted: [Field: [String]] = [:]
    private var anywhere: String?

    private init() {}

    package init(_ text: String) throws(Invalid) {
        let hint = "write words to look for, or `suite=…;test=…;person=…;request=…`"
        guard text.utf8.contains(where: { $0 > 0x20 }) else {
            throw Invalid(message: "the filter is empty", hint: hint)
        }
        guard text.utf8.contains(UInt8(ascii: "=")) else {
            anywhere = text.lowercased()
            return
        }
        for part in text.split(separator: ";") {
            guard let equals = part.firstIndex(of: "=") else {
                throw Invalid(message: "`\(part)` in the filter names no field", hint: hint)
            }
            let name = part[..<equals].trimmed
            guard let field = Field(rawValue: name) else {
                // A query has an `=` too, and looking for one is as good.
                if wanted.isEmpty, part.startIndex == text.startIndex, !Field.isNear(name) {
                    anywhere = text.lowercased()
                    return
                }
                let near = NearMiss.suggestion(for: name, among: Field.allCases.map(\.rawValue))
                throw Invalid(
                    message: "`\(name)` is no field of the filter", hint: near.map { "did you mean `\($0)`?" } ?? hint)
            }
            let value = part[part.index(after: equals)...].trimmed.lowercased()
            guard !value.isEmpty else {
                throw Invalid(message: "the filter looks for nothing in `\(name)`", hint: hint)
            }
            wanted[field, default: []].append(value)
        }
    }

    func admits(_ cell: PolicyTestSuite.Cell, of test: PolicyTestSuite.Test, in suite: PolicyTestSuite) -> Bool {
        guard anywhere != nil || !wanted.isEmpty else { return true }
        let request = suite.requests[cell.request]
        func text(_ field: Field) -> String {
            switch field {
            case .suite: "\(suite.name)\n\(suite.file)"
            case .test: test.name
            case .person: suite.people[cell.person].name
            case .request: "\(request.name)\n\(request.text)"
            }
        }
        if let anywhere {
            return Field.allCases.contains { text($0).lowercased().contains(anywhere) }
        }
        return wanted.allSatisfy { field, values in
            let text = text(field).lowercased()
            return values.contains { text.contains($0) }
        }
    }
}

extension CellFilter.Field {
    fileprivate static func isNear(_ name: String) -> Bool {
        NearMiss.suggestion(for: name, among: allCases.map(\.rawValue)) != nil
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
