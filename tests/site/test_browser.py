"""What holds for every page in a real browser, wide and narrow, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
PAGES = [
    path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
    for pattern in ("docs/**/*.md", "docs/*.py")  # and the notebook
    for path in sorted(ROOT.glob(pattern))
]
CALCULATION = [f"{name}.html" for name in ("index", "walkthrough", "what-next", "notation")] + [
    name for name in PAGES if name.startswith("appendix-")
]
Scheme = Literal["light", "dark"]
SCHEMES: dict[Scheme, str] = {"light": "default", "dark": "slate"}  # as Material calls them
pytestmark = pytest.mark.browser


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    chosen: Scheme = request.param
    return chosen


@pytest.fixture
def visit(browser: Browser, address: str, name: str, width: int, scheme: Scheme) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield Visit(page, address + name)
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_a_page_keeps_to_its_host_its_width_and_its_scheme(
    visit: Visit, address: str, width: int, scheme: Scheme
) -> None:
    assert [url for url in visit.requests if not url.startswith((address, "data:", "blob:"))] == []
    assert visit.complaints == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[scheme]
    # An inline formula and its comma or bracket stand on one line.
    broken = visit.page.evaluate(
        """() => [...document.querySelectorAll('.math')]
          .filter(e => new Set([...e.getClientRects()].map(box => Math.round(box.bottom))).size > 1)
          .map(e => e.textContent)"""
    )
    assert broken == []
    # The link of a heading begins no line of its own, and leaves none empty.
    taller = visit.page.evaluate(
        """() => [...document.querySelectorAll('.headerlink')].filter(link => {
          const heading = link.parentElement, height = heading.offsetHeight;
          link.style.display = 'none';
          return heading.offsetHeight !== height;
        }).map(link => link.parentElement.textContent)"""
    )
    assert taller == []


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("name", PAGES)
def test_on_a_telephone_a_formula_need_not_be_scrolled(visit: Visit) -> None:
    wide = visit.page.evaluate(
        """() => [...document.querySelectorAll('.md-content .math-display')].filter((e) => {
          e.style.contentVisibility = 'visible';
          return e.scrollWidth > e.clientWidth;
        }).map((e) => e.querySelector('math').getAttribute('alttext'))"""
    )
    assert wide == []


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("name", CALCULATION)
def test_on_a_desk_a_program_need_not_be_scrolled(visit: Visit) -> None:
    wide = visit.page.evaluate(
        """() => [...document.querySelectorAll('.md-content pre > code')]
          .filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"""
    )
    assert wide == []


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["source.html"])
def test_each_line_of_the_code_stands_beside_its_number(visit: Visit) -> None:
    apart = visit.page.evaluate(
        """() => [...document.querySelectorAll('.highlighttable')].map((block) => {
          const numbers = [...block.querySelectorAll('.linenodiv a')];
          const lines = [...block.querySelectorAll('.code a[id^=__codelineno]')];
          const last = numbers.at(-1).getBoundingClientRect().top;
          return [lines.length > 20 && numbers.length === lines.length,
            Math.abs(last - lines.at(-1).getBoundingClientRect().top)];
        })"""
    )
    assert apart
    assert all(as_many and distance < 4 for as_many, distance in apart), apart


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("name", ["appendix-3.html"])
def test_a_wide_formula_scrolls_by_keyboard_and_all_of_it_can_be_seen(visit: Visit) -> None:
    wide = visit.page.evaluate_handle(
        "[...document.querySelectorAll('.math-display')].find(e => e.scrollWidth > e.clientWidth)"
    ).as_element()
    assert wide, "in this appendix a formula is wider than the narrowest screens"
    wide.focus()
    assert wide.evaluate("e => e === document.activeElement")
    # What stands to the left of a scroll container's start could never be reached.
    assert wide.evaluate(
        "e => e.firstElementChild.getBoundingClientRect().left >= e.getBoundingClientRect().left"
    )
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("e => e.scrollLeft > 0", arg=wide)


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("name", PAGES)
def test_on_a_telephone_a_table_need_not_be_scrolled_and_a_name_stays_whole(visit: Visit) -> None:
    wide = visit.page.evaluate(
        """() => [...document.querySelectorAll('.md-typeset__scrollwrap')]
          .filter(e => e.scrollWidth > e.clientWidth)
          .map(e => e.querySelector('tr').textContent)"""
    )
    assert wide == []
    # Only where there are many columns is a table in smaller type.
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('.md-typeset table:not([class]) tr')]
          .filter(row => row.cells.length < 7 && [...row.cells].some(cell =>
            getComputedStyle(cell).fontSize !== getComputedStyle(row.closest('table')).fontSize))
          .map(row => row.textContent)"""
    )
    assert small == []
    # Each cell of a card says what stood above it.
    cards = visit.page.evaluate(
        """() => [...document.querySelectorAll('[data-cards] tbody tr')].map(row => {
          const heads = [...row.closest('table').querySelectorAll('th')];
          return [...row.cells].every((cell, k) =>
            cell.dataset.label === heads[k].textContent.trim()
            && getComputedStyle(cell, '::before').content.includes(cell.dataset.label));
        })"""
    )
    assert all(cards)
    # But for a type that is made of several names, each a link of its own.
    broken = visit.page.evaluate(
        """() => [...document.querySelectorAll('article :not(pre) > code')]
          .filter(e => e.textContent.length <= 24 && !e.children.length)
          .filter(e => e.getClientRects().length > 1)
          .map(e => e.textContent)"""
    )
    assert broken == []


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("name", ["what-next.html"])
def test_what_a_row_is_about_stays_while_its_numbers_scroll(visit: Visit) -> None:
    # The theme's script wraps the tables, a moment after the page is there.
    wide = visit.page.wait_for_function(
        """[...document.querySelectorAll('.md-typeset__scrollwrap')]
          .find(e => e.scrollWidth > e.clientWidth)"""
    ).as_element()
    assert wide
    places = """e => {
      e.scrollLeft = 60;
      return [...e.querySelectorAll('tr :is(td, th):first-child')]
        .map(cell => cell.getBoundingClientRect().left);
    }"""
    assert all(0 <= left < 40 for left in wide.evaluate(places))


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("name", ["walkthrough.html"])
def test_formulas_are_drawn_with_the_sites_own_math_font(visit: Visit) -> None:
    visit.page.evaluate("document.fonts.ready")
    fonts = visit.page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert [family.strip('"') for family in fonts] == ["STIX Two Math Web"]
    assert visit.page.evaluate(
        "getComputedStyle(document.querySelector('math mn')).fontFamily"
    ).startswith('"STIX Two Math Web"')


@pytest.mark.parametrize("scheme", ["light"])
@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("name", ["index.html"])
def test_the_search_finds_a_number_of_a_formula(visit: Visit) -> None:
    # Typed key by key: the search listens to keys, and fetches its index at the first focus.
    visit.page.locator(".md-search__input").click()
    visit.page.locator(".md-search__input").press_sequentially("0.75026")
    link = visit.page.locator(".md-search-result__link[href*='walkthrough.html']")
    link.filter(has=visit.page.locator("mark", has_text="0.75026")).first.wait_for()
    assert visit.page.get_by_role("dialog", name="Search").count() == 1
