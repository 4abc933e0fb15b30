internal import JOSE
internal import Synchronization

/// What the identity provider remembers while it runs.
final class ProviderState: Sendable {
    let clients: ClientRegistry
    let sessions = SSOSessions()
    let interactions = ExpiringStore<LoginInteraction>(lifetime: LoginInteraction.lifetime)
    let codes = ExpiringStore<IssuedCode>(lifetime: IssuedCode.memory)
    let accessTokens = ExpiringStore<AccessGrant>(lifetime: AccessGrant.lifetime)
    let usedAssertions = ExpiringStore<Void>(lifetime: ClientAuthenticator.longestAssertion)
    let backChannel: BackChannel
    let misbehaviour = Mutex<Misbehaviour?>(nil)
    let slowness = Mutex<Duration>(.seconds(30))

    init(clients: [StandInClient], reach: ListenAddress.Reach) {
        self.clients = ClientRegistry(clients)
        backChannel = BackChannel(reach: reach)
    }
}
