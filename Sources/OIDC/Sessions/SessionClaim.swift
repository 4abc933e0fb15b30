/// One claim that a session keeps.
package struct SessionClaim: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case text(String)
        case list([String])
    }

    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}
