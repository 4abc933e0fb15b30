import Besturen
import OIDC

/// How the journal names somebody of the board: by what they are called, and by the digest that the audit log has, because
/// names are not unique and change.
enum BoardActor {
    /// Bytes of a name; ``RegisterState`` takes 200 of an actor.
    private static let longestName = 120

    static func text(_ session: Session) -> String {
        let digest = session.subjectKey.description
        // In groups: eleven digits in a row could be taken for a national number, which a journal refuses.
        let groups = stride(from: 0, to: digest.utf8.count, by: 8).map { start in
            String(decoding: digest.utf8.dropFirst(start).prefix(8), as: UTF8.self)
        }
        let name = shortened(session.name)
        let isUsable = name.utf8.contains { $0 > 0x20 } && RegisterText.isValid(name, bytes: longestName)
        return (isUsable ? name + " " : "") + "(\(groups.joined(separator: ":")))"
    }

    private static func shortened(_ name: String) -> String {
        var result = ""
        for character in name {
            guard result.utf8.count + String(character).utf8.count <= longestName else { break }
            result.append(character)
        }
        return result
    }
}
