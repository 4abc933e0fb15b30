/// A right that gebruikersbeheer grants: what one may log in at, or do there.
package struct Recht: Sendable, Hashable {
    /// One of the choices within a right. For the Loket each is a module.
    package struct Context: Sendable, Hashable {
        /// The role in the token, `<right>-<context>`, without the organisation.
        package let rol: String
        /// The name in gebruikersbeheer.
        package let naam: String
    }

    /// How it is named in the store and in forms.
    package let code: String
    package let naam: String
    /// The role that the right itself gives; nil when only its contexts give one.
    package let rol: String?
    package let contexten: [Context]
    /// In which capacities it can be held.
    package let hoedanigheden: Set<Hoedanigheid>

    /// The right to log in at the Loket. Its contexts are the modules that are bound to a role.
    ///
    /// An economische actor would hardly hold it at ACM/IDM; here one can, so that what the gateway says is seen.
    package static let loket = Recht(
        code: "ABB_LoketLB_LB_CompEnt_Gebruiker", naam: "Loket Lokaal Bestuur Gebruiker", rol: nil,
        contexten: [
            Context(rol: "LoketLB-toezichtGebruiker", naam: "Context Gebruiker Mijn Toezicht"),
            Context(rol: "LoketLB-berichtenGebruiker", naam: "Context Gebruiker Berichtencentrum"),
            Context(rol: "LoketLB-bbcdrGebruiker", naam: "Context Gebruiker BBC DR"),
            Context(rol: "LoketLB-leidinggevendenGebruiker", naam: "Context Gebruiker Leidinggevendenbeheer"),
            Context(rol: "LoketLB-personeelsbeheer", naam: "Context Gebruiker Personeelsbeheer"),
            Context(rol: "LoketLB-eredienstBedienaarGebruiker", naam: "Context Gebruiker Bedienarenbeheer"),
            Context(
                rol: "LoketLB-eredienstMandaatGebruiker", naam: "Context Gebruiker Mandatenbeheer (erediensten)"),
            Context(rol: "LoketLB-mandaatGebruiker", naam: "Context Gebruiker Mandatenbeheer"),
            Context(rol: "LoketLB-LPDCGebruiker", naam: "Context Gebruiker Producten- en dienstencatalogus"),
            Context(rol: "LoketLB-databankEredienstenGebruiker", naam: "Context Gebruiker Databank Erediensten"),
            Context(
                rol: "LoketLB-eredienstOrganisatiesGebruiker", naam: "Context Gebruiker Organisaties Erediensten"),
            Context(rol: "LoketLB-verenigingenGebruiker", naam: "Context Gebruiker Verenigingen"),
            Context(
                rol: "LoketLB-ContactOrganisatiegegevensGebruiker",
                naam: "Context Gebruiker Contact- en Organisatiegegevens"),
            Context(rol: "LoketLB-OpenProcesHuisGebruiker", naam: "Context Gebruiker Open Proces Huis"),
        ],
        hoedanigheden: [.lokaleBesturen, .vlaamseOverheid, .economischeActoren])

    /// Rights of the agency's own people, which have no contexts.
    package static let ofTheAgency = [
        plain("LoketAdmin", "Loket beheerder"),
        plain("LoketLB-admin", "Loket: een bestuurseenheid simuleren"),
        plain("LoketLB-AdminDashboardLoket", "Loket dashboard"),
        plain("LoketRegisterABB", "Register van besturen: ABB"),
        plain("LoketRegisterLoket", "Register van besturen: Loket"),
        plain("LoketRegisterGebruikersbeheer", "Register van besturen: Gebruikersbeheer"),
        plain("LoketRegisterLezer", "Register van besturen: lezer"),
    ]

    package static let all = [loket] + ofTheAgency

    private static func plain(_ code: String, _ naam: String) -> Recht {
        Recht(code: code, naam: naam, rol: code, contexten: [], hoedanigheden: [.vlaamseOverheid])
    }

    /// The right with a code, compared byte for byte.
    package static func named(_ code: String) -> Recht? {
        all.first { $0.code.utf8.elementsEqual(code.utf8) }
    }

    /// A short name for a role: of its context without the words that all contexts begin with, or of its right.
    package static func kort(_ rol: String) -> String {
        for recht in all {
            if let context = recht.context(rol) { return String(context.naam.trimmingPrefix("Context Gebruiker ")) }
            if recht.rol == rol { return recht.naam }
        }
        return rol
    }

    /// The context with a role, compared byte for byte.
    package func context(_ rol: String) -> Context? {
        contexten.first { $0.rol.utf8.elementsEqual(rol.utf8) }
    }
}
