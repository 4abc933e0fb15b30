private import Yams

/// Reads YAML text into located nodes, within limits, collecting what is wrong.
///
/// Yams replaces an alias by its whole node and compares mapping keys by their content, which a small hostile document can
/// make exponential, and it gives up at the first repeated key. So it never sees either: before parsing, each `*` becomes a
/// private-use character, and aliases are resolved here against a budget; a key that Yams reports as repeated gets a
/// private-use first character and the text is parsed again. Both substitutions keep every line and column.
struct YAMLTree {
    private(set) var root: LocatedNode?
    private(set) var mistakes: [Mistake] = []

    private let file: String
    private let limits: DocumentLimits
    private var anchors: [String: LocatedNode] = [:]
    private var nodes = 0
    private var stopped = false
    /// What the marked first character of a repeated key stood for.
    private var repeats: [Unicode.Scalar: Unicode.Scalar] = [:]

    private static let star: Unicode.Scalar = "\u{E000}"
    /// The characters that mark repeated keys, one for each round of parsing.
    private static let marks = (0xE001...0xE03F).compactMap { Unicode.Scalar(UInt32($0)) }

    init(file: String, text: String, limits: DocumentLimits) {
        self.file = file
        self.limits = limits
        guard text.utf8.count <= limits.bytes else {
            let message = "the document is larger than \(limits.bytes) bytes"
            report(1, 1, message, "split it, or raise the limit")
            return
        }
        guard var scalars = substitute(text) else { return }
        parse(&scalars)
    }

    private mutating func report(_ line: Int, _ column: Int, _ message: String, _ hint: String? = nil) {
        let location = SourceLocation(file: file, line: line, column: column)
        mistakes.append(Mistake(location: location, message: message, hint: hint))
    }

