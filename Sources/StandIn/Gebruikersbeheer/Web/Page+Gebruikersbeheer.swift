internal import JOSE

extension Page {
    static func beheerLogin(_ gebruikers: [(gebruiker: Gebruiker, identiteiten: [Identiteit])]) -> Page {
        Page(
            title: "Aanmelden bij gebruikersbeheer", site: .gebruikersbeheer,
            body: """
                <p>Kies als wie u zich aanmeldt. Alleen een lokale beheerder kan hier iets doen.</p>
                <form method="post" action="\(GebruikersbeheerPages.path)/aanmelden">
                <ul class="choices">
                \(gebruikers.map { choice($0.gebruiker, $0.identiteiten) })
                </ul>
                </form>
                """)
    }

    static func organisaties(_ organisaties: [Organisatie], _ visitor: GebruikersbeheerPages.Visitor) -> Page {
        Page(
            title: "Uw organisaties", site: .gebruikersbeheer, aside: aside(visitor),
            body: """
                <ul>
                \(organisaties.map { organisatie in
                    """
                    <li><a href="\(path(organisatie))">\(organisatie.naam)</a> (\(organisatie.hoedanigheid.sleutelnaam) \
                    \(organisatie.sleutel), \(organisatie.hoedanigheid.name))</li>
                    """ as HTML
                })
                </ul>
                """)
    }

    static func personen(
        _ gebruikers: [(gebruiker: Gebruiker, identiteiten: [Identiteit])], of organisatie: Organisatie,
        _ visitor: GebruikersbeheerPages.Visitor
    ) -> Page {
        Page(
            title: "Personen van \(organisatie.naam)", site: .gebruikersbeheer, aside: aside(visitor),
            body: """
                <p><a href="\(path(organisatie))/geschiedenis">Geschiedenis</a></p>
                <ul class="choices">
                \(gebruikers.map { gebruiker, identiteiten in
                    """
                    <li><a href="\(path(organisatie))/personen/\(gebruiker.id)">\(gebruiker.name)</a> \
                    <span>\(identiteiten.first { $0.organisatie == organisatie }?.omschrijving ?? "")</span></li>
                    """ as HTML
                })
                </ul>
                """)
    }

    static func geschiedenis(
        _ wijzigingen: [Wijziging], of organisatie: Organisatie, _ visitor: GebruikersbeheerPages.Visitor
    ) -> Page {
        Page(
            title: "Geschiedenis van \(organisatie.naam)", site: .gebruikersbeheer, aside: aside(visitor),
            body: """
                <p><a href="\(path(organisatie))">Alle personen van \(organisatie.naam)</a></p>
                \(table(wijzigingen))
                """)
    }

    private static func table(_ wijzigingen: [Wijziging]) -> HTML {
        guard !wijzigingen.isEmpty else { return "<p>Er werd nog niets gewijzigd.</p>" }
        return """
            <div class="scroll" role="region" aria-label="Wijzigingen" tabindex="0"><table>
            <thead><tr><th scope="col">Wanneer</th><th scope="col">Wie</th><th scope="col">Voor</th>\
            <th scope="col">Wat</th><th scope="col">Reden</th></tr></thead>
            <tbody>
            \(wijzigingen.map { wijziging in
                """
                <tr><td>\(wijziging.tijdstip.description)</td><td>\(wijziging.door)</td>\
                <td>\(wijziging.gebruiker)</td><td>\(wijziging.soort.rawValue): \(wijziging.naam)</td>\
                <td>\(wijziging.reden)</td></tr>
                """ as HTML
            })
            </tbody>
            </table></div>
            """
    }

    static func beheerRefusal(_ refusal: BeheerRefusal, _ visitor: GebruikersbeheerPages.Visitor) -> Page {
        Page(
            title: "Dat kan niet", site: .gebruikersbeheer, aside: aside(visitor),
            body: "<p class=\"alert\">\(refusal.tekst)</p>")
    }

    static func beheerForeignForm(_ visitor: GebruikersbeheerPages.Visitor) -> Page {
        Page(
            title: "Dit formulier geldt niet", site: .gebruikersbeheer, aside: aside(visitor),
            body: """
                <p class="alert">Het komt niet van een pagina van uw sessie. Er werd niets gewijzigd.</p>
                <p><a href="\(GebruikersbeheerPages.path)">Naar het begin</a></p>
                """)
    }

    static func aside(_ visitor: GebruikersbeheerPages.Visitor) -> HTML {
        """
        <div class="who">Ingelogd als \(visitor.gebruiker.name)
        <form method="post" action="\(GebruikersbeheerPages.path)/afmelden">\(hidden("formulier", visitor.formToken))\
        <button class="plain">Afmelden</button></form></div>
        """
    }

    private static func path(_ organisatie: Organisatie) -> String {
        "\(GebruikersbeheerPages.path)/organisaties/\(organisatie.id)"
    }
}
