package import Besturen
import Foundation
import Libcrypto

/// What a gateway knows the besturen from: a list in CSV, or a register that `poort bestuur` keeps.
package struct BesturenFile: Sendable {
    package let register: BesturenRegister
    /// Remarks on a list: rows left out, numbers dropped.
    package let problems: [RegisterProblem]
    /// Of a list its SHA-256 in hexadecimal, as `sha256sum` prints it; of a register the hash of its last entry.
    let digest: String
    /// Nil for a list.
    let store: OpenRegister?

    /// Whether a file is a register, by how it begins.
    package static func isRegister(_ path: String) -> Bool { OpenRegister.isRegister(path) }

    /// Reads either.
    /// - Parameter readFile: reads a list.
    /// - Throws: ``GatewayLoadError`` when there is nothing in it by which anybody could log in, or when it is unsound.
    package static func read(
        _ path: String, readFile: (_ path: String) throws -> [UInt8]
    ) throws(GatewayLoadError) -> BesturenFile {
        try read(path, after: nil, readFile: readFile)
    }

    /// - Parameter before: what counted until now. A register must go on from there.
    static func read(
        _ path: String, after before: BesturenFile?, readFile: (_ path: String) throws -> [UInt8]
    ) throws(GatewayLoadError) -> BesturenFile {
        if OpenRegister.isRegister(path) {
            do throws(RegisterStoreError) {
                let (open, state) = try OpenRegister.read(path, after: before?.store)
                let register = state.register
                if register.count == 0 {
                    throw RegisterStoreError.cannotUse(path, "it has no bestuur yet, so nobody could log in")
                }
                return BesturenFile(register: register, problems: [], digest: open.head.hashText, store: open)
            } catch {
                let hint = error.hint.map { "\n    hint: \($0)" } ?? ""
                throw GatewayLoadError(mistakes: ["\(path): error: \(error)\(hint)"])
            }
        }
        let text = try GatewayLoader.text(path, readFile)
        let (register, problems) = BesturenRegister.read(csv: text, source: path)
        var mistakes = problems.filter { $0.effect == .sourceRefused }.map(\.description)
        if register.count == 0, mistakes.isEmpty {
            mistakes.append("\(path): error: the list has no bestuur that can be used, so nobody could log in")
        }
        guard mistakes.isEmpty else { throw GatewayLoadError(mistakes: mistakes) }
        let digest = RegisterHead.hexadecimal(Hash.sha256.digest(Array(text.utf8)))
        return BesturenFile(register: register, problems: problems, digest: digest, store: nil)
    }
}

/// A register as it was read: the store, which file that is, and how far its journal had come.
struct OpenRegister: Sendable {
    let store: RegisterStore
    let identity: FileIdentity
    let head: RegisterHead

    /// Whether a file is a register, by how it begins.
    static func isRegister(_ path: String) -> Bool {
        // A file that SQLite has open here may not be opened and closed beside it: that would give up every lock that this process
        // has on it (fcntl(2)), and another process would take the journal away under it (sqlite.org/howtocorrupt.html, 2.2).
        if RegisterStore.isOpen(path) { return true }
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        return RegisterStore.isStore((try? handle.read(upToCount: 16)) ?? Data())
    }

    /// Reads what is new, or all of it.
    ///
    /// A file that took the place of the one that was read before must hold every entry of it: an older copy would bring back
    /// what was taken away since.
    static func read(
        _ path: String, after before: OpenRegister?
    ) throws(RegisterStoreError) -> (open: OpenRegister, state: RegisterState) {
        let identity = FileIdentity(of: path)
        let isSame = before?.identity == identity && identity != nil
        let store = if let before, isSame { before.store } else { try RegisterStore(path: path) }
        if let before, !isSame { _ = try store.verify(anchor: before.head) }
        let (state, head) = try store.read()
        guard let identity else { throw .missing(path) }
        return (OpenRegister(store: store, identity: identity, head: head), state)
    }

    /// Where the register stands at this moment.
    struct Mark: Equatable {
        var identity: FileIdentity?
        var head: RegisterHead?
    }

    /// As it was read.
    var mark: Mark { Mark(identity: identity, head: head) }

    /// As it is now. Without a head when it cannot be asked.
    var now: Mark { Mark(identity: FileIdentity(of: store.path), head: try? store.head()) }
}
