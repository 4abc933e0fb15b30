import Besturen
import HTTPTypes

/// The first page: all dossiers by state, with what is overdue first.
extension Board {
    /// How many of each state the first page shows, and how many a page of one state.
    private static let few = 25
    private static let pageSize = 50

    func overview(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let state: RegisterState
        let receivers: [RegisterStore.ReceiverState]
        do throws(BoardRegister.Failure) {
            (state, receivers) = try await register.stateAndReceivers()
        } catch {
            throw failed(error)
        }
        let page = request.page
        let words = BoardWords(page.language)
        let now = now()
        let parameters = page.parameters
        let party = parameters["party"].flatMap(Party.init(rawValue:))
        let only = parameters["state"].flatMap(DossierState.init(rawValue:))
        let number = max(1, parameters["page"].flatMap { Int($0) } ?? 1)
        var groups: [DossierState: [OnboardingDossier]] = [:]
        for dossier in state.dossiers {
            if let party, !dossier.awaitedOrFirst.contains(where: { $0.party == party }) { continue }
            groups[DossierState(dossier, at: now), default: []].append(dossier)
        }
        // What has waited longest comes first.
        groups[.overdue]?.sort { Self.earliest($0) ?? .max < Self.earliest($1) ?? .max }
        let shown = only.map { [$0] } ?? DossierState.allCases
        let sections = shown.map { each in
            section(each, groups[each] ?? [], page: only == nil ? nil : number, party, words, at: now)
        }
        // Once may be a network that stumbled.
        let failing = receivers.filter { $0.attempts > 1 }
        let values: [String: Any] = [
            "hasFailing": !failing.isEmpty,
            "failing": failing.map { ["text": "\($0.name): \($0.attempts) \(words["attempts"])"] },
            "youAre": youAre(visitor, words),
            "state": only.map { $0.rawValue as Any } ?? false,
            "parties": [option("", words["anybody"], isChosen: party == nil)]
                + Party.allCases.map { option($0.rawValue, words.party($0), isChosen: party == $0) },
            "counts": DossierState.allCases.map { each in
                [
                    "url": Self.address(each, party, page: 1), "count": String(groups[each]?.count ?? 0),
                    "label": words[each.word], "isHere": each == only,
                ] as [String: Any]
            },
            "sections": sections,
        ]
        return self.page(.overview, request, visitor, title: words["boardTitle"], values: values)
    }

    func state() async throws(BoardProblem) -> RegisterState {
        do throws(BoardRegister.Failure) {
            return try await register.state()
        } catch {
            throw failed(error)
        }
    }

    private func option(_ value: String, _ label: String, isChosen: Bool) -> [String: Any] {
        ["value": value, "label": label, "isChosen": isChosen]
    }

    private func youAre(_ visitor: Visitor, _ words: BoardWords) -> String {
        let parties = visitor.acting.map(words.party)
        guard !parties.isEmpty else { return words["youLook"] }
        return "\(words["youActFor"]) \(parties.joined(separator: ", "))."
    }

    private static func earliest(_ dossier: OnboardingDossier) -> Int64? {
        dossier.awaited.compactMap { dossier.deadline(of: $0)?.unixSeconds }.min()
    }

    static func address(_ state: DossierState, _ party: Party?, page: Int) -> String {
        "\(BoardPaths.start)?state=\(state.rawValue)" + (party.map { "&party=\($0.rawValue)" } ?? "")
            + (page > 1 ? "&page=\(page)" : "")
    }

    private func section(
        _ state: DossierState, _ dossiers: [OnboardingDossier], page: Int?, _ party: Party?, _ words: BoardWords,
        at now: Moment
    ) -> [String: Any] {
        let size = page == nil ? Self.few : Self.pageSize
        // Whatever number an address names, the page is one that there is.
        let last = max(1, (dossiers.count + size - 1) / size)
        let number = min(max(page ?? 1, 1), last)
        let start = (number - 1) * size
        let rows = dossiers.dropFirst(start).prefix(size)
        var values: [String: Any] = [
            "id": state.rawValue, "label": words[state.word], "count": String(dossiers.count),
            "hasRows": !rows.isEmpty, "rows": rows.map { row($0, words, at: now) },
        ]
        if start + rows.count < dossiers.count {
            values["more"] = [
                "url": Self.address(state, party, page: page == nil ? 1 : number + 1),
                "label": page == nil ? "\(words["showAll"]) (\(dossiers.count))" : words["pageAfter"],
            ]
        }
        return values
    }

    private func row(_ dossier: OnboardingDossier, _ words: BoardWords, at now: Moment) -> [String: Any] {
        var row: [String: Any] = [
            "id": dossier.id, "url": BoardPaths.dossier(dossier.id), "name": dossier.name,
            "number": (dossier.kbo ?? dossier.announced)?.description ?? "-",
            "awaited": dossier.awaitedOrFirst.map { words.awaited($0, dossier, at: now) },
        ]
        if dossier.isActive { row["note"] = words["nothingAwaited"] }
        return row
    }
}
