internal import JOSE
internal import Synchronization

extension IdentityProvider {
    /// Registers a relying party; one with the same id is replaced. Works while the provider runs.
    package func register(_ client: StandInClient) { state.clients.register(client) }

    /// The registered relying parties, in the order in which they came.
    package var clients: [StandInClient] { state.clients.all }

    /// Signs with a new key from now on. The older ones stay published, so tokens they signed stay good.
    ///
    /// - Returns: the new `kid`.
    @discardableResult
    package func rotateKeys() throws -> String { try mint.signingKeys.rotate() }

    /// Publishes the newest key alone: what older ones signed is not good any more.
    package func withdrawOlderKeys() { mint.signingKeys.withdrawOlder() }

    /// What it does wrong from now on; nil for nothing.
    package var misbehaviour: Misbehaviour? {
        get { state.misbehaviour.withLock { $0 } }
        nonmutating set { state.misbehaviour.withLock { $0 = newValue } }
    }

    /// How long the token endpoint waits under ``Misbehaviour/tokenEndpointIsSlow``: 30 seconds unless set.
    package var slowness: Duration {
        get { state.slowness.withLock { $0 } }
        nonmutating set { state.slowness.withLock { $0 = newValue } }
    }

    /// The logout tokens that were sent lately and what came of each, the oldest first; 200 at most.
    package var backChannelDeliveries: [BackChannelDelivery] { state.backChannel.deliveries }

    /// By what a logout token names what ends.
    package enum LogoutScope: String, Sendable, CaseIterable {
        /// One token for each session and client, with `sid` alone.
        case session = "sid"
        /// One token for each client, with `sub` alone: every session of the person ends.
        case subject = "sub"
    }

    /// Ends every session of a person from this side, and tells their clients.
    ///
    /// - Returns: once each client has answered or its time was over.
    @discardableResult
    package func logOut(_ person: String, naming scope: LogoutScope) async throws -> [BackChannelDelivery] {
        let instant = now()
        let ended = state.sessions.endAll(of: person, at: instant)
        switch scope {
        case .session:
            return try await tell(
                ended.flatMap { session in session.clients.map { ($0, session.sid, nil) } }, at: instant)
        case .subject:
            guard let subject = ended.first?.subject else { return [] }
            var clients: [String] = []
            for client in ended.flatMap(\.clients) where !clients.contains(client) { clients.append(client) }
            return try await tell(clients.map { ($0, nil, subject) }, at: instant)
        }
    }

    /// A logout token for a client, as it would be sent now, with the fault of the moment; nothing is sent or ended.
    ///
    /// - Parameters:
    ///   - sid: nil for a logout of every session of the subject.
    ///   - subject: nil for a logout of the session alone.
    package func logoutToken(for client: String, sid: String?, subject: String?) throws -> String {
        try LogoutTokenMaker(issuer: issuer, keys: mint.signingKeys, misbehaviour: misbehaviour)
            .token(client: client, sid: sid, subject: subject, at: now())
    }

    /// Ends one session and tells its clients, by `sid` and `sub`.
    @discardableResult
    func end(_ session: SSOSession, at instant: Instant) async throws -> [BackChannelDelivery] {
        guard let ended = state.sessions.end(session.sid, at: instant) else { return [] }
        return try await tell(ended.clients.map { ($0, ended.sid, ended.subject) }, at: instant)
    }

    private func tell(
        _ logouts: [(client: String, sid: String?, subject: String?)], at instant: Instant
    ) async throws -> [BackChannelDelivery] {
        let maker = LogoutTokenMaker(issuer: issuer, keys: mint.signingKeys, misbehaviour: misbehaviour)
        let messages = try logouts.compactMap { logout -> BackChannel.Message? in
            guard let uri = state.clients[logout.client]?.backChannelLogoutURI else { return nil }
            return BackChannel.Message(
                client: logout.client, uri: uri, sid: logout.sid, subject: logout.subject,
                token: try maker.token(client: logout.client, sid: logout.sid, subject: logout.subject, at: instant))
        }
        return await state.backChannel.send(messages, at: instant)
    }
}
