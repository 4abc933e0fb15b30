import HTTPWire

enum TargetProperties {
    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard case .success(let target) = CanonicalTarget.parse(bytes.span, method: .options) else { return }
        check.holds(target.whole.range == 0..<bytes.count, "an accepted target is all of the bytes")
        let path = Array(bytes[target.path.range])
        guard target.form != .asterisk else {
            check.holds(bytes == [0x2A], "only a star is the star")
            return
        }
        let text = String(decoding: path, as: UTF8.self)
        check.holds(path.first == UInt8(ascii: "/"), "a path begins with a slash", text)
        check.holds(path.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a path is visible US-ASCII", text)
        for refused in ["//", "/./", "/../", "\\", ";", "%2F", "%2f", "%5C", "%25", "%00", "?", "#", "%2E", "%2e"] {
            check.holds(!text.utf8.containsSequence(refused.utf8), "no path holds `\(refused)`", text)
        }
        check.holds(!text.hasSuffix("/.") && !text.hasSuffix("/.."), "no path ends in dots", text)
        check.holds(isUTF8AfterDecoding(path), "a decoded path is valid UTF-8", text)
        // The path alone is as canonical as the whole, and there is only one spelling of it.
        guard case .success(let again) = CanonicalTarget.parse(path.span, method: .get) else {
            check.holds(false, "the path of an accepted target is accepted", text)
            return
        }
        check.holds(again.path.range == 0..<path.count && again.query == nil, "the path of a target is all path", text)
        check.holds(respelled(path) == path, "the path has its one spelling", text)
    }

    private static func decoded(_ path: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < path.count {
            if path[index] == UInt8(ascii: "%"), index + 2 < path.count,
                let byte = UInt8(String(decoding: path[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(path[index])
                index += 1
            }
        }
        return bytes
    }

    private static func isUTF8AfterDecoding(_ path: [UInt8]) -> Bool {
        String(validating: decoded(path), as: UTF8.self) != nil
    }

    /// Decodes, and encodes only what a path may not hold raw (RFC 3986 section 3.3), in capitals.
    private static func respelled(_ path: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in decoded(path) {
            let isRaw =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/-._~!$&'()*+,=:@".utf8.contains(byte)
            if isRaw {
                bytes.append(byte)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                bytes += Array("%\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8)
            }
        }
        return bytes
    }
}

extension String.UTF8View {
    func containsSequence(_ other: String.UTF8View) -> Bool {
        var rest = self[...]
        while rest.count >= other.count {
            if rest.starts(with: other) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
