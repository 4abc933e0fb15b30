/// A set of bestuurstypes in one machine word, so that eligibility costs one instruction and no allocation.
package struct BestuurstypeSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt32

    package init() {
        bits = 0
    }

    package init(arrayLiteral elements: Bestuurstype...) {
        self.init(elements)
    }

    package init(_ elements: some Sequence<Bestuurstype>) {
        bits = 0
        for element in elements {
            insert(element)
        }
    }

    package static let all = BestuurstypeSet(Bestuurstype.allCases)

    package var isEmpty: Bool { bits == 0 }

    package mutating func insert(_ type: Bestuurstype) {
        bits |= 1 << UInt32(type.rawValue)
    }

    /// Plain membership.
    package func contains(_ type: Bestuurstype) -> Bool {
        bits & (1 << UInt32(type.rawValue)) != 0
    }

    /// Eligibility: whether the set names the type or a type as which it counts.
    package func admits(_ type: Bestuurstype) -> Bool {
        bits & type.eligibleAs.bits != 0
    }

    /// Whether no type is in both sets. With ``Bestuurstype/eligibleAs`` of a bestuur this is eligibility for many sets.
    package func isDisjoint(with other: BestuurstypeSet) -> Bool { bits & other.bits == 0 }

    /// The members in the order of the code list.
    package var members: [Bestuurstype] {
        Bestuurstype.allCases.filter(contains)
    }
}
