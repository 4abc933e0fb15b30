import Besturen
import Gateway
import JOSE

/// What a command says after it wrote an entry: what was done, and what is waited for now.
struct DossierAnswer {
    let store: RegisterStore
    let entry: RegisterEntry

    func tell(asJSON json: Bool, _ done: String) throws {
        let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
        let dossier = state.dossier(entry.subject) ?? state.dossier(ofURI: entry.subject)
        guard !json else {
            var members: [(String, JSONValue)] = [("entry", RegisterJSON.entry(entry))]
            if let dossier { members.append(("dossier", RegisterJSON.dossier(dossier, at: entry.time))) }
            if let bestuur = state.bestuur(uri: dossier?.uri ?? entry.subject) {
                members.append(("bestuur", RegisterJSON.bestuur(bestuur, in: state)))
            }
            Terminal.print(Terminal.json(.object(members)))
            return
        }
        Terminal.print(Terminal.shown("\(entry.subject): \(done) (entry \(entry.sequence))"))
        guard let dossier else { return }
        if case .step(.mintURI(let uri)) = entry.action { Terminal.print("URI: \(Terminal.shown(uri))") }
        for line in DossierText.awaited(dossier, at: entry.time) { Terminal.print(Terminal.shown(line)) }
        if dossier.isActive, let bestuur = dossier.uri.flatMap({ state.bestuur(uri: $0) }) {
            Terminal.print("the bestuur is \(bestuur.status.rawValue)")
        }
    }
}
