import Libcrypto

/// Verified tokens by their exact bytes, for one event loop.
///
/// - Only tokens that passed every check are put in, so nobody fills it with tokens of their own making.
/// - A hit compares all bytes; the look-up key is 64 bits mixed from the end of the token (the signature) and is
///   trusted for nothing.
/// - An entry is used only inside its own validity, which the caller checks on every hit.
/// - Two generations bound it: when the young one is half of the limit it becomes the old one and the former old one is
///   forgotten, so that what is in use stays and no entry has to be looked for to make room.
struct VerifiedTokenCache<Value> {
    private struct Entry {
        let token: [UInt8]
        let value: Value
    }

    private let limits: TokenCacheLimits
    private var young: [UInt64: Entry] = [:]
    private var old: [UInt64: Entry] = [:]
    private var youngBytes = 0
    private var oldBytes = 0

    init(limits: TokenCacheLimits) {
        self.limits = limits
    }

    var count: Int { young.count + old.count }
    /// Of the tokens that are remembered.
    var bytes: Int { youngBytes + oldBytes }

    /// The value of exactly this token.
    mutating func value(for token: borrowing Span<UInt8>) -> Value? {
        guard limits.entries > 0, let key = Self.key(of: token) else { return nil }
        if let entry = young[key], Self.equal(entry.token, token) { return entry.value }
        guard let entry = old[key], Self.equal(entry.token, token) else { return nil }
        old[key] = nil
        oldBytes -= entry.token.count
        insert(entry, key: key)
        return entry.value
    }

    mutating func insert(_ value: Value, for token: borrowing Span<UInt8>) {
        guard limits.entries > 0, token.count <= limits.bytes / 2, let key = Self.key(of: token) else { return }
        insert(Entry(token: [UInt8](copying: token), value: value), key: key)
    }

    mutating func remove(_ token: borrowing Span<UInt8>) {
        guard let key = Self.key(of: token) else { return }
        if let entry = young[key], Self.equal(entry.token, token) {
            youngBytes -= entry.token.count
            young[key] = nil
        }
        if let entry = old[key], Self.equal(entry.token, token) {
            oldBytes -= entry.token.count
            old[key] = nil
        }
    }

    mutating func removeAll() {
        young = [:]
        old = [:]
        youngBytes = 0
        oldBytes = 0
    }

    private mutating func insert(_ entry: Entry, key: UInt64) {
        if young.count >= max(1, limits.entries / 2) || youngBytes + entry.token.count > limits.bytes / 2 {
            old = young
            oldBytes = youngBytes
            young = [:]
            youngBytes = 0
        }
        if let replaced = young.updateValue(entry, forKey: key) { youngBytes -= replaced.token.count }
        youngBytes += entry.token.count
    }

    /// 64 bits from the 16 bytes that end 8 before the token's last: the signature's bytes differ for every token, while
    /// the last bytes of some signatures hold few bits.
    private static func key(of token: borrowing Span<UInt8>) -> UInt64? {
        guard token.count >= 24 else { return nil }
        let one = token.word(at: token.count - 24)
        let other = token.word(at: token.count - 16)
        return (one &* 0x9E37_79B9_7F4A_7C15) ^ (other &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(token.count)
    }

    /// Looks at every byte, whichever differ: the time it takes says nothing about a remembered token.
    private static func equal(_ bytes: [UInt8], _ token: borrowing Span<UInt8>) -> Bool {
        let span = bytes.span
        guard span.count == token.count, span.count >= 8 else { return false }
        var difference: UInt64 = 0
        var index = 0
        while index &+ 8 <= span.count {
            difference |= span.word(at: index) ^ token.word(at: index)
            index &+= 8
        }
        // What is left of a last group, with some bytes before it once more.
        let last = span.count &- 8
        return difference | (span.word(at: last) ^ token.word(at: last)) == 0
    }
}