    /// The text with every `*` replaced; nil when it holds characters that have no business in a document.
    private mutating func substitute(_ text: String) -> [Unicode.Scalar]? {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.utf8.count)
        var line = 1
        var column = 1
        var source = Array(text.unicodeScalars)
        if source.first == "\u{FEFF}" { source.removeFirst() }
        for (index, scalar) in source.enumerated() {
            switch scalar.value {
            case 0xE000...0xF8FF:
                report(line, column, "the document holds a private-use character", "remove it; it cannot be seen")
                return nil
            case 0x09:
                break
            case 0x0D where index + 1 < source.count && source[index + 1] == "\n":
                break
            case 0x0A:
                line += 1
                column = 0
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                // What cannot be seen, or makes a policy read otherwise than it is, or moves the line count.
                report(line, column, "the document holds a control character", "remove it; it cannot be seen")
                return nil
            default:
                break
            }
            column += 1
            scalars.append(scalar == "*" ? YAMLTree.star : scalar)
        }
        return scalars
    }

    private mutating func parse(_ scalars: inout [Unicode.Scalar]) {
        for mark in YAMLTree.marks {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            do {
                // The basic resolver: every scalar stays text, and no regular expression runs over the document. The
                // parser must outlive the tree, whose nodes hold their anchors weakly.
                let parser = try Parser(yaml: String(view), resolver: .basic, encoding: .utf8)
                guard let node = try parser.singleRoot() else {
                    report(1, 1, "the document is empty")
                    return
                }
                root = withExtendedLifetime(parser) { convert(node, depth: 0) }
                return
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                guard let index = markRepeat(context.mark, mark, &scalars) else {
                    report(context.mark.line, context.mark.column, "a key is written twice in one mapping")
                    return
                }
                repeats[mark] = scalars[index] == YAMLTree.star ? "*" : scalars[index]
                scalars[index] = mark
            } catch {
                reportUnreadable(error)
                return
            }
        }
        report(1, 1, "the document repeats too many keys", "write each key of a mapping once")
    }

    /// Where the first character of the key at `mark` stands, quotes aside.
    private func markRepeat(_ mark: Mark, _ character: Unicode.Scalar, _ scalars: inout [Unicode.Scalar]) -> Int? {
        var line = 1
        var index = 0
        while line < mark.line, index < scalars.count {
            if scalars[index] == "\n" { line += 1 }
            index += 1
        }
        index += mark.column - 1
        while index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard index < scalars.count, scalars[index].value > 0x20, !",:[]{}\\&!?".unicodeScalars.contains(scalars[index])
        else { return nil }
        return index
    }

    private mutating func reportUnreadable(_ error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _):
            report(mark.line, mark.column, "this is not valid YAML: \(problem)")
        case YamlError.composer(_, let problem, let mark, _) where problem.utf8.starts(with: "but found another".utf8):
            report(mark.line, mark.column, "a second document begins here", "keep one document in a file")
        case YamlError.composer(_, let problem, let mark, _):
            report(mark.line, mark.column, "this is not valid YAML: \(problem)")
        case YamlError.reader(let problem, _, _, _):
            report(1, 1, "the document cannot be read: \(problem)")
        default:
            report(1, 1, "the document cannot be read")
        }
    }

    /// Converts a node, or stops everything once a limit is passed.
    private mutating func convert(_ node: Node, depth: Int) -> LocatedNode? {
        let mark = node.mark
        let location = SourceLocation(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
        guard spend(1, location) else { return nil }
        guard depth < limits.depth else {
            stop(location, "the document nests deeper than \(limits.depth) levels")
            return nil
        }
        let content: LocatedNode.Content
        switch node {
        case .scalar(let scalar):
            let plain = scalar.style == .plain
            let tag = scalar.tag.rawValue
            if tag != Tag.Name.implicit.rawValue, plain || tag != Tag.Name.str.rawValue {
                reportTag(tag, location)
            }
            if plain, scalar.string.unicodeScalars.first == YAMLTree.star,
                let name = YAMLTree.aliasName(scalar.string)
            {
                return resolve(name, location)
            }
            content = .scalar(restore(scalar.string), plain: plain)
        case .sequence(let sequence):
            reportTag(sequence.tag.rawValue, location)
            var items: [LocatedNode] = []
            for item in sequence {
                guard let item = convert(item, depth: depth + 1) else { break }
                items.append(item)
            }
            content = .list(items)
        case .mapping(let mapping):
            reportTag(mapping.tag.rawValue, location)
            content = .mapping(convert(mapping, depth: depth))
        case .alias:
            // The parser only makes these from `*`, which the text no longer holds.
            stop(location, "this alias cannot be read")
            return nil
        }
        guard !stopped else { return nil }
        let located = LocatedNode(location: location, content: content)
        if let anchor = node.anchor {
            anchors[anchor.rawValue] = located
        }
        return located
    }

    private mutating func convert(_ mapping: Node.Mapping, depth: Int) -> [LocatedNode.Pair] {
        var pairs: [LocatedNode.Pair] = []
        var repeated: [(key: String, place: SourceLocation)] = []
        for (keyNode, valueNode) in mapping {
            let mark = keyNode.mark
            let place = SourceLocation(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
            guard case .scalar(let scalar) = keyNode, !restore(scalar.string).isEmpty,
                scalar.string.unicodeScalars.first != YAMLTree.star || scalar.style != .plain
            else {
                report(place.line, place.column, "a key must be a plain name")
                continue
            }
            if scalar.anchor != nil {
                report(place.line, place.column, "a key cannot carry an anchor")
            }
            // The parser has resolved the tag of a plain key to text while it compared the keys.
            if scalar.tag.rawValue != Tag.Name.str.rawValue {
                reportTag(scalar.tag.rawValue, place)
            }
            let key = restore(scalar.string)
            guard let value = convert(valueNode, depth: depth + 1) else { return pairs }
            if let first = scalar.string.unicodeScalars.first, repeats[first] != nil {
                repeated.append((key, place))
            } else {
                pairs.append(LocatedNode.Pair(key: key, keyLocation: place, value: value))
            }
        }
        reportRepeats(repeated, pairs)
        return pairs
    }

    /// Yams marks all but the last of the keys that are equal; the person looks for all but the first.
    private mutating func reportRepeats(
        _ repeated: [(key: String, place: SourceLocation)], _ pairs: [LocatedNode.Pair]
    ) {
        var told: Set<String> = []
        for (key, _) in repeated where told.insert(key).inserted {
            let marked = repeated.filter { $0.key == key }.map(\.place)
            let places = (marked + pairs.filter { $0.key == key }.map(\.keyLocation))
                .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            for place in places.dropFirst() {
                let message = "key `\(key)` is written twice in one mapping, first on line \(places[0].line)"
                report(place.line, place.column, message, "keep one of the two")
            }
        }
    }

    private mutating func reportTag(_ tag: String, _ location: SourceLocation) {
        guard tag != Tag.Name.implicit.rawValue else { return }
        report(
            location.line, location.column, "tag `\(restore(tag))` is not understood", "write the value without a tag")
    }

    private mutating func resolve(_ name: String, _ location: SourceLocation) -> LocatedNode? {
        guard let target = anchors[name] else {
            report(location.line, location.column, "no anchor `&\(name)` stands before this alias")
            return LocatedNode(location: location, content: .scalar("", plain: true))
        }
        // The copy keeps the places of the original: a mistake in it is mended there.
        guard spend(YAMLTree.size(target, stoppingAt: limits.nodes), location) else { return nil }
        return target
    }

    private mutating func spend(_ count: Int, _ location: SourceLocation) -> Bool {
        guard !stopped else { return false }
        nodes += count
        guard nodes <= limits.nodes else {
            stop(location, "the document has more than \(limits.nodes) values")
            return false
        }
        return true
    }

    private mutating func stop(_ location: SourceLocation, _ message: String) {
        if !stopped { report(location.line, location.column, message) }
        stopped = true
    }

    private static func size(_ node: LocatedNode, stoppingAt limit: Int) -> Int {
        var size = 1
        switch node.content {
        case .scalar:
            break
        case .list(let items):
            for item in items where size <= limit {
                size += YAMLTree.size(item, stoppingAt: limit - size)
            }
        case .mapping(let pairs):
            for pair in pairs where size <= limit {
                size += 1 + YAMLTree.size(pair.value, stoppingAt: limit - size)
            }
        }
        return size
    }

    /// The name after the star, when the whole text is an alias as YAML spells one.
    private static func aliasName(_ text: String) -> String? {
        let name = text.unicodeScalars.dropFirst()
        let isName = name.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
            default: false
            }
        }
        return isName && !name.isEmpty ? String(name) : nil
    }

    private func restore(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == YAMLTree.star || repeats[$0] != nil }) else { return text }
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            view.append(scalar == YAMLTree.star ? "*" : repeats[scalar] ?? scalar)
        }
        return String(view)
    }
}
