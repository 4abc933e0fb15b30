/// Means of authentication, as ACM/IDM names them in `acr`.
package enum AuthenticationMeans: String, Sendable, CaseIterable {
    case eid = "urn:be:vlaanderen:authmech:eid"
}
