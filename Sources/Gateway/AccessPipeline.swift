import Besturen
import HTTPTypes
import HTTPWire
import JOSE
import NIOCore
import OIDC
import Policy

/// One request from its head to a verdict. Read from top to bottom, ``judge(_:record:at:)`` is the whole gateway:
///
///     RequestHead ─▶ CanonicalTarget ─▶ Route ─▶ Credential ─▶ AuthenticatedClaims ─▶ Principal ─▶ Decision ─▶ Verdict
///
/// Each stage takes what the one before gave. A refusal at any stage is a value that ends the way. It is synchronous and
/// belongs to one event loop.
final class AccessPipeline {
    private var snapshot: AccessSnapshot
    private let authenticator: Authenticator<ResolvedIdentity>
    private let refusalDetail: GatewayConfiguration.RefusalDetail
    /// Nil when nobody logs in here.
    private let sessions: SessionGate?
    private let names = IdentityFieldNames()
    private let forwardedProto: FieldValue
    private let pageSettings: PageSettings
    let wireLimits: WireLimits

    /// - Parameter revocations: the sessions that were ended before this process began.
    init(snapshot: AccessSnapshot, configuration: GatewayConfiguration, revocations: Revocations = .none) {
        self.snapshot = snapshot
        authenticator = Authenticator(issuers: snapshot.issuers, cache: configuration.tokenCache)
        sessions = configuration.login.map { SessionGate($0, configuration, revocations) }
        refusalDetail = configuration.refusalDetail
        pageSettings = PageSettings(
            home: configuration.login == nil ? nil : OwnPaths.start, helpdesk: configuration.login?.pages.helpdesk)
        forwardedProto = FieldValue(encoding: configuration.publicScheme)
        wireLimits = WireLimits(
            startLineBytes: configuration.limits.requestLineBytes, headBytes: configuration.limits.headBytes,
            fieldCount: configuration.limits.fieldCount, bodyBytes: configuration.limits.bodyBytes)
    }

    /// A new policy, register or set of keys; what was derived from the old ones is forgotten.
    func install(_ snapshot: AccessSnapshot) {
        self.snapshot = snapshot
        authenticator.replace(issuers: snapshot.issuers)
        sessions?.authenticator.forgetAll()
    }

    /// A newer list of the sessions that were ended.
    func install(_ revocations: Revocations) { sessions?.authenticator.replace(revocations: revocations) }

    /// How many tokens were checked so far, for good or ill.
    var checkedTokens: UInt64 { authenticator.misses }

    func count(into counters: inout LoopCounters) {
        counters.cacheHits = authenticator.hits
        counters.cacheMisses = authenticator.misses
        counters.cacheEntries = authenticator.rememberedTokens
        counters.cacheBytes = authenticator.rememberedBytes
        counters.sessionHits = sessions?.authenticator.hits ?? 0
        counters.sessionMisses = sessions?.authenticator.misses ?? 0
    }

    /// Says whether a request goes on, where to, and in whose name; fills in the record what was found out on the way.
    /// A request that waited is judged anew from the start, by whatever counts then.
    /// - Parameter mayVerify: whether a token that is not among the verified ones is to be checked now.
    func judge(_ head: RequestHead, record: RequestRecord, at now: Instant, mayVerify: Bool) -> Verdict {
        // What an earlier judgement of a request that waited found out no longer counts.
        record.routeMembers = nil
        record.identity = nil
        record.session = nil
        record.isSessionDue = false
        let target: CanonicalTarget
        switch head.canonicalTarget(limits: wireLimits) {
        case .failure(let refusal): return .refuse(Refusal(refusal))
        case .success(let canonical): target = canonical
        }
        record.target = target
        if let sessions, sessions.owns(head, target) { return sessions.judgeOwnPage(head, target, record: record) }

        let method = Policy.RequestMethod(head.method)
        let route: Route
        switch self.route(head, target, method) {
        case .matched(let match): route = match
        case .unknown:
            record.shadow = shadow(nil, method, head, target, wasAllowed: false)
            return .refuse(Refusal(AccessRefusal(.routeUnknown)))
        case .methodNotAllowed:
            record.shadow = shadow(nil, method, head, target, wasAllowed: false)
            return .refuse(refusal(head, target, method, asker: .anonymous))
        }
        record.routeMembers = snapshot.auditMembers(of: route)

        var identity: ResolvedIdentity?
        if route.needsPrincipal {
            switch authenticate(head, record: record, at: now, mayVerify) {
            case .refused(let refusal):
                // For the shadow policy it is as if nobody had asked: what it opens to everybody, it would have let in.
                record.shadow = shadow(.anonymous, method, head, target, wasAllowed: false)
                return .refuse(refusal)
            case .keyNeeded(let need): return .awaitKeys(need)
            case .unchecked: return .awaitTurn
            case .known(let known): identity = known
            }
        }
        record.identity = identity

        let decision = decide(identity, route, method, head, target)
        record.shadow = shadow(identity?.shadow, method, head, target, wasAllowed: decision.isAllowed)
        switch decision {
        case .deny(let denial):
            return .refuse(Refusal(denial.refusals))
        case .allow(let grant):
            record.grant = (grant, snapshot.policy)
            guard let upstream = snapshot.upstream(of: route) else {
                return .refuse(Refusal(AccessRefusal(.routeClosed)))
            }
            return .forward(
                Forwarding(upstream: upstream, target: target, identity: identity, isReadOnly: grant.isReadOnly))
        }
    }

