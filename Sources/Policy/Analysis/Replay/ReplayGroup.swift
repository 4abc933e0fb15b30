package import Besturen

/// Real requests that a policy decides otherwise than they were decided, told as one.
package struct ReplayGroup: Sendable {
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        /// The policy lets in what was refused.
        case gained
        /// The policy refuses what was let in.
        case lost
        /// The policy asks for a login where none was asked for, so nobody knows who asked.
        case unknown
    }

    struct Key: Hashable, Sendable {
        var direction: Direction
        var who: String
        var isWrite: Bool
        /// Why the side that refuses does so.
        var code: String?
        var route: String
    }

    package let direction: Direction
    /// Whoever holds what lets in, in words.
    package let who: String
    package let isWrite: Bool
    /// Of the side that refuses; nil for ``Direction/unknown``.
    package let code: String?
    /// Patterns of the routes that let in.
    package private(set) var routes: [String]
    package private(set) var types: [Bestuurstype] = []
    package private(set) var requests: Int = 0
    /// Where the first of them stands in the log.
    package let place: String
    /// A command that shows what the policy says of the first.
    package let command: String
    private var people: Set<String> = []
    private var isPeopleFull = false

    /// People are counted up to here in one group, so that a log of any length takes bounded memory.
    static let maximumPeople = 500

    init(_ key: Key, place: String, command: String) {
        direction = key.direction
        who = key.who
        isWrite = key.isWrite
        code = key.code
        routes = [key.route]
        self.place = place
        self.command = command
    }

    /// In words: `2 people`; at least so many.
    package var peopleCount: (count: Int, isComplete: Bool) { (people.count, !isPeopleFull) }

    mutating func count(subject: String?, type: Bestuurstype?) {
        requests += 1
        if let type, !types.contains(type) { types.append(type) }
        if let subject { insert(subject) }
    }

    private mutating func insert(_ subject: String) {
        guard !people.contains(subject) else { return }
        guard people.count < Self.maximumPeople else {
            isPeopleFull = true
            return
        }
        people.insert(subject)
    }

    /// Whether two groups differ in their routes alone.
    func isToldWith(_ other: ReplayGroup) -> Bool {
        direction == other.direction && who == other.who && isWrite == other.isWrite && code == other.code
            && Set(types) == Set(other.types)
    }

    mutating func add(_ other: ReplayGroup) {
        routes += other.routes
        requests += other.requests
        isPeopleFull = isPeopleFull || other.isPeopleFull
        for subject in other.people { insert(subject) }
    }

    /// The whole group in one sentence, without a final stop. Long lists of routes are cut after `limit`.
    package func sentence(limit: Int = 12) -> String {
        var shown = routes
        if shown.count > limit { shown = shown.prefix(limit - 1) + ["\(routes.count - limit + 1) more"] }
        let what = "\(isWrite ? "WRITE" : "READ") \(shown.joined(separator: ", "))"
        let besturen =
            types.isEmpty
            ? "" : " for \(types.sorted { $0.rawValue < $1.rawValue }.map(\.slug).joined(separator: ", "))"
        let sentence =
            switch direction {
            case .gained: "\(who) may now \(what)\(besturen)"
            case .lost: "\(who) may no longer \(what)\(besturen)"
            case .unknown: "whoever wants to \(what) must log in"
            }
        return "\(sentence): \(count)"
    }

    private var count: String {
        let requests = requests == 1 ? "1 request" : "\(requests) requests"
        guard !people.isEmpty else { return requests }
        let people = people.count == 1 && !isPeopleFull ? "1 person" : "\(self.people.count) people"
        return "\(requests) of \(isPeopleFull ? "more than " : "")\(people)"
    }
}
