import HTTPWire
import NIOCore
import Testing

@testable import Gateway

/// Reads what a module says of caches. Two mistakes matter: taking an answer for private that a cache keeps for others, and putting a
/// cookie on it.
@Suite("What a response says of caches")
struct CachingTests {
    enum Reading: Sendable {
        /// Left as it is, and a cookie may stand on it.
        case isPrivate
        /// Gets `private`, and a cookie may stand on it.
        case neither
        /// Gets `private`, and never a cookie.
        case isShared
        /// Says both: never a cookie.
        case both
    }

    static let cases: [(lines: [String], reading: Reading)] = [
        ([], .neither), (["Cache-Control:"], .neither), (["Cache-Control: ,, ,"], .neither),
        (["Cache-Control: max-age=600"], .neither), (["Cache-Control: no-cache"], .neither),
        (["Cache-Control: private"], .isPrivate), (["Cache-Control: PRIVATE"], .isPrivate),
        (["Cache-Control: no-store"], .isPrivate), (["Cache-Control: No-Store, max-age=0"], .isPrivate),
        (["Cache-Control: max-age=600 ,\tprivate\t"], .isPrivate), (["Cache-Control: a=\"b, c\",private"], .isPrivate),
        // For some fields alone: the rest is kept.
        (["Cache-Control: private=\"x\""], .neither), (["Cache-Control: private = \"x\""], .neither),
        (["Cache-Control: private=x"], .neither), (["Cache-Control: no-store=\"x\""], .neither),
        (["Cache-Control: no-cache=\"set-cookie\""], .neither),
        // No such words.
        (["Cache-Control: privatex"], .neither), (["Cache-Control: x-private, no-store-x"], .neither),
        (["Cache-Control: pri vate"], .neither), (["Cache-Control: no - store"], .neither),
        (["Cache-Control: private\u{301}"], .neither), (["Cache-Control: \"private\""], .neither),
        (["Cache-Control: xpublic"], .neither), (["Cache-Control: publicity"], .neither),
        (["Cache-Control: public"], .isShared), (["Cache-Control: PubLic, max-age=1"], .isShared),
        (["Cache-Control: max-age=1,public"], .isShared), (["Cache-Control: public=\"x\""], .isShared),
        (["Cache-Control: public = x"], .isShared), (["Cache-Control: s-maxage=1"], .isShared),
        (["Cache-Control: S-MAXAGE=1"], .isShared), (["Cache-Control: s-maxage = 1"], .isShared),
        (["Cache-Control: s-maxage\t=\t1"], .isShared), (["Cache-Control: s-maxage=\"1\""], .isShared),
        (["Cache-Control: s-maxage"], .isShared), (["Cache-Control: s-maxage=0"], .isShared),
        (["Cache-Control: private, public"], .both), (["Cache-Control: no-store, s-maxage=1"], .both),
        // Commas in quotation marks separate nothing.
        (["Cache-Control: ext=\"a, public\""], .neither), (["Cache-Control: ext=\"a, private\""], .neither),
        (["Cache-Control: ext=\"a, s-maxage=1, no-store\", max-age=1"], .neither),
        (["Cache-Control: ext=\"a, private\", public"], .isShared),
        (["Cache-Control: ext=\"a, public\", private"], .isPrivate),
        // A quotation mark behind a backslash ends nothing; a backslash behind a backslash escapes nothing.
        (["Cache-Control: ext=\"a\\\", public, \\\"b\""], .neither),
        (["Cache-Control: ext=\"a\\\", private\", max-age=1"], .neither),
        (["Cache-Control: ext=\"a\\\\\", public"], .isShared), (["Cache-Control: ext=\"a\\\\\", private"], .isPrivate),
        // What is never closed ends where each cache likes: in the next line, or with the next comma.
        (["Cache-Control: ext=\"a"], .isShared), (["Cache-Control: ext=\"a, public"], .isShared),
        (["Cache-Control: ext=\"a, private"], .isShared), (["Cache-Control: private, ext=\"a"], .isShared),
        (["Cache-Control: ext=\"a\\\", private"], .isShared), (["Cache-Control: private, \""], .isShared),
        (["Cache-Control: ext=\"a", "Cache-Control: b\", public"], .isShared),
        (["Cache-Control: ext=\"a", "Cache-Control: private, ext=\"b\""], .isShared),
        // Several lines are one list (RFC 9110, section 5.3).
        (["Cache-Control: max-age=1", "Cache-Control: public"], .isShared),
        (["cache-control: max-age=1", "CACHE-CONTROL: private"], .isPrivate),
        (["Cache-Control: public", "Cache-Control: private"], .both),
        (["Cache-Control: private", "Content-Type: text/plain", "Cache-Control: s-maxage=1"], .both),
        // Fields for certain caches, whatever they say.
        (["CDN-Cache-Control: max-age=60"], .isShared), (["cdn-cache-control: no-store"], .isShared),
        (["Cache-Control: private", "CDN-Cache-Control: max-age=60"], .both),
        (["Vercel-CDN-Cache-Control: max-age=1"], .isShared), (["Surrogate-Control: max-age=60"], .isShared),
        (["Cache-Control: no-store", "SURROGATE-CONTROL: content=\"ESI/1.0\""], .both),
        (["X-Public: public", "Pragma: public", "Vary: s-maxage"], .neither),
    ]

    @Test("is read as a cache would, and what is unclear as the worse of two", arguments: cases.indices)
    func reading(_ index: Int) throws {
        let (lines, reading) = Self.cases[index]
        var buffer = ByteBuffer(
            string: (["HTTP/1.1 200 OK", "Content-Length: 0"] + lines).map { $0 + "\r\n" }.joined() + "\r\n")
        guard case .head(let head) = ResponseHead.parse(&buffer, to: .get, limits: WireLimits()) else {
            Issue.record("\(lines) is no head")
            return
        }
        let caching = Caching(head)
        #expect(caching.isPrivate == (reading == .isPrivate || reading == .both), "\(lines)")
        #expect(caching.isShared == (reading == .isShared || reading == .both), "\(lines)")
    }
}
