/// A comment of a YAML document, which its tree does not hold.
struct YAMLComment: Hashable, Sendable {
    /// Without `#` and the spaces around it.
    let text: String
    let location: SourceLocation
    /// Whether nothing else stands on its line.
    let isAlone: Bool

    struct Found {
        var list: [YAMLComment] = []
        /// The lines that hold something else than comments, in order.
        var contentLines: [Int] = []

        /// The first line after `line` that holds content.
        func contentLine(after line: Int) -> Int? { contentLines.first { $0 > line } }
    }

    /// All comments of a document, in order; none when it is not valid.
    ///
    /// A `#` after a blank begins a comment, unless it stands in a quoted text or in block text. Where those begin is known
    /// from the document's tree, so that an apostrophe in plain text is not taken for one.
    static func all(file: String, text: String, limits: DocumentLimits = DocumentLimits()) -> Found {
        let tree = YAMLTree(file: file, text: text, limits: limits)
        guard tree.mistakes.isEmpty, let root = tree.root else { return Found() }
        var starts: Set<Position> = []
        collect(root, &starts)
        var scan = CommentScan(file: file, text: text, starts: starts)
        scan.run()
        return scan.found
    }

    struct Position: Hashable {
        var line: Int
        var column: Int
    }

    /// The places of everything that may be quoted: texts that are not plain, and all keys.
    private static func collect(_ node: LocatedNode, _ starts: inout Set<Position>) {
        switch node.content {
        case .scalar(_, let plain):
            if !plain { starts.insert(Position(line: node.location.line, column: node.location.column)) }
        case .list(let items):
            for item in items { collect(item, &starts) }
        case .mapping(let pairs):
            for pair in pairs {
                starts.insert(Position(line: pair.keyLocation.line, column: pair.keyLocation.column))
                collect(pair.value, &starts)
            }
        }
    }
}

/// One pass over the text of a document.
private struct CommentScan {
    private let file: String
    private let lines: [[Unicode.Scalar]]
    private let starts: Set<YAMLComment.Position>
    private(set) var found = YAMLComment.Found()
    private var line = 0
    private var column = 0

    init(file: String, text: String, starts: Set<YAMLComment.Position>) {
        self.file = file
        self.starts = starts
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        lines = scalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Array(line.last == "\r" ? line.dropLast() : line)
        }
    }

    mutating func run() {
        while line < lines.count {
            if column >= lines[line].count {
                line += 1
                column = 0
                continue
            }
            step()
        }
    }

    private mutating func step() {
        let scalar = lines[line][column]
        if scalar == "#", column == 0 || isBlank(lines[line][column - 1]) {
            comment()
            return
        }
        if !isBlank(scalar) { noteContent() }
        guard starts.contains(YAMLComment.Position(line: line + 1, column: column + 1)) else {
            column += 1
            return
        }
        skipProperties()
        guard column < lines[line].count else { return }
        switch lines[line][column] {
        case "\"": skipQuoted("\"")
        case "'": skipQuoted("'")
        case "|", ">": skipBlock()
        default: column += 1
        }
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private mutating func noteContent() {
        if found.contentLines.last != line + 1 { found.contentLines.append(line + 1) }
    }

    private mutating func comment() {
        let isAlone = lines[line][..<column].allSatisfy(isBlank)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: lines[line][(column + 1)...].drop(while: isBlank))
        while let last = text.last, isBlank(last) { text.removeLast() }
        let location = SourceLocation(file: file, line: line + 1, column: column + 1)
        found.list.append(YAMLComment(text: String(text), location: location, isAlone: isAlone))
        column = lines[line].count
    }

    /// An anchor before a text: the text's place is that of its anchor.
    private mutating func skipProperties() {
        while column < lines[line].count, lines[line][column] == "&" || lines[line][column] == "!" {
            while column < lines[line].count, !isBlank(lines[line][column]) { column += 1 }
            while column < lines[line].count, isBlank(lines[line][column]) { column += 1 }
        }
    }

    private mutating func skipQuoted(_ quote: Unicode.Scalar) {
        column += 1
        while line < lines.count {
            while column < lines[line].count {
                let scalar = lines[line][column]
                column += 1
                if quote == "\"", scalar == "\\" {
                    column += 1
                } else if scalar == quote {
                    guard quote == "'", column < lines[line].count, lines[line][column] == "'" else { return }
                    column += 1
                }
            }
            line += 1
            column = 0
            if line < lines.count { noteContent() }
        }
    }

    /// Block text is every following line that is blank or indented more than what holds it.
    private mutating func skipBlock() {
        let header = lines[line]
        let parent = header.firstIndex { !isBlank($0) && $0 != "-" } ?? 0
        // In `- |` the bar itself is the first; the list's own indentation then counts.
        let indent = parent == column ? (header.firstIndex { !isBlank($0) } ?? 0) : parent
        // What follows on this line is the header's, and perhaps a comment.
        while column < header.count, !(header[column] == "#" && isBlank(header[column - 1])) { column += 1 }
        if column < header.count { comment() }
        line += 1
        column = 0
        while line < lines.count {
            let depth = lines[line].firstIndex { $0 != " " }
            guard depth == nil || depth.map({ $0 > indent }) == true else { return }
            if depth != nil { noteContent() }
            line += 1
        }
    }
}
