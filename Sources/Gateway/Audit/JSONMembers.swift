import JOSE

/// Members of a JSON object as bytes, without its braces. What stays the same for many entries is written once and added to
/// each.
struct JSONMembers: Sendable {
    private(set) var bytes: [UInt8]
    private var isFirst = true

    /// - Parameter bytes: what the members are written behind.
    init(behind bytes: consuming [UInt8] = []) {
        self.bytes = bytes
    }

    /// Ends the object and gives all of the bytes away.
    mutating func close() -> [UInt8] {
        var text: [UInt8] = []
        swap(&text, &bytes)
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// Adds members that were written before.
    mutating func add(_ members: JSONMembers) {
        guard !members.isFirst else { return }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(contentsOf: members.bytes)
    }

    private mutating func name(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.description.utf8)
        bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
    }

    mutating func number(_ name: StaticString, _ value: Int) {
        self.name(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func text(_ name: StaticString, _ value: String) {
        self.name(name)
        JSONWriter.append(string: value, to: &bytes)
    }

    mutating func list(_ name: StaticString, _ values: some Collection<String>) {
        self.name(name)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONWriter.append(string: value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func raw(_ name: StaticString, _ value: [UInt8]) {
        raw(name, value.span)
    }

    /// Bytes known to be visible ASCII without quotes and backslashes.
    mutating func raw(_ name: StaticString, _ value: borrowing Span<UInt8>) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        for index in value.indices { bytes.append(value[index]) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Any text, with what could be a national number replaced.
    mutating func redacted(_ name: StaticString, _ value: String) {
        text(name, NationalNumberRedaction.apply(to: value))
    }

    /// Any texts, with what could be a national number replaced, and then cut: the other way round, half of one would stay.
    mutating func redacted(_ name: StaticString, _ values: some Collection<String>) {
        list(name, values.map { String(NationalNumberRedaction.apply(to: $0).unicodeScalars.prefix(200)) })
    }

    /// Bytes known to be visible ASCII without quotes and backslashes, with what could be a national number replaced.
    mutating func redacted(_ name: StaticString, _ value: borrowing Span<UInt8>) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        NationalNumberRedaction.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
