import Besturen
import HTTPTypes
import JOSE
import OIDC

/// The register as JSON, for programs of the same parties: the same session, the same roles, the same rules.
extension Board {
    func interface(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        guard let resource = BoardInterface.Resource(request.page.path) else { throw .notFound }
        guard resource.methods.contains(request.page.method) else {
            var response = answer(.methodNotAllowed, request)
            response.fields[.allow] = resource.methods.map(\.rawValue).joined(separator: ", ")
            return response
        }
        let query = try BoardInterface.Query(request.page.query, allowed: resource.parameters)
        if !request.isRead { return try await change(resource, request, visitor) }
        switch resource {
        case .document:
            return .json(PackageResources.register_api_json, status: .ok)
        case .dossiers: return try await dossiersJSON(query)
        case .dossier(let id): return try await dossierJSON(id)
        case .besturen: return try await besturenJSON(query)
        case .bestuur(let uuid): return try await bestuurJSON(uuid)
        case .conflicts:
            return Self.json([("conflicts", .array(try await state().conflicts.map(RegisterJSON.conflict)))])
        case .journal: return try await journalJSON(query)
        case .steps, .amendments, .merger: throw .notFound
        }
    }

    private static func json(
        _ members: [(String, JSONValue)], status: HTTPResponse.Status = .ok
    ) -> PageResponse {
        .json(JSONValue.object(members).bytes() + [UInt8(ascii: "\n")], status: status)
    }

    // MARK: Reading

    private func dossiersJSON(_ query: BoardInterface.Query) async throws(BoardProblem) -> PageResponse {
        let party = try query.choice("awaiting", Party.allCases.map { ($0.rawValue, $0) })
        let wanted = try query.choice("state", ["open", "complete", "ended"].map { ($0, $0) })
        let isOverdue = try query.choice("overdue", [("true", true), ("false", false)])
        let limit = try query.limit()
        let now = now()
        var dossiers = try await state().dossiers
        if let after = query["after"] {
            guard let position = dossiers.firstIndex(where: { $0.id == after }) else {
                throw .refused(.dossierUnknown(after))
            }
            dossiers.removeFirst(position + 1)
        }
        let found = dossiers.filter { dossier in
            (party.map { party in dossier.awaitedOrFirst.contains { $0.party == party } } ?? true)
                && (wanted.map { $0 == RegisterJSON.state(dossier) } ?? true)
                && (isOverdue.map { $0 == !dossier.overdue(at: now).isEmpty } ?? true)
        }
        let page = found.prefix(limit)
        return Self.json([
            ("dossiers", .array(page.map { RegisterJSON.dossier($0, at: now) })),
            ("next", .optional(page.count < found.count ? page.last?.id : nil)),
        ])
    }

    private func dossierJSON(_ id: String) async throws(BoardProblem) -> PageResponse {
        Self.json(try dossierMembers(id, try await state()))
    }

    private func dossierMembers(
        _ id: String, _ state: RegisterState
    ) throws(BoardProblem) -> [(String, JSONValue)] {
        guard let dossier = state.dossier(id) else { throw .refused(.dossierUnknown(id)) }
        return [
            ("dossier", RegisterJSON.dossier(dossier, at: now())), ("sequence", .integer(state.lastSequence(of: id))),
        ]
    }

    private func besturenJSON(_ query: BoardInterface.Query) async throws(BoardProblem) -> PageResponse {
        let limit = try query.limit()
        let state = try await state()
        var found = Self.search(query["q"] ?? "", state.besturen)
        if let after = query["after"] {
            guard let position = found.firstIndex(where: { $0.uri == after }) else {
                throw .refused(.bestuurUnknown(after))
            }
            found.removeFirst(position + 1)
        }
        let page = found.prefix(limit)
        return Self.json([
            ("besturen", .array(page.map { RegisterJSON.bestuur($0, in: state) })),
            ("next", .optional(page.count < found.count ? page.last?.uri : nil)),
        ])
    }

    private func bestuurJSON(_ uuid: String) async throws(BoardProblem) -> PageResponse {
        let state = try await state()
        return Self.json(Self.bestuurMembers(try Self.bestuur(uuid, state), state))
    }

    /// The one bestuur whose URI ends so: of several none is meant.
    private static func bestuur(_ uuid: String, _ state: RegisterState) throws(BoardProblem) -> Bestuurseenheid {
        let found = state.besturen.filter { $0.uuid == uuid }
        guard found.count == 1 else { throw .refused(.bestuurUnknown(uuid)) }
        return found[0]
    }

