import Foundation
import Glibc

/// A program in a process group of its own, so that it can be ended with whatever it started.
///
/// Foundation's `Process` takes a program for running as long as anything that it started holds on to a socket that it inherited.
struct ChildProcess {
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    private let id: pid_t

    /// Starts a program with a file as its standard input; what it prints goes nowhere, and it gets no other descriptor of this process.
    /// - Parameters:
    ///   - arguments: the path of the program, and what it gets.
    ///   - environment: `NAME=VALUE`.
    /// - Throws: ``Failure`` when it cannot be started.
    init(_ arguments: [String], environment: [String], input: String) throws(Failure) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in Self.openDescriptors() where descriptor > 2 {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // A group of its own, and the signals as a program expects them: this process ignores some.
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var settings = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe words.indices { unsafe free(words[index]) }
            for index in unsafe settings.indices { unsafe free(settings[index]) }
        }
        var id: pid_t = 0
        let result = unsafe posix_spawn(&id, arguments[0], &actions, &attributes, &words, &settings)
        guard result == 0 else { throw Failure(code: result) }
        self.id = id
    }

    /// Those that are opened so that programs do not get them need no closing; not every library does that.
    private static func openDescriptors() -> [Int32] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return names?.compactMap { Int32($0) } ?? []
    }

    struct Failure: Error {
        let code: Int32

        var words: String {
            switch code {
            case ENOENT: "there is no such program"
            case EACCES: "it may not be run"
            case ENOEXEC: "it is no program"
            default: unsafe String(cString: strerror(code))
            }
        }
    }

    /// How it ended; nil while it runs. Once it has ended it may not be asked again.
    func end() -> End? {
        var status: Int32 = 0
        guard unsafe waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    }

    /// Ends it and all that it started, if that is in its group still.
    func kill() { _ = Glibc.kill(-id, SIGKILL) }
}
