/// In which capacity somebody logs in at ACM/IDM; the token carries its code and its name.
package enum Hoedanigheid: String, Sendable, Hashable, CaseIterable {
    /// For a lokaal bestuur; organisation codes are KBO numbers.
    case lokaleBesturen = "LB"
    /// For the Flemish government; organisation codes are OVO codes.
    case vlaamseOverheid = "GID"
    /// For an enterprise; organisation codes are KBO numbers.
    case economischeActoren = "EA"

    /// The value of `vo_doelgroepcode`.
    package var code: String { rawValue }

    /// The value of `vo_doelgroepnaam`.
    package var name: String {
        switch self {
        case .lokaleBesturen: "Lokale Besturen"
        case .vlaamseOverheid: "VO-medewerkers"
        case .economischeActoren: "Economische Actoren"
        }
    }

    /// How ACM's page "Aanmelden namens" puts it.
    package var namens: String {
        switch self {
        case .lokaleBesturen: "een lokaal of provinciaal bestuur"
        case .vlaamseOverheid: "de Vlaamse overheid"
        case .economischeActoren: "een onderneming"
        }
    }

    /// What the organisation codes are.
    package var sleutelnaam: String {
        switch self {
        case .lokaleBesturen, .economischeActoren: "KBO-nummer"
        case .vlaamseOverheid: "OVO-code"
        }
    }
}
