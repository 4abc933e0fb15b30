internal import JOSE
internal import Synchronization

/// The registered relying parties, in the order in which they came.
final class ClientRegistry: Sendable {
    private let clients: Mutex<[StandInClient]>

    init(_ clients: [StandInClient]) {
        self.clients = Mutex([])
        for client in clients { register(client) }
    }

    var all: [StandInClient] { clients.withLock { $0 } }

    /// A client with the same id is replaced.
    func register(_ client: StandInClient) {
        clients.withLock { clients in
            if let index = clients.firstIndex(where: { sameBytes($0.id, client.id) }) {
                clients[index] = client
            } else {
                clients.append(client)
            }
        }
    }

    subscript(id: String) -> StandInClient? {
        clients.withLock { $0.first { sameBytes($0.id, id) } }
    }
}
