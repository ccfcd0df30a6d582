"""One colour per role, the same everywhere, and never colour alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from test_browser import SCHEMES, Scheme
from visits import Visit

from mathdoctest.live.explain import Entry, glossary
from mathdoctest.live.roles import LEGEND, Roles
from mathdoctest.mathml import plain_text, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
ROLES = {"input", "weight", "activation", "error"}
NOTATION = [
    Entry("x_1", role="input"),
    Entry("w_{h1}", role="weight"),
    Entry("y", role="target"),
    Entry(r"y_{\text{pred}}", role="activation"),
    Entry(r"\frac{\partial \text{Loss}}{\partial w_{h1}}", role="error"),
    Entry("x_2"),
]
"""Another notation than the site's."""


def marked(latex: str) -> list[tuple[str, str]]:
    """The symbols of a formula that carry a role, with the role."""
    math = Roles(NOTATION).mark(render(latex, display=True))
    return [
        (str(found["data-role"]), plain_text(str(found)))
        for found in BeautifulSoup(math, "html.parser").select("[data-role]")
    ]


@pytest.mark.parametrize(
    ("latex", "roles"),
    [
        (r"x_1 \cdot w_{h1}", [("input", "x₁"), ("weight", "wₕ₁")]),
        (r"y_{\text{pred}} - y", [("activation", "y_pred"), ("target", "y")]),
        ("x_1^2 + y^2", [("input", "x₁²"), ("target", "y")]),
        # A symbol within a symbol is a part of it.
        (r"\frac{\partial \text{Loss}}{\partial w_{h1}} < y", [("error", None), ("target", "y")]),
        (r"\frac{\partial y}{\partial w_{h1}}", [("target", "y"), ("weight", "wₕ₁")]),
        # Other symbols that begin with the same letter.
        (r"y_3 + y_{\text{other}} + y_3^2", []),
        (r"x_2 + z + \text{pred}", []),
        (r"\begin{bmatrix} x_1 & y_3 \\ y & 1 \end{bmatrix}", [("input", "x₁"), ("target", "y")]),
    ],
)
def test_each_symbol_carries_the_role_that_the_notation_says(
    latex: str, roles: list[tuple[str, str | None]]
) -> None:
    found = marked(latex)
    assert [role for role, _ in found] == [role for role, _ in roles]
    for (_, symbol), (_, expected) in zip(found, roles, strict=True):
        assert expected is None or symbol == expected


def test_without_roles_a_formula_stays_as_it_is() -> None:
    math = render("x_1 + y", display=True)
    assert Roles([Entry("x_1"), Entry("y")]).mark(math) == math
    assert Roles([]).legend() == ""


def test_the_legend_names_each_role_beside_its_symbols() -> None:
    legend = BeautifulSoup(Roles(NOTATION).legend(), "html.parser")
    assert [entry["data-role"] for entry in legend.select("[data-role]")] == [
        "input",
        "weight",
        "target",
        "activation",
        "error",
    ]
    assert legend.get_text(" ", strip=True).startswith("input x 1 weight w")
    assert LEGEND.sub("X", "<p>a</p>\n<!-- legend -->\n<p>b</p>") == "<p>a</p>\nX\n<p>b</p>"


def test_the_notation_gives_every_symbol_of_a_role_its_source_line() -> None:
    entries = {entry.latex: entry for entry in glossary(str(ROOT / "docs" / "notation.md"))}
    assert {entry.role for entry in entries.values()} == ROLES | {""}
    assert entries["a_1"].role == "activation"
    assert entries["a_1"].code == "step.forward.activations[0][0]"
    assert re.fullmatch(r"source\.md#__codelineno-passes-\d+", entries["a_1"].source)


# Each element with a role, and what it is drawn with: its role, its colour and its background.
DRAWN = r"""
() => {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll("[data-role]"))
    if (e.checkVisibility())
      found.push([e.dataset.role, rgb(getComputedStyle(e).color), behind(e), e.outerHTML]);
  for (const name of ["input", "weight", "activation", "error"])
    for (const e of document.querySelectorAll(`.diagram text.${name}`))
      found.push([name, rgb(getComputedStyle(e).fill), behind(e), e.outerHTML]);
  return found;
}
"""


def luminance(color: list[float]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    """Contrast ratio as WCAG 2 defines it, of two colours of 255 shades."""
    light, dark = sorted((luminance([c / 255 for c in x]) for x in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["walkthrough.html", "notation.html", "index.html"])
def test_a_role_has_one_readable_colour_wherever_it_stands(
    browser: Browser, address: str, name: str, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    Visit(page, address + name)
    if name == "walkthrough.html":
        page.locator(".live-toggle").click()
    page.locator("article mn[data-role]").first.dispatch_event("click")
    expect(page.locator("#claim-card .claim-note").first).to_be_visible()
    colours: dict[str, set[tuple[float, ...]]] = {}
    drawn = page.evaluate(DRAWN)
    for role, colour, behind, html in drawn:
        if role in ROLES:
            colours.setdefault(role, set()).add(tuple(colour[:3]))
            assert contrast(colour[:3], behind) >= 4.5, html
    assert colours.keys() == ROLES
    assert all(len(shades) == 1 for shades in colours.values()), colours
    assert len({shade for shades in colours.values() for shade in shades}) == len(ROLES)
    if name == "walkthrough.html":  # formulas, tables and the card, the panel, the pictures
        for kind in ("<m", "<span", '<div class="live-field', "<text"):
            assert any(html.startswith(kind) for *_, html in drawn), kind
    page.close()


@pytest.mark.browser
def test_the_card_says_the_role_in_words_too(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    Visit(page, f"{address}walkthrough.html")
    page.locator("article mn[data-role='error']").first.dispatch_event("click")
    expect(page.locator("#claim-card .claim-note").first).to_have_text("error")
    page.close()


def test_a_header_that_is_a_formula_says_its_meaning_to_those_who_listen(site: Path) -> None:
    soup = BeautifulSoup((site / "what-next.html").read_text(encoding="utf-8"), "html.parser")
    headers = [th for th in soup.select("th") if th.select_one("math")]
    said = {
        str(th.select("math")[0]["alttext"]): " ".join(s.get_text() for s in th.select("span span"))
        for th in headers
    }
    assert said[r"\delta_2"].strip() == "delta of the second hidden node"
    assert said["w_{12}"].strip() == "weight from the first input to the second hidden node"