    // MARK: Stages

    private func route(_ head: RequestHead, _ target: CanonicalTarget, _ method: Policy.RequestMethod) -> RouteMatch {
        let bytes = head.bytes.readableBytesUInt8Span
        return snapshot.policy.route(
            method: method, host: bytes.extracting(head.host.name.range), path: bytes.extracting(target.path.range))
    }

    private enum Authenticated {
        case known(ResolvedIdentity)
        case refused(Refusal)
        case keyNeeded(KeyNeed)
        case unchecked
    }

    /// One credential counts: a bearer token where there is an `Authorization` field, else a session. A second field was refused
    /// with the head; a session does not mend a token that is refused.
    private func authenticate(
        _ head: RequestHead, record: RequestRecord, at now: Instant, _ mayVerify: Bool
    ) -> Authenticated {
        switch head.bearerCredential() {
        case .none:
            guard let sessions else { return .refused(Refusal(TokenRefusal.missing)) }
            switch sessions.authenticate(head, record: record, at: now, { identity(of: $0) }) {
            case .success(let identity): return .known(identity)
            case .failure(let stop): return .refused(sessions.sendingToLogin(stop, head))
            }
        case .otherScheme:
            return .refused(Refusal(TokenRefusal.missing))
        case .malformed:
            return .refused(Refusal(TokenRefusal.credentialMalformed))
        case .token(let range):
            let bytes = head.bytes.readableBytesUInt8Span
            let token = bytes.extracting(range.range)
            switch authenticator.authenticate(token, at: now, mayVerify: mayVerify, derive: identity) {
            case .known(let identity): return .known(identity)
            case .refused(let refusal): return .refused(Refusal(refusal))
            case .keyNeeded(let need): return .keyNeeded(need)
            case .unchecked: return .unchecked
            }
        }
    }

    private func identity(of claims: AuthenticatedClaims) -> ResolvedIdentity {
        ResolvedIdentity(claims, snapshot: snapshot, names: names)
    }

    /// Path and query are judged in the buffer that the head to the upstream is copied from.
    private func decide(
        _ identity: ResolvedIdentity?, _ route: Route, _ method: Policy.RequestMethod, _ head: RequestHead,
        _ target: CanonicalTarget
    ) -> Decision {
        let bytes = head.bytes.readableBytesUInt8Span
        let path = bytes.extracting(target.path.range)
        let query = bytes.extracting((target.query ?? ByteRange(0, 0)).range)
        guard let identity else {
            return snapshot.policy.decide(principal: nil, route: route, method: method, path: path, query: query)
        }
        guard case .principal(let principal) = identity.asker else {
            return snapshot.policy.decide(identity.asker, route: route, method: method, path: path, query: query)
        }
        return snapshot.policy.decide(principal: principal, route: route, method: method, path: path, query: query)
    }

    /// What the shadow policy says, where there is one: over the same bytes.
    private func shadow(
        _ asker: Asker?, _ method: Policy.RequestMethod, _ head: RequestHead, _ target: CanonicalTarget,
        wasAllowed: Bool
    ) -> ShadowAnswer? {
        guard let shadow = snapshot.shadow else { return nil }
        let bytes = head.bytes.readableBytesUInt8Span
        return shadow.shadowAnswer(
            asker, method: method, host: bytes.extracting(head.host.name.range),
            path: bytes.extracting(target.path.range),
            query: bytes.extracting((target.query ?? ByteRange(0, 0)).range), wasAllowed: wasAllowed)
    }

    /// The refusal in the policy's own words, for an address whose method is not admitted.
    private func refusal(
        _ head: RequestHead, _ target: CanonicalTarget, _ method: Policy.RequestMethod, asker: Asker
    ) -> Refusal {
        let request = AccessRequest(
            method: method, host: head.text(head.host.name), path: head.text(target.path),
            query: target.query.map(head.text) ?? "")
        return Refusal(snapshot.policy.explain(asker, request: request).refusals)
    }

    // MARK: Enforcement

