/// The methods a route admits.
package struct MethodSet: Hashable, Sendable, CustomStringConvertible {
    private let bits: UInt16

    private init(bits: UInt16) {
        self.bits = bits
    }

    package init(_ methods: some Sequence<RequestMethod>) {
        var bits: UInt16 = 0
        for method in methods {
            bits |= MethodSet.bit(method)
        }
        // Whoever may GET may ask for the head alone (RFC 9110, section 9.3.2).
        if bits & MethodSet.bit(.get) != 0 { bits |= MethodSet.bit(.head) }
        self.bits = bits
    }

    package static let read = MethodSet([.get, .head, .options])
    package static let write = MethodSet([.post, .put, .patch, .delete, .other])
    /// Everything but CONNECT and TRACE.
    package static let all = MethodSet(bits: read.bits | write.bits)

    /// The methods that a policy may list by name.
    package static let nameable: [RequestMethod] = [.get, .head, .options, .post, .put, .patch, .delete]

    package func contains(_ method: RequestMethod) -> Bool {
        bits & MethodSet.bit(method) != 0
    }

    package func overlaps(_ other: MethodSet) -> Bool {
        bits & other.bits != 0
    }

    package func union(_ other: MethodSet) -> MethodSet {
        MethodSet(bits: bits | other.bits)
    }

    package var admitsWrite: Bool { overlaps(.write) }

    package var members: [RequestMethod] {
        RequestMethod.allCases.filter(contains)
    }

    /// `all`, `read`, `write`, or the names.
    package var description: String {
        switch self {
        case .all: "all methods"
        case .read: "read"
        case .write: "write"
        default: members.map(\.description).joined(separator: " ")
        }
    }

    private static func bit(_ method: RequestMethod) -> UInt16 {
        1 << UInt16(method.rawValue)
    }
}
