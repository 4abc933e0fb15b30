internal import Besturen

/// One value of the roles claim.
///
/// ACM/IDM writes `<role>:<organisation>`, or a comma list of organisations where somebody logged in for a whole doelgroep.
/// The rule: cut at the first colon; without one the role holds for the organisation that was chosen at login; with one it
/// holds when the list names that organisation, byte for byte. An empty list names nobody.
struct RoleValue {
    let name: ExactText
    /// Whether the role holds for the chosen organisation.
    let holds: Bool

    init(_ value: String, organisation: String) {
        let bytes = value.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            name = ExactText(value)
            holds = true
            return
        }
        name = ExactText(value[..<colon])
        holds = bytes[bytes.index(after: colon)...].split(separator: UInt8(ascii: ",")).contains { item in
            var item = item
            while item.first == UInt8(ascii: " ") { item.removeFirst() }
            while item.last == UInt8(ascii: " ") { item.removeLast() }
            return !item.isEmpty && item.elementsEqual(organisation.utf8)
        }
    }
}
