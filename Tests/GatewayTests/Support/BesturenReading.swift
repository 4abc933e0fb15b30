import Besturen

/// Besturen from the text of a list.
enum BesturenReading {
    static func register(_ text: String) -> BesturenRegister {
        BesturenRegister.read(csv: text, source: "besturen.csv").register
    }
}
