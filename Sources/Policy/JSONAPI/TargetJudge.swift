/// Judges the path and the query of a request by the rules of its route, for somebody who passed the route itself.
///
/// Bytes are read once, as they are forwarded. Whatever some reader behind the gateway could take for another parameter than
/// this one does is refused: only names that JSON:API gives a meaning pass, each in one spelling, and no byte that some
/// reader splits at. (`%2C`, `%5B`, `%5D` and `%3A` count as the characters that they stand for, because `encodeURIComponent`
/// writes them so; no other escape does.)
struct TargetJudge {
    private let rules: JSONAPIRules
    private let granted: CandidateSet

    init(_ rules: JSONAPIRules, granted: CandidateSet) {
        self.rules = rules
        self.granted = granted
    }

    /// Whether everything is admitted. A recorder that wants everything hears of every piece that is not.
    func admits<Recorder: DecisionRecorder>(
        path: borrowing Span<UInt8>, query: borrowing Span<UInt8>, _ recorder: inout Recorder
    ) -> Bool {
        /// What the paths of the query begin behind.
        var relationship = 0..<0
        var refused: Range<Int>?
        if let depth = rules.depth {
            switch TargetJudge.shape(path, depth) {
            case .resource: break
            case .related(let name):
                relationship = name
                if !isAdmitted(name, of: path) { refused = name }
            case .linkage(let both, let name):
                // A path in the query is relative to the source for JSON:API 1.1 (section 6.3) and to the target for
                // mu-cl-resources. Behind two segments, which no list names, it is admitted nowhere.
                relationship = both
                if !isAdmitted(name, of: path) { refused = name }
            case .deeper(let rest):
                refused = rest
            }
        }
        let isAdmitted = refused == nil
        if let refused { recorder.refuse(.relationshipNotAdmitted, .path(refused)) }
        guard isAdmitted || Recorder.wantsEverything else { return false }
        guard !query.isEmpty else { return isAdmitted }
        return self.query(path, relationship, query, &recorder) && isAdmitted
    }

    // MARK: - Path

    private enum Shape {
        case resource
        /// `/:id/<relationship>`: the related resources themselves.
        case related(Range<Int>)
        /// `/:id/links/<relationship>`: which ones they are. The range takes in both segments.
        case linkage(Range<Int>, name: Range<Int>)
        /// More segments than any address of JSON:API has.
        case deeper(Range<Int>)
    }

    private func isAdmitted(_ name: Range<Int>, of path: borrowing Span<UInt8>) -> Bool {
        rules.relationships.admit(RelationPath(below: name, of: path), asBeginning: false, for: granted)
    }

    /// What a path is below its first `depth` segments: a collection, an identifier, or a relationship of one.
    private static func shape(_ path: borrowing Span<UInt8>, _ depth: Int) -> Shape {
        var at = 1
        for _ in 0..<depth { at = end(of: at, path) + 1 }
        let identifierEnd = end(of: at, path)
        let first = identifierEnd + 1
        guard first < path.count else { return .resource }
        let firstEnd = end(of: first, path)
        let second = firstEnd + 1
        guard second < path.count else { return .related(first..<firstEnd) }
        let secondEnd = end(of: second, path)
        let isLink =
            QueryReading.spells(path, first..<firstEnd, "links")
            || QueryReading.spells(path, first..<firstEnd, "relationships")
        guard isLink, secondEnd + 1 >= path.count else { return .deeper(first..<path.count) }
        return .linkage(first..<secondEnd, name: second..<secondEnd)
    }

    private static func end(of start: Int, _ path: borrowing Span<UInt8>) -> Int {
        var at = start
        while at < path.count, path[at] != UInt8(ascii: "/") { at += 1 }
        return at
    }

    // MARK: - Query

    /// Some of these are judged together, one filter against the others.
    private static let mostParameters = 64
    private static let mostFilters = 16

