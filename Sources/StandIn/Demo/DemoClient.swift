/// The demo's gateway as a client of the stand-in.
package enum DemoClient {
    /// What is registered for a gateway that listens at an address.
    package static func client(gateway: ListenAddress, secret: String) -> StandInClient {
        let base = "http://\(gateway.authority)/_poort"
        return StandInClient(
            id: DemoPlan.audience, authentication: .secret(secret), redirectURIs: ["\(base)/callback"],
            postLogoutRedirectURIs: ["\(base)/logged-out", "\(base)/switched"],
            backChannelLogoutURI: "\(base)/backchannel-logout", name: "Loket voor lokale besturen")
    }
}
