/// One value or member name of a parsed text, as a place in its bytes.
///
/// The nodes of a text stand in one array in the order of the text: a container is followed by what it holds, a member's
/// name by its value.
struct JSONNode: Sendable {
    enum Kind: UInt8, Sendable {
        case null, yes, no, number, string, array, object
    }

    var kind: Kind
    /// Strings only: whether there is a backslash, so that the text is not its bytes.
    var hasEscapes: Bool = false
    /// Where the text begins and ends; for strings, without the quotes.
    var start: UInt32
    var end: UInt32
    /// The index of the first node behind this value and all it holds.
    var next: UInt32
    /// Strings only: the first eight bytes between the quotes, the first one lowest, and zero behind their end. With the
    /// length, one comparison tells most strings apart. Says nothing of a string with escapes.
    var prefix: UInt64 = 0

    var byteCount: Int { Int(end &- start) }
}
