"""Asks the board's JSON interface what its OpenAPI document admits, and what it does not.

    api.py --schemathesis PROGRAM --demo .build/debug/poort-demo --directory CHECKOUT --document FILE [-- OPTION…]

Starts the demo on free ports with a register of its own, logs in as somebody of the agency as a browser would, and hands the
session's cookie to schemathesis. Ends as that does.
"""

import argparse
import html
import http.cookiejar
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request


class Demo:
    """The demo in a process of its own."""

    def __init__(self, program, directory, register):
        self.process = subprocess.Popen(
            [program, "--free-ports", "--directory", directory, "--register", register],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
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


class LoopbackPolicy(http.cookiejar.DefaultCookiePolicy):
    """Browsers count `http` on a loopback address as safe, and send cookies that are marked `Secure`."""

    def return_ok_secure(self, cookie, request):
        return True


def log_in(board, person):
    """The value of the session's cookie."""
    jar = http.cookiejar.CookieJar(LoopbackPolicy())
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.addheaders = [("Accept", "text/html"), ("Accept-Language", "nl")]
    with browser.open(f"{board}/register", timeout=10) as answer:
        address, page = answer.geturl(), answer.read().decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if f'value="{person}"' in form)
    action = urllib.parse.urljoin(address, html.unescape(re.search(r'action="([^"]*)"', form).group(1)))
    fields = [
        (html.unescape(name), html.unescape(value))
        for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    ] + [("gebruiker", person)]
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(address))
    request = urllib.request.Request(
        action, urllib.parse.urlencode(fields).encode(), {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    )
    with browser.open(request, timeout=10) as answer:
        answer.read()
    return next(cookie.value for cookie in jar if cookie.name == "__Host-poort-board")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schemathesis", required=True)
    parser.add_argument("--demo", required=True)
    parser.add_argument("--directory", required=True)
    parser.add_argument("--document", required=True)
    parser.add_argument("options", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(options.demo, options.directory, f"{folder}/register.sqlite")
        try:
            # A text of blanks and a number with a wrong check digit are not what a schema can tell from others.
            with open(f"{folder}/schemathesis.toml", "w", encoding="utf-8") as file:
                file.write('[checks.positive_data_acceptance]\n')
                file.write('expected-statuses = ["2xx", "401", "403", "404", "409", "422"]\n')
            cookie = log_in(demo.board, "petra")
            run = subprocess.run(
                [
                    os.path.abspath(options.schemathesis), "run", os.path.abspath(options.document), "--url", demo.board,
                    "--header", f"Cookie: __Host-poort-board={cookie}", "--header", f"Origin: {demo.board}",
                    "--phases", "examples,coverage,fuzzing", "--max-examples", "25", "--max-time", "60", "--seed", "1",
                    "--workers", "2", "--checks", "all", "--request-timeout", "10", "--suppress-health-check", "all",
                    "--no-color", "--warnings", "off", "--output-sanitize", "true",
                    # The session's cookie goes along always, so none is made up.
                    "--generation-with-security-parameters", "false",
                ] + options.options,
                cwd=folder, timeout=300, check=False,
            )
        finally:
            demo.stop()
    sys.exit(run.returncode)


main()
