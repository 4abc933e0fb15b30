/// Keys that seal cookies, the newest first: what an older one sealed is opened until it is taken out.
///
/// Sealed bytes are a version (1), the name of the key (4 bytes), and what ``SealingKey`` makes. Version, name and purpose are
/// authenticated, so that what was sealed for one purpose never opens for another.
package struct SealingKeyRing: Sendable {
    /// How much longer the sealed bytes are than the plain ones.
    package static let overhead = headerByteCount + SealingKey.overhead

    private static let version: UInt8 = 1
    private static let nameByteCount = 4
    private static let headerByteCount = 1 + nameByteCount

    private let keys: [(name: [UInt8], key: SealingKey)]

    /// - Parameter secrets: 32 bytes each; the first seals.
    /// - Throws: `wrongSize` for none or for another size, `sealingKeyTwice` for one that is listed twice.
    package init(_ secrets: [Secret]) throws(LibcryptoError) {
        guard !secrets.isEmpty else {
            throw .wrongSize(what: "the sealing key", bytes: 0, expected: SealingKey.byteCount)
        }
        var keys: [(name: [UInt8], key: SealingKey)] = []
        for secret in secrets {
            let key = try SealingKey(secret)
            let name = try HMAC.code(for: Array("poort sealing key".utf8).span, secret: secret, hash: .sha256)
                .prefix(Self.nameByteCount)
            guard !keys.contains(where: { $0.name.elementsEqual(name) }) else { throw .sealingKeyTwice }
            keys.append((Array(name), key))
        }
        self.keys = keys
    }

    /// Seals with the newest key.
    package func seal(_ plain: Span<UInt8>, for purpose: StaticString) throws(LibcryptoError) -> [UInt8] {
        let (name, key) = keys[0]
        let header = [Self.version] + name
        return header + (try key.seal(plain, authenticating: Self.associated(header, purpose).span))
    }

    /// Opens what some key of the ring sealed for the same purpose.
    ///
    /// - Throws: `sealBroken` for anything else.
    package func open(_ sealed: Span<UInt8>, for purpose: StaticString) throws(LibcryptoError) -> [UInt8] {
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else { throw .sealBroken }
        let header = [UInt8](copying: sealed.extracting(first: Self.headerByteCount))
        guard let key = keys.first(where: { $0.name.elementsEqual(header.dropFirst()) })?.key else {
            throw .sealBroken
        }
        return try key.open(
            sealed.extracting(droppingFirst: Self.headerByteCount),
            authenticating: Self.associated(header, purpose).span)
    }

    /// The purpose has no zero byte, so no two pairs give one text.
    private static func associated(_ header: [UInt8], _ purpose: StaticString) -> [UInt8] {
        Array("\(purpose)".utf8) + [0] + header
    }
}
