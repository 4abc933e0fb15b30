internal import Hummingbird

extension GebruikersbeheerPages {
    func grant(_ persoon: String, _ id: Int64, _ form: FormFields, _ visitor: Visitor) throws -> Response {
        // `right` or `right context`, as the choices of the form have it.
        let words = form.words("wat")
        let aanvraag = Aanvraag(
            recht: words.first ?? "", context: words.count == 2 ? words[1] : nil,
            begindatum: form["begindatum"] ?? "", einddatum: form["einddatum"], reden: form["reden"] ?? "")
        switch try store.grant(aanvraag, to: persoon, in: id, by: visitor.gebruiker.id) {
        case .failure(let refusal):
            return try self.persoon(persoon, id, visitor, said: .refused(refusal), filled: aanvraag)
        case .success: return Self.done(.granted, persoon, id)
        }
    }

    /// - Parameter persoon: of whom the store knows.
    private static func done(_ notice: PersoonPage.Notice, _ persoon: String, _ id: Int64) -> Response {
        .sendingOn(to: "\(path)/organisaties/\(id)/personen/\(persoon)?gedaan=\(notice.word ?? "")")
    }

    func withdraw(
        _ toekenning: Int64, _ persoon: String, _ id: Int64, _ form: FormFields, _ visitor: Visitor
    ) throws -> Response {
        // The address names a person and a grant; they must belong together.
        switch try store.toekenningen(of: persoon, in: id, for: visitor.gebruiker.id) {
        case .failure(let refusal): return Self.refused(refusal, visitor)
        case .success(let granted):
            guard granted.contains(where: { $0.id == toekenning }) else { return Self.refused(.nietGevonden, visitor) }
        }
        switch try store.withdraw(toekenning, by: visitor.gebruiker.id, reden: form["reden"] ?? "") {
        case .failure(let refusal): return try self.persoon(persoon, id, visitor, said: .refused(refusal))
        case .success: return Self.done(.withdrawn, persoon, id)
        }
    }
}
