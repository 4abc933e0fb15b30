/// A local government body as the Loket knows it.
package struct Bestuurseenheid: Hashable, Sendable {
    /// The URI as it was minted. Kalliope and the Loket compare it character by character, so nothing here rewrites it;
    /// it holds visible ASCII only, which makes `==` on it a comparison of bytes.
    package let uri: String
    package let name: String
    package let type: Bestuurstype
    package let kbo: KBONummer?
    package let ovo: OVOCode?
    package let nis: NISCode?
    package let status: BestuurStatus
    /// The roles whose modules this bestuur may only read (`ext:viewOnlyModules`), because another system feeds them.
    package let viewOnlyModules: Set<String>
    private let details: BestuurDetails?

    /// Throws when a URI is not one, its own or that of a predecessor or successor, or when the name is empty.
    package init(
        uri: String,
        name: String,
        type: Bestuurstype,
        kbo: KBONummer? = nil,
        ovo: OVOCode? = nil,
        nis: NISCode? = nil,
        status: BestuurStatus,
        viewOnlyModules: Set<String> = [],
        alternativeNames: [String] = [],
        werkingsgebied: Werkingsgebied? = nil,
        predecessors: [String] = [],
        successors: [String] = [],
        awaited: [Milestone] = []
    ) throws(BesturenError) {
        guard Bestuurseenheid.isValid(uri: uri) else { throw .uriInvalid(uri) }
        for other in predecessors + successors where !Bestuurseenheid.isValid(uri: other) { throw .uriInvalid(other) }
        guard name.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { throw .nameEmpty(uri: uri) }
        self.uri = uri
        self.name = name
        self.type = type
        self.kbo = kbo
        self.ovo = ovo
        self.nis = nis
        self.status = status
        self.viewOnlyModules = viewOnlyModules
        self.details = BestuurDetails(
            alternativeNames: alternativeNames, werkingsgebied: werkingsgebied, predecessors: predecessors,
            successors: successors, awaited: awaited)
    }

    /// Other names by which people know it (`skos:altLabel`), in the order of the source.
    package var alternativeNames: [String] { details?.alternativeNames ?? [] }

    package var werkingsgebied: Werkingsgebied? { details?.werkingsgebied }

    /// The URIs of the besturen that a merger made into this one.
    package var predecessors: [String] { details?.predecessors ?? [] }

    /// The URIs of the besturen into which a merger made this one.
    package var successors: [String] { details?.successors ?? [] }

    /// The steps of its onboarding that are waited for; none for one that is not being onboarded.
    package var awaited: [Milestone] { details?.awaited ?? [] }

    /// The last segment of the URI. It equals `mu:uuid` in all known data and names the organisation graph, though older
    /// ones are hashes and no UUIDs.
    package var uuid: String { Bestuurseenheid.lastSegment(of: uri) }

    static func lastSegment(of uri: String) -> String {
        guard let slash = uri.utf8.lastIndex(of: UInt8(ascii: "/")) else { return uri }
        return String(uri[uri.utf8.index(after: slash)...])
    }

    /// The numbers by which a token can mean this bestuur.
    package var codes: [OrganisationCode] {
        var codes: [OrganisationCode] = []
        if let kbo { codes.append(.kbo(kbo)) }
        if let ovo { codes.append(.ovo(ovo)) }
        return codes
    }

    /// The base under which the Loket mints URIs.
    package static let mintingBase = "http://data.lblod.info/id/bestuurseenheden/"

    /// Whether the Loket could have minted a URI: a UUID in lower case behind the one base (RFC 9562, section 4).
    static func isMinted(uri: String) -> Bool {
        let base = mintingBase.utf8
        guard uri.utf8.count == base.count + 36, uri.utf8.starts(with: base) else { return false }
        return uri.utf8.dropFirst(base.count).enumerated().allSatisfy { position, byte in
            switch position {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 6
            }
        }
    }

    /// Whether a text can be the URI of a bestuur.
    static func isValid(uri: String) -> Bool {
        let bytes = uri.utf8
        guard bytes.count <= 500, bytes.last != UInt8(ascii: "/") else { return false }
        let scheme = ["http://", "https://"].first { bytes.starts(with: $0.utf8) }
        guard let scheme else { return false }
        let rest = bytes.dropFirst(scheme.utf8.count)
        // RFC 3987 leaves these out of an IRI reference in Turtle and SPARQL; the Loket writes URIs into both.
        let refused: [UInt8] = Array("<>\"{}|\\^`".utf8)
        guard rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !refused.contains($0) }) else { return false }
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return false }
        return slash != rest.startIndex
    }
}
