import Besturen
import Foundation
import HTTPTypes
import OIDC

/// One bestuur: what the register says of it, by whose word, and the forms that change it.
extension Board {
    /// By its URI in the query.
    func bestuur(
        _ request: BoardRequest, _ visitor: Visitor, uri given: String? = nil, trouble: Trouble? = nil
    ) async throws(BoardProblem) -> PageResponse {
        let uri = given ?? request.page.parameters["uri"] ?? ""
        let first = try await state()
        let subjects = [uri] + (first.dossier(ofURI: uri).map { [$0.id] } ?? [])
        let (state, entries) = try await journal(of: subjects)
        guard let bestuur = state.bestuur(uri: uri) else { throw .refused(.bestuurUnknown(uri)) }
        let words = BoardWords(request.page.language)
        let amendments = state.amendments(uri: uri)
        var values: [String: Any] = [
            "facts": facts(bestuur, state, words), "hasAmendments": !amendments.isEmpty,
            "amendments": amendments.map { ["text": words.amendment($0)] },
        ]
        values.merge(journalValues(entries, words)) { $1 }
        return page(
            .bestuur, request, visitor, title: bestuur.name, values: values,
            forms: forms(bestuur, visitor, words, sequence: state.lastSequence(of: uri)), trouble: trouble)
    }

    /// By the last segment of its URI, when one bestuur alone has that.
    func bestuur(
        _ request: BoardRequest, _ visitor: Visitor, tail: String
    ) async throws(BoardProblem) -> PageResponse {
        let found = try await state().besturen.filter { $0.uuid == tail }
        guard found.count == 1 else { throw .refused(.bestuurUnknown(tail)) }
        return .redirect(to: BoardPaths.bestuur(found[0].uri))
    }

    private func facts(_ bestuur: Bestuurseenheid, _ state: RegisterState, _ words: BoardWords) -> [[String: Any]] {
        let none = words["none"]
        var facts = [
            fact("URI", bestuur.uri), fact(words["bestuurType"], bestuur.type.label),
            fact(words["status"], words.status(bestuur.status)),
            fact(words["kboNumber"], bestuur.kbo?.description ?? none),
            fact(words["ovoCode"], bestuur.ovo?.description ?? none),
        ]
        if let nis = bestuur.nis { facts.append(fact("NIS", nis.description)) }
        if !bestuur.alternativeNames.isEmpty {
            facts.append(fact(words["otherNames"], bestuur.alternativeNames.joined(separator: ", ")))
        }
        if !bestuur.viewOnlyModules.isEmpty {
            facts.append(fact(words["viewOnly"], bestuur.viewOnlyModules.sorted().joined(separator: ", ")))
        }
        for uri in bestuur.predecessors { facts.append(fact(words["mergedFrom"], uri, BoardPaths.bestuur(uri))) }
        for uri in bestuur.successors { facts.append(fact(words["mergedInto"], uri, BoardPaths.bestuur(uri))) }
        if let dossier = state.dossier(ofURI: bestuur.uri) {
            facts.append(fact(words["dossier"], dossier.id, BoardPaths.dossier(dossier.id)))
        }
        return facts
    }

    // MARK: Changing it

    private static let amenders: Set<Party> = [.abb, .loket]

    private func forms(
        _ bestuur: Bestuurseenheid, _ visitor: Visitor, _ words: BoardWords, sequence: Int64
    ) -> [BoardForm] {
        let parties = visitor.acting.filter(Self.amenders.contains)
        guard !parties.isEmpty else { return [] }
        typealias Field = BoardForm.Field
        let reason = Field(name: "reason", label: words["reason"], hint: words["reasonHint"])
        func form(_ id: String, _ title: String, _ fields: [Field], _ action: String = BoardPaths.amend) -> BoardForm {
            BoardForm(
                id: id, title: title, action: "\(action)?uri=\(FormEncoding.encode(bestuur.uri))", sequence: sequence,
                fields: fields + [reason], button: words["record"], parties: parties, isFolded: true)
        }
        let change = words["change"]
        let states = BestuurStatus.allCases.map { ($0.rawValue, words.status($0)) }
        return [
            form(
                "name", "\(change): \(words["name"])", [Field(name: "name", label: words["name"], value: bestuur.name)]),
            form(
                "kbo", "\(change): \(words["kboNumber"])",
                [
                    Field(
                        name: "kbo", label: words["kboNumber"], hint: words["emptyIsNone"],
                        value: bestuur.kbo?.description ?? "", isRequired: false)
                ]),
            form(
                "ovo", "\(change): \(words["ovoCode"])",
                [
                    Field(
                        name: "ovo", label: words["ovoCode"], hint: words["emptyIsNone"],
                        value: bestuur.ovo?.description ?? "", isRequired: false)
                ]),
            form(
                "status", "\(change): \(words["status"])",
                [Field(name: "status", label: words["status"], options: states, value: bestuur.status.rawValue)]),
            form(
                "view-only", "\(change): \(words["viewOnly"])",
                [
                    Field(
                        name: "roles", label: words["viewOnly"], hint: words["viewOnlyHint"],
                        value: bestuur.viewOnlyModules.sorted().joined(separator: ", "), isRequired: false)
                ]),
            form(
                "merge", words["merge"],
                [Field(name: "into", label: words["mergeInto"], hint: words["mergeHint"])], BoardPaths.merge),
        ]
    }

    func amend(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let uri = request.page.parameters["uri"] ?? ""
        let form = try form(request, visitor.session)
        do throws(BoardProblem) {
            let sequence = try BoardField.sequence(form.text("sequence"))
            let action = try Self.action(form, isMerger: request.page.path == BoardPaths.merge)
            let party = try party(form.values["party"], visitor, allowed: action.parties)
            let entry = try await append(visitor, party, .init(uri, action), expecting: sequence)
            return done(entry, at: BoardPaths.bestuur(uri))
        } catch {
            guard error.status != .serviceUnavailable else { throw error }
            return try await bestuur(request, visitor, uri: uri, trouble: Trouble(problem: error, sent: form.values))
        }
    }

    private static func action(_ form: SentForm, isMerger: Bool) throws(BoardProblem) -> RegisterAction {
        let reason = form.text("reason")
        if isMerger { return .merge(into: form.text("into"), reason: reason) }
        switch form.text("form") {
        case "name": return .amend(.name(form.text("name")), reason: reason)
        case "kbo": return .amend(.kbo(try BoardField.optionalKBO(form.text("kbo"))), reason: reason)
        case "ovo": return .amend(.ovo(try BoardField.ovo(form.text("ovo"))), reason: reason)
        case "status": return .amend(.status(try BoardField.status(form.text("status"))), reason: reason)
        case "view-only":
            let roles = form.text("roles").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            return .amend(.viewOnly(Set(roles.filter { !$0.isEmpty })), reason: reason)
        default: throw .formMalformed
        }
    }
}
