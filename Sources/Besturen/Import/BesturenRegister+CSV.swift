extension BesturenRegister {
    /// Reads a list of besturen, in the columns of ``CSVColumns``.
    ///
    /// A row whose URI, name or type cannot be trusted is left out; a number that cannot be right is dropped and the bestuur
    /// kept, which then cannot be found by that number. Everything left out, dropped or remarkable is in `problems`.
    package static func read(
        csv bytes: [UInt8], source: String
    ) -> (register: BesturenRegister, problems: [RegisterProblem]) {
        var reading = RegisterReading()
        reading.read(csv: bytes, source: source)
        reading.reportSharedNumbers()
        // `RegisterReading` has refused every repeated URI, which is the only thing the initialiser can refuse.
        let register = (try? BesturenRegister(reading.besturen)) ?? .empty
        return (register, reading.sortedProblems)
    }

    /// The same, for text that is already in a string.
    package static func read(
        csv text: String, source: String
    ) -> (register: BesturenRegister, problems: [RegisterProblem]) {
        read(csv: Array(text.utf8), source: source)
    }
}
