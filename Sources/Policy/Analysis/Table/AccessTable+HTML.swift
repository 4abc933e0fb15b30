extension AccessTable {
    /// One page that needs nothing else: no script to be read, no network, no font. A small script adds the filters.
    var html: String {
        var lines = [
            "<!doctype html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<title>\(AccessTable.html(AccessTable.title))</title>", "<style>", AccessTable.style, "</style>",
            "</head>",
            "<body>", "<main>", "<h1>\(AccessTable.html(AccessTable.title))</h1>",
        ]
        lines += filters
        for (number, section) in sections.enumerated() {
            lines += [
                "<section aria-labelledby=\"s\(number)\">",
                "<h2 id=\"s\(number)\">\(AccessTable.html(section.title))</h2>",
                "<div class=\"scroll\" role=\"region\" aria-labelledby=\"s\(number)\" tabindex=\"0\">", "<table>",
                "<caption>\(AccessTable.html(section.explanation))</caption>", "<thead>", "<tr>",
            ]
            for column in section.columns {
                let types =
                    column.kind == .access
                    ? " data-types=\"\(AccessTable.html(column.titles.joined(separator: " ")))\"" : ""
                lines.append(
                    "<th scope=\"col\"\(types)>"
                        + section.shownTitles(column).map(AccessTable.html).joined(separator: "<br>") + "</th>")
            }
            lines += ["</tr>", "</thead>", "<tbody>"]
            for row in section.rows {
                lines.append("<tr>")
                for (index, (column, cell)) in zip(section.columns, row).enumerated() {
                    lines.append(html(column, cell, isHeading: index < section.keyCount))
                }
                lines.append("</tr>")
            }
            lines += ["</tbody>", "</table>", "</div>", "</section>"]
        }
        lines += ["</main>", "<script>", AccessTable.script, "</script>", "</body>", "</html>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func html(_ column: Column, _ cell: [String], isHeading: Bool) -> String {
        if isHeading { return "<th scope=\"row\">\(AccessTable.html(cell[0]))</th>" }
        switch column.kind {
        case .text: return "<td>\(AccessTable.html(cell[0]))</td>"
        case .paths:
            let items = cell.map { "<li><code>\(AccessTable.html($0))</code></li>" }.joined()
            return "<td><ul>\(items)</ul></td>"
        case .access:
            let words =
                switch cell[0] {
                case "RW": "reads and writes"
                case "R": "reads"
                case "W": "writes"
                default: "nothing"
                }
            let name = cell[0] == AccessTable.none ? "no" : cell[0].lowercased()
            let types = AccessTable.html(column.titles.joined(separator: " "))
            return "<td class=\"\(name)\" data-types=\"\(types)\"><abbr title=\"\(words)\">\(cell[0])</abbr></td>"
        }
    }

    /// Chosen among what the tables hold; hidden where no script runs.
    private var filters: [String] {
        func values(_ titles: [String]) -> [String] {
            var found: [String] = []
            for section in sections {
                for (index, column) in section.columns.enumerated() where titles.contains(column.title) {
                    for row in section.rows {
                        for value in row[index][0].split(separator: " or ").map(String.init)
                        where value != AccessTable.none {
                            if !found.contains(value) { found.append(value) }
                        }
                    }
                }
            }
            return found
        }
        let types = sections.flatMap { $0.columns.filter { $0.kind == .access }.flatMap(\.titles) }.sorted()
        func select(_ id: String, _ label: String, _ values: [String]) -> String {
            let options = values.map { "<option>\(AccessTable.html($0))</option>" }.joined()
            return
                "<label for=\"\(id)\">\(label)</label> <select id=\"\(id)\"><option value=\"\">all</option>\(options)</select>"
        }
        return [
            "<form id=\"filters\" hidden>",
            select("who", "Module or role", values(["who", "role", "opened by", "module"])),
            select("type", "Type of bestuur", types), "<p id=\"found\" role=\"status\"></p>", "</form>",
        ]
    }

    static func html(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Contrast of all text is at least 7:1; what a colour says, the letters say as well.
    private static let style = """
        :root { color-scheme: light; }
        body { margin: 0; font: 16px/1.45 system-ui, sans-serif; color: #16181d; background: #fff; }
        main { padding: 1rem 1.5rem 3rem; }
        form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; margin: 1rem 0; }
        form[hidden] { display: none; }
        select { font: inherit; max-width: 100%; padding: .2rem; }
        .scroll { overflow: auto; max-height: 85vh; border: 1px solid #767a84; }
        .scroll:focus-visible, select:focus-visible { outline: 3px solid #0b4f9e; outline-offset: 2px; }
        table { border-collapse: separate; border-spacing: 0; width: 100%; }
        caption { text-align: left; padding: .5rem; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #c5c8ce; }
        thead th { position: sticky; top: 0; background: #e9ecf1; font-size: .85rem; vertical-align: bottom; }
        tbody th { font-weight: 600; overflow-wrap: anywhere; }
        td.rw { background: #cfe8d2; } td.r { background: #fdf1c7; } td.w { background: #f9d9c8; }
        td.rw, td.r, td.w, td.no { text-align: center; }
        abbr { text-decoration: none; }
        ul { margin: 0; padding: 0; list-style: none; columns: 22rem; }
        code { font-size: .9rem; overflow-wrap: anywhere; }
        @media print {
          form { display: none !important; }
          .scroll { overflow: visible; max-height: none; border: 0; }
          thead { display: table-header-group; }
          thead th { position: static; }
          tr { break-inside: avoid; }
          body { font-size: 10px; }
          td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          @page { size: A4 landscape; margin: 12mm; }
        }
        """

    /// Hides rows that do not name who is chosen, and columns of other types.
    private static let script = """
        "use strict";
        (function () {
          var form = document.getElementById("filters");
          var who = document.getElementById("who"), type = document.getElementById("type");
          function apply() {
            var shown = 0;
            document.querySelectorAll("tbody tr").forEach(function (row) {
              var names = [];
              row.querySelectorAll("th").forEach(function (cell) { names = names.concat(cell.textContent.split(" or ")); });
              var cells = row.querySelectorAll("td[data-types]");
              var fits = !who.value || names.indexOf(who.value) >= 0;
              if (fits && type.value && cells.length) {
                fits = Array.prototype.some.call(cells, function (cell) {
                  return cell.dataset.types.split(" ").indexOf(type.value) >= 0 && !cell.classList.contains("no");
                });
              }
              row.hidden = !fits;
              if (fits) { shown += 1; }
            });
            document.querySelectorAll("[data-types]").forEach(function (cell) {
              cell.hidden = !!type.value && cell.dataset.types.split(" ").indexOf(type.value) < 0;
            });
            document.getElementById("found").textContent = shown + " rows";
          }
          who.addEventListener("change", apply);
          type.addEventListener("change", apply);
          form.hidden = false;
        })();
        """
}
