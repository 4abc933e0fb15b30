"""A person's way through the gateway's pages, in a real browser.

    walk.py --browser /usr/bin/chromium --demo .build/debug/poort-demo --directory CHECKOUT --screenshots FOLDER

Starts the demo on free ports, logs in through the stand-in, opens a module, is refused another, switches bestuur, logs out, and
has the provider end a session. Every page is photographed, walked through by keyboard, and looked at by axe-core. Ends with 1
when something was not as it must be.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

failures = []


def check(condition, sentence, detail=""):
    print(("ok   " if condition else "FAIL ") + sentence + ("" if condition or not detail else f": {detail}"))
    if not condition:
        failures.append(sentence)


class Demo:
    """The demo in a process of its own."""

    def __init__(self, program, directory):
        self.process = subprocess.Popen(
            [program, "--free-ports", "--directory", directory], stdout=subprocess.PIPE, text=True
        )
        found = {}
        for line in self.process.stdout:
            for word, pattern in [
                ("gateway", r"^  gateway +(http://\S+)"),
                ("provider", r"^ +(http://\S+)/people"),
            ]:
                match = re.match(pattern, line)
                if match:
                    found[word] = match.group(1)
            if line.startswith("In another terminal"):
                break
        self.gateway = found["gateway"]
        self.provider = found["provider"]

    def log_out(self, person, by):
        request = urllib.request.Request(f"{self.provider}/admin/people/{person}/logout?by={by}", method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

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

    def person(self, **options):
        context = self.browser.new_context(locale="nl-BE", viewport={"width": 1200, "height": 850}, **options)
        page = context.new_page()
        page.on("console", lambda message: self.console(message))
        page.on("request", lambda request: self.request(page, request))
        return page

    def console(self, message):
        # The browser reports what the content security policy stopped.
        if message.type == "error" and "Content Security Policy" in message.text:
            check(False, "the pages keep to their content security policy", message.text)

    def request(self, page, request):
        if not request.url.startswith(("http://127.0.0.1", "data:")):
            check(False, "the pages ask nobody else for anything", request.url)

    def look(self, page, name, mine=True):
        """Photographs a page, and looks whether everybody can use it."""
        self.count += 1
        page.screenshot(path=str(self.folder / f"{self.count:02d}-{name}.png"), full_page=True)
        if not mine:
            return
        result = self.axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in result.response["violations"]]
        check(not faults, f"{name}: axe-core finds no fault", "; ".join(faults))

    def focusable(self, page):
        """Everything that Tab reaches, in order, each with a ring that can be seen."""
        page.evaluate("document.activeElement && document.activeElement.blur()")
        seen = []
        for _ in range(60):
            page.keyboard.press("Tab")
            at = page.evaluate(
                """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                    const s = getComputedStyle(e), r = e.getBoundingClientRect();
                    return { text: (e.innerText || e.getAttribute('aria-label') || e.tagName).trim().split('\\n')[0],
                             ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, seen: r.width > 0 && r.left >= 0,
                             height: r.height, inline: s.display === 'inline' } }"""
            )
            if at is None:
                break
            seen.append(at)
        return seen

    def log_in(self, page, person, organisation=None):
        page.locator(f"button[name=gebruiker][value={person}], button[value={person}]").first.click()
        if organisation:
            page.get_by_role("button", name=organisation, exact=True).click()

    def run(self):
        gateway = self.demo.gateway
        page = self.person()

        page.goto(f"{gateway}/_poort/")
        check(page.get_by_role("heading", name="Meld u aan").is_visible(), "somebody who is not logged in is offered to")
        self.look(page, "not-logged-in")
        stops = self.focusable(page)
        texts = [stop["text"] for stop in stops]
        check("Naar de inhoud" in texts[0] and "Aanmelden" in texts, "Tab reaches the skip link first, and the button", texts)
        check(all(stop["ring"] and stop["seen"] for stop in stops), "everything that Tab reaches shows a ring", stops)

        # By keyboard alone up to the provider.
        page.get_by_role("link", name="Aanmelden").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.demo.provider}/**")
        self.look(page, "provider-person", mine=False)
        self.log_in(page, "ines")
        self.look(page, "provider-organisation", mine=False)
        page.get_by_role("button", name="Testgem", exact=True).click()
        page.wait_for_url(f"{gateway}/_poort/")
        check(page.get_by_text("Ines Voorbeeld").first.is_visible(), "the start page names who is logged in")
        toezicht = page.locator(".tile", has_text="Toezicht").first
        check("Open" in toezicht.inner_text(), "the tile of Toezicht is open")
        closed = page.locator(".tile.shut", has_text="Personeelsbeheer")
        check(
            "U hebt geen toegang tot de module Personeelsbeheer voor Testgem." in closed.inner_text()
            and "lokale beheerder" in closed.inner_text(),
            "a closed tile says why, and who can change it",
            closed.inner_text(),
        )
        self.look(page, "start")
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        check(wide <= 320, "the start page fits a width of 320 pixels", wide)
        self.look(page, "start-narrow")
        page.set_viewport_size({"width": 1200, "height": 850})

        stops = self.focusable(page)
        check(all(stop["ring"] and stop["seen"] for stop in stops), "every tile and menu shows a ring when Tab reaches it", stops)
        check(
            all(stop["height"] >= 24 or stop["inline"] for stop in stops), "every target is 24 pixels high or stands in a text", stops
        )
        page.locator("header summary").focus()
        page.keyboard.press("Enter")
        check(page.get_by_role("button", name="Afmelden", exact=True).is_visible(), "the account menu opens by keyboard")
        self.look(page, "account-menu")
        page.get_by_role("link", name="Mijn rechten").click()
        check(page.get_by_role("row", name=re.compile("LoketLB-toezichtGebruiker")).is_visible(), "one's rights list the roles")
        self.look(page, "rights")

        page.goto(f"{gateway}/submissions")
        check(json.loads(page.inner_text("body"))["module"] == "toezicht", "the module opens")
        answer = page.goto(f"{gateway}/employee-datasets")
        check(
            answer.status == 403 and page.get_by_text("U hebt geen toegang tot de module Personeelsbeheer").is_visible(),
            "another module is refused, with the reason",
        )
        check(page.get_by_text("module_not_granted").is_visible(), "and with its code")
        self.look(page, "refused")

        # Switching: the provider asks for the organisation alone.
        page.goto(f"{gateway}/_poort/")
        page.locator("header summary").click()
        page.get_by_role("button", name="Wissel van bestuur").click()
        page.get_by_role("button", name="OCMW Testgem", exact=True).click()
        page.wait_for_url(f"{gateway}/_poort/")
        check("OCMW Testgem" in page.locator("header summary").inner_text(), "after the switch it is another bestuur")
        check("Open" in page.locator(".tile", has_text="Personeelsbeheer").first.inner_text(), "with other modules")
        self.look(page, "switched")
        answer = page.goto(f"{gateway}/submissions")
        check(answer.status == 403, "and without the former ones")

        page.goto(f"{gateway}/_poort/")
        page.locator("header summary").click()
        page.get_by_role("button", name="Afmelden", exact=True).click()
        page.wait_for_url(f"{gateway}/_poort/logged-out**")
        check(page.get_by_role("heading", name="U bent afgemeld").is_visible(), "logging out ends here and at the provider")
        self.look(page, "logged-out")
        page.goto(f"{gateway}/submissions")
        check(page.url.startswith(self.demo.provider), "and the next request is asked to log in again")

        # Two browsers of one person; the provider ends both.
        first, second = self.person(), self.person()
        for each in (first, second):
            each.goto(f"{gateway}/submissions")
            self.log_in(each, "an")
            each.wait_for_url(f"{gateway}/submissions")
        begin = time.monotonic()
        self.demo.log_out("an", "sub")
        took = None
        while time.monotonic() - begin < 5:
            if second.request.get(f"{gateway}/submissions", max_redirects=0, headers={"Accept": "application/json"}).status == 401:
                took = time.monotonic() - begin
                break
        check(took is not None and took < 1, f"back-channel logout ends the second browser's session within a second ({took})")

        # Somebody whom the provider refuses, and somebody without any module.
        mo = self.person()
        mo.goto(f"{gateway}/_poort/login")
        self.log_in(mo, "mo")
        check("778323" in mo.content(), "who may not log in is told so by the provider")
        griet = self.person()
        griet.goto(f"{gateway}/_poort/login")
        self.log_in(griet, "griet")
        griet.wait_for_url(f"{gateway}/_poort/")
        self.look(griet, "no-module")
        els = self.person()
        els.goto(f"{gateway}/_poort/login")
        self.log_in(els, "els")
        els.wait_for_url(f"{gateway}/_poort/")
        check("niet actief in het Loket" in els.inner_text(".notice") and els.locator(".tile").count() == 0,
            "a bestuur that is not active is told once, and no tile tells it again",
        )
        self.look(els, "bestuur-not-active")

        stranger = self.person()
        answer = stranger.goto(f"{gateway}/_poort/callback?code=x&state=y")
        check(answer.status == 400 and stranger.get_by_role("link", name="Probeer het opnieuw").is_visible(), "a foreign answer is refused")
        self.look(stranger, "login-failed")

        english = self.browser.new_context(locale="en-GB").new_page()
        english.goto(f"{gateway}/_poort/")
        check(english.get_by_role("link", name="Log in").is_visible(), "the pages speak English to who wants it")
        check(english.evaluate("document.documentElement.lang") == "en", "and say so")
        self.look(english, "english")

        plain = self.person(java_script_enabled=False)
        plain.goto(f"{gateway}/_poort/")
        plain.get_by_role("link", name="Aanmelden").click()
        self.log_in(plain, "hanne")
        plain.locator("header summary").click()
        plain.get_by_role("button", name="Overal afmelden").click()
        plain.wait_for_url(f"{gateway}/_poort/logged-out**")
        check(plain.get_by_role("heading", name="U bent afgemeld").is_visible(), "all of it works without JavaScript")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--browser", required=True)
    parser.add_argument("--demo", required=True)
    parser.add_argument("--directory", required=True)
    parser.add_argument("--screenshots", required=True, type=pathlib.Path)
    options = parser.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    demo = Demo(options.demo, options.directory)
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
