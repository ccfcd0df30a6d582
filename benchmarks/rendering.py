"""The walkthrough page beside the same page with its formulas rendered by KaTeX and by MathJax.

    npm ci --prefix benchmarks --ignore-scripts
    python benchmarks/rendering.py

Ours holds finished MathML. The others render when the page is opened, with scripts and fonts from
the same server, which compresses as GitHub Pages does. Each visit starts with an empty cache, and
the pages take turns. At the end Lighthouse gives its scores for a mid-range telephone.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from building import NOTEBOOK, copy_project, without
from measure import machine, median, table
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
CHROMIUM = [
    "--no-sandbox",  # Chromium refuses to start as root with one
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OURS, PLAIN, KATEX, MATHJAX = "as published", "without claims", "KaTeX", "MathJax"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")
UPDATES = 30
"""Live updates in a row, of which the mean is taken."""

# ------------------------------------------------------------------ the four pages

START: dict[str, str] = {
    KATEX: """
document.addEventListener("DOMContentLoaded", () => {
  const formulas = [...document.querySelectorAll(".md-content .arithmatex")];
  const render = (formula) =>
    katex.render(formula.latex, formula, { displayMode: formula.display });
  for (const formula of formulas) {
    formula.display = formula.localName === "div";
    formula.latex = formula.textContent.trim().slice(2, -2);
    render(formula);
  }
  globalThis.formulas = formulas.length;
  globalThis.update = (changed) => changed.forEach((k) => render(formulas[k]));
  globalThis.rendered = true;
});
""",
    MATHJAX: """
