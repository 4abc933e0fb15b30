package import Besturen

/// A role that belongs to no module and opens routes by itself.
package struct AdministrativeRole: Hashable, Sendable {
    package let name: String
    package let label: String
    package let bestuurstypes: BestuurstypeSet
    package let doelgroepen: Set<Doelgroep>
    package let why: String?
    package let location: SourceLocation
}
