import OIDC

/// Everything the gateway tells about itself in numbers, at one moment.
struct GatewayMetrics {
    let loops: LoopCounters
    let keys: [KeyReport]
    let reloads: ReloadReport.State
    /// Whether there is a shadow policy.
    var hasShadow = false
    /// Where people log in here: how that ended, and the entries of the revocation list.
    var login: (counts: PageCounters.Counts, revoked: Int, isStoreFailing: Bool)?

    /// Who is told what happens in the register, and how far they are.
    var notifications: [NotificationReport.Line] = []

    /// For `GET /metrics` on the admin listener.
    var text: String {
        var text = MetricsText()
        requests(&text)
        tokenCache(&text)
        if !keys.isEmpty { issuerKeys(&text) }
        files(&text)
        if !notifications.isEmpty { receivers(&text) }
        return text.text
    }

    private func receivers(_ text: inout MetricsText) {
        let pending = "poort_notifications_pending"
        text.metric(pending, .gauge, "Entries of the register that a receiver does not have yet.")
        for line in notifications { text.sample(pending, [("receiver", line.name)], line.pending) }
        let failing = "poort_notification_attempts"
        text.metric(failing, .gauge, "How often the next notification was tried without success.")
        for line in notifications { text.sample(failing, [("receiver", line.name)], line.attempts) }
    }

    private func requests(_ text: inout MetricsText) {
        let forwarded = "poort_requests_forwarded_total"
        text.metric(forwarded, .counter, "Requests let through, by the class of the status that the client got.")
        for (digit, count) in loops.forwarded.enumerated() {
            text.sample(forwarded, [("status", digit == 0 ? "none" : "\(digit)xx")], count)
        }
        let refused = "poort_requests_refused_total"
        text.metric(refused, .counter, "Requests refused, by the code of the first reason.")
        for (code, count) in loops.refused.sorted(by: { $0.key < $1.key }) {
            text.sample(refused, [("code", code)], count)
        }
        let undecided = "poort_requests_undecided_total"
        text.metric(undecided, .counter, "Requests whose client left before they were judged.")
        text.sample(undecided, [], loops.undecided)
        if hasShadow {
            let shadow = "poort_shadow_decisions_total"
            text.metric(
                shadow, .counter,
                "Decisions that were held against the shadow policy: it says the same, lets in what is refused (gained), refuses "
                    + "what is let in (lost), or asks for a login where none is asked for (unknown).")
            for outcome in ShadowAnswer.Outcome.allCases {
                text.sample(shadow, [("outcome", "\(outcome)")], loops.shadow[outcome.rawValue])
            }
        }
        text.metric("poort_client_connections", .gauge, "Client connections that are open.")
        text.sample("poort_client_connections", [], loops.connections)
        text.metric(
            "poort_requests_postponed_total", .counter,
            "Times a connection waited until others had their turn: before a token was checked, or behind many requests."
        )
        text.sample("poort_requests_postponed_total", [], loops.postponed)
    }

    private func tokenCache(_ text: inout MetricsText) {
        text.metric("poort_token_cache_hits_total", .counter, "Tokens found among the verified ones.")
        text.sample("poort_token_cache_hits_total", [], loops.cacheHits)
        text.metric(
            "poort_token_cache_misses_total", .counter, "Tokens that were not among the verified ones, bad ones too.")
        text.sample("poort_token_cache_misses_total", [], loops.cacheMisses)
        text.metric("poort_token_cache_entries", .gauge, "Verified tokens that are remembered.")
        text.sample("poort_token_cache_entries", [], loops.cacheEntries)
        if let login {
            let logins = "poort_logins_total"
            text.metric(logins, .counter, "Logins by how they ended: ok, or the code of the refusal.")
            for (outcome, count) in login.counts.logins.sorted(by: { $0.key < $1.key }) {
                text.sample(logins, [("outcome", outcome)], count)
            }
            let logouts = "poort_logouts_total"
            text.metric(
                logouts, .counter, "Logouts by who asked: the person here, everywhere or to switch, or the provider.")
            for (kind, count) in login.counts.logouts.sorted(by: { $0.key < $1.key }) {
                text.sample(logouts, [("kind", kind)], count)
            }
            let sessions = "poort_session_cache_total"
            text.metric(sessions, .counter, "Requests with a session's cookie, by whether it was opened before.")
            text.sample(sessions, [("outcome", "hit")], loops.sessionHits)
            text.sample(sessions, [("outcome", "miss")], loops.sessionMisses)
            text.metric("poort_sessions_revoked", .gauge, "Entries of the list of sessions that were ended early.")
            text.sample("poort_sessions_revoked", [], login.revoked)
            text.metric(
                "poort_session_store_failing", .gauge,
                "1 while the file of ended sessions cannot be used: logouts count in this process alone.")
            text.sample("poort_session_store_failing", [], login.isStoreFailing ? 1 : 0)
        }
        text.metric("poort_token_cache_bytes", .gauge, "Bytes of the verified tokens that are remembered.")
        text.sample("poort_token_cache_bytes", [], loops.cacheBytes)
    }

