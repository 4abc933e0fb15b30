/// One value of the roles claim.
///
/// ACM/IDM writes `<role>:<organisation>`, or a comma list of organisations where somebody logged in for a whole doelgroep.
/// The rule: cut at the first colon; without one the role holds for the organisation that was chosen at login; with one it
/// holds when the list names that organisation, byte for byte. An empty list names nobody.
struct RoleValue {
    /// The bytes before the first colon.
    let nameLength: Int
    /// Whether the role holds for the chosen organisation.
    let holds: Bool

    init(_ value: Span<UInt8>, organisation: Span<UInt8>) {
        var colon = 0
        while colon < value.count, value[colon] != UInt8(ascii: ":") { colon += 1 }
        nameLength = colon
        guard colon < value.count else {
            holds = true
            return
        }
        var holds = false
        var start = colon + 1
        while !holds, start <= value.count {
            var end = start
            while end < value.count, value[end] != UInt8(ascii: ",") { end += 1 }
            holds = Self.names(value.extracting(start..<end), organisation)
            start = end + 1
        }
        self.holds = holds
    }

    /// Whether an item, spaces around it aside, is the organisation.
    private static func names(_ item: Span<UInt8>, _ organisation: Span<UInt8>) -> Bool {
        var first = 0
        var last = item.count
        while first < last, item[first] == UInt8(ascii: " ") { first += 1 }
        while first < last, item[last - 1] == UInt8(ascii: " ") { last -= 1 }
        guard first < last, last - first == organisation.count else { return false }
        for index in organisation.indices where item[first + index] != organisation[index] { return false }
        return true
    }
}
