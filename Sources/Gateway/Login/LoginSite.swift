import HTTPWire
import OIDC

/// Where people log in: in front of the modules, or at the board of the register. Each has pages, addresses and sessions of its
/// own.
struct LoginSite: Sendable {
    let kind: SealedSession.Kind
    /// The first page.
    let start: String
    let login: String
    let loggedOut: String
    /// Whether a login may lead back to a path.
    private let mayReturn: @Sendable (_ path: String) -> Bool

    /// A path on this host in its one spelling, as the canonicaliser of requests has it; anything else, and the addresses that
    /// log in or out, become the first page.
    func safe(_ address: String?) -> String {
        guard let address, address.utf8.count <= LoginTransaction.maximumReturnBytes,
            case .success(let target) = CanonicalTarget.parse(string: address), target.form == .origin,
            target.authority == nil
        else { return start }
        let bytes = Array(address.utf8)
        let path = String(decoding: bytes[target.path.range], as: UTF8.self)
        return mayReturn(path) ? address : start
    }

    /// Where to log in so that one comes back to an address.
    func loginAddress(returningTo address: String) -> String {
        address == start ? login : "\(login)?return=\(FormEncoding.encode(address))"
    }

    static let modules = LoginSite(
        kind: .modules, start: OwnPaths.start, login: OwnPaths.login, loggedOut: OwnPaths.loggedOut
    ) { path in
        !path.hasPrefix(OwnPaths.prefix) || path == OwnPaths.rights
    }

    static let board = LoginSite(
        kind: .board, start: BoardPaths.start, login: BoardPaths.login, loggedOut: BoardPaths.loggedOut
    ) { path in
        BoardPaths.owns(path) && !BoardPaths.ofLogin.contains(path) && !path.hasPrefix(BoardPaths.api)
    }
}
