/// What is written in the parts of a token, as far as it can be read at all: for people, never for a decision.
///
/// Read leniently on purpose. A token that was cut off, wrapped or padded on its way is refused, and whoever wants to know
/// why wants to see what is in it.
struct TokenContents {
    /// One part, as far as it can be read.
    enum Part {
        /// An object that the strict reader accepts.
        case object(JSONDocument)
        /// So many bytes of something else; as text, if they are text.
        case unread(text: String?, bytes: Int, JSONError)
        case absent

        /// Set when it is text that was not understood.
        var unreadText: String? { if case .unread(let text, _, _) = self { text } else { nil } }

        var document: JSONDocument? { if case .object(let document) = self { document } else { nil } }
    }

    let header: Part
    let claims: Part

    init(_ token: [UInt8]) {
        let parts = token.split(separator: UInt8(ascii: "."), maxSplits: 5, omittingEmptySubsequences: false)
        header = Self.read(parts.first, limits: .header)
        // The second part of an encrypted token is a key.
        claims = (2...4).contains(parts.count) ? Self.read(parts[1], limits: .claims) : .absent
    }

    private static func read(_ encoded: ArraySlice<UInt8>?, limits: JSONLimits) -> Part {
        guard let encoded else { return .absent }
        // A token has at most so many bytes; of a longer one the beginning is enough to recognise it.
        let encodedBytes = Array(encoded.prefix(UnverifiedJWS.maximumBytes))
        let bytes = Base64URL.decode(encodedBytes) ?? lenient(encodedBytes)
        do throws(JSONError) {
            return .object(try JSONDocument.object(bytes, limits: limits))
        } catch {
            return .unread(text: text(bytes), bytes: bytes.count, error)
        }
    }

    /// Decodes what is base64 in any alphabet, leaving out everything that is not, and what is left over at the end.
    private static func lenient(_ encoded: [UInt8]) -> [UInt8] {
        let characters = encoded.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "-"): UInt8(ascii: "-")
            case UInt8(ascii: "/"), UInt8(ascii: "_"): UInt8(ascii: "_")
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                byte
            default: nil
            }
        }
        let whole = characters.count / 4 * 4
        let bytes = Base64URL.decode(Array(characters[..<whole])) ?? []
        // Of the last group as many whole bytes as it has; its unused bits may be anything. `A` stands for zero bits.
        let rest = characters[whole...]
        guard rest.count > 1 else { return bytes }
        let filled = Array(rest) + Array(repeating: UInt8(ascii: "A"), count: 4 - rest.count)
        return bytes + (Base64URL.decode(filled) ?? []).prefix(rest.count - 1)
    }

    /// The bytes as text, unless they are clearly none. What a cut left of the last character becomes a replacement mark.
    private static func text(_ bytes: [UInt8]) -> String? {
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let strange = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        return strange <= 1 ? text : nil
    }
}
