import Besturen

/// One form of a page: where it goes, and what it asks.
struct BoardForm {
    /// Names it in what is sent, and on the page.
    let id: String
    let title: String
    let action: String
    var help: String?
    /// The number of the last entry that the visitor saw.
    var sequence: Int64?
    var fields: [Field] = []
    let button: String
    /// For whom the visitor may do it; asked when there are several.
    let parties: [Party]
    /// Whether it is shown only when somebody opens it.
    var isFolded = false
    /// Whether the page has no other title than the form's.
    var isAlone = false

    struct Field {
        let name: String
        let label: String
        var hint: String?
        /// Values and labels of a choice; nil for text.
        var options: [(value: String, label: String)]?
        var value = ""
        var isRequired = true
    }

    /// - Parameters:
    ///   - values: what was sent, when that was refused: it is not typed anew.
    func values(_ words: BoardWords, token: String, sent: [String: String]?) -> [String: Any] {
        let isSent = sent?["form"] == id
        var fields = self.fields
        if parties.count > 1 {
            fields.append(
                Field(
                    name: "party", label: words["actFor"],
                    options: parties.map { ($0.rawValue, words.party($0)) }, value: parties[0].rawValue))
        }
        var hidden: [[String: Any]] = [["name": "form", "value": id]]
        if let sequence { hidden.append(["name": "sequence", "value": String(sequence)]) }
        var values: [String: Any] = [
            "id": id, "title": title, "action": action, "token": token, "button": button, "hidden": hidden,
            "folded": isFolded, "isTitled": !isFolded && !isAlone, "isOpen": isSent,
            "fields": fields.map { self.values($0, sent: isSent ? sent : nil) },
        ]
        if let help { values["help"] = help }
        return values
    }

    private func values(_ field: Field, sent: [String: String]?) -> [String: Any] {
        let value = sent?[field.name] ?? field.value
        var values: [String: Any] = [
            "id": "\(id)-\(field.name)", "name": field.name, "label": field.label, "value": value,
            "isChoice": field.options != nil, "isRequired": field.isRequired, "isWrong": false,
        ]
        if let hint = field.hint { values["hint"] = ["text": hint] }
        if let options = field.options {
            values["options"] = options.map {
                ["value": $0.value, "label": $0.label, "isChosen": $0.value == value] as [String: Any]
            }
        }
        return values
    }
}
