/// Tells one loaded policy from another, so that what was computed under one is never read under the other.
///
/// Two 64-bit FNV-1a sums over the text. It guards against mixing snapshots across a reload, not against an attacker, who
/// would have to write the policy itself.
package struct PolicyFingerprint: Hashable, Sendable, CustomStringConvertible {
    private let first: UInt64
    private let second: UInt64

    init(_ text: String) {
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var second: UInt64 = 0x6C62_272E_07BB_0142
        for byte in text.utf8 {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
            second = (second &* 0x100_0000_01B3) ^ UInt64(byte)
        }
        self.first = first
        self.second = second
    }

    package var description: String {
        String(first, radix: 16) + "-" + String(second, radix: 16)
    }
}
