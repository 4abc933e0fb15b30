import Dispatch
import Foundation
import Gateway

/// Runs again whenever a file changes, until SIGINT or SIGTERM.
///
/// Files are looked at every 300 ms: editors replace a file by another under its name, which watching the old one would miss,
/// and a few dozen `stat` cost nothing.
struct SuiteWatch {
    private static let period = DispatchTimeInterval.milliseconds(300)
    /// How many looks a file may be away, as while an editor replaces it.
    private static let patience = 5

    let run: SuiteRun

    /// What the last run ended with.
    func outcome() -> Outcome? {
        let stop = StopSignals()
        while true {
            let ending = run.ending()
            var watched = WatchedFiles(ending.files)
            Terminal.error("watching \(PolicyFile.count(ending.files.count, "file")); Ctrl-C ends")
            var changed: String?
            while changed == nil {
                if stop.arrives(within: Self.period) { return ending.outcome }
                changed = watched.change()
            }
            // Whoever writes several files, or one in two steps, gets one run.
            var waited = 0
            while watched.change() != nil || (watched.anyIsAway && waited < Self.patience) {
                if stop.arrives(within: Self.period) { return ending.outcome }
                waited += 1
            }
            Terminal.error("\n\(Terminal.shown(changed ?? "")) has changed")
        }
    }
}

/// SIGINT and SIGTERM, waited for instead of dying of them.
private struct StopSignals {
    private let arrived = DispatchSemaphore(value: 0)
    private let sources: [any DispatchSourceSignal]

    init() {
        let arrived = arrived
        sources = [SIGINT, SIGTERM].map { number in
            // The source sees it all the same; without this the process would end of it.
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { arrived.signal() }
            source.activate()
            return source
        }
    }

    func arrives(within time: DispatchTimeInterval) -> Bool {
        arrived.wait(timeout: .now() + time) == .success
    }
}
