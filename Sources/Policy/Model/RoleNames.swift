import Besturen

/// The role names that a policy knows, found by their bytes without making a string of them.
///
/// A token brings half a dozen role values; each is looked up here when the token is new. The table is made once, from names
/// that the policy's owner wrote, so that nobody can choose names that collide.
struct RoleNames: Sendable {
    private(set) var names: [String] = []
    private(set) var meanings: [RoleMeaning] = []
    /// Positions of names, -1 where there is none. A power of two, at most half full.
    private var slots: [Int32]

    init(_ known: [ExactText: RoleMeaning]) {
        var size = 16
        while size < known.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for (name, meaning) in known.sorted(by: { $0.key.text < $1.key.text }) {
            let bytes = name.text.utf8Span.span
            var slot = Self.hash(bytes) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(names.count)
            names.append(name.text)
            meanings.append(meaning)
        }
    }

    var count: Int { names.count }

    /// The position of a name, compared byte for byte; `nil` when the policy does not know it.
    func position(of name: Span<UInt8>) -> Int? {
        let mask = slots.count - 1
        var slot = Self.hash(name) & mask
        while true {
            let position = Int(slots[slot])
            if position < 0 { return nil }
            if Self.equal(names[position].utf8Span.span, name) { return position }
            slot = (slot + 1) & mask
        }
    }

    /// FNV-1a.
    private static func hash(_ bytes: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in bytes.indices {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }

    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
