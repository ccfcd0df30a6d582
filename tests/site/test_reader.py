"""What a reader can do on a page: by keyboard alone, by a link, on paper, and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mpmath import mp, mpf
from playwright.sync_api import expect
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PAGES = [
    path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
    for pattern in ("docs/**/*.md", "docs/*.py")
    for path in sorted(ROOT.glob(pattern))
]
WIDE = {"width": 1280, "height": 900}
PAPER = 680
"""About the width of A4 between its margins, in CSS pixels."""
ARTICLE = "document.querySelector('article').outerHTML"
# What stands in the article, without what scripts add to it, and without gaps between words.
TEXT = """
() => {
  const copy = document.querySelector("article").cloneNode(true);
  for (const added of copy.querySelectorAll("script, style, .md-code__nav, .claims-foot, desc"))
    added.remove();
  return copy.textContent.replace(/\\s+/g, " ").trim();
}
"""
# All that a reader came for, and that is not to be seen: hidden, of no size, or cut off.
UNSEEN = """
() => [...document.querySelectorAll(
    "article :is(p, li, td, th, h1, h2, h3, pre, math, [data-claim], .diagram, img)")]
  .filter((e) => {
    const box = e.getBoundingClientRect();
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    if (!box.width || !box.height) return e.textContent.trim() !== "" || e.localName === "img";
    const around = e.closest(".math-display, pre, table") ?? document.documentElement;
    const cut = getComputedStyle(around).overflowX !== "visible";
    return cut && around.scrollWidth > around.clientWidth + 1;
  })
  .map((e) => e.outerHTML.slice(0, 120))
