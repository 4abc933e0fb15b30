internal import Hummingbird
internal import NIOCore

/// The look of the pages: sober, and readable at WCAG AA (text at 4.5:1 and more, a visible focus, no meaning by colour alone).
enum Stylesheet {
    static let path = "/stand-in/stijl.css"

    static var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/css; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static let text = """
        * { box-sizing: border-box; }
        body { margin: 0; color: #333332; background: #fff; font: 1.0625rem/1.5 "Flanders Art Sans", Arial, sans-serif; }
        a { color: #0055cc; }
        a:focus-visible, .scroll:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid #8bae00;
            outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: .5rem; background: #fff; padding: .25rem .5rem; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .warning { margin: 0; padding: .5rem 1.5rem; background: #333332; color: #fff; font-size: .9375rem; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; padding: .75rem 1.5rem;
            border-bottom: 1px solid #8d8d8d; }
        .brand { background: #ffe615; color: #333332; font-weight: bold; padding: .25rem .75rem; }
        .site { font-weight: bold; }
        .who { margin: 0 0 0 auto; }
        .who form { display: inline; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .75rem; }
        .choices { list-style: none; margin: 0; padding: 0; }
        .choices li { border-top: 1px solid #cfd2d6; padding: .75rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem;
            align-items: center; }
        .choices button { min-width: 16rem; text-align: left; }
        .choices span { flex: 1 1 20rem; }
        button { font: inherit; color: #fff; background: #0055cc; border: 2px solid #0055cc; border-radius: 3px;
            padding: .375rem 1rem; cursor: pointer; }
        button:hover { background: #003b8e; border-color: #003b8e; }
        button.plain { color: #0055cc; background: #fff; }
        button.plain:hover { text-decoration: underline; }
        .alert { border-left: 6px solid #aa2729; background: #fbf1f1; padding: .75rem 1rem; margin: 0 0 1.5rem; }
        .done { border-left: 6px solid #2f6b12; background: #f2f7ee; padding: .75rem 1rem; margin: 0 0 1.5rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; }
        dt { font-weight: bold; }
        dd { margin: 0; }
        table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
        .scroll { position: relative; overflow-x: auto; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #cfd2d6; }
        form.fields { max-width: 36rem; }
        label { display: block; font-weight: bold; margin: .75rem 0 .25rem; }
        .hint { font-weight: normal; color: #545961; }
        input, select { font: inherit; width: 100%; padding: .375rem .5rem; border: 1px solid #687483; border-radius: 3px;
            background: #fff; color: #333332; }
        form.fields button { margin-top: 1rem; }
        td form { display: flex; gap: .5rem; flex-wrap: wrap; align-items: end; }
        td label { margin: 0; font-size: .9375rem; }

        """
}
