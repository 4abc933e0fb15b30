/// What a source says about one bestuur, word for word and not yet judged.
///
/// Every kind of source is read into entries, so that one reading judges them all and one report tells what is wrong. A
/// property of which a bestuur has one at most is a list here, because a source may say several things.
package struct BestuurEntry: Hashable, Sendable {
    package var place: RegisterPlace
    package var uri: String
    /// The identifiers (`mu:uuid`) given beside the URI.
    package var uuids: [String] = []
    package var names: [String] = []
    /// Labels of the code list, names of policy files or concept URIs.
    package var types: [String] = []
    /// Labels or concept URIs.
    package var statuses: [String] = []
    package var kbos: [String] = []
    package var ovos: [String] = []
    package var nisCodes: [String] = []
    package var alternativeNames: [String] = []
    package var werkingsgebieden: [Werkingsgebied] = []
    /// URIs.
    package var predecessors: [String] = []
    /// URIs.
    package var successors: [String] = []
    package var viewOnlyModules: [String] = []

    package init(place: RegisterPlace, uri: String) {
        self.place = place
        self.uri = uri
    }
}
