/// Tells a shared secret from a key or certificate that somebody put in its place. Everybody has those: a token that is
/// signed with the bytes of one is signed by anybody (CVE-2016-10555).
enum PublicText {
    /// Whether the bytes are a public key or certificate in one of the forms in which such are passed on.
    static func isKey(_ bytes: [UInt8]) -> Bool {
        if isDER(bytes[...]) { return true }
        // Tools write comments in front of a PEM block, so it may begin anywhere.
        if bytes.firstRange(of: Array("-----BEGIN ".utf8)) != nil { return true }
        let text = bytes.drop(while: isBlank)
        if ["ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-"].contains(where: { text.starts(with: $0.utf8) }) { return true }
        // A JSON Web Key, or a set of them.
        if text.first == UInt8(ascii: "{"), let value = try? JSONValue.parse(bytes) {
            return value["kty"] != nil || value["keys"] != nil
        }
        return isArmour(text)
    }

    /// base64 without the lines around it, as some providers' consoles show a realm's key.
    private static func isArmour(_ text: ArraySlice<UInt8>) -> Bool {
        // Without padding and line ends, in the alphabet that is known here.
        let letters = text.filter { !isBlank($0) && $0 != UInt8(ascii: "=") }.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        // Also base64 of a whole PEM file, as secrets are kept in some places.
        return Base64URL.decode(letters).map { decoded in
            isDER(decoded[...]) || decoded.firstRange(of: Array("-----BEGIN ".utf8)) != nil
        } ?? false
    }

    /// Whether the bytes are one DER SEQUENCE that begins as a SubjectPublicKeyInfo, a certificate or an RSAPublicKey does
    /// (RFC 5280 section 4.1, RFC 8017 appendix A.1.1), with blanks behind it at most: where it ends its own lengths say, for
    /// its last byte may look like a blank. Random bytes are with a probability below 2^-30.
    private static func isDER(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let outer = content(of: 0x30, in: bytes), bytes[outer.endIndex...].allSatisfy(isBlank) else {
            return false
        }
        guard let inner = content(of: 0x30, in: outer) else {
            // RSAPublicKey: two INTEGERs and nothing else.
            guard let modulus = content(of: 0x02, in: outer) else { return false }
            let rest = outer[modulus.endIndex...]
            return content(of: 0x02, in: rest).map { $0.endIndex == rest.endIndex } ?? false
        }
        // An algorithm's OBJECT IDENTIFIER, or the version or serial number of a certificate.
        return [0x06, 0xA0, 0x02].contains { content(of: $0, in: inner) != nil }
    }

    /// What stands inside an element that begins the bytes, when it has this tag and fits in.
    private static func content(of tag: UInt8, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.first == tag else { return nil }
        var rest = bytes.dropFirst()
        guard let first = rest.popFirst() else { return nil }
        var count = Int(first)
        if first >= 0x80 {
            guard (0x81...0x83).contains(first) else { return nil }
            count = 0
            for _ in 0..<Int(first & 0x7F) {
                guard let byte = rest.popFirst() else { return nil }
                count = count << 8 | Int(byte)
            }
        }
        return count > 0 && count <= rest.count ? rest.prefix(count) : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