    private func files(_ text: inout MetricsText) {
        text.metric("poort_policy_info", .gauge, "Which policy counts: SHA-256 of its file.")
        text.sample("poort_policy_info", [("sha256", reloads.digests.policy)], 1)
        text.metric("poort_besturen", .gauge, "Besturen in the register.")
        text.sample("poort_besturen", [], reloads.besturen)
        text.metric(
            "poort_reloads_total", .counter,
            "Changes of policy and besturen while the gateway runs, by what became of them.")
        text.sample("poort_reloads_total", [("outcome", "installed")], reloads.installed)
        text.sample("poort_reloads_total", [("outcome", "refused")], reloads.refused)
        text.metric(
            "poort_files_outdated", .gauge,
            "1 when policy or besturen on disk were refused, and what was loaded before still counts.")
        text.sample("poort_files_outdated", [], reloads.isOutdated ? 1 : 0)
    }

    private func issuerKeys(_ text: inout MetricsText) {
        func each(_ name: String, _ kind: MetricsText.Kind, _ help: String, _ value: (KeyReport) -> Double?) {
            text.metric(name, kind, help)
            for report in keys {
                if let value = value(report) { text.sample(name, [("issuer", report.issuer)], value) }
            }
        }
        each("poort_issuer_keys", .gauge, "Keys of the issuer that count.") { Double($0.keys) }
        each("poort_issuer_keys_age_seconds", .gauge, "Since the issuer last answered with keys.") {
            $0.age.map { $0 / .seconds(1) }
        }
        each("poort_issuer_key_fetch_failures_in_a_row", .gauge, "Attempts in a row that failed.") {
            Double($0.failures)
        }
        each("poort_issuer_key_changes_total", .counter, "Attempts that brought other keys than before.") {
            Double($0.counts.changed)
        }
        each("poort_issuer_key_waiting_requests", .gauge, "Requests that wait for an attempt to end.") {
            Double($0.waiting)
        }
        each("poort_issuer_key_absent_names", .gauge, "Names of keys that were asked for in vain and are remembered.") {
            Double($0.absentNames)
        }
        let fetches = "poort_issuer_key_fetches_total"
        text.metric(fetches, .counter, "Attempts to fetch the issuer's keys, by how they ended.")
        for report in keys {
            text.sample(fetches, [("issuer", report.issuer), ("outcome", "ok")], report.counts.succeeded)
            for code in KeyFetchFailure.codes {
                text.sample(
                    fetches, [("issuer", report.issuer), ("outcome", code)], report.counts.failed[code] ?? 0)
            }
        }
        let unknown = "poort_issuer_key_unknown_total"
        text.metric(unknown, .counter, "Requests whose token names a key that is not here, by what became of them.")
        for report in keys {
            for (outcome, count) in [
                ("waited", report.counts.waited), ("absent", report.counts.absent),
                ("unavailable", report.counts.unavailable),
            ] {
                text.sample(unknown, [("issuer", report.issuer), ("outcome", outcome)], count)
            }
        }
    }
}
