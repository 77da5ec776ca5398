#!/usr/bin/env python3
"""Opens the HTML file of a report in a headless browser and tries it: Tests/browser.py FILE.html [--shots DIR]

It needs Chromium, as from `apt-get install chromium`, and Python's standard library. The browser is driven over a pipe by the
DevTools protocol. Every check prints one line; the exit code is 1 if one fails.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


class Browser:
    """A headless browser with one page."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ours, theirs = os.pipe(), os.pipe()
        # The browser reads commands from descriptor 3 and writes answers to descriptor 4.
        self.commands, self.answers = ours[1], theirs[0]
        options = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
                   "--disable-dev-shm-usage", "--hide-scrollbars", f"--user-data-dir={self.profile.name}"]
        inside = f"exec 3<&{ours[0]} 4>&{theirs[1]}; exec \"$0\" \"$@\""
        self.process = subprocess.Popen(
            ["bash", "-c", inside, program, *options, "about:blank"], pass_fds=[ours[0], theirs[1]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(ours[0])
        os.close(theirs[1])
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.answers, 1 << 20)
            if not part:
                raise SystemExit("the browser ended")
            self.rest += part
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, address):
        self.call("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.message())

    def run(self, program):
        """Returns the value of a JavaScript expression; a promise is awaited."""
        answer = self.call("Runtime.evaluate", expression=program, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{program}: {answer['exceptionDetails']['exception'].get('description')}")
        return answer["result"].get("value")

    def press(self, key):
        code = {"/": "Slash", "Tab": "Tab", "Enter": "Enter", "Escape": "Escape", "j": "KeyJ", "k": "KeyK"}[key]
        number = {"/": 191, "Tab": 9, "Enter": 13, "Escape": 27, "j": 74, "k": 75}[key]
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, windowsVirtualKeyCode=number, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=code, windowsVirtualKeyCode=number)

    def shot(self, path, width, height, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        data = self.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.profile.cleanup()


# The least contrast of text with what is painted behind it, over all elements of the shown page; 4.5 is readable.
CONTRAST = """
(() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  let worst = [21, ""];
  for (const e of document.querySelectorAll(".p-page *, nav a")) {
    const isShown = e.getClientRects().length > 0;
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!isShown || !own || e.closest("title")) continue;
    let ink, paper;
    if (e instanceof SVGElement) {
      if (e.tagName !== "text") continue;
      ink = numbers(getComputedStyle(e).fill);
      const beside = e.parentElement.querySelector("rect");
      const isBoxed = e.classList.contains("mark") || e.classList.contains("boxed");
      const paperOf = isBoxed ? beside : e.ownerSVGElement.querySelector(".paper");
      paper = numbers(getComputedStyle(paperOf).fill);
      if (e.classList.contains("pale") || e.classList.contains("dark")) paper = numbers(getComputedStyle(e).stroke);
    } else {
      ink = numbers(getComputedStyle(e).color);
      paper = behind(e);
    }
    const [a, b] = [light(ink), light(paper)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, e.tagName + "." + e.className + " " + e.textContent.slice(0, 40)];
  }
  return worst;
})()
"""


def main():
    words = sys.argv[1:]
    if not words or words[0].startswith("-"):
        raise SystemExit(__doc__)
    file = pathlib.Path(words[0]).resolve()
    shots = pathlib.Path(words[words.index("--shots") + 1]) if "--shots" in words else None
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if not program:
        raise SystemExit("no browser: apt-get install chromium")
    failed = []

    def check(name, holds, seen=""):
        print(f"{'ok    ' if holds else 'FAILED'} {name}{f': {seen}' if seen != '' else ''}")
        if not holds:
            failed.append(name)

    browser = Browser(program)
    try:
        browser.call("Emulation.setDeviceMetricsOverride", width=1100, height=1000, deviceScaleFactor=1, mobile=False)
        browser.open(file.as_uri())
        run = browser.run
        pages = run("pages.length")
        check("one page is shown at a time", run("pages.filter((p) => p.getClientRects().length).length") == 1, f"of {pages}")

        claims = run("document.querySelectorAll('#claims tbody tr').length")
        if claims:
            top = run("document.getElementById('filters').getBoundingClientRect().top")
            check("what stands above the table fits 1,100 × 1,000 pixels", top <= 1000, f"{top:.0f}")
            wide = run("document.documentElement.scrollWidth")
            check("nothing is wider than the window", wide <= 1100, wide)

        dead = run("""[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))
          .filter((h) => !h.startsWith('#') || !document.getElementById(h.slice(1)))""")
        check("every link leads to an element", dead == [], dead or f"{run('document.links.length')} links")

        broken = run("""(async () => {
          const wrong = [];
          for (const id of pages.map((p) => p.id)) {
            location.hash = id;
            await new Promise((done) => setTimeout(done, 5));
            const shown = pages.filter((p) => p.getClientRects().length).map((p) => p.id);
            if (shown.join() !== id) wrong.push(id + ': ' + shown);
          }
          location.hash = '';
          await new Promise((done) => setTimeout(done, 20));
          return wrong;
        })()""")
        check("every address shows its page", broken == [], broken or f"{pages} pages")

        if claims:
            state = """(() => [...document.querySelectorAll('#claims tbody tr')].filter((r) => !r.hidden).length)()"""
            counts = run("""(() => {
              const wrong = [];
              for (const choice of document.querySelectorAll('#filters select')) {
                for (const option of [...choice.options].slice(1)) {
                  choice.value = option.value;
                  choice.dispatchEvent(new Event('input', { bubbles: true }));
                  const rows = [...document.querySelectorAll('#claims tbody tr')];
                  const right = rows.every((r) => r.hidden === (r.dataset[choice.name] !== option.value));
                  if (!right || rows.every((r) => r.hidden)) wrong.push(choice.name + ' ' + option.value);
                }
                choice.value = '';
                choice.dispatchEvent(new Event('input', { bubbles: true }));
              }
              return wrong;
            })()""")
            check("every choice shows the claims that have it, and there are some", counts == [], counts)
            check("without a choice every claim is shown", run(state) == claims, run(state))

            # Keys alone: find a claim, go to it, come back.
            name = run("document.querySelector('#claims tbody tr:last-child td').textContent.split(',')[0].slice(0, 24)")
            browser.press("/")
            check("/ goes to the search field", run("document.activeElement.id") == "find")
            browser.call("Input.insertText", text=name)
            found = run(state)
            check("words in the field filter the claims", 0 < found < claims or claims == 1, f"{found} for “{name}”")
            browser.press("Escape")
            run("new Promise((done) => setTimeout(done, 20))")
            check("Escape shows all claims again", run(state) == claims)
            run("document.getElementById('content').focus()")
            browser.press("j")
            run("new Promise((done) => setTimeout(done, 20))")
            check("j goes to the next page", run("location.hash") == "#" + run("pages[1].id"))
            browser.press("k")
            run("new Promise((done) => setTimeout(done, 20))")

            run("document.querySelector('#claims thead th:nth-child(4) button').focus()")
            browser.press("Enter")
            order = run("""[...document.querySelectorAll('#claims tbody tr')].map((r) => r.cells[3].textContent)
              .filter((t) => !t.startsWith('against')).map(key)""")
            check("a heading sorts by number", order == sorted(order) and len(order) > 0, f"{order[:2]} … {order[-2:]}")
            browser.press("Enter")
            check("a second press turns the order", run(
                "document.querySelector('#claims thead th:nth-child(4)').getAttribute('aria-sort')") == "descending")
            run("document.querySelector('#claims thead th:nth-child(1) button').click()")

            browser.press("Tab")
            check("Tab moves to something that shows its focus", run(
                "document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle") == "solid")
            linked = run("document.querySelectorAll('#report svg a').length")
            check("the matrix can be clicked", linked >= claims, linked)
            graph = run("document.querySelectorAll('#graph svg a').length")
            check("the graph can be clicked", graph >= claims, graph)
            run("document.querySelector('#graph svg a').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))")
            run("new Promise((done) => setTimeout(done, 30))")
            check("a click on it leads to the claim", run("location.hash").startswith("#claim-"), run("location.hash"))
        values = run("document.querySelectorAll('svg .marker title').length")
        check("charts say their values when pointed at", values > 0, values)

        for scheme in ["light", "dark"]:
            browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            worst = [21, ""]
            for page in run("[pages[0], ...pages.slice(1, 4), ...pages.slice(-3)].map((p) => p.id)"):
                run(f"location.hash = '{page}'; show(); document.querySelectorAll('details').forEach((d) => d.open = true)")
                worst = min(worst, run(CONTRAST))
            check(f"contrast is at least 4.5 in {scheme} mode", worst[0] >= 4.5, f"{worst[0]:.2f} {worst[1]}")
            run("document.querySelectorAll('details').forEach((d) => d.open = false)")
        if shots:
            shots.mkdir(parents=True, exist_ok=True)
            for scheme in ["light", "dark"]:
                for page in [p for p in ["report", "graph", "claim-Theorem5_1", "claim-GranularityCurve"] if run(f"!!document.getElementById('{p}')")]:
                    run(f"location.hash = '{page}'; show()")
                    browser.shot(shots / f"{page}-{scheme}.png", 1100, 1000, scheme)

        faults = []
        for event in browser.events:
            method, content = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                faults.append(content["exceptionDetails"].get("text"))
            if method == "Runtime.consoleAPICalled" and content["type"] in ["error", "warning", "assert"]:
                faults.append(str(content["args"]))
            if method == "Log.entryAdded" and content["entry"]["level"] in ["error", "warning"]:
                faults.append(content["entry"]["text"])
            if method == "Network.requestWillBeSent" and not content["request"]["url"].startswith(("file:", "about:")):
                faults.append("request of " + content["request"]["url"])
        check("nothing is said on the console, and nothing is fetched", faults == [], faults[:5])
        size = file.stat().st_size
        check("the file has at most 5 MB", size <= 5_000_000, f"{size:,} bytes")
    finally:
        browser.close()
    print(f"{len(failed)} checks failed" if failed else "every check passed")
    sys.exit(1 if failed else 0)


main()
