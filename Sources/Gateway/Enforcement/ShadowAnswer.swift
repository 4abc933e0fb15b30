import Policy

/// What the shadow policy says of a request on which the live policy decided. Counted and written down, never obeyed.
enum ShadowAnswer: Equatable {
    /// It decides alike.
    case same
    /// It would let in what is refused.
    case gained
    /// It would refuse what is let in, for this reason first.
    case lost(AccessReasonCode)
    /// It asks for a login where the live policy looks at no token, so nobody knows who asks.
    case unknown

    /// For metrics.
    enum Outcome: Int, CaseIterable {
        case same, gained, lost, unknown
    }

    var outcome: Outcome {
        switch self {
        case .same: .same
        case .gained: .gained
        case .lost: .lost
        case .unknown: .unknown
        }
    }

    /// What the audit log says; nil where there is nothing to tell.
    var difference: String? {
        switch self {
        case .gained: "allow"
        case .lost(let code): code.rawValue
        case .same, .unknown: nil
        }
    }
}

extension PolicySet {
    /// Compares what this policy would answer with what was answered.
    ///
    /// - Parameters:
    ///   - asker: who asks, as this policy sees them; nil when the live policy did not look at the token.
    ///   - wasAllowed: what the live policy decided.
    func shadowAnswer(
        _ asker: Asker?, method: RequestMethod, host: borrowing Span<UInt8>, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>, wasAllowed: Bool
    ) -> ShadowAnswer {
        switch route(method: method, host: host, path: path) {
        case .unknown: return wasAllowed ? .lost(.routeUnknown) : .same
        case .methodNotAllowed: return wasAllowed ? .lost(.methodNotAllowed) : .same
        case .matched(let route):
            if route.needsPrincipal, asker == nil { return .unknown }
            let asker = asker ?? .anonymous
            let isAllowed = allows(asker, route: route, method: method, path: path, query: query)
            if isAllowed == wasAllowed { return .same }
            guard !isAllowed else { return .gained }
            // Seldom: only now is it worth saying why.
            let story = explain(asker, route: route, method: method, path: path, query: query)
            return .lost(story.code ?? .routeUnknown)
        }
    }
}
