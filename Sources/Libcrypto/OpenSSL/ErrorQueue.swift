internal import CLibcrypto

/// OpenSSL's error queue, which belongs to the thread.
///
/// Each failing call is followed by `take` or `clear` in the same synchronous function, so that no entry is left for
/// somebody else's call on this thread (NIOSSL has its own copy of the library, but our other calls have not).
enum ErrorQueue {
    /// Empties the queue and makes an error of its first entry, which names the cause; the later ones name the callers.
    static func take(_ operation: String) -> LibcryptoError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let reason = unsafe ERR_reason_error_string(code) else {
            return .library(operation: operation, reason: "no reason given")
        }
        return unsafe .library(operation: operation, reason: String(cString: reason))
    }

    /// Empties the queue, for failures that are an answer and not an error.
    static func clear() { ERR_clear_error() }
}
