"""A bestuur's way over the board of the register, in a real browser without JavaScript.

    board.py --browser /usr/bin/chromium --demo .build/debug/poort-demo --directory CHECKOUT --screenshots FOLDER

Starts the demo on free ports with a register of its own. One person of each party logs in, and they lead a new bestuur through both
tracks by keyboard and forms alone; somebody who may only look sees no form and is refused when one is sent all the same, and so is a
form of another site. Every page is photographed and looked at by axe-core. Ends with 1 when something was not as it must be.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

failures = []
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(condition, sentence, detail=""):
    print(("ok   " if condition else "FAIL ") + sentence + ("" if condition or not detail else f": {detail}"))
    if not condition:
        failures.append(sentence)


class Demo:
    """The demo in a process of its own."""

    def __init__(self, program, directory, register):
        self.process = subprocess.Popen(
            [program, "--free-ports", "--directory", directory, "--register", register], stdout=subprocess.PIPE, text=True
        )
        self.board = None
        for line in self.process.stdout:
            match = re.match(r"^  register +(http://\S+)/register", line)
            if match:
                self.board = match.group(1)
            if line.startswith("In another terminal"):
                break
        if self.board is None:
            raise SystemExit("the demo did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class Walk:
    def __init__(self, demo, browser, folder):
        self.demo = demo
        self.browser = browser
        self.folder = folder
        self.count = 0
        self.axe = Axe()

    def visitor(self, person, script=False):
        """Somebody who logged in at the board."""
        context = self.browser.new_context(
            locale="nl-BE", viewport={"width": 1200, "height": 850}, java_script_enabled=script
        )
        page = context.new_page()
        page.goto(f"{self.demo.board}/register")
        page.locator(f"button[value={person}]").first.click()
        page.wait_for_url(f"{self.demo.board}/register")
        return page

    def look(self, page, name):
        """Photographs a page; a copy with scripts is looked at by axe-core, which is a script itself."""
        self.count += 1
        page.screenshot(path=str(self.folder / f"board-{self.count:02d}-{name}.png"), full_page=True)
        copy = self.browser.new_context(locale="nl-BE", viewport={"width": 1200, "height": 850}, bypass_csp=True).new_page()
        copy.set_content(page.content())
        found = self.axe.run(copy, options={"runOnly": RULES}).response["violations"]
        faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]
        check(not faults, f"{name}: axe-core finds no fault", "; ".join(faults))
        copy.set_viewport_size({"width": 320, "height": 640})
        wide = copy.evaluate("document.documentElement.scrollWidth")
        check(wide <= 320, f"{name}: fits a width of 320 pixels", wide)
        copy.context.close()

    def by_keyboard(self, page, form, **values):
        """Fills a form in and sends it without the mouse: every field and the button by Tab."""
        fields = page.locator(f"form:has(input[name=form][value='{form}'])")
        if fields.count() == 0:
            check(False, f"{form}: there is such a form", page.url)
            return
        summary = page.locator(f"details:has(input[name=form][value='{form}']) > summary")
        if summary.count():
            summary.focus()
            page.keyboard.press("Enter")
        wanted = list(values)
        first = fields.locator("input:not([type=hidden]), select, button").first
        first.focus()
        for _ in range(20):
            at = fields.locator(":focus")
            name = at.get_attribute("name")
            if name is None:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                check(not wanted, f"{form}: every field is reached by Tab", wanted)
                return
            if name in values:
                wanted.remove(name)
                if at.evaluate("e => e.tagName") == "SELECT":
                    at.select_option(values[name])
                else:
                    page.keyboard.press("Control+A")
                    page.keyboard.type(values[name])
            page.keyboard.press("Tab")
        check(False, f"{form}: its button is reached by Tab")

    def run(self):
        board = self.demo.board
        petra, lotte, gunter, vera = (self.visitor(person) for person in ["petra", "lotte", "gunter", "vera"])
        check("U handelt voor Agentschap Binnenlands Bestuur." in petra.content(), "the board says for whom one acts")
        late = petra.locator("div[aria-labelledby=overdue]").inner_text()
        check("AGB Voorbeeldstad" in late and "dagen te laat" in late, "what is overdue stands first, with how late it is", late)
        self.look(petra, "overview")

        petra.get_by_role("link", name="Nieuw dossier").click()
        self.look(petra, "open")
        self.by_keyboard(petra, "open", name="AGB Nieuwstad", announced="0999998830")
        check("tien cijfers" in petra.locator("[role=alert]").inner_text(), "a number that is none is told so")
        check(petra.locator("input[name=name]").input_value() == "AGB Nieuwstad", "and what was typed stands there still")
        self.look(petra, "open-refused")
        self.by_keyboard(petra, "open", announced="0999.998.239")
        address = petra.url.split("?")[0]
        check(re.search(r"/register/dossiers/D\d+$", address), "the dossier is open", petra.url)
        self.look(petra, "dossier-new")
        before = petra.content()

        self.by_keyboard(petra, "stap-goedgekeurd", decision="BVR 2026/200")
        self.by_keyboard(petra, "stap-loket-verwittigd")
        for page in [lotte, gunter, vera]:
            page.goto(address)
        check(vera.locator("main form").count() == 0, "somebody who may only look has no form")
        self.look(vera, "dossier-viewer")
        self.by_keyboard(gunter, "stap-toegang-gevraagd", reference="GB-2026-9")
        # Lotte's page is older than Gunter's step.
        self.by_keyboard(lotte, "stap-uri-aangemaakt")
        check("journal_moved" in lotte.locator("[role=alert]").inner_text(), "a form on what has changed meanwhile does nothing")
        self.look(lotte, "dossier-stale")
        self.by_keyboard(lotte, "stap-uri-aangemaakt")
        self.by_keyboard(lotte, "stap-in-kalliope-gekend")
        petra.goto(address)
        self.by_keyboard(petra, "stap-geverifieerd")
        self.by_keyboard(petra, "stap-ovo-en-typering-teruggekoppeld", ovo="OVO999977", type="autonoom-gemeentebedrijf")
        self.look(petra, "dossier-half")
        gunter.goto(address)
        self.by_keyboard(gunter, "stap-kbo-connectie", kbo="0999998239")
        check("Actief" in gunter.locator("dl.facts").inner_text(), "after both tracks the bestuur is active", gunter.url)
        self.look(gunter, "dossier-active")

        # Through the dossier to the bestuur, and a change with its reason.
        petra.goto(address)
        petra.locator("dl.facts a").first.click()
        check(petra.get_by_role("heading", name="AGB Nieuwstad").is_visible(), "the dossier leads to the bestuur")
        self.by_keyboard(petra, "name", name="AGB Nieuwstad-aan-Zee", reason="nieuwe naam sinds de oprichting")
        check(petra.get_by_role("heading", name="AGB Nieuwstad-aan-Zee").is_visible(), "a change counts at once")
        self.look(petra, "bestuur")
        petra.goto(f"{board}/register/besturen?q=nieuwstad")
        check("1 gevonden" in petra.content(), "the bestuur is found by a part of its name")
        self.look(petra, "besturen")
        petra.goto(f"{board}/register/conflicts")
        check("0999998338" in petra.content() and "Projectvereniging Noord" in petra.content(), "conflicts are shown")
        self.look(petra, "conflicts")

        # A form that the page of somebody who may only look does not have, and one of another site.
        token = re.search(r'name="token" value="([^"]+)"', vera.content()).group(1)
        sent = vera.request.post(
            f"{address}/steps", form={"form": "weiger-toegang", "sequence": "1", "reason": "x", "token": token},
            headers={"Origin": board}, max_redirects=0,
        )
        check(sent.status == 403, "and is refused when one is sent all the same", sent.status)
        token = re.search(r'name="token" value="([^"]+)"', before).group(1)
        sent = petra.request.post(
            f"{board}/register/open", form={"form": "open", "name": "Kwaad", "announced": "", "token": token},
            headers={"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}, max_redirects=0,
        )
        check(sent.status == 403 and "request_cross_origin" in sent.text(), "a form of another site is refused", sent.status)

        # Somebody without a role, and the way out.
        farid = self.browser.new_context(locale="nl-BE", java_script_enabled=False).new_page()
        farid.goto(f"{board}/register")
        farid.locator("button[value=farid]").first.click()
        farid.wait_for_url(f"{board}/register")
        check("LoketRegisterABB" in farid.content() and "board_role_missing" in farid.content(), "whoever has no role is told which open it")
        self.look(farid, "no-role")
        petra.locator("header summary").click()
        petra.get_by_role("button", name="Afmelden", exact=True).click()
        petra.wait_for_url(f"{board}/register/logged-out**")
        check(petra.get_by_role("heading", name="U bent afgemeld").is_visible(), "logging out ends here and at the provider")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--browser", required=True)
    parser.add_argument("--demo", required=True)
    parser.add_argument("--directory", required=True)
    parser.add_argument("--screenshots", required=True, type=pathlib.Path)
    options = parser.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(options.demo, options.directory, f"{folder}/register.sqlite")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
                try:
                    Walk(demo, browser, options.screenshots).run()
                finally:
                    browser.close()
        finally:
            demo.stop()
    print(f"{'FAILED: ' + str(len(failures)) if failures else 'all as it must be'}; screenshots in {options.screenshots}")
    sys.exit(1 if failures else 0)


main()
