import Besturen
import Logging
import OIDC
import Policy
import Synchronization

/// Brings changed policies and besturen to the event loops, or keeps the old ones and says why.
///
/// Files are looked at four times a second, which also sees a file that is replaced by another under its name, a link that is
/// turned, and a volume without notifications. A change counts once two looks found the same: a file that is still being
/// written, or away while an editor replaces it, is not read. Whoever writes slower than that should write beside it and rename.
/// A register is asked how far its journal is; what is there is complete.
struct FileReloader {
    static let period = Duration.milliseconds(250)
    /// How many looks a file may be away before that counts as a change.
    private static let patience = 4

    let configuration: GatewayConfiguration
    let configurationFile: String
    /// Those of the start; whoever installs puts in the keys that count by then.
    let issuers: TrustedIssuers
    let report: ReloadReport
    let logger: Logger
    /// Set by SIGHUP: read the files again, changed or not.
    let request: ReloadRequest
    /// Returns when every event loop judges by the files.
    let install: @Sendable (AccessSnapshot) async -> Void

    /// Runs until the surrounding task is cancelled.
    /// - Parameter files: those that count now, with how they looked before they were read.
    func run(_ files: AccessFiles, _ seen: WatchedFiles) async {
        var files = files
        var watched = seen
        var own = WatchedFiles([configurationFile])
        var isChanged = false
        var away = 0
        var refused: OpenRegister.Mark?
        while (try? await Task.sleep(for: Self.period)) != nil {
            if own.change() != nil, !own.anyIsAway {
                logger.warning("\(configurationFile) has changed; that takes effect at the next start")
            }
            if watched.change() != nil {
                isChanged = true
                away = 0
                continue
            }
            if watched.anyIsAway, isChanged, away < Self.patience {
                away += 1
                continue
            }
            let isAsked = request.take()
            let register = files.besturen.store.map { ($0.mark, $0.now) }
            let isAdded = register.map { $0 != $1 && $1 != refused } ?? false
            guard isChanged || isAsked || isAdded else { continue }
            isChanged = false
            guard let (next, snapshot) = read(after: files) else {
                // Told once, not four times a second; the next entry, or another file, is read again.
                refused = register?.1
                continue
            }
            refused = nil
            // Written to while it was read: whatever that gave, the next look reads it again.
            if watched.change() != nil {
                isChanged = true
                continue
            }
            guard next.digests != files.digests else {
                report.unchanged()
                logger.info("policy and besturen are as they were")
                continue
            }
            await install(snapshot)
            report.installed(next)
            tell(from: files, to: next)
            files = next
        }
    }

    private func read(after before: AccessFiles) -> (AccessFiles, AccessSnapshot)? {
        do throws(GatewayLoadError) {
            let files = try AccessFiles.read(configuration, after: before, readFile: GatewayLoader.read)
            return (files, try files.snapshot(configuration, issuers: issuers))
        } catch {
            report.refused()
            logger.error(
                "reload refused: what counted before still counts, until this is mended\n\(error)")
            return nil
        }
    }

    // MARK: What has changed, for whoever reads the log

    /// How many sentences a change of the policy gets in the log.
    private static let maximumSentences = 20

    private func tell(from old: AccessFiles, to new: AccessFiles) {
        for problem in new.registerProblems where problem.effect != .noted { logger.warning("\(problem)") }
        if old.digests.besturen != new.digests.besturen {
            logger.notice(
                "reloaded \(configuration.besturenFile): \(new.register.besturen.count) besturen, before \(old.register.besturen.count)"
            )
            tellOfActive(from: old.register, to: new.register)
        }
        if old.digests.shadow != new.digests.shadow, let file = configuration.shadowPolicyFile {
            logger.notice("reloaded \(file), the shadow policy")
        }
        guard old.digests.policy != new.digests.policy else { return }
        let file = configuration.policyFile
        guard let comparison = try? PolicyComparison(from: old.policy, to: new.policy) else {
            logger.notice("reloaded \(file); the difference is too large to be told")
            return
        }
        logger.notice(
            "reloaded \(file), sha256 \(new.digests.policy): \(comparison.gained) cells gained, \(comparison.lost) lost, of \(comparison.cellCount)"
        )
        let sentences = comparison.sentences
        for sentence in sentences.prefix(Self.maximumSentences) { logger.notice("\(sentence)") }
        if sentences.count > Self.maximumSentences {
            logger.notice("… and \(sentences.count - Self.maximumSentences) more; `poort policy diff` tells them all")
        }
    }
}

extension FileReloader {
    /// Which besturen may come in now, and which no longer: what a change of the register is about.
    private func tellOfActive(from old: BesturenRegister, to new: BesturenRegister) {
        func active(_ register: BesturenRegister) -> [Bestuurseenheid] {
            register.besturen.filter { $0.status == .actief }
        }
        let before = Set(active(old).map(\.uri))
        let after = Set(active(new).map(\.uri))
        let sentences =
            active(new).filter { !before.contains($0.uri) }.map { "+ \($0.name) is active: \($0.uri)" }
            + active(old).filter { !after.contains($0.uri) }.map { "- \($0.name) is no longer active: \($0.uri)" }
        for sentence in sentences.prefix(Self.maximumSentences) { logger.notice("\(sentence)") }
        if sentences.count > Self.maximumSentences {
            logger.notice("… and \(sentences.count - Self.maximumSentences) more")
        }
    }
}

/// Whether somebody asked for the files to be read again.
final class ReloadRequest: Sendable {
    private let isAsked = Mutex(false)

    func ask() { isAsked.withLock { $0 = true } }

    func take() -> Bool {
        isAsked.withLock { isAsked in
            defer { isAsked = false }
            return isAsked
        }
    }
}
