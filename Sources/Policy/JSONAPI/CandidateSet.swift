/// Some of the modules and administrative roles that open a route, as bits: the modules first, then the roles, each in the
/// order of the route.
struct CandidateSet: Hashable, Sendable {
    private var bits: UInt64

    static let none = CandidateSet(bits: 0)
    /// Whoever passes the route, by whatever opens it.
    static let everyone = CandidateSet(bits: .max)
    /// How many a route may have when it tells them apart.
    static let capacity = 64

    private init(bits: UInt64) {
        self.bits = bits
    }

    init(_ positions: some Sequence<Int>) {
        bits = 0
        for position in positions { insert(position) }
    }

    mutating func insert(_ position: Int) {
        bits |= 1 << UInt64(position)
    }

    func contains(_ position: Int) -> Bool {
        bits & (1 << UInt64(position)) != 0
    }

    func overlaps(_ other: CandidateSet) -> Bool {
        bits & other.bits != 0
    }

    func union(_ other: CandidateSet) -> CandidateSet {
        CandidateSet(bits: bits | other.bits)
    }
}