    private static func bestuurMembers(
        _ bestuur: Bestuurseenheid, _ state: RegisterState
    ) -> [(String, JSONValue)] {
        [
            ("bestuur", RegisterJSON.bestuur(bestuur, in: state)),
            ("sequence", .integer(state.lastSequence(of: bestuur.uri))),
        ]
    }

    private func journalJSON(_ query: BoardInterface.Query) async throws(BoardProblem) -> PageResponse {
        let limit = try query.limit()
        let after = try query.sequence("after") ?? 0
        let entries: [RegisterEntry]
        do throws(BoardRegister.Failure) {
            entries = try await register.state(
                journalOf: query["subject"].map { [$0] }, after: after, atMost: limit + 1
            ).entries
        } catch {
            throw failed(error)
        }
        let page = entries.prefix(limit)
        return Self.json([
            ("entries", .array(page.map(RegisterJSON.entry))),
            ("next", page.count < entries.count ? page.last.map { .integer($0.sequence) } ?? .null : .null),
        ])
    }

    // MARK: Changing

    private func change(
        _ resource: BoardInterface.Resource, _ request: BoardRequest, _ visitor: Visitor
    ) async throws(BoardProblem) -> PageResponse {
        var body = try BoardInterface.Body(request)
        let party = try body.party()
        switch resource {
        case .dossiers:
            if body.members["announced"] == nil { body.set("announced", .null) }
            let action = try Self.expecting("open", &body)
            let entry = try await append(
                visitor, try self.party(party, visitor, allowed: action.parties), .init(nil, action), expecting: nil)
            var response = try await changed(entry, status: .created)
            response.fields[.location] = "\(BoardInterface.root)/dossiers/\(entry.subject)"
            return response
        case .steps(let id):
            let expected = try body.expectedSequence()
            // The URI is made here, but for a bestuur that a list brought already.
            if body.members["step"]?.stringValue == "mint-uri" {
                if let uri = body.members["uri"]?.stringValue {
                    try await checkTakenUp(uri)
                } else if body.members["uri"] == nil {
                    body.set("uri", .string(MintedURI.make()))
                }
            }
            return try await change(id, try Self.expecting("step", &body), party, visitor, expected)
        case .amendments(let uuid):
            let expected = try body.expectedSequence()
            let action = try Self.expecting("amend", &body)
            let bestuur = try Self.bestuur(uuid, try await state())
            return try await change(bestuur.uri, action, party, visitor, expected)
        case .merger(let uuid):
            let expected = try body.expectedSequence()
            let action = try Self.expecting("merge", &body)
            let bestuur = try Self.bestuur(uuid, try await state())
            return try await change(bestuur.uri, action, party, visitor, expected)
        case .document, .besturen, .conflicts, .journal, .dossier, .bestuur: throw .notFound
        }
    }

    /// The action of an address: its name may be left out, and no other is done there.
    private static func expecting(
        _ name: String, _ body: inout BoardInterface.Body
    ) throws(BoardProblem) -> RegisterAction {
        if let given = body.take("action"), given.stringValue != name {
            throw BoardInterface.Body.malformed("`action` is `\(name)` here")
        }
        body.set("action", .string(name))
        return try body.action()
    }

    private func change(
        _ subject: String, _ action: RegisterAction, _ party: String?, _ visitor: Visitor, _ expected: Int64
    ) async throws(BoardProblem) -> PageResponse {
        let party = try self.party(party, visitor, allowed: action.parties)
        return try await changed(try await append(visitor, party, .init(subject, action), expecting: expected))
    }

    /// The entry, and what it made of its subject.
    private func changed(
        _ entry: RegisterEntry, status: HTTPResponse.Status = .ok
    ) async throws(BoardProblem) -> PageResponse {
        let state = try await state()
        var members: [(String, JSONValue)] = [("entry", RegisterJSON.entry(entry))]
        if state.dossier(entry.subject) != nil {
            members += try dossierMembers(entry.subject, state)
        } else if let bestuur = state.bestuur(uri: entry.subject) {
            members += Self.bestuurMembers(bestuur, state)
        }
        return Self.json(members, status: status).noting(OwnPageNote(event: entry.action.event))
    }
}
