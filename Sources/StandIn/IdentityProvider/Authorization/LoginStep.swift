/// What comes next in a login. Decides; does nothing.
enum LoginStep: Sendable, Equatable {
    case choosePerson
    case chooseHoedanigheid([Hoedanigheid])
    case chooseOrganisatie([Identiteit])
    /// ACM's page with Foutcode 778323.
    case noRight
    case complete(Identiteit)
    case fail(AuthorizationError.Code)

    /// - Parameters:
    ///   - session: of the browser, when it is good enough for the request; nil when somebody has to say who they are.
    ///   - identiteiten: of the person of the session.
    ///   - hoedanigheid: what was chosen on the page "Aanmelden namens".
    static func next(
        _ request: AuthorizationRequest, session: SSOSession?, identiteiten: [Identiteit],
        hoedanigheid: Hoedanigheid?
    ) -> LoginStep {
        let isSilent = request.prompt == AuthorizationRequest.Prompt.none
        guard let session else { return isSilent ? .fail(.loginRequired) : .choosePerson }
        let allowed = identiteiten.filter(\.magAanmelden)
        guard !allowed.isEmpty else { return isSilent ? .fail(.accessDenied) : .noRight }
        if let hint = request.hint {
            if let hinted = allowed.first(where: hint.means) { return .complete(hinted) }
            // Somebody who may not act for the organisation that is meant is asked, and never logged in for another unasked.
        } else if let chosen = allowed.first(where: { $0.werkrelatie == session.werkrelatie }) {
            return .complete(chosen)
        } else if allowed.count == 1 {
            return .complete(allowed[0])
        }
        if isSilent { return .fail(.interactionRequired) }
        let hoedanigheden = Hoedanigheid.allCases.filter { one in
            allowed.contains { $0.organisatie.hoedanigheid == one }
        }
        guard hoedanigheden.count == 1 || hoedanigheid != nil else { return .chooseHoedanigheid(hoedanigheden) }
        let offered = allowed.filter { $0.organisatie.hoedanigheid == hoedanigheid ?? hoedanigheden[0] }
        return offered.isEmpty ? .chooseHoedanigheid(hoedanigheden) : .chooseOrganisatie(offered)
    }
}
