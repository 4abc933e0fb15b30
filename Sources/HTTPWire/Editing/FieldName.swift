/// The name of a field that Poort writes, with what follows it on its line.
///
/// Letters, digits and `-` only, so that it can not make another line and no reader takes it for another name.
package struct FieldName: Sendable, Hashable {
    /// `name: `, ready to be written.
    let prefix: [UInt8]

    /// The name as it is written.
    package var text: String { String(decoding: prefix.dropLast(2), as: UTF8.self) }

    /// A name, or `nil` when `text` is empty, too long (over 256 bytes) or holds another byte than those.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...256).contains(bytes.count), bytes.allSatisfy(ASCII.isFieldNameByte) else { return nil }
        prefix = bytes + [ASCII.colon, ASCII.space]
    }

    /// The name of a known field.
    package init(_ field: KnownField) {
        precondition(field != .other)
        prefix = Array(field.name.utf8) + [ASCII.colon, ASCII.space]
    }
}
