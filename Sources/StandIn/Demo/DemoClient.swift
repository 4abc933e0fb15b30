/// The demo's gateway as a client of the stand-in.
package enum DemoClient {
    /// What is registered for a gateway that listens at an address, with its board at another.
    package static func client(gateway: ListenAddress, admin: ListenAddress, secret: String) -> StandInClient {
        let base = "http://\(gateway.authority)/_poort"
        let board = "http://\(admin.authority)/register"
        return StandInClient(
            id: DemoPlan.audience, authentication: .secret(secret),
            redirectURIs: ["\(base)/callback", "\(board)/callback"],
            postLogoutRedirectURIs: [
                "\(base)/logged-out", "\(base)/switched", "\(board)/logged-out", "\(board)/switched",
            ],
            backChannelLogoutURI: "\(base)/backchannel-logout", name: "Loket voor lokale besturen")
    }
}