    /// The address of a new client, with the lines that name it to upstreams.
    func peer(_ address: SocketAddress?) -> PeerAddress {
        let bytes = PeerAddress.text(of: address)
        var lines = FieldLines()
        lines.add(names.forwardedFor, encoding: bytes.span)
        lines.add(names.forwardedProto, forwardedProto)
        return PeerAddress(bytes: bytes, lines: lines)
    }

    /// The head that the upstream gets: the client's lines that may cross, then who asks, then framing written anew.
    func upstreamHead(
        for head: RequestHead, _ forwarding: Forwarding, record: RequestRecord, framing: BodyFraming,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        var writer = HeadWriter(allocator.buffer(capacity: head.bytes.readableBytes + 1024))
        let rules = forwarding.isOwnPage ? snapshot.pageRequestRules : snapshot.requestRules[forwarding.upstream]
        writer.forward(head, target: forwarding.target, rules: rules)
        if let identity = forwarding.identity {
            writer.add(identity.lines)
            writer.add(names.readOnly, forwarding.isReadOnly ? Self.yes : Self.no)
        }
        let requestID = record.id.bytes
        writer.add(names.requestID, encoding: requestID.span)
        writer.add(record.peer.lines)
        if let host = head.value(.host) { writer.add(names.forwardedHost, copying: host, of: head.fields) }
        return writer.endRequest(framing, method: head.method)
    }

    /// The head that the client gets.
    func clientHead(
        for head: ResponseHead, framing: BodyFraming, record: RequestRecord, close: Bool, at now: Instant,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        var writer = HeadWriter(allocator.buffer(capacity: head.bytes.readableBytes + 512))
        writer.forward(head, rules: record.isOwnPage ? snapshot.pageResponseRules : snapshot.responseRules)
        let requestID = record.id.bytes
        writer.add(names.requestID, encoding: requestID.span)
        if !record.isOwnPage,
            let lines = sessions?.lines(for: record.session, isDue: record.isSessionDue, on: head, at: now)
        {
            writer.add(lines)
        }
        return writer.endResponse(framing, announcedLength: head.announcedLength, close: close)
    }

    /// Writes a whole response that refuses a request.
    func write(_ refusal: Refusal, record: RequestRecord, closes: Bool, to buffer: inout ByteBuffer) {
        let reasons = refusal.told(refusalDetail)
        let language = record.head.flatMap { $0.prefersHTML ? $0.acceptedLanguage : nil }
        let body = RefusalBody(
            reasons, status: refusal.status, requestID: record.id, pageSettings, language: language,
            account: record.identity.flatMap { identity in
                record.session.map { .init(name: $0.name, bestuur: identity.asker.principal?.bestuur.name) }
            })
        var lines = FieldLines()
        lines.add(Self.contentType, body.contentType)
        lines.add(Self.cacheControl, Self.noStore)
        if language != nil { lines.add(Self.pageLines) }
        let requestID = record.id.bytes
        lines.add(names.requestID, encoding: requestID.span)
        if let login = refusal.login { lines.add(Self.location, login) }
        if refusal.status == 401 {
            // RFC 6750, section 3.1: without a credential the challenge names no error.
            let isMissing = refusal.primary.code == TokenReasonCode.tokenMissing.rawValue
            lines.add(Self.challenge, isMissing ? Self.bearer : Self.invalidToken)
        }
        SmallResponse.write(
            status: refusal.status, fields: lines, body: body.bytes, omitsBody: record.head?.method == .head,
            close: closes, to: &buffer)
    }

    private static let yes = FieldValue(encoding: "true")
    private static let no = FieldValue(encoding: "false")
    private static let contentType = FieldName(.contentType)
    private static let cacheControl = FieldName(.cacheControl)
    /// What a page has besides its own lines: above all that no script runs in it.
    private static let pageLines: FieldLines = {
        var lines = FieldLines()
        for (name, value) in PageResponse.pageFields {
            if let name = FieldName(name.canonicalName), let value = FieldValue(verbatim: value) {
                lines.add(name, value)
            }
        }
        return lines
    }()
    private static let location = FieldName(.location)
    private static let challenge = FieldName(.wwwAuthenticate)
    private static let noStore = FieldValue(encoding: "no-store")
    private static let bearer = FieldValue(encoding: "Bearer realm=\"poort\"")
    private static let invalidToken = FieldValue(encoding: "Bearer realm=\"poort\", error=\"invalid_token\"")
}

extension Policy.RequestMethod {
    /// The same method as the policy names it. The two enums are apart because the policy knows nothing of HTTP's bytes.
    init(_ method: HTTPWire.RequestMethod) {
        self =
            switch method {
            case .get: .get
            case .head: .head
            case .options: .options
            case .post: .post
            case .put: .put
            case .patch: .patch
            case .delete: .delete
            }
    }
}
