import NIOCore

/// A request target in the one spelling its resource has; whatever has a second spelling was refused.
///
/// The path judged is the path forwarded, byte for byte, so nothing is ever mended here. For any two accepted paths:
/// equal after percent-decoding means equal bytes. What that takes:
///
/// - Every character that can stand for itself does; everything else is escaped with upper-case digits.
/// - No escape yields `/ \ ; ? # %`, a control character, malformed UTF-8 or a noncharacter.
/// - No segment is `.`, `..` or empty, but for one trailing slash; no `;` parameters, no backslash, no fragment.
///
/// The query passes as it is, and opens nothing (a policy may still refuse it): visible US-ASCII without `#`, with well-formed escapes.
/// Ranges count from the first byte of the span that was parsed; those of `RequestHead.canonicalTarget` from the first
/// byte of the head.
package struct CanonicalTarget: Sendable, Hashable {
    /// How the target was written (RFC 9112 section 3.2).
    package enum Form: Sendable, Hashable {
        /// A path, perhaps with a query.
        case origin
        /// A whole URI. It is read, and forwarded, as its path and query.
        case absolute
        /// `*`, for OPTIONS. The path is that one byte.
        case asterisk
    }

    /// The whole target as it was sent.
    package let whole: ByteRange
    /// How it was written.
    package let form: Form
    /// Host and port of the absolute form.
    package let authority: HostValue?
    /// From the first `/` up to the query.
    package let path: ByteRange
    /// What follows the first `?`; an empty range for a `?` with nothing behind it.
    package let query: ByteRange?

    /// Path, `?` and query: what goes on the request line to the upstream.
    package var pathAndQuery: ByteRange { ByteRange(Int(path.start), Int(whole.end)) }

    /// Whether the path ends in a slash that is not its only byte.
    package let hasTrailingSlash: Bool

    /// Number of segments; the trailing slash makes none, so `/` has none.
    package let segmentCount: Int

    /// Checks the bytes of `range` as the target of a request of `method`.
    package static func parse(
        _ bytes: Span<UInt8>,
        in range: ByteRange,
        method: RequestMethod = .get,
        limits: WireLimits = WireLimits()
    ) -> Result<CanonicalTarget, TargetRefusal> {
        guard !range.isEmpty else { return .failure(.empty) }
        guard range.count <= limits.startLineBytes else { return .failure(.tooLong) }
        let start = Int(range.start)
        let end = Int(range.end)
        if bytes[start] == ASCII.slash {
            return finish(bytes, range, start, form: .origin, authority: nil, limits)
        }
        if bytes[start] == 0x2A, range.count == 1 {
            guard method == .options else { return .failure(.asteriskWithoutOptions) }
            return .success(
                CanonicalTarget(
                    whole: range, form: .asterisk, authority: nil, path: range, query: nil, hasTrailingSlash: false,
                    segmentCount: 0
                )
            )
        }
        guard let authorityStart = afterScheme(bytes, start, end) else { return .failure(.formNotServed) }
        var slash = authorityStart
        while slash < end, bytes[slash] != ASCII.slash, bytes[slash] != ASCII.questionMark { slash += 1 }
        guard let authority = HostValue(bytes, ByteRange(authorityStart, slash)) else {
            return .failure(.authorityInvalid)
        }
        // `http://host` and `http://host/` are one resource: only the second is taken.
        guard slash < end, bytes[slash] == ASCII.slash else { return .failure(.absolutePathMissing) }
        return finish(bytes, range, slash, form: .absolute, authority: authority, limits)
    }

    /// Checks all of `bytes` as the target of a request of `method`.
    package static func parse(
        _ bytes: Span<UInt8>,
        method: RequestMethod = .get,
        limits: WireLimits = WireLimits()
    ) -> Result<CanonicalTarget, TargetRefusal> {
        parse(bytes, in: ByteRange(0, bytes.count), method: method, limits: limits)
    }

    /// Checks `text` as the target of a request of `method`: for the command line and for tests.
    package static func parse(
        string text: String,
        method: RequestMethod = .get,
        limits: WireLimits = WireLimits()
    ) -> Result<CanonicalTarget, TargetRefusal> {
        parse(Array(text.utf8).span, method: method, limits: limits)
    }

    /// Where the authority of an absolute target begins.
    private static func afterScheme(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        for scheme in ["http://", "https://"] {
            let count = scheme.utf8.count
            // In lower case only: the scheme, too, has one spelling.
            if end - start >= count, spells(bytes, start, scheme) { return start + count }
        }
        return nil
    }

    private static func spells(_ bytes: Span<UInt8>, _ start: Int, _ text: String) -> Bool {
        let expected = text.utf8Span.span
        for index in expected.indices where bytes[start + index] != expected[index] { return false }
        return true
    }

    /// Checks path and query, which begin with the slash at `slash`.
    private static func finish(
        _ bytes: Span<UInt8>,
        _ range: ByteRange,
        _ slash: Int,
        form: Form,
        authority: HostValue?,
        _ limits: WireLimits
    ) -> Result<CanonicalTarget, TargetRefusal> {
        let end = Int(range.end)
        var path = PathCheck(slash)
        if let refusal = path.run(bytes, end, limits.pathSegments) { return .failure(refusal) }
        var query: ByteRange?
        if path.at < end {
            query = ByteRange(path.at + 1, end)
            if let refusal = QueryCheck.run(bytes, path.at + 1, end) { return .failure(refusal) }
        }
        return .success(
            CanonicalTarget(
                whole: range,
                form: form,
                authority: authority,
                path: ByteRange(slash, path.at),
                query: query,
                hasTrailingSlash: path.hasTrailingSlash,
                segmentCount: path.segments
            )
        )
    }

    /// The segments of the path, one after the other.
    package var segments: PathSegments { PathSegments(form == .asterisk ? ByteRange(0, 0) : path) }
}

/// Walks over the segments of a canonical path without copying any. The trailing slash makes no segment.
package struct PathSegments: Sendable {
    private var at: Int
    private let end: Int

    init(_ path: ByteRange) {
        at = Int(path.start) + 1
        end = Int(path.end)
    }

    /// The next segment of the path in `bytes`, the span that was parsed.
    package mutating func next(in bytes: Span<UInt8>) -> ByteRange? {
        guard at < end else { return nil }
        let start = at
        while at < end, bytes[at] != ASCII.slash { at += 1 }
        let segment = ByteRange(start, at)
        at += 1
        return segment
    }
}

extension RequestHead {
    /// The target in its one spelling, with an absolute target's authority checked against the `Host` field
    /// (RFC 9112 section 3.2.2). Ranges count from the first byte of the head.
    package func canonicalTarget(limits: WireLimits) -> Result<CanonicalTarget, TargetRefusal> {
        let bytes = fields.bytes.readableBytesUInt8Span
        let parsed = CanonicalTarget.parse(bytes, in: target, method: method, limits: limits)
        guard case .success(let canonical) = parsed, let authority = canonical.authority else { return parsed }
        guard authority.port == host.port, authority.name.count == host.name.count else {
            return .failure(.authorityMismatch)
        }
        let one = bytes.extracting(authority.name.range)
        let other = bytes.extracting(host.name.range)
        for index in one.indices where ASCII.lowercased(one[index]) != ASCII.lowercased(other[index]) {
            return .failure(.authorityMismatch)
        }
        return parsed
    }
}
