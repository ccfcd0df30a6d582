"""What a page may cost its reader: bytes, movement, and what a change makes the browser do."""

from __future__ import annotations

import gzip
from statistics import median
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from test_browser import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.browser
BYTES = 150_000
SHIFT = 0.05
CHANGE = """(value) => {
  const { own, set } = globalThis.mathdoctest;
  set([value, ...own.slice(1)]);
  document.body.offsetHeight; // has the page laid out
}"""
"""Another first given, with all that follows from it."""
OBSERVE = """
globalThis.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def transferred(url: str, body: bytes) -> int:
    """What a server sends: a font is compressed already, all else it compresses as is usual."""
    return len(body) if url.endswith(".woff2") else len(gzip.compress(body, 6))


def test_the_walkthrough_stays_within_its_bytes(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))  # noqa: PLW0108 - no built-in
    page.goto(f"{address}walkthrough.html", wait_until="networkidle")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    sizes = {answer.url: transferred(answer.url, answer.body()) for answer in answers}
    assert {"walkthrough.html", "live.js", "claims.js"} <= {url.split("/")[-1] for url in sizes}
    assert sum(sizes.values()) <= BYTES, sizes
    assert not [url for url in sizes if "search" in url], "nobody has turned to the search"
    page.locator(".md-search__input").focus()
    page.wait_for_function(
        "performance.getEntriesByType('resource').some((e) => e.name.endsWith('search_index.json'))"
    )
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_page_loads_and_is_read(
    browser: Browser, address: str, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.add_init_script(OBSERVE)
    page.goto(address + name, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    read_through(page)
    assert page.evaluate("globalThis.shift") <= SHIFT
    page.close()


def test_nothing_moves_while_a_changed_page_is_read(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(OBSERVE)
    page.goto(f"{address}walkthrough.html", wait_until="networkidle")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    page.evaluate("globalThis.mathdoctest.set([-0.5, ...globalThis.mathdoctest.own.slice(1)])")
    page.wait_for_timeout(200)
    page.evaluate("globalThis.shift = 0")
    read_through(page)
    assert page.evaluate("globalThis.shift") <= SHIFT
    # A link into the page leads where it leads without the change.
    page.evaluate("location.hash = 'step-4-weight-update'")
    heading = page.locator("#step-4-weight-update")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("e => e.getBoundingClientRect().top") < 150
    page.close()


def read_through(page: Page) -> None:
    """Scroll to the end as a reader does, a screen at a time."""
    page.evaluate(
        """async () => {
          const frame = () => new Promise(requestAnimationFrame);
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight * 0.9) {
            scrollTo({ top: y, behavior: "instant" });
            await frame();
            await frame();
          }
        }"""
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("walkthrough", "h1"),
        ("walkthrough", "#hidden-layer-gradients"),
        ("walkthrough", "#summary-of-updated-weights"),
        ("what-next", "h1"),
        ("what-next", "#how-slow-exactly"),
        ("what-next", "#what-has-it-learnt"),
    ],
)
def test_a_change_of_the_whole_page_lays_it_out_once(
    browser: Browser, address: str, name: str, place: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}{name}.html", wait_until="networkidle")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    page.locator(".live-toggle").click()
    page.locator(place).scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "LayoutCount"))

    counts = []
    for k in range(10):
        before = layouts()
        page.evaluate(CHANGE, 0.4 + 0.01 * k)
        counts.append(layouts() - before)
    # How long it takes is for the benchmarks to say. A frame between two changes counts as well.
    assert median(counts) == 1, counts
    assert page.locator(".claim-changed").count() > 100
    page.close()
