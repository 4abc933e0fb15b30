/// One line of the journal: who did what, when, and to what.
package struct RegisterEntry: Hashable, Sendable {
    /// 1 for the first; without gaps.
    package let sequence: Int64
    package let time: Moment
    /// The name of whoever did it.
    package let actor: String
    /// For whom they acted.
    package let party: Party
    /// The id of a dossier or the URI of a bestuur.
    package let subject: String
    package let action: RegisterAction

    package init(
        sequence: Int64, time: Moment, actor: String, party: Party, subject: String, action: RegisterAction
    ) {
        self.sequence = sequence
        self.time = time
        self.actor = actor
        self.party = party
        self.subject = subject
        self.action = action
    }

    /// The id of the dossier that the entry with this number opens.
    package static func dossier(openedBy sequence: Int64) -> String { "D\(sequence)" }
}
