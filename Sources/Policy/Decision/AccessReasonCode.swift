/// Why access was refused, as a stable code. The raw value is API: it is logged, shown, asserted in tests, and never changes
/// its meaning.
package enum AccessReasonCode: String, CaseIterable, Hashable, Sendable {
    case requestMalformed = "request_malformed"
    case requestTargetAmbiguous = "request_target_ambiguous"
    case headerDuplicated = "header_duplicated"
    case credentialsAmbiguous = "credentials_ambiguous"
    case requestTooLarge = "request_too_large"
    case requestHeadTooLarge = "request_head_too_large"
    case requestTimeout = "request_timeout"
    case routeUnknown = "route_unknown"
    case routeClosed = "route_closed"
    case methodNotAllowed = "method_not_allowed"
    case tokenMissing = "token_missing"
    case loginRightMissing = "login_right_missing"
    case doelgroepNotAdmitted = "doelgroep_not_admitted"
    case bestuurMissing = "bestuur_missing"
    case bestuurUnknown = "bestuur_unknown"
    case bestuurConflict = "bestuur_conflict"
    case bestuurNotActive = "bestuur_not_active"
    case moduleReadOnly = "module_read_only"
    case bestuurstypeNotEligible = "bestuurstype_not_eligible"
    case roleForOtherBestuur = "role_for_other_bestuur"
    case moduleNotGranted = "module_not_granted"
    case roleMissing = "role_missing"
    case includeNotAdmitted = "include_not_admitted"
    case relationshipNotAdmitted = "relationship_not_admitted"
    case filterNotAdmitted = "filter_not_admitted"
    case queryAmbiguous = "query_ambiguous"
    case parameterUnknown = "parameter_unknown"
    case upstreamUnavailable = "upstream_unavailable"
    case upstreamTimeout = "upstream_timeout"

    /// Whether the address asked for more than the route admits of the API behind it.
    var isOfRelatedData: Bool {
        switch self {
        case .includeNotAdmitted, .relationshipNotAdmitted, .filterNotAdmitted, .parameterUnknown: true
        default: false
        }
    }

    package var httpStatus: Int {
        switch self {
        case .requestMalformed, .requestTargetAmbiguous, .headerDuplicated, .credentialsAmbiguous, .queryAmbiguous,
            .parameterUnknown:
            400
        case .tokenMissing: 401
        case .methodNotAllowed, .loginRightMissing, .doelgroepNotAdmitted, .bestuurMissing, .bestuurUnknown,
            .bestuurConflict, .bestuurNotActive, .moduleReadOnly, .bestuurstypeNotEligible, .roleForOtherBestuur,
            .moduleNotGranted, .roleMissing, .includeNotAdmitted, .relationshipNotAdmitted, .filterNotAdmitted:
            403
        case .routeUnknown, .routeClosed: 404
        case .requestTimeout: 408
        case .requestTooLarge: 413
        case .requestHeadTooLarge: 431
        case .upstreamUnavailable: 502
        case .upstreamTimeout: 504
        }
    }

    package var mendedBy: Mender {
        switch self {
        case .requestMalformed, .requestTargetAmbiguous, .headerDuplicated, .credentialsAmbiguous, .requestTooLarge,
            .requestHeadTooLarge, .requestTimeout, .routeUnknown, .routeClosed, .methodNotAllowed, .tokenMissing,
            .roleForOtherBestuur, .queryAmbiguous, .parameterUnknown:
            .user
        case .loginRightMissing, .moduleNotGranted, .roleMissing, .bestuurMissing: .localAdministrator
        case .doelgroepNotAdmitted: .user
        case .bestuurUnknown, .bestuurConflict, .bestuurNotActive, .moduleReadOnly, .bestuurstypeNotEligible: .abb
        case .includeNotAdmitted, .relationshipNotAdmitted, .filterNotAdmitted, .upstreamUnavailable, .upstreamTimeout:
            .operations
        }
    }

    /// The general sentence; `AccessRefusal` has the precise one.
    package var english: String { AccessRefusal(self).english }

    /// The general sentence in Dutch; `AccessRefusal` has the precise one.
    package var dutch: String { AccessRefusal(self).dutch }
}
