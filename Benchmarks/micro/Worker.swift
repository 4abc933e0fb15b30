#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures on demand, so that a script can go through the cases of several programs in turn.
///
/// A line `NAME<tab>MILLISECONDS` is answered with nanoseconds for one, or `-` for a name that is not known here; a line
/// `NAME<tab>COUNT<tab>times` does it so often and answers `done`, for profilers. Ends with its input.
struct Worker {
    private var cases: [Measurement]

    init(_ cases: [Measurement]) { self.cases = cases }

    mutating func serve() async throws {
        for item in cases { print(item.name) }
        answer("ready")
        while let line = readLine() {
            let words = line.split(separator: "\t")
            guard words.count >= 2, let number = Int(words[1]),
                let index = cases.firstIndex(where: { $0.name == words[0] })
            else {
                answer("-")
                continue
            }
            if words.count == 3 {
                blackHole(try await cases[index].body(number))
                answer("done")
            } else {
                answer("\(try await cases[index].time(milliseconds: Double(number)))")
            }
        }
    }

    private func answer(_ text: String) {
        print(text)
        // The other side waits for the line, and a pipe is written in blocks.
        fflush(nil)
    }
}
