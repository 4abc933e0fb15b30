/// An organisation within a doelgroep.
package struct Organisatie: Sendable, Hashable {
    package let id: Int64
    package let hoedanigheid: Hoedanigheid
    /// The organisatiesleutel: a KBO number or an OVO code.
    package let sleutel: String
    package let naam: String
}
