extension ImportReport {
    /// For programs: the same input gives the same bytes.
    package func json() -> String {
        JSONText.object([
            ("sources", .strings(sources)), ("told", .number(told)), ("taken", .number(taken)),
            (
                "counts",
                .array(
                    counts.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("effect", .string($0.effect.rawValue)),
                            ("count", .number($0.count)),
                        ])
                    })
            ),
            (
                "problems",
                .array(
                    problems.map {
                        .object([
                            ("source", .string($0.source)), ("line", .number($0.line)),
                            ("kind", .string($0.kind.rawValue)), ("effect", .string($0.effect.rawValue)),
                            ("uri", .string($0.uri)), ("message", .string($0.message)), ("hint", .string($0.hint)),
                        ])
                    })
            ),
        ]).text
    }
}