    private func query<Recorder: DecisionRecorder>(
        _ path: borrowing Span<UInt8>, _ relationship: Range<Int>, _ query: borrowing Span<UInt8>,
        _ recorder: inout Recorder
    ) -> Bool {
        var isAdmitted = true
        var at = 0
        var parameters = 0
        var filters = 0
        var hasInclude = false
        var hasSort = false
        var named = RelationPath(below: relationship, of: path)
        while true {
            guard let parameter = QueryReading.parameter(query, at), parameters < Self.mostParameters else {
                // Where one byte can be read in two ways, what stands behind it has no meaning to judge.
                recorder.refuse(.queryAmbiguous, .query(at..<min(query.count, at + 40)))
                return false
            }
            parameters += 1
            var code: AccessReasonCode?
            var place = parameter.name
            switch QueryReading.kind(query, parameter.name) {
            case .include:
                if hasInclude { code = .queryAmbiguous }
                hasInclude = true
                if code == nil { (code, place) = items(query, parameter, &named, isSort: false) }
            case .sort:
                if hasSort { code = .queryAmbiguous }
                hasSort = true
                if code == nil { (code, place) = items(query, parameter, &named, isSort: true) }
            case .filter:
                filters += 1
                if filters > Self.mostFilters || collides(query, parameter.name) { code = .queryAmbiguous }
                if code == nil { code = filter(query, parameter.name, &named) }
            case .page, .fields:
                break
            case .ambiguous:
                code = .queryAmbiguous
            case .unknown:
                code = .parameterUnknown
            }
            if let code {
                recorder.refuse(code, .query(place))
                isAdmitted = false
                guard Recorder.wantsEverything else { return false }
            }
            guard parameter.end < query.count else { return isAdmitted }
            at = parameter.end + 1
        }
    }

    /// The list of an `include` or `sort`: paths between commas. An empty list asks for nothing.
    private func items(
        _ query: borrowing Span<UInt8>, _ parameter: QueryReading.Parameter, _ named: inout RelationPath, isSort: Bool
    ) -> (AccessReasonCode?, Range<Int>) {
        guard parameter.hasValue else { return (.queryAmbiguous, parameter.name) }
        var at = parameter.value.lowerBound
        let end = parameter.value.upperBound
        guard at < end else { return (nil, parameter.name) }
        var refused: Range<Int>?
        while true {
            let start = at
            if isSort { at = QueryReading.afterOrder(query, at, end) }
            var nameStart = at
            named.restart()
            named.beginName()
            while at < end {
                if RelationPath.isNameByte(query[at], isFirst: at == nameStart) {
                    named.append(query[at])
                } else if query[at] == UInt8(ascii: "."), at > nameStart {
                    named.append(query[at])
                    nameStart = at + 1
                } else {
                    break
                }
                at += 1
            }
            let comma = QueryReading.comma(query, at, end)
            guard at > nameStart, at == end || comma > 0 else {
                return (.queryAmbiguous, parameter.name.lowerBound..<parameter.end)
            }
            if refused == nil, !isAdmitted(named, isSort: isSort) { refused = start..<at }
            at += comma
            guard comma > 0 else { break }
        }
        guard let refused else { return (nil, parameter.name) }
        return (isSort ? .filterNotAdmitted : .includeNotAdmitted, refused)
    }

    private func isAdmitted(_ named: borrowing RelationPath, isSort: Bool) -> Bool {
        rules.include.admit(named, asBeginning: true, for: granted)
            || isSort && rules.filter.admit(named, asBeginning: false, for: granted)
    }

    /// The name of a filter: `filter` alone searches what the resource itself shows; each `[…]` behind it goes one name
    /// further. What the last one names may be a relationship as well as an attribute, so it is judged like the others.
    private func filter(
        _ query: borrowing Span<UInt8>, _ name: Range<Int>, _ named: inout RelationPath
    ) -> AccessReasonCode? {
        named.restart()
        var cursor = QueryReading.NameCursor(at: name.lowerBound + 6, end: name.upperBound)
        var isFirst = true
        var asksForMore = false
        while let open = cursor.next(query) {
            guard open == UInt8(ascii: "[") else { return .queryAmbiguous }
            switch QueryReading.component(query, &cursor, isFirst: isFirst, &named) {
            case .name: asksForMore = true
            case .identity, .group: break
            case .ambiguous: return .queryAmbiguous
            }
            isFirst = false
        }
        // Without a name it is about what the address shows itself.
        guard asksForMore else { return nil }
        let isAdmitted =
            rules.include.admit(named, asBeginning: true, for: granted)
            || rules.filter.admit(named, asBeginning: false, for: granted)
        return isAdmitted ? nil : .filterNotAdmitted
    }

    /// Whether a filter before this one has the same name, or one that this one goes on from or the reverse: some readers then
    /// take a value for a name. A search, `filter=…`, may stand beside filters, as the tables of the Loket have it; what such
    /// a reader makes of its text is a name with the value `true`.
    private func collides(_ query: borrowing Span<UInt8>, _ name: Range<Int>) -> Bool {
        var at = 0
        while at < name.lowerBound {
            guard let other = QueryReading.parameter(query, at) else { return true }
            let isSearch = QueryReading.isSearch(query, name) != QueryReading.isSearch(query, other.name)
            if !isSearch, QueryReading.kind(query, other.name) == .filter,
                QueryReading.isBeginning(query, other.name, name) || QueryReading.isBeginning(query, name, other.name)
            {
                return true
            }
            at = other.end + 1
        }
        return false
    }
}
