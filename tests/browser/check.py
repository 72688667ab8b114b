"""Opens pages in headless Chromium: python3 check.py AXE.JS FOLDER-FOR-PICTURES PAGE…

A page must load nothing but itself, say nothing on the console, fit every width from 320 px up in light and dark, please
axe-core, and print on A4 with its headings beside what they head. Chromium is driven through a pipe by its own protocol, so
nothing but Python's own library is needed.
"""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
]
# Name, width, height, colours.
VIEWS = [
    ("a4", 794, 1123, "light"), ("tablet", 850, 1100, "light"), ("wide", 1600, 1000, "light"), ("narrow", 320, 640, "light"), ("dark", 1280, 900, "dark"),
    ("narrow-dark", 320, 640, "dark"),
]
# Views that axe-core judges; it takes long, and the others differ in width alone.
JUDGED = ("a4", "dark")
# Texts wider than the box that cuts them, and boxes wider than the page.
CUT = """(() => {
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e);
    if (e.closest('svg') || style.position === 'absolute' || style.display === 'inline') continue;
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.overflowX !== 'visible' && style.overflowX !== 'auto')
      found.push('cut: ' + e.tagName + ' ' + e.textContent.trim().slice(0, 60));
    const box = e.getBoundingClientRect();
    if (box.width > 0 && box.right > innerWidth + 1 && !e.closest('[style*=overflow]'))
      found.push('beyond: ' + e.tagName + ' ' + e.className + ' ' + e.textContent.trim().slice(0, 60));
  }
  return found.slice(0, 8);
})()"""
# Headings that may be left alone at the foot of a sheet.
LONE = """[...document.querySelectorAll('h2, h3, h4, h5')].filter(h =>
  !['avoid', 'avoid-page'].includes(getComputedStyle(h).breakAfter)).map(h => h.textContent.trim().slice(0, 60)).slice(0, 5)"""


class Browser:
    """One Chromium, and one page in it."""

    def __init__(self, program, home):
        theirs, ours = os.pipe()
        heard, said = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4.
        command = f'exec "$0" "$@" 3<&{theirs} 4>&{said}'
        self.process = subprocess.Popen(
            ["sh", "-c", command, program, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            pass_fds=(theirs, said), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(said)
        self.write = os.fdopen(ours, "wb", buffering=0)
        self.read = os.fdopen(heard, "rb")
        self.rest, self.events, self.last, self.session = b"", [], 0, None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Network", "Log", "Runtime"]:
            self.ask(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.read.fileno(), 1 << 16)
            if not part:
                sys.exit("Chromium ended")
            self.rest += part
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.write.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.last:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message())

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            sys.exit(f"{expression[:60]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def seen(browser, url):
    """What a page said and asked for while it was looked at."""
    said = []
    for event in browser.events:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and params["request"]["url"] != url:
            said.append("asks for " + params["request"]["url"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            said.append(json.dumps(params)[:300])
        elif method == "Log.entryAdded":
            said.append(params["entry"]["text"])
    return said


def look(browser, page, axe, pictures):
    """All complaints about one page."""
    wrong = []
    # Pages of one name may come from several workspaces.
    pictures = pictures / page.parents[2].name
    pictures.mkdir(parents=True, exist_ok=True)
    url = page.as_uri()
    for name, width, height, colours in VIEWS:
        at = f"{page.name}, {name}"
        browser.events.clear()
        browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        browser.ask("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": colours}])
        browser.ask("Page.navigate", url=url)
        browser.wait("Page.loadEventFired")
        # What is folded is read, too.
        browser.value("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = browser.value("document.scrollingElement.scrollWidth")
        if wide > width:
            wrong.append(f"{at}: {wide} px wide")
        wrong += [f"{at}: {told}" for told in browser.value(CUT)]
        picture = browser.ask("Page.captureScreenshot", captureBeyondViewport=False)["data"]
        (pictures / f"{page.stem}-{name}.png").write_bytes(base64.b64decode(picture))
        wrong += [f"{at}: {said}" for said in seen(browser, url)]
        if name not in JUDGED:
            continue
        browser.value(axe)
        found = browser.value("axe.run({resultTypes: ['violations']}).then(r => r.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]))")
        for impact, rule, n, html in found:
            line = f"{at}: axe-core {impact}: {rule} ({n}): {html}"
            if impact in ("serious", "critical"):
                wrong.append(line)
            else:
                print("note:", line)
    for part, most in [("", 3 if page.stem == "ranking" else MOST_SHEETS), *([("#all", MOST_WITH_ALL)] if page.stem != "ranking" else [])]:
        wrong += on_paper(browser, page, url + part, most, pictures / f"{page.stem}{part.replace('#', '-')}.pdf")
    return wrong


def on_paper(browser, page, url, most, file):
    """All complaints about a page as it is printed."""
    wrong = []
    # From one page to a part of itself nothing would be loaded.
    for address in ["about:blank", url]:
        browser.events.clear()
        browser.ask("Page.navigate", url=address)
        browser.wait("Page.loadEventFired")
    browser.ask("Emulation.setEmulatedMedia", media="print", features=[])
    wrong += [f"{page.name}: a heading may be left alone: {told}" for told in browser.value(LONE)]
    pdf = base64.b64decode(browser.ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
    file.write_bytes(pdf)
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)}
    print(f"{file.stem}: {sheets} sheets of A4")
    if not 1 <= sheets <= most:
        wrong.append(f"{file.stem}: {sheets} sheets of paper")
    if any(sorted(box[2:]) not in ([595, 841], [595, 842], [596, 842]) for box in boxes):
        wrong.append(f"{page.name}: not A4: {boxes}")
    return wrong


# A unit's page, printed; and with everything behind its points.
MOST_SHEETS, MOST_WITH_ALL = 30, 80


def main():
    axe = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    pictures, pages = pathlib.Path(sys.argv[2]), [pathlib.Path(page).resolve(strict=True) for page in sys.argv[3:]]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("there is no chromium")
    if not pages:
        sys.exit("no page is named")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(program, home)
        try:
            wrong = [told for page in pages for told in look(browser, page, axe, pictures)]
        finally:
            browser.end()
    for told in wrong:
        print(told, file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
