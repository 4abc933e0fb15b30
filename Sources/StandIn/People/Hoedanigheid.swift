/// In which capacity somebody logs in at ACM/IDM; the token carries its code and its name.
package enum Hoedanigheid: Sendable, Hashable, CaseIterable {
    /// For a lokaal bestuur; organisation codes are KBO numbers.
    case lokaleBesturen
    /// For the Flemish government; organisation codes are OVO codes.
    case vlaamseOverheid

    /// The value of `vo_doelgroepcode`.
    package var code: String {
        switch self {
        case .lokaleBesturen: "LB"
        case .vlaamseOverheid: "GID"
        }
    }

    /// The value of `vo_doelgroepnaam`.
    package var name: String {
        switch self {
        case .lokaleBesturen: "Lokale Besturen"
        case .vlaamseOverheid: "VO-medewerkers"
        }
    }
}
