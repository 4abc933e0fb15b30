internal import Synchronization

/// An issuer identifier whose port may be known only when it listens.
final class IssuerName: Sendable {
    private let state: Mutex<String>

    init(_ text: String) { state = Mutex(text) }

    var text: String { state.withLock { $0 } }

    /// Puts the port that was bound in the place of `:0`.
    func bind(port: Int) {
        state.withLock { text in
            guard let range = text.firstRange(of: ":0/") else { return }
            text.replaceSubrange(range, with: ":\(port)/")
        }
    }
}
