/// The target group under which somebody logged in with ACM/IDM (claim `vo_doelgroepcode`).
package enum Doelgroep: String, CaseIterable, Hashable, Sendable {
    /// Vlaamse overheid: the Flemish administration itself.
    case gid = "GID"
    /// Economische actoren.
    case ea = "EA"
    /// Lokale besturen.
    case lb = "LB"
    /// Onderwijs en vorming.
    case ov = "OV"
    /// Burgers.
    case bur = "BUR"
    /// Verenigingen.
    case ver = "VER"

    /// Reads a claim value byte for byte; nil for everything that is not one of the codes.
    package init?(exactly text: String) {
        guard let match = Doelgroep.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
            return nil
        }
        self = match
    }

    /// The name people know it by.
    package var label: String {
        switch self {
        case .gid: "Vlaamse overheid"
        case .ea: "Economische actoren"
        case .lb: "Lokale besturen"
        case .ov: "Onderwijs en vorming"
        case .bur: "Burgers"
        case .ver: "Verenigingen"
        }
    }

    /// Who answers for the organisations of this doelgroep, as far as it is known: for lokale besturen the agency that
    /// approves them. Nil is not nobody; the public documentation of ACM/IDM does not name the others.
    package var responsible: String? {
        switch self {
        case .lb: "Agentschap Binnenlands Bestuur"
        case .gid, .ea, .ov, .bur, .ver: nil
        }
    }
}