"""
pytestmark = pytest.mark.browser


@pytest.fixture
def walkthrough(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    visit = Visit(page, f"{address}walkthrough.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    yield page
    page.close()
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(address)] == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab, as a reader without a mouse does, until something has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the Tab key never came to {selector}")


def test_by_keyboard_alone_a_number_explains_itself(walkthrough: Page) -> None:
    card = walkthrough.locator("#claim-card")
    tab_to(walkthrough, "article [data-claim]")
    expect(card).to_be_visible()
    expect(card).to_have_role("tooltip")
    focused = walkthrough.locator("[data-claim]:focus")
    expect(focused).to_have_accessible_description(
        re.compile(r"^x.?1 first input input given 1\.1 ")
    )
    first = focused.get_attribute("data-claim")
    walkthrough.keyboard.press("ArrowRight")
    assert focused.get_attribute("data-claim") != first
    walkthrough.keyboard.press("ArrowLeft")
    assert focused.get_attribute("data-claim") == first
    walkthrough.keyboard.press("End")
    walkthrough.keyboard.press("ArrowRight")  # the last one is the last one
    last = focused.get_attribute("data-claim")
    assert last != first
    walkthrough.keyboard.press("Enter")
    expect(card).to_have_role("dialog")
    expect(card).to_be_focused()
    walkthrough.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focused.get_attribute("data-claim") == last


def test_the_card_says_what_a_number_is_where_it_comes_from_and_the_code(walkthrough: Page) -> None:
    walkthrough.locator(".diagram tspan[data-symbol='a_1']").first.click()
    card = walkthrough.locator("#claim-card")
    expect(card.locator(".claim-meaning")).to_contain_text("activation")
    assert (
        abs(mpf(card.locator(".claim-value").inner_text()) - 1 / (1 + mp.exp(-mpf("1.1")))) < 1e-15
    )
    expect(card.locator(".claim-code code")).to_have_text("step.forward.activations[0][0]")
    assert card.locator("math").count() >= 2, "its symbol and its formula"


def test_the_card_leads_to_the_line_that_computes_the_number(walkthrough: Page) -> None:
    walkthrough.locator(".diagram tspan[data-symbol='a_1']").first.click()
    walkthrough.get_by_role("link", name="the line that computes it").click()
    walkthrough.wait_for_url("**/source.html#__codelineno-passes-*")
    line = walkthrough.locator("a:target")
    expect(line).to_be_attached()
    assert "ACTIVATIONS[layer.activation].function(z)" in line.evaluate(
        """a => {
          let text = "";
          for (let at = a.nextSibling; at && at.localName !== "a"; at = at.nextSibling)
            text += at.textContent;
          return text;
        }"""
    )
    box = walkthrough.evaluate("document.querySelector('a:target').getBoundingClientRect().top")
    assert 48 < box < WIDE["height"], "below the header and on the screen"


def test_a_tap_opens_the_card_and_a_tap_elsewhere_closes_it(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}walkthrough.html", wait_until="networkidle")
    number = page.locator("article [data-claim]").first
    number.tap()
    card = page.locator("#claim-card")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.locator("h1").tap()
    expect(card).to_be_hidden()
    context.close()


@pytest.mark.parametrize("viewport", [WIDE, {"width": 360, "height": 720}])
@pytest.mark.parametrize("text", ["0.75026", "0.41011", "−2.71011"])
def test_the_card_is_readable_and_leaves_the_line_of_its_number_free(
    browser: Browser, address: str, viewport: dict[str, int], text: str
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    Visit(page, f"{address}walkthrough.html")
    number = page.locator("mn[data-claim]", has_text=text.removeprefix("−")).first
    number.hover()
    card = page.locator(".claim-card")
    expect(card).to_be_visible()
    line = number.evaluate(
        "e => { const b = (e.closest('mtr') ?? e.closest('math')).getBoundingClientRect();"
        " return [b.top, b.bottom]; }"
    )
    box = card.bounding_box()
    assert box
    assert box["y"] >= line[1] or box["y"] + box["height"] <= line[0]
    # What begins a line of it stands at its edge, and its fractions are no smaller than their line.
    assert card.evaluate(
        """e => [...e.querySelectorAll('.claim-note, .claim-symbol')].every((part) => {
          const { left, top } = part.getBoundingClientRect();
          const edge = e.querySelector('.claim-name').getBoundingClientRect().left;
          const range = document.createRange();
          range.setStart(e.querySelector('.claim-name'), 0);
          range.setEndBefore(part);
          const before = [...range.getClientRects()].filter((b) => b.width > 1);
          return before.some((b) => b.bottom > top + 2) || Math.abs(left - edge) < 1;
        })"""
    )
    assert card.evaluate(
        """e => [...e.querySelectorAll('.claim-formula mfrac > *')].every((part) =>
          parseFloat(getComputedStyle(part).fontSize)
          >= parseFloat(getComputedStyle(part.closest('math')).fontSize) * 0.99)"""
    )
    page.close()


@pytest.mark.parametrize("viewport", [WIDE, {"width": 360, "height": 720}])
def test_the_falling_loss_can_be_read(
    browser: Browser, address: str, viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    Visit(page, f"{address}walkthrough.html#live:steps=1000")
    chart = page.locator(".live-chart")
    expect(chart).to_be_visible()
    sizes = chart.evaluate(
        """e => [...e.querySelectorAll('text')].map((t) => parseFloat(getComputedStyle(t).fontSize)
          * e.getBoundingClientRect().width / e.viewBox.baseVal.width)"""
    )
    assert all(10 <= size <= 14 for size in sizes)
    page.close()


def test_the_fields_of_the_panel_show_their_numbers_whole(walkthrough: Page) -> None:
    walkthrough.get_by_role("button", name="Change the numbers").click()
    for givens in ([-0.009541537] * 10, [1.2345678e-7] * 10, [-123456.789] * 10, [2 / 3] * 10):
        assert walkthrough.evaluate("givens => globalThis.mathdoctest.set(givens)", givens)
        cut = walkthrough.evaluate(
            """() => [...document.querySelectorAll('.live-field input[type=text]')]
              .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.value)"""
        )
        assert cut == []
        shown = walkthrough.locator(".live-field input[type=text]").first.input_value()
        assert float(shown.replace("−", "-")) == pytest.approx(givens[0], rel=0.01)


def test_the_end_of_a_page_can_be_read_above_the_open_panel(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 720})
    Visit(page, f"{address}walkthrough.html#live:x_1=-2")
    panel = page.locator(".live-open")
    expect(panel).to_be_visible()
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    footer = page.locator(".md-footer").bounding_box()
    over = panel.bounding_box()
    assert footer
    assert over
    assert footer["y"] + footer["height"] <= over["y"]
    page.close()


def test_by_keyboard_alone_everything_in_the_panel_can_be_done(walkthrough: Page) -> None:
    before = walkthrough.evaluate(ARTICLE)
    keys = walkthrough.keyboard
    tab_to(walkthrough, ".live-toggle")
    keys.press("Enter")
    expect(
        walkthrough.get_by_role("button", name="Change the numbers", expanded=True)
    ).to_be_focused()
    keys.press("Tab")  # the slider of the first input
    keys.press("ArrowRight")
    keys.press("Tab")  # its field
    first = walkthrough.get_by_role("textbox", name="first input", exact=True)
    expect(first).to_be_focused()
    expect(first).not_to_have_value("1.1")
    keys.press("ControlOrMeta+a")
    keys.type("-0.5")
    assert walkthrough.evaluate("globalThis.mathdoctest.state()[0]") == -0.5
    assert walkthrough.locator(".claim-changed").count() > 40
    tab_to(walkthrough, ".live-train button")
    keys.press("Enter")
    expect(walkthrough.locator(".live-status")).to_contain_text("1 step taken")
    keys.press("Tab")
    keys.press("Enter")
    expect(walkthrough.locator(".live-status")).to_contain_text("11 steps taken")
    expect(walkthrough.get_by_role("img", name="The loss over 11 steps")).to_be_visible()
    tab_to(walkthrough, ".live-actions button")
    keys.press("Enter")  # reset
    assert walkthrough.evaluate(ARTICLE) == before
    keys.press("Shift+Tab")
    keys.press("Escape")
    expect(walkthrough.locator(".live-body")).to_be_hidden()
    expect(walkthrough.locator(".live-toggle")).to_be_focused()


def test_a_shared_link_restores_the_state(
    walkthrough: Page, browser: Browser, address: str
) -> None:
    walkthrough.get_by_role("button", name="Change the numbers").click()
    walkthrough.get_by_role("textbox", name="second input", exact=True).fill("-3e-7")
    walkthrough.get_by_role("textbox", name="target, the answer we want", exact=True).fill("0,75")
    walkthrough.get_by_role("button", name="10 steps").click()
    walkthrough.wait_for_function("location.hash.includes('steps=10')")
    other = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    other.goto(walkthrough.url, wait_until="networkidle")
    other.wait_for_function("!!globalThis.mathdoctest?.show")
    state = "globalThis.mathdoctest.state()"
    assert other.evaluate(state) == walkthrough.evaluate(state)
    assert other.evaluate(state)[1] == -3e-7
    # But for the order of attributes, for what is laid out later is marked as such.
    content = f"{ARTICLE}.replaceAll(/ style=.content-visibility[^\"]*./g, '')"
    assert other.evaluate(content) == walkthrough.evaluate(content)
    expect(other.locator(".live-status")).to_contain_text("10 steps taken")
    other.get_by_role("button", name="Reset").click()
    other.wait_for_function("location.hash === ''")
    other.goto(f"{address}walkthrough.html#live:x_1=nonsense,eta,=,steps=-2,y=1e999")
    assert other.evaluate(state) == other.evaluate("globalThis.mathdoctest.own")
    other.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "“abc” is not a number"),
        ("1.2.3", "“1.2.3” is not a number"),
        ("1e999", "a number on the page would overflow"),
        ("", "There is no number here"),
        ("1e200", "a number on the page would overflow"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_changes_nothing(
    walkthrough: Page, typed: str, said: str
) -> None:
    walkthrough.get_by_role("button", name="Change the numbers").click()
    field = walkthrough.get_by_role("textbox", name="target, the answer we want", exact=True)
    field.fill("2.5")
    good = walkthrough.evaluate(ARTICLE)
    field.fill(typed)
    complaint = walkthrough.locator(".live-field", has=field).locator(".live-complaint")
    expect(complaint).to_contain_text(said)
    expect(complaint).to_contain_text("2.5")
    expect(complaint).to_have_role("alert")
    expect(field).to_have_accessible_description(complaint.inner_text())
    assert field.get_attribute("aria-invalid") == "true"
    assert walkthrough.evaluate(ARTICLE) == good
    field.blur()
    expect(field).to_have_value("2.5")
    expect(complaint).to_be_empty()


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_a_page_is_complete(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(address + name, wait_until="load")
    live = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    live.goto(address + name, wait_until="networkidle")
    assert plain.evaluate(TEXT) == live.evaluate(TEXT)
    assert plain.evaluate(UNSEEN) == []
    assert plain.locator(".claim-card, .live").count() == 0
    context.close()
    live.close()


@pytest.mark.parametrize("name", PAGES)
def test_printing_loses_nothing(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page(viewport={"width": PAPER, "height": 900}, color_scheme="dark")
    page.goto(address + name, wait_until="networkidle")
    shown = page.evaluate(TEXT)
    if page.locator(".live-toggle").count():
        page.locator(".live-toggle").click()
    page.emulate_media(media="print")
    assert page.evaluate(TEXT) == shown
    assert page.evaluate(UNSEEN) == []
    past = page.evaluate(
        """() => [...document.querySelectorAll("article :is(p, td, th, pre, math, img, svg, code)")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth)
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert past == [], "nobody can scroll a sheet of paper"
    assert page.locator(".claim-card:visible, .live:visible, .md-header:visible").count() == 0
    assert page.locator("article", has_text="tap it").count() == page.locator(".claims-how").count()
    assert page.locator(".claims-how:visible").count() == 0, "nobody can tap a sheet of paper"
    # Colours fade from one medium to the other.
    page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))")
    # On white paper, for backgrounds are not printed: no light ink, whatever the screen's scheme.
    light = page.evaluate(
        """() => [...document.querySelectorAll("article *")]
          .filter((e) => e.checkVisibility() && e.textContent.trim() && !e.children.length)
          .map((e) => [getComputedStyle(e).color.match(/[\\d.]+/g).map(Number), e.outerHTML])
          .filter(([[r, g, b, a = 1]]) =>
            a * (255 - 0.2126 * r - 0.7152 * g - 0.0722 * b) < 100)
          .map(([color, html]) => color.join() + " " + html.slice(0, 80))"""
    )
    assert light == []
    page.close()
