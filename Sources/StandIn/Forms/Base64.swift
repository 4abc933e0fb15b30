internal import JOSE

/// Base64 with padding (RFC 4648, section 4), as HTTP Basic and ACM/IDM's `login_hint` have it.
enum Base64 {
    /// - Returns: nil for other characters, and for padding that does not fill up the last group of four.
    static func decode(_ text: String) -> [UInt8]? {
        let padded = Array(text.utf8)
        let digits = padded.prefix { $0 != UInt8(ascii: "=") }
        let padding = padded.count - digits.count
        guard padded.count % 4 == 0, padding <= 2, padded.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return nil
        }
        var url: [UInt8] = []
        for byte in digits {
            switch byte {
            case UInt8(ascii: "+"): url.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): url.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: url.append(byte)
            }
        }
        return Base64URL.decode(url)
    }
}
