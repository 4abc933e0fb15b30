import Besturen
import Foundation
import HTTPTypes
import OIDC

/// The besturen of the register: all of them, and those with numbers that mean nobody.
extension Board {
    static let besturenPerPage = 50

    func besturen(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let state = try await state()
        let words = BoardWords(request.page.language)
        let parameters = request.page.parameters
        let query = parameters["q"] ?? ""
        let found = Self.search(query, state.besturen)
        let pageCount = max(1, (found.count + Self.besturenPerPage - 1) / Self.besturenPerPage)
        let number = min(max(1, parameters["page"].flatMap { Int($0) } ?? 1), pageCount)
        let rows = found.dropFirst((number - 1) * Self.besturenPerPage).prefix(Self.besturenPerPage)
        func address(_ number: Int) -> String {
            let prefix = query.isEmpty ? "" : "q=\(FormEncoding.encode(query))&"
            return "\(BoardPaths.besturen)?\(prefix)page=\(number)"
        }
        var pager: [String: Any] = ["text": "\(words["pageOf"]) \(number) / \(pageCount)"]
        if number > 1 { pager["before"] = address(number - 1) }
        if number < pageCount { pager["after"] = address(number + 1) }
        var values: [String: Any] = [
            "query": query, "found": "\(found.count) \(words["found"])", "hasRows": !rows.isEmpty,
            "rows": rows.map { bestuur in
                [
                    "url": BoardPaths.bestuur(bestuur.uri), "name": bestuur.name, "type": bestuur.type.label,
                    "status": words.status(bestuur.status), "kbo": bestuur.kbo?.description ?? "-",
                    "ovo": bestuur.ovo?.description ?? "-",
                ]
            },
        ]
        if pageCount > 1 { values["pager"] = pager }
        return page(.besturen, request, visitor, title: words["besturen"], values: values)
    }

    /// By a part of the name, other names too, or by a whole number, code or URI.
    static func search(_ query: String, _ besturen: [Bestuurseenheid]) -> [Bestuurseenheid] {
        let folded = fold(query.trimmingCharacters(in: .whitespaces))
        guard !folded.isEmpty else { return besturen }
        let digits = folded.filter { $0 != "." && $0 != " " }
        return besturen.filter { bestuur in
            bestuur.kbo?.description == digits || bestuur.ovo.map { $0.description.lowercased() } == digits
                || bestuur.uri.lowercased() == folded || bestuur.uuid.lowercased() == folded
                || ([bestuur.name] + bestuur.alternativeNames).contains { fold($0).contains(folded) }
        }
    }

    private static func fold(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    func conflicts(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let conflicts = try await state().conflicts
        let words = BoardWords(request.page.language)
        let values: [String: Any] = [
            "hasConflicts": !conflicts.isEmpty,
            "conflicts": conflicts.map { conflict in
                [
                    "id": "nummer-\(conflict.code)", "code": conflict.code.description,
                    "state": words[conflict.isBetweenActive ? "conflictActive" : "conflictNone"],
                    "holders": conflict.holders.map { holder in
                        [
                            "url": BoardPaths.bestuur(holder.uri), "name": holder.name, "type": holder.type.label,
                            "status": words.status(holder.status),
                        ]
                    },
                ] as [String: Any]
            },
        ]
        return page(.conflicts, request, visitor, title: words["conflicts"], values: values)
    }
}
