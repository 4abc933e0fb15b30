package import Besturen
package import JOSE

/// What the register holds as JSON: one form for the command line and for the interface of the board.
///
/// Every object has the same members always; what there is not is null. Times are RFC 3339 in UTC.
package enum RegisterJSON {
    /// An entry of the journal.
    package static func entry(_ entry: RegisterEntry) -> JSONValue {
        .object([
            ("sequence", .integer(entry.sequence)), ("time", time(entry.time)), ("actor", .string(entry.actor)),
            ("party", .string(entry.party.rawValue)), ("subject", .string(entry.subject)),
            ("action", entry.action.json),
        ])
    }

    /// A dossier with both its tracks, and what is waited for at this moment.
    package static func dossier(_ dossier: OnboardingDossier, at now: Moment) -> JSONValue {
        let waiting = dossier.awaitedOrFirst.map { awaited($0, dossier, at: now) }
        return .object([
            ("id", .string(dossier.id)), ("name", .string(dossier.name)), ("state", .string(state(dossier))),
            ("announced", .optional(dossier.announced?.description)), ("uri", .optional(dossier.uri)),
            ("bestuurstype", .optional(dossier.type?.slug)), ("kbo", .optional(dossier.kbo?.description)),
            ("ovo", .optional(dossier.ovo?.description)), ("decision", .optional(dossier.decision)),
            ("reference", .optional(dossier.reference)), ("awaited", .array(waiting)),
            ("overdue", .bool(!dossier.overdue(at: now).isEmpty)),
            ("tracks", .array(Track.allCases.map { track($0, dossier) })),
        ])
    }

    /// `complete` when both tracks are, whatever became of the bestuur since; `ended` or `open`.
    package static func state(_ dossier: OnboardingDossier) -> String {
        dossier.isActive ? "complete" : dossier.hasEnded ? "ended" : "open"
    }

    private static func awaited(_ milestone: Milestone, _ dossier: OnboardingDossier, at now: Moment) -> JSONValue {
        let deadline = dossier.deadline(of: milestone)
        return .object([
            ("step", .string(milestone.stepName)), ("label", .string(milestone.label)),
            ("party", .string(milestone.party.rawValue)), ("track", .string(milestone.track.rawValue)),
            ("due", deadline.map(time) ?? .null), ("overdue", .bool(deadline.map { $0 < now } ?? false)),
        ])
    }

    private static func track(_ track: Track, _ dossier: OnboardingDossier) -> JSONValue {
        let state: String
        var reason: String?
        switch dossier[track] {
        case .notBegun: state = "not-begun"
        case .reached: state = dossier.isComplete(track) ? "complete" : "under-way"
        case .refused(let text): (state, reason) = ("refused", text)
        case .withdrawn(let text): (state, reason) = ("withdrawn", text)
        }
        let steps = Milestone.of(track).map { milestone in
            JSONValue.object([
                ("step", .string(milestone.stepName)), ("label", .string(milestone.label)),
                ("party", .string(milestone.party.rawValue)),
                ("reached", dossier.reachedAt[milestone].map(time) ?? .null),
            ])
        }
        return .object([
            ("track", .string(track.rawValue)), ("state", .string(state)), ("reason", .optional(reason)),
            ("steps", .array(steps)),
        ])
    }

    /// A bestuur as it counts, with where that comes from.
    package static func bestuur(_ bestuur: Bestuurseenheid, in state: RegisterState) -> JSONValue {
        let place: JSONValue =
            bestuur.werkingsgebied.map { .object([("label", .optional($0.label)), ("uri", .optional($0.uri))]) }
            ?? .null
        let amended = state.amendments(uri: bestuur.uri).map { amendment in
            // Without the name of the action and a reason: what is amended, and to what.
            var members = RegisterAction.amend(amendment, reason: "").json.objectValue ?? JSONObject()
            members["action"] = nil
            members["reason"] = nil
            return JSONValue.object(members)
        }
        return .object([
            ("uri", .string(bestuur.uri)), ("uuid", .string(bestuur.uuid)), ("name", .string(bestuur.name)),
            ("alternative_names", .strings(bestuur.alternativeNames)), ("bestuurstype", .string(bestuur.type.slug)),
            ("status", .string(bestuur.status.rawValue)), ("kbo", .optional(bestuur.kbo?.description)),
            ("ovo", .optional(bestuur.ovo?.description)), ("nis", .optional(bestuur.nis?.description)),
            ("werkingsgebied", place), ("predecessors", .strings(bestuur.predecessors)),
            ("successors", .strings(bestuur.successors)),
            (
                "view_only_modules",
                .strings(bestuur.viewOnlyModules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            ),
            ("dossier", .optional(state.dossier(ofURI: bestuur.uri)?.id)), ("amended", .array(amended)),
        ])
    }

    /// A number that means no bestuur, and who has it.
    package static func conflict(_ conflict: NumberConflict) -> JSONValue {
        let holders = conflict.holders.map { holder in
            JSONValue.object([
                ("uri", .string(holder.uri)), ("name", .string(holder.name)),
                ("status", .string(holder.status.rawValue)),
            ])
        }
        return .object([
            ("number", .string(conflict.code.description)), ("between_active", .bool(conflict.isBetweenActive)),
            ("holders", .array(holders)),
        ])
    }

    /// RFC 3339.
    package static func time(_ moment: Moment) -> JSONValue { .string(text(moment)) }

    /// RFC 3339.
    package static func text(_ moment: Moment) -> String { Instant(unixSeconds: moment.unixSeconds).description }
}

extension Milestone {
    /// The name of the step that reaches it, as the journal, the command line and the board's interface have it.
    package var stepName: String {
        switch self {
        case .approved: "approve"
        case .loketNotified: "notify-loket"
        case .uriMinted: "mint-uri"
        case .knownInKalliope: "confirm-kalliope"
        case .accessRequested: "request-access"
        case .verified: "verify"
        case .reportedBack: "report-back"
        case .connectedByKBO: "connect"
        }
    }
}
