/// A rule of a dispatcher: which requests it takes, and what it does with them.
struct DispatcherRule: Hashable, Sendable {
    enum Host: Hashable, Sendable {
        case any
        /// Labels from the front, and whether more may follow.
        case labels([String], more: Bool)
        /// It is bound to a host, in a way that a policy cannot write.
        case unwritable
    }

    enum Action: Hashable, Sendable {
        /// Sends it on to a service, by its name.
        case forward(service: String)
        /// Answers by itself.
        case respond(status: String)
        /// Runs code that has to be read by a person.
        case unclear
    }

    let line: Int
    let pattern: PathPattern
    /// The methods that it takes.
    let methods: MethodSet
    let host: Host
    /// The kinds of content that a client must accept; empty for any.
    let accepts: [String]
    /// Its place in the order in which rules are tried.
    let order: Int
    let action: Action
    /// The comment that heads the part of the file in which it stands.
    let section: String?
}
