/// Where a browser is sent to log out at the provider, too (OpenID Connect RP-Initiated Logout 1.0, section 2).
package struct EndSession: Sendable {
    /// Where the provider sends the browser afterwards; registered there.
    package var redirect: String
    /// Comes back with the browser.
    package var state: String?
    /// Whether the person stays logged in at ACM/IDM and chooses another organisation (its `switch` parameter).
    package var isSwitch = false

    package init(redirect: String, state: String? = nil, isSwitch: Bool = false) {
        self.redirect = redirect
        self.state = state
        self.isSwitch = isSwitch
    }

    /// nil when the provider has no such address. No `id_token_hint`: tokens are not kept.
    package func url(at provider: LoginProvider, clientID: String) -> String? {
        guard let url = provider.endSession?.text else { return nil }
        var members: [(name: String, value: String)] = []
        if isSwitch { members.append(("switch", "true")) }
        members += [("client_id", clientID), ("post_logout_redirect_uri", redirect)]
        if let state { members.append(("state", state)) }
        return url + (url.contains("?") ? "&" : "?") + FormEncoding.encode(members)
    }
}
