/// The page of one person: what they were granted, and the forms to grant and withdraw.
struct PersoonPage: Sendable {
    /// What is said about the form that was sent.
    enum Notice: Sendable {
        case granted
        case withdrawn
        case refused(BeheerRefusal)

        /// What stands in the address after a form that was taken, so that going back or reloading sends it no second time.
        var word: String? {
            switch self {
            case .granted: "toegekend"
            case .withdrawn: "ingetrokken"
            case .refused: nil
            }
        }

        init?(word: String?) {
            switch word {
            case "toegekend": self = .granted
            case "ingetrokken": self = .withdrawn
            default: return nil
            }
        }

        var isRefusal: Bool { if case .refused = self { true } else { false } }

        var html: HTML {
            switch self {
            case .granted:
                "<p class=\"done\" role=\"status\">Toegekend. Dit geldt vanaf de volgende keer dat deze persoon zich aanmeldt.</p>"
            case .withdrawn:
                "<p class=\"done\" role=\"status\">Ingetrokken. Dit geldt vanaf de volgende keer dat deze persoon zich aanmeldt.</p>"
            case .refused(let refusal):
                "<p class=\"alert\" role=\"alert\">\(refusal.tekst)</p>"
            }
        }
    }

    let gebruiker: Gebruiker
    let organisatie: Organisatie
    let toekenningen: [Toekenning]
    let today: Dag
    let formToken: String
    let notice: Notice?
    /// What was filled in and not taken, so that nobody has to write it again.
    let filled: Aanvraag?

    private var path: String {
        "\(GebruikersbeheerPages.path)/organisaties/\(organisatie.id)/personen/\(gebruiker.id)"
    }

    func page(_ visitor: GebruikersbeheerPages.Visitor) -> Page {
        Page(
            title: gebruiker.name, site: .gebruikersbeheer, aside: Page.aside(visitor),
            body: """
                \(notice?.html ?? .nothing)
                <p><a href="\(GebruikersbeheerPages.path)/organisaties/\(organisatie.id)">Alle personen van \
                \(organisatie.naam)</a></p>
                <dl><dt>Organisatie</dt><dd>\(organisatie.naam) (\(organisatie.hoedanigheid.sleutelnaam) \
                \(organisatie.sleutel))</dd><dt>Doelgroep</dt><dd>\(organisatie.hoedanigheid.name)</dd></dl>
                <h2 id="rechten">Rechten en contexten</h2>
                \(table)
                <h2>Toekennen</h2>
                \(form)
                """)
    }

    private var table: HTML {
        guard !toekenningen.isEmpty else { return "<p>Er is niets toegekend.</p>" }
        return """
            <div class="scroll" role="region" aria-labelledby="rechten" tabindex="0"><table>
            <thead><tr><th scope="col">Recht of context</th><th scope="col">Begindatum</th><th scope="col">Einddatum</th>\
            <th scope="col">Reden</th><th scope="col">Toestand</th><th scope="col">Intrekken</th></tr></thead>
            <tbody>
            \(toekenningen.map(row))
            </tbody>
            </table></div>
            """
    }

    private func row(_ toekenning: Toekenning) -> HTML {
        let einde = toekenning.einddatum?.dutch ?? "geen"
        let withdrawal: HTML =
            toekenning.ingetrokken != nil
            ? .nothing
            : """
            <form method="post" action="\(path)/intrekken/\(toekenning.id)">\(Page.hidden("formulier", formToken))\
            <label>Reden <input name="reden" required maxlength="200"></label>\
            <button class="plain">Intrekken<span class="unseen"> \(toekenning.naam)</span></button></form>
            """
        return """
            <tr><th scope="row">\(toekenning.naam)</th><td>\(toekenning.begindatum.dutch)</td><td>\(einde)</td>\
            <td>\(toekenning.reden)</td><td>\(toestand(toekenning))</td><td>\(withdrawal)</td></tr>
            """
    }

    private func toestand(_ toekenning: Toekenning) -> String {
        if toekenning.ingetrokken != nil { return "ingetrokken" }
        if today < toekenning.begindatum { return "nog niet begonnen" }
        return toekenning.geldt(op: today) ? "geldt" : "voorbij"
    }

    private var form: HTML {
        """
        <form class="fields" method="post" action="\(path)/toekennen">
        \(Page.hidden("formulier", formToken))
        <label for="wat">Recht of context</label>
        <select id="wat" name="wat" required>
        \(options)
        </select>
        <label for="begindatum">Begindatum</label>
        <input id="begindatum" name="begindatum" type="date" required value="\(filled?.begindatum ?? today.description)">
        <label for="einddatum">Einddatum <span class="hint">(de laatste dag; leeg voor geen)</span></label>
        <input id="einddatum" name="einddatum" type="date" value="\(filled?.einddatum ?? "")">
        <label for="reden">Reden</label>
        <input id="reden" name="reden" required maxlength="200" value="\(filled?.reden ?? "")">
        <button>Toekennen</button>
        </form>
        """
    }

    private var options: [HTML] {
        let rechten = Recht.all.filter { $0.hoedanigheden.contains(organisatie.hoedanigheid) }
        return rechten.flatMap { recht in
            [
                option(
                    recht.code, "Recht: \(recht.naam)", isFilled: filled?.recht == recht.code && filled?.context == nil)
            ]
                + recht.contexten.map { context in
                    option("\(recht.code) \(context.rol)", context.naam, isFilled: filled?.context == context.rol)
                }
        }
    }

    private func option(_ value: String, _ text: String, isFilled: Bool) -> HTML {
        "<option value=\"\(value)\"\(isFilled ? HTML(markup: " selected") : .nothing)>\(text)</option>"
    }
}
