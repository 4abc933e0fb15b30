import HTTPWire
import JOSE
import NIOCore
import OIDC
import Policy

/// Sessions on the way of a request, for one event loop: who holds one, which addresses are the gateway's own, and who is sent
/// to log in.
final class SessionGate {
    let authenticator: SessionAuthenticator<ResolvedIdentity>
    private let session: SessionConfiguration
    private let paths: OwnPaths
    private let scheme: String
    /// The position of the gateway's own pages behind the configured upstreams.
    private let pages: Int

    /// What the gateway's own pages take of a body: a form of a few fields, or a logout token.
    static let maximumBody = 16 << 10

    /// Why a request with a session stops.
    struct Stop: Error {
        let refusal: Refusal
        /// What is wrong with the session, where there is one.
        var session: SessionRefusal?
    }

    init(_ login: LoginConfiguration, _ configuration: GatewayConfiguration, _ revocations: Revocations) {
        authenticator = SessionAuthenticator(
            ring: login.session.ring, issuer: login.issuer, limits: login.session.limits,
            cache: configuration.tokenCache, revocations: revocations)
        session = login.session
        paths = OwnPaths(login)
        scheme = configuration.publicScheme
        pages = configuration.upstreams.count
    }

    // MARK: The gateway's own pages

    func owns(_ head: RequestHead, _ target: CanonicalTarget) -> Bool {
        paths.contains(head.bytes.readableBytesUInt8Span.extracting(target.path.range))
    }

    /// The pages find out themselves who asks. What changes something must come from one of them, whether there is a session or
    /// not: a form of another site could log somebody out, or in as somebody else (CWE-352).
    func judgeOwnPage(_ head: RequestHead, _ target: CanonicalTarget, record: RequestRecord) -> Verdict {
        record.isOwnPage = true
        let path = head.bytes.readableBytesUInt8Span.extracting(target.path.range)
        let isSafe = Policy.RequestMethod(head.method).isRead
        guard isSafe || paths.takesForeign(path) || head.isSameOrigin(scheme: scheme) else {
            return .refuse(Refusal(SessionRefusal.crossOrigin))
        }
        return .forward(
            Forwarding(upstream: pages, target: target, identity: nil, isReadOnly: false, isOwnPage: true))
    }

    // MARK: Requests with a session

    /// Who holds the session that a request came with.
    func authenticate(
        _ head: RequestHead, record: RequestRecord, at now: Instant, _ derive: (AuthenticatedClaims) -> ResolvedIdentity
    ) -> Result<ResolvedIdentity, Stop> {
        let range: ByteRange
        switch head.cookie(SealedSession.cookieName) {
        case .none: return .failure(Stop(refusal: Refusal(TokenRefusal.missing)))
        case .several: return .failure(Stop(refusal: Refusal(AccessRefusal(.credentialsAmbiguous))))
        case .one(let found): range = found
        }
        let value = head.bytes.readableBytesUInt8Span.extracting(range.range)
        switch authenticator.authenticate(value, at: now, derive: derive) {
        case .refused(let refusal, let session):
            record.session = session
            return .failure(Stop(refusal: Refusal(refusal), session: refusal))
        case .known(let identity, let session, let isDue):
            record.session = session
            record.isSessionDue = isDue
            let isSafe = Policy.RequestMethod(head.method).isRead
            guard isSafe || head.isSameOrigin(scheme: scheme) else {
                record.identity = identity
                return .failure(Stop(refusal: Refusal(SessionRefusal.crossOrigin)))
            }
            return .success(identity)
        }
    }

    /// A person whose browser goes to a page without a session that counts is sent to log in; scripts and frames are told 401.
    func sendingToLogin(_ stop: Stop, _ head: RequestHead) -> Refusal {
        guard stop.refusal.status == 401, head.isNavigation else { return stop.refusal }
        return stop.refusal.sendingToLogin(Self.loginAddress(returningTo: head, asksAnew: stop.session == .revoked))
    }

    /// - Parameter asksAnew: whether the person shows who they are, however short ago they did: somebody ended the session.
    private static func loginAddress(returningTo head: RequestHead, asksAnew: Bool) -> FieldValue {
        let bytes = head.bytes.readableBytesUInt8Span.extracting(head.target.range)
        var text = OwnPaths.login
        if head.target.count <= LoginTransaction.maximumReturnBytes, bytes[0] == UInt8(ascii: "/") {
            text += "?return="
            for index in bytes.indices { text += Self.encoded(bytes[index]) }
        }
        if asksAnew { text += (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + "anew=1" }
        return FieldValue(verbatim: text) ?? FieldValue(encoding: OwnPaths.login)
    }

    private static func encoded(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "/"):
            String(Unicode.Scalar(byte))
        default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }

    // MARK: Answers

    /// What an answer to a request with a session gets: it is for this person alone, whatever the module says of caches
    /// (ASVS 14.3.2); and a new cookie where the old one has grown old, unless a cache could keep that and hand it to others.
    func lines(for current: Session?, isDue: Bool, on head: ResponseHead, at now: Instant) -> FieldLines? {
        guard let current else { return nil }
        let caching = Caching(head)
        var lines = FieldLines(capacity: isDue ? 2_048 : 64)
        // One more line only tightens what the others say (RFC 9111, section 5.2).
        if !caching.isPrivate { lines.add(Self.cacheControl, Self.isPrivate) }
        // One that was ended while the answer was made gets no new cookie: it would take the place of a later login's.
        if isDue, !caching.isShared, head.status != 304, !authenticator.isEnded(current),
            let sealed = try? SealedSession.seal(current.reissued(at: now), with: session.ring),
            let cookie = FieldValue(verbatim: SessionCookies.session(sealed))
        {
            lines.add(Self.setCookie, cookie)
        }
        return lines
    }

    private static let setCookie = FieldName(.setCookie)
    private static let cacheControl = FieldName(.cacheControl)
    private static let isPrivate = FieldValue(encoding: "private")
}
