/// Writing CSV.
enum CSVText {
    /// Between quotes where RFC 4180 needs them.
    static func field(_ field: String) -> String {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]
        guard field.utf8.contains(where: { special.contains($0) }) else { return field }
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in field.unicodeScalars {
            if scalar == "\"" { result.append("\"") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
