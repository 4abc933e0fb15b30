internal import GRDB
internal import JOSE

extension Gebruikersbeheer {
    /// Grants somebody something for an organisation.
    ///
    /// - Parameters:
    ///   - gebruiker: ``Gebruiker/id`` of whom it is for.
    ///   - beheerder: ``Gebruiker/id`` of whoever grants it.
    package func grant(
        _ aanvraag: Aanvraag, to gebruiker: String, in organisatie: Int64, by beheerder: String
    ) throws -> Result<Toekenning, BeheerRefusal> {
        let instant = now().unixSeconds
        return try database.write { db in
            guard try Self.isBeheerder(beheerder, of: organisatie, db) else { return .failure(.geenBeheerder) }
            guard let werkrelatie = try Self.werkrelatie(gebruiker, organisatie, db) else {
                return .failure(.nietGevonden)
            }
            guard try Self.exists(aanvraag, in: organisatie, db) else { return .failure(.rechtOnbekend) }
            guard let begin = Dag(aanvraag.begindatum) else { return .failure(.datumOngeldig) }
            var end: Dag?
            if let text = aanvraag.einddatum {
                guard let day = Dag(text), begin <= day else { return .failure(.datumOngeldig) }
                end = day
            }
            guard Aanvraag.isReden(aanvraag.reden) else { return .failure(.redenOngeldig) }
            let overlaps = try Self.toekenningen(of: werkrelatie, db).contains { other in
                other.ingetrokken == nil && other.recht == aanvraag.recht && other.context == aanvraag.context
                    && (end.map { other.begindatum <= $0 } ?? true) && (other.einddatum.map { begin <= $0 } ?? true)
            }
            guard !overlaps else { return .failure(.alToegekend) }
            try db.execute(
                sql: """
                    INSERT INTO toekenning (werkrelatie, recht, context, begindatum, einddatum, reden, door)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    werkrelatie, aanvraag.recht, aanvraag.context, begin.description, end?.description,
                    aanvraag.reden, beheerder,
                ])
            let id = db.lastInsertedRowID
            try Self.record(.toegekend, of: id, by: beheerder, reden: aanvraag.reden, at: instant, db)
            return .success(
                Toekenning(
                    id: id, werkrelatie: werkrelatie, recht: aanvraag.recht, context: aanvraag.context,
                    begindatum: begin, einddatum: end, reden: aanvraag.reden, door: beheerder, ingetrokken: nil))
        }
    }

    /// Withdraws a grant. It gives nothing from the next login on.
    package func withdraw(
        _ toekenning: Int64, by beheerder: String, reden: String
    ) throws -> Result<Void, BeheerRefusal> {
        let instant = now().unixSeconds
        return try database.write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT organisatie, ingetrokken FROM toekenning
                    JOIN werkrelatie ON werkrelatie.id = toekenning.werkrelatie WHERE toekenning.id = ?
                    """,
                arguments: [toekenning])
            // Whoever is no beheerder there does not learn whether there is such a grant.
            guard let row, try Self.isBeheerder(beheerder, of: row["organisatie"], db) else {
                return .failure(.geenBeheerder)
            }
            guard (row["ingetrokken"] as Int64?) == nil else { return .failure(.alIngetrokken) }
            guard Aanvraag.isReden(reden) else { return .failure(.redenOngeldig) }
            try db.execute(
                sql: "UPDATE toekenning SET ingetrokken = ? WHERE id = ?", arguments: [instant, toekenning])
            try Self.record(.ingetrokken, of: toekenning, by: beheerder, reden: reden, at: instant, db)
            return .success(())
        }
    }

    /// Whether there is such a right and context for the doelgroep of the organisation.
    private static func exists(_ aanvraag: Aanvraag, in organisatie: Int64, _ db: Database) throws -> Bool {
        let code = try String.fetchOne(
            db, sql: "SELECT doelgroep FROM organisatie WHERE id = ?", arguments: [organisatie])
        guard let hoedanigheid = code.flatMap(Hoedanigheid.init(rawValue:)), let recht = Recht.named(aanvraag.recht),
            recht.hoedanigheden.contains(hoedanigheid)
        else { return false }
        return aanvraag.context.map { recht.context($0) != nil } ?? true
    }

    private static func record(
        _ soort: Wijziging.Soort, of toekenning: Int64, by beheerder: String, reden: String, at instant: Int64,
        _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO wijziging (tijdstip, door, soort, toekenning, reden) VALUES (?, ?, ?, ?, ?)",
            arguments: [instant, beheerder, soort.rawValue, toekenning, reden])
    }
}
