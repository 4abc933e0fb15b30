/// What is asked for, as the command line and the tests write it. The path is canonical.
package struct AccessRequest: Hashable, Sendable {
    package let method: RequestMethod
    /// The value of Host; empty for none.
    package let host: String
    package let path: String
    /// What follows the `?`; empty for none.
    package let query: String

    package init(method: RequestMethod, host: String = "", path: String, query: String = "") {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
    }
}
