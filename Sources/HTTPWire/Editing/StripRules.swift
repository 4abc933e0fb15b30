/// Text of a strip pattern that is none.
package struct StripPatternInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text as it was given.
    package let text: String

    package var description: String { "`\(text)` is no field name, and no beginning of one followed by `*`" }

    /// What to write instead.
    package var hint: String { "write a name such as `x-user`, or a family such as `x-auth-request-*`" }
}

/// Which fields do not cross the gateway. Compiled once; a request costs no allocation.
///
/// Names are compared folded: letters in lower case, `_` and `.` as `-`, since applications make one variable of
/// `X-User`, `X_User` and `x.user`. Fields of the connection (RFC 9110 section 7.6.1), framing fields and whatever
/// `Connection` names are dropped besides, by the writer and under any rules.
package struct StripRules: Sendable {
    /// Families and names dropped from every request: what Poort sets itself, what says who the client is or where it
    /// came from, what would change the target or method, what CGI takes for its proxy (CVE-2016-5385), and what Loket services trust.
    package static let requestPatterns = [
        "poort", "poort-*", "x-poort", "x-poort-*", "mu-*", "x-mu-*", "proxy", "proxy-*",
        "forwarded", "x-forwarded", "x-forwarded-*", "x-forward-*", "x-real-ip", "x-client-ip", "x-client-cert*",
        "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "x-envoy-*", "x-original-*", "x-rewrite-*",
        "x-http-method*", "x-method-override", "x-cache", "cache-keys", "clear-keys",
        "remote-user", "x-remote-*", "x-user*", "x-auth-request-*", "x-authenticated-*", "x-webauth-*",
        "x-http-host-override", "x-host", "x-scheme", "x-script-name", "x-sendfile", "x-accel-*",
    ]

    /// Families dropped from every response: what only services among themselves should see.
    package static let responsePatterns = [
        "poort", "poort-*", "x-poort", "x-poort-*", "mu-*", "x-mu-*", "proxy-*", "cache-keys", "clear-keys",
        "x-rewrite-url", "x-accel-*", "x-sendfile",
    ]

    private struct Rule {
        var bytes: [UInt8]
        var isPrefix: Bool
    }

    /// The rules in the order of their first byte.
    private var rules: [Rule] = []
    /// For each first byte, from `-` (0x2D) to `z`, where its rules begin; one more entry ends the last.
    private var starts: [UInt16] = []
    /// Bit n: the known field with raw value n is dropped.
    private var known: UInt64 = 0
    /// Beginnings of cookie names that do not cross, in lower case.
    let cookiePrefixes: [[UInt8]]
    /// Whether `Authorization` crosses.
    let keepsAuthorization: Bool
    /// Whether `Expect` crosses; otherwise the gateway answers it itself.
    let keepsExpect: Bool

    /// Rules for requests.
    ///
    /// - Parameters:
    ///   - more: further names (`x-user`) and families (`x-auth-request-*`).
    ///   - cookiePrefixes: cookies whose name begins so, in any case or any other spelling that an application may read so,
    ///     are taken out of `Cookie`.
    ///   - keepsAuthorization: whether the client's credential reaches the upstream. Default: it does not.
    ///   - keepsExpect: whether the upstream is to answer `Expect: 100-continue`. Default: the gateway does.
    package static func requests(
        more: [String] = [],
        cookiePrefixes: [String] = [],
        keepsAuthorization: Bool = false,
        keepsExpect: Bool = false
    ) throws(StripPatternInvalid) -> StripRules {
        try StripRules(requestPatterns + more, cookiePrefixes, keepsAuthorization, keepsExpect)
    }

    /// Rules for responses. `Set-Cookie` lines whose cookie's name begins with one of `cookiePrefixes` are dropped: no
    /// upstream sets a cookie of the gateway.
    package static func responses(
        more: [String] = [],
        cookiePrefixes: [String] = []
    ) throws(StripPatternInvalid) -> StripRules {
        try StripRules(responsePatterns + more, cookiePrefixes, true, true)
    }

    private init(
        _ patterns: [String],
        _ cookiePrefixes: [String],
        _ keepsAuthorization: Bool,
        _ keepsExpect: Bool
    ) throws(StripPatternInvalid) {
        self.cookiePrefixes = cookiePrefixes.map { $0.utf8.map(ASCII.lowercased) }
        self.keepsAuthorization = keepsAuthorization
        self.keepsExpect = keepsExpect
        for pattern in patterns {
            var bytes = pattern.utf8.map(Self.folded)
            let isPrefix = bytes.last == 0x2A
            if isPrefix { bytes.removeLast() }
            guard !bytes.isEmpty, bytes.allSatisfy(ASCII.isFieldNameByte) else {
                throw StripPatternInvalid(text: pattern)
            }
            rules.append(Rule(bytes: bytes, isPrefix: isPrefix))
        }
        rules.sort { $0.bytes[0] < $1.bytes[0] }
        var next = 0
        for first in ASCII.hyphen...0x7B {
            while next < rules.count, rules[next].bytes[0] < first { next += 1 }
            starts.append(UInt16(next))
        }
        for field in KnownField.allCases where field != .other {
            let name = Array(field.name.utf8)
            if field.endsHere || matches(name.span) { known |= 1 << UInt64(field.rawValue) }
        }
        if !keepsAuthorization { known |= 1 << UInt64(KnownField.authorization.rawValue) }
        if !keepsExpect { known |= 1 << UInt64(KnownField.expect.rawValue) }
    }

    @inline(__always)
    private static func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case ASCII.underscore, ASCII.dot: ASCII.hyphen
        default: ASCII.lowercased(byte)
        }
    }

    /// Whether a known field is dropped.
    @inline(__always)
    func drops(_ field: KnownField) -> Bool { known &>> UInt64(field.rawValue) & 1 == 1 }

    /// Whether a rule covers `name`, compared folded. Names of known fields are found so as well.
    package func matches(_ name: Span<UInt8>) -> Bool {
        guard name.count > 0 else { return false }
        let first = Self.folded(name[0])
        guard first >= ASCII.hyphen, first <= 0x7A else { return false }
        let slot = Int(first &- ASCII.hyphen)
        var place = Int(starts[slot])
        let end = Int(starts[slot &+ 1])
        while place < end {
            if Self.covers(rules[place], name) { return true }
            place &+= 1
        }
        return false
    }

    @inline(__always)
    private static func covers(_ rule: borrowing Rule, _ name: Span<UInt8>) -> Bool {
        let expected = rule.bytes.span
        guard rule.isPrefix ? name.count >= expected.count : name.count == expected.count else { return false }
        for index in expected.indices where folded(name[index]) != expected[index] { return false }
        return true
    }
}
