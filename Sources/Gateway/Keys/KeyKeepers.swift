import OIDC

/// The keepers of all issuers whose keys are fetched.
package struct KeyKeepers: Sendable {
    let all: [KeyKeeper]

    init(_ issuers: [IssuerConfiguration]) {
        all = issuers.compactMap { issuer in
            guard case .fetched(let fetched) = issuer.keys else { return nil }
            return KeyKeeper(fetched.source, limits: fetched.limits)
        }
    }

    /// See ``KeyKeeper/demand(_:then:)``.
    func demand(
        _ need: KeyNeed, then: @escaping @Sendable (KeyKeeper.Arrival) -> Void
    ) -> KeyKeeper.Demand {
        keeper(of: need)?.demand(need.keyID, then: then) ?? .absent
    }

    /// Waits until the issuer was asked for a key; nil when it need not be asked.
    func arrival(of need: KeyNeed) async -> KeyKeeper.Arrival? {
        await withCheckedContinuation { continuation in
            switch demand(need, then: { continuation.resume(returning: $0) }) {
            case .waits: break
            case .absent: continuation.resume(returning: nil)
            case .unavailable: continuation.resume(returning: .unavailable)
            }
        }
    }

    /// See ``KeyKeeper/withdraw(_:)``.
    func withdraw(_ need: KeyNeed, ticket: UInt64) { keeper(of: need)?.withdraw(ticket) }

    private func keeper(of need: KeyNeed) -> KeyKeeper? {
        all.first { $0.source.issuer.utf8.elementsEqual(need.issuer.utf8) }
    }

    var reports: [KeyReport] { all.map(\.report) }
}
