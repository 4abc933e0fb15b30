internal import JOSE

/// A request to end a session that was checked.
struct LogoutRequest: Sendable, Equatable {
    /// Why a request is not followed. Each is shown on a page: the browser is sent nowhere.
    enum Refusal: Error, Sendable, Equatable {
        case fieldTwice
        case unknownClient
        case addressWithoutClient
        case addressNotRegistered
        case switchWithoutAddress

        var tekst: String {
            switch self {
            case .fieldTwice: "Een veld komt meer dan een keer voor."
            case .unknownClient: "Geen geregistreerde toepassing heeft deze `client_id`."
            case .addressWithoutClient: "Bij `post_logout_redirect_uri` hoort een `client_id`."
            case .addressNotRegistered: "Deze `post_logout_redirect_uri` is niet geregistreerd voor de toepassing."
            case .switchWithoutAddress: "Bij `switch` horen een `client_id` en een `post_logout_redirect_uri`."
            }
        }
    }

    /// Whether somebody stays logged in and chooses another identity.
    let isSwitch: Bool
    /// Where the browser goes, with the state; nil when it stays.
    let url: String?

    static func read(_ fields: FormFields, clients: ClientRegistry) -> Result<LogoutRequest, Refusal> {
        guard fields.repeatedNames.isEmpty else { return .failure(.fieldTwice) }
        // The manual says that the value is optional; any but `false` counts.
        let isSwitch = fields.names.contains("switch") && fields["switch"] != "false"
        var client: StandInClient?
        if let id = fields["client_id"] {
            client = clients[id]
            guard client != nil else { return .failure(.unknownClient) }
        }
        guard let address = fields["post_logout_redirect_uri"] else {
            return isSwitch ? .failure(.switchWithoutAddress) : .success(LogoutRequest(isSwitch: false, url: nil))
        }
        guard let client else { return .failure(isSwitch ? .switchWithoutAddress : .addressWithoutClient) }
        guard client.postLogoutRedirectURIs.contains(where: { sameBytes($0, address) }) else {
            return .failure(.addressNotRegistered)
        }
        guard let state = fields["state"] else { return .success(LogoutRequest(isSwitch: isSwitch, url: address)) }
        let separator = address.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        return .success(
            LogoutRequest(isSwitch: isSwitch, url: address + separator + FormEncoding.encode([("state", state)])))
    }
}
