/// The members of a JSON object in their order. Names are compared byte for byte and occur once.
package struct JSONObject: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package let name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }

        package static func == (left: Member, right: Member) -> Bool {
            sameBytes(left.name, right.name) && left.value == right.value
        }
    }

    package private(set) var members: [Member] = []

    package init() {}

    /// Of two members with one name the later counts, in the place of the first.
    package init(_ members: [(String, JSONValue)]) {
        for (name, value) in members { self[name] = value }
    }

    /// The value of a member. Setting it replaces the value or appends a member; `nil` removes it.
    package subscript(_ name: String) -> JSONValue? {
        get { members.first { sameBytes($0.name, name) }?.value }
        set {
            let index = members.firstIndex { sameBytes($0.name, name) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    package var count: Int { members.count }
    package var names: [String] { members.map(\.name) }

    /// For members that are known to be different, as those of a parsed object.
    mutating func append(_ name: String, _ value: JSONValue) { members.append(Member(name: name, value: value)) }
}
