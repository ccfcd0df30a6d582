"""No page has a barrier that axe-core can find, in either scheme, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser import PAGES, SCHEMES, Scheme
from visits import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def violations(page: Page) -> list[str]:
    """What axe-core complains of, as rule, element and reason."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html']}: {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_axe_finds_no_barrier_on_a_page(
    browser: Browser, address: str, name: str, width: int, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    Visit(page, address + name)
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_barrier_in_the_panel_and_the_card(
    browser: Browser, address: str, width: int, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    Visit(page, f"{address}walkthrough.html")
    page.get_by_role("button", name="Change the numbers").click()
    page.get_by_role("button", name="10 steps").click()
    page.get_by_role("textbox", name="target, the answer we want", exact=True).fill("none")
    page.locator("article mn[data-claim]").first.dispatch_event("click")
    page.locator("#claim-card").wait_for()
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_barrier_in_what_keeps_to_the_pages_numbers(
    browser: Browser, address: str, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 900}, color_scheme=scheme)
    Visit(page, f"{address}appendix-3.html#live:x_1=0.5")
    page.locator(".claim-fixed").first.wait_for()
    assert violations(page) == []
    page.close()


def test_axe_would_find_a_barrier(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    assert any(found.startswith("image-alt") for found in violations(page))
    page.close()


def test_what_the_theme_adds_late_is_within_reach(browser: Browser, address: str) -> None:
    """On a slow machine it wraps tables and adds buttons long after a page has loaded."""
    page = browser.new_page()
    Visit(page, address + "what-next.html")
    late = page.evaluate(
        """async () => {
            const table = document.createElement("div");
            table.className = "md-typeset__scrollwrap";
            const block = document.createElement("pre");
            const buttons = document.createElement("nav");
            buttons.className = "md-code__nav";
            document.querySelector("article").append(table, block);
            block.append(buttons);
            await Promise.resolve();
            return [table.tabIndex, table.ariaLabel, buttons.ariaLabel];
        }"""
    )
    assert late[0] == 0
    assert late[1].startswith("Table ")
    assert late[2].startswith("Code block ")
