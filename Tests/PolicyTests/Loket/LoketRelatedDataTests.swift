import Besturen
import Testing

@testable import Policy

/// What the Loket's own screens ask for beside a path, each with the file of frontend-loket that asks; and what nobody may.
@Suite("Related data of the Loket")
struct LoketRelatedDataTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let role: String
        let request: String
        /// The file, below app/; or the code that refuses.
        let why: String
        var testDescription: String { "\(request) (\(why))" }

        init(_ role: String, _ request: String, _ why: String) {
            self.role = role
            self.request = request
            self.why = why
        }
    }

    private static let toezicht = "LoketLB-toezichtGebruiker"
    private static let berichten = "LoketLB-berichtenGebruiker"
    private static let bbcdr = "LoketLB-bbcdrGebruiker"
    private static let leiding = "LoketLB-leidinggevendenGebruiker"
    private static let personeel = "LoketLB-personeelsbeheer"
    private static let bedienaar = "LoketLB-eredienstBedienaarGebruiker"
    private static let mandaat = "LoketLB-eredienstMandaatGebruiker"

    /// As Ember writes it: `encodeURIComponent` on names and values.
    static let asked = [
        Case(
            toezicht,
            "/submissions?filter%5Bstatus%5D%5Bid%5D=79a52da4%2C9bd8d86d&include=status%2Ccreator%2Ctask%2Clast-modifier"
                + "%2Cform-data.passed-by.is-tijdsspecialisatie-van%2Cform-data.decision-type%2Cform-data.regulation-type"
                + "&page%5Bnumber%5D=0&page%5Bsize%5D=20&sort=status.label%2C-sent-date",
            "routes/supervision/submissions/index.js"),
        Case(toezicht, "/submissions/1/submission-document", "routes/supervision/submissions/edit.js"),
        Case(toezicht, "/submissions/1/status", "routes/supervision/submissions/edit.js"),
        Case(
            toezicht, "/submissions?sort=form-data.passed-by.is-tijdsspecialisatie-van.naam",
            "templates/supervision/submissions/index.hbs"),
        Case(toezicht, "/form-data/1/types", "components/supervision/submission-type.js"),
        Case(
            toezicht,
            "/concepts?filter%5Bconcept-schemes%5D%5B%3Auri%3A%5D=http%3A%2F%2Fx%2F1&page%5Bsize%5D=100&sort=label",
            "components/supervision/submission-types-select.js"),
        Case(
            toezicht,
            "/bestuursorganen?filter%5B%3Ahas-no%3Abevat-bestuursfunctie%5D=true"
                + "&filter%5Bbestuurseenheid%5D%5B%3Auri%3A%5D=http%3A%2F%2Fx%2F1&include=classificatie&sort=naam",
            "components/supervision/submission-governing-bodies-select.js"),
        Case(
            toezicht, "/submission-document-statuses?filter%5B%3Auri%3A%5D=http%3A%2F%2Fx%2F1&page%5Bsize%5D=1",
            "components/supervision/submission-status-select.gjs"),
        Case(
            berichten, "/conversaties?filter=subsidie&include=laatste-bericht.van&sort=-laatste-bericht.verzonden",
            "routes/berichtencentrum/berichten.js"),
        Case(
            berichten, "/conversaties/1?include=berichten.van%2Cberichten.auteur%2Cberichten.bijlagen",
            "routes/berichtencentrum/berichten/conversatie.js"),
        Case(
            toezicht,
            "/public-services/1?include=type%2Cthematic-areas%2Ccompetent-authority%2Crelevant-administrative-units"
                + "%2Cwebsites%2Cprocedures.websites", "routes/search/product.js"),
        Case(
            bbcdr,
            "/bbcdr-reports?filter%5Bbestuurseenheid%5D%5Bid%5D=5e&include=files%2Clast-modifier%2Cstatus&sort=status.label",
            "routes/bbcdr/rapporten.js"),
        Case(
            leiding,
            "/bestuursfuncties?filter%5Bbevat-in%5D%5Bis-tijdsspecialisatie-van%5D%5Bbestuurseenheid%5D%5B%3Aid%3A%5D=5e",
            "routes/leidinggevendenbeheer/bestuursfuncties/index.js"),
        Case(leiding, "/bestuursfuncties/1/contactinfo", "…/bestuursfunctie/contact-info.js"),
        Case(
            leiding, "/functionarissen?filter%5Bbekleedt%5D%5Bid%5D=1&include=is-bestuurlijke-alias-van",
            "…/bestuursfunctie/functionarissen/index.js"),
        Case(
            leiding,
            "/personen?sort=achternaam&include=geboorte%2Cidentificator&filter%5Bachternaam%5D=Voorbeeld"
                + "&filter%5Bgebruikte-voornaam%5D=An&filter%5Bidentificator%5D=000&page%5Bsize%5D=20&page%5Bnumber%5D=0",
            "components/leidinggevendenbeheer/persoon-search-form.js"),
        Case(
            personeel, "/employee-datasets?filter%5Bbestuurseenheid%5D%5Bid%5D=5e",
            "routes/personeelsbeheer/personeelsaantallen/index.js"),
        Case(
            personeel, "/employee-period-slices?page%5Bsize%5D=1&sort=-time-period.start&filter%5Bdataset%5D%5Bid%5D=1",
            "routes/personeelsbeheer/personeelsaantallen/latest.js"),
        Case(
            personeel,
            "/employee-observations?page%5Bsize%5D=100&filter%5Bslice%5D%5Bid%5D=1&include=unit-measure%2C"
                + "educational-level%2Csex%2Cworking-time-category%2Clegal-status%2Cslice",
            "routes/personeelsbeheer/personeelsaantallen/periodes/edit.js"),
        Case(
            bedienaar, "/ministers/1?include=person%2Ccontacts%2Cminister-position.function",
            "routes/worship-ministers-management/minister/edit.js"),
        Case(
            bedienaar,
            "/contact-punten?filter%5Bagents-in-position%5D%5Bperson%5D%5B%3Aid%3A%5D=1&filter%5Btype%5D=Primary"
                + "&include=adres%2Csecondary-contact-point",
            "routes/worship-ministers-management/minister/edit.js"),
        Case(
            mandaat,
            "/worship-mandatees?filter%5Bbekleedt%5D%5Bbevat-in%5D%5Bid%5D=1%2C2&filter%5Bis-bestuurlijke-alias-van%5D=An"
                + "&include=bekleedt.bevat-in.is-tijdsspecialisatie-van%2Cis-bestuurlijke-alias-van%2Cbekleedt.bestuursfunctie"
                + "&sort=is-bestuurlijke-alias-van.gebruikte-voornaam",
            "routes/eredienst-mandatenbeheer/mandatarissen.js"),
        Case(
            mandaat,
            "/contact-punten?filter%5Bagents-in-position%5D%5Bis-bestuurlijke-alias-van%5D%5Bid%5D=1&filter%5Btype%5D=Primary"
                + "&include=adres%2Csecondary-contact-point",
            "routes/eredienst-mandatenbeheer/mandataris/edit.js"),
        Case(
            mandaat,
            "/bestuursorganen?filter%5Bis-tijdsspecialisatie-van%5D%5Bbestuurseenheid%5D%5Bid%5D=5e&filter%5B%3Ahas%3Abevat%5D=true",
            "routes/eredienst-mandatenbeheer.js"),
        Case(
            mandaat, "/mandaten?sort=bestuursfunctie.label&include=bestuursfunctie&filter%5Bbevat-in%5D%5Bid%5D=1%2C2",
            "components/eredienst-mandatenbeheer/mandaat-bestuursorganen-selector.gjs"),
        Case(toezicht, "/accounts/1?include=gebruiker.bestuurseenheden.classificatie", "utils/account.js"),
        Case(toezicht, "/bestuurseenheden/5e?include=classificatie", "services/current-session.js"),
        Case(toezicht, "/bestuurseenheden/5e/classificatie", "services/current-session.js"),
        Case(
            toezicht, "/public-services?filter%5B%3Auri%3A%5D=http%3A%2F%2Fx%2F1&page%5Bsize%5D=1",
            "services/bookmarks.js"),
    ]

    @Test("that its screens ask for are admitted", arguments: asked)
    func admitted(_ test: Case) throws {
        let explanation = try explain(test)
        #expect(explanation.isAllowed, "\(explanation.text)")
    }

    static let leaks = [
        Case(toezicht, "/bestuurseenheden/5e/vendors", "relationship_not_admitted"),
        Case(toezicht, "/bestuurseenheden/5e/links/vendors", "relationship_not_admitted"),
        Case(toezicht, "/bestuurseenheden?include=vendors", "include_not_admitted"),
        Case(toezicht, "/bestuurseenheden/5e?include=classificatie%2Cvendors", "include_not_admitted"),
        Case(toezicht, "/bestuurseenheden?filter%5Bvendors%5D%5B%3Aexact%3Akey%5D=x", "filter_not_admitted"),
        Case(toezicht, "/bestuurseenheden?sort=vendors.key", "filter_not_admitted"),
        Case(toezicht, "/submissions/1/publisher", "relationship_not_admitted"),
        Case(toezicht, "/submissions?include=publisher", "include_not_admitted"),
        Case(toezicht, "/submissions?include=form-data&include=publisher", "query_ambiguous"),
        Case(toezicht, "/submissions?include%5B%5D=publisher", "query_ambiguous"),
        Case(toezicht, "/files/1/submission", "relationship_not_admitted"),
        Case(toezicht, "/accounts?include=gebruiker.identificatoren", "include_not_admitted"),
        Case(toezicht, "/gebruikers/1/account", "relationship_not_admitted"),
        Case(
            leiding, "/contact-punten?filter%5Bagents-in-position%5D%5Bperson%5D%5B%3Aid%3A%5D=1", "filter_not_admitted"
        ),
        Case(bedienaar, "/contact-punten/1/agents-in-position", "relationship_not_admitted"),
        Case(leiding, "/personen/1/is-aangesteld-als", "relationship_not_admitted"),
        Case(toezicht, "/concepts/1/submissions", "relationship_not_admitted"),
        Case(toezicht, "/nationalities?include=personen", "include_not_admitted"),
    ]

    @Test("that another route guards are not reached around it", arguments: leaks)
    func refused(_ test: Case) throws {
        #expect(try explain(test).refusals.map(\.code.rawValue) == [test.why])
    }

    @Test("are judged on every route of a module, of several, and of reference data that leads to the JSON:API")
    func everyRoute() throws {
        let policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        let unjudged = policy.routes
            .filter { ["module", "shared", "reference"].contains($0.group ?? "") && $0.jsonAPI == nil }
            .map { "\($0.path)" }
        // Services with addresses of their own: forms, the cross-reference, look-ups, and files themselves.
        #expect(
            unjudged == [
                "/submission-forms/**", "/submission-forms/:id", "/submission-forms/:id/flatten",
                "/submission-forms/:id/submit", "/worship-decisions-cross-reference/search-documents/**",
                "/worship-decisions-cross-reference/document-information/**", "/rrn/**", "/adressenregister/**",
                "/files/:id/download", "/file-service/files/**",
            ])
    }

    private func explain(_ test: Case) throws -> Explanation {
        let policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        let worship = [Self.bedienaar, Self.mandaat].contains(test.role)
        let principal = policy.principal(
            from: PrincipalClaims(
                account: "an", bestuur: "0999999922", doelgroep: "LB", roles: ["\(test.role):0999999922"], modules: nil),
            for: try SmallPolicy.bestuur(worship ? .bestuurVanDeEredienst : .gemeente))
        return policy.explain(principal: principal, request: JSONAPIGiven.read("GET \(test.request)"))
    }
}