globalThis.MathJax = {
  loader: { paths: { fonts: new URL("vendor", document.baseURI).href } },
  // No speech: it is worked out after the page is there, and its promise may stay open.
  options: { menuOptions: { settings: { enrich: false } } },
  startup: {
    elements: [".arithmatex"],
    pageReady: async () => {
      const formulas = [...document.querySelectorAll(".md-content .arithmatex")];
      const latex = formulas.map((formula) => formula.textContent);
      await MathJax.startup.defaultPageReady();
      globalThis.formulas = formulas.length;
      globalThis.update = async (changed) => {
        const some = changed.map((k) => formulas[k]);
        MathJax.typesetClear(some);
        for (const k of changed) formulas[k].textContent = latex[k];
        await MathJax.typesetPromise(some);
      };
      globalThis.rendered = true;
    },
  },
};
""",
}
FILES: dict[str, dict[str, str]] = {
    KATEX: {"katex/dist": "katex"},
    MATHJAX: {"mathjax": "mathjax", "@mathjax/mathjax-newcm-font": "mathjax-newcm-font"},
}
"""What is copied from the packages into the site."""
STYLES = {KATEX: ["vendor/katex/katex.min.css"], MATHJAX: []}
SCRIPTS = {KATEX: ["vendor/katex/katex.min.js"], MATHJAX: ["vendor/mathjax/tex-chtml.js"]}

MARKS = """
const formulas = [...document.querySelectorAll(".md-content .math, .md-content .math-display")];
"""
CHANGED = f"""() => {{
  {MARKS}
  const {{ set, own }} = globalThis.mathdoctest;
  const before = formulas.map((formula) => formula.textContent);
  set([own[0] + 0.5, ...own.slice(1)]);
  const found = formulas.flatMap((formula, k) => formula.textContent === before[k] ? [] : [k]);
  set(own);
  return [formulas.length, found];
}}"""
"""Of how many formulas which change with the first given."""
LIVE = """async ([changed, times]) => {
  const { set, own } = globalThis.mathdoctest ?? {};
  const began = performance.now();
  for (let k = 1; k <= times; k += 1) {
    if (set) set([own[0] + k / 10, ...own.slice(1)]);
    else await globalThis.update(changed);
    document.body.offsetHeight; // lays out the page
  }
  return (performance.now() - began) / times;
}"""
SHIFT = """
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def built(folder: Path) -> dict[str, Path]:
    """Build the site in each way."""
    copy_project(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    for entry in NOTEBOOK:
        settings = without(settings, entry)
    sites = {
        OURS: _build(folder, OURS, settings),
        PLAIN: _build(folder, PLAIN, _unclaimed(without(settings, "claims:"))),
    }
    # What our extension leaves out of a page, and what it needs.
    for page in (folder / "docs").rglob("*.md"):
        text = re.sub(r"<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        page.write_text(text, encoding="utf-8")
    head = folder / "overrides" / "main.html"
    lines = head.read_text(encoding="utf-8").splitlines(keepends=True)
    head.write_text("".join(line for line in lines if "stix-two-math" not in line), "utf-8")
    settings = without(without(_unclaimed(settings), "custom_fences:"), "- mathdoctest:")
    for name in (KATEX, MATHJAX):
        scripts = [f"vendor/{name}.js", *SCRIPTS[name]]
        text = settings.replace(
            "markdown_extensions:\n",
            "markdown_extensions:\n  - pymdownx.arithmatex:\n      generic: true\n",
        )
        deferred = "".join(f"  - path: {script}\n    defer: true\n" for script in scripts)
        text = text.replace("extra_javascript:\n", f"extra_javascript:\n{deferred}")
        styles = "".join(f"  - {style}\n" for style in STYLES[name])
        text = text.replace("extra_css:\n", f"extra_css:\n{styles}")
        sites[name] = _build(folder, name, text)
        for package, target in FILES[name].items():
            shutil.copytree(PACKAGES / package, sites[name] / "vendor" / target)
        (sites[name] / "vendor" / f"{name}.js").write_text(START[name], encoding="utf-8")
    return sites


def _unclaimed(settings: str) -> str:
    """Settings without the script and the style of the claims."""
    return without(
        without(settings, "- path: assets/generated/claims.js"), "- assets/generated/claims.css"
    )


def _build(folder: Path, name: str, settings: str) -> Path:
    site = folder / name.replace(" ", "-")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the page {name} cannot be built:\n{done.stderr[-2000:]}")
    return site


# ------------------------------------------------------------------ the server


@functools.cache
def packed(path: Path) -> bytes:
    """A file, compressed."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Compressing(SimpleHTTPRequestHandler):
    """Serves files as GitHub Pages does: compressed, and for ten minutes' keeping."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        small = path.suffix in COMPRESSED
        body = packed(path) if small else path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site."""
    handler = functools.partial(Compressing, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/walkthrough.html"
        server.shutdown()


# ------------------------------------------------------------------ a visit


@dataclass(frozen=True)
class Visit:
    """What one visit of the page took."""

    bytes: float
    """As they were transferred, with their headers."""
    requests: float
    nodes: float
    last_paint: float
    """Milliseconds until nothing was painted any more."""
    shift: float
    update: float | None
    """Milliseconds until the page is laid out again with another given."""


def visited(browser: Browser, url: str, formulas: int, changed: list[int]) -> Visit:
    """Open the page with an empty cache, and change a given."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sizes: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda r: failed.extend([r.url] * (r.status >= HTTPStatus.BAD_REQUEST)))
    page.add_init_script(SHIFT)
    browser.start_tracing(page=page, categories=["devtools.timeline", "blink.user_timing"])
    page.goto(url, wait_until="networkidle")
    if page.evaluate("document.querySelector('.arithmatex') !== null"):
        page.wait_for_function("globalThis.rendered", timeout=120_000)
        if page.evaluate("globalThis.formulas") != formulas:
            sys.exit(f"{url} has other formulas than the published page")
    page.wait_for_timeout(500)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    if failed:
        sys.exit(f"{url} asks in vain for {', '.join(failed)}")
    live = page.evaluate("Boolean(globalThis.mathdoctest?.set ?? globalThis.update)")
    visit = Visit(
        bytes=sum(sizes),
        requests=len(sizes),
        nodes=page.evaluate("document.querySelectorAll('*').length"),
        last_paint=last_paint(events, url),
        shift=page.evaluate("globalThis.shifted"),
        update=page.evaluate(LIVE, [changed, UPDATES]) if live else None,
    )
    context.close()
    return visit


def last_paint(events: list[dict[str, Any]], url: str) -> float:
    """Milliseconds from the start of the navigation to the last paint."""
    starts = [
        event["ts"]
        for event in events
        if event["name"] == "navigationStart"
        and event["args"].get("data", {}).get("documentLoaderURL") == url
    ]
    paints = [event["ts"] + event.get("dur", 0) for event in events if event["name"] == "Paint"]
    return float(max(paints) - min(starts)) / 1000


# ------------------------------------------------------------------ Lighthouse


def scores(url: str, chromium: str) -> dict[str, float]:
    """What Lighthouse says of a page on a mid-range telephone."""
    command = [
        "node",
        str(PACKAGES / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        "--only-categories=performance,accessibility",
        f"--chrome-flags={' '.join(['--headless=new', *CHROMIUM])}",
    ]
    done = subprocess.run(  # noqa: S603 -- our own command
        command,
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed: {done.stderr.strip()[-1000:]}")
    report = json.loads(done.stdout)
    audits = report["audits"]
    return {
        "performance": report["categories"]["performance"]["score"],
        "accessibility": report["categories"]["accessibility"]["score"],
        "largest paint": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "blocked": audits["total-blocking-time"]["numericValue"],
    }


# ------------------------------------------------------------------ the tables


def _kilobytes(value: float) -> str:
    return f"{value / 1000:,.0f} kB"


def _milliseconds(value: float) -> str:
    return f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"


ROWS: dict[str, tuple[str, Callable[[float], str]]] = {
    "bytes": ("transferred", _kilobytes),
    "requests": ("requests", "{:.0f}".format),
    "nodes": ("elements", "{:,.0f}".format),
    "last_paint": ("last paint", _milliseconds),
    "shift": ("layout shift", "{:.3f}".format),
    "update": ("one live update", _milliseconds),
}


def rendering(visits: dict[str, list[Visit]]) -> str:
    """The table of medians, each with its ratio to that of the published page."""
    rows: list[list[object]] = []
    for field, (name, form) in ROWS.items():
        row: list[object] = [name]
        for kind, seen in visits.items():
            values = [getattr(visit, field) for visit in seen]
            if None in values:
                row.append("-")
                continue
            ours = [getattr(visit, field) for visit in visits[OURS]]
            cell = form(median(values))
            if kind != OURS and field != "shift":
                ratios = [a / b for a, b in zip(values, ours, strict=True)]
                cell += f" ({median(ratios):.2g}x)"
            row.append(cell)
        rows.append(row)
    return table(["", *visits], rows)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="MathML beside KaTeX and MathJax, in Chromium.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--lighthouse", type=int, default=3, help="runs of Lighthouse for each page"
    )
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        sys.exit("there is no chromium or google-chrome on this machine")
    if not PACKAGES.is_dir():
        sys.exit("first run: npm ci --prefix benchmarks --ignore-scripts")
    print(machine(), end="\n\n")
    visits: dict[str, list[Visit]] = {}
    found: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        sites = built(Path(name))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
            print(f"Chromium {browser.version}", end="\n\n")
            with served(sites[OURS]) as url:
                page = browser.new_page()
                page.goto(url, wait_until="networkidle")
                formulas, changed = page.evaluate(CHANGED)
                page.close()
            print(f"A live update changes {len(changed)} of {formulas} formulas.", end="\n\n")
            for turn in range(options.rounds + 1):
                for kind, site in sites.items():
                    with served(site) as url:
                        visit = visited(browser, url, formulas, changed)
                    if turn:
                        visits.setdefault(kind, []).append(visit)
            browser.close()
        print(rendering(visits), end="\n\n")
        for _ in range(options.lighthouse):
            for kind, site in sites.items():
                with served(site) as url:
                    found.setdefault(kind, []).append(scores(url, chromium))
    if found:
        rows = [
            [measure, *(f"{median([run[measure] for run in found[kind]]):.2f}" for kind in found)]
            for measure in found[OURS][0]
        ]
        print(table(["Lighthouse", *found], rows))


if __name__ == "__main__":
    main()
