"""What holds for every page of the built site, read as a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mathdoctest import check
from mathdoctest.fonts import FONT_NAME
from mathdoctest.live.page import read_page

if TYPE_CHECKING:
    from mathdoctest.tree import Node

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/**/*.md"))
# Those a reader can be sent a link to: the notebook is a page too.
TITLED = [*PAGES, *sorted(path.name for path in ROOT.glob("docs/*.py"))]
# Where an element names something that the browser fetches without being asked.
LOADS = ("src", "srcset", "poster", "data", "background")
OTHER_HOST = re.compile(r"^\s*([a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def read(site: Path, page: str) -> BeautifulSoup:
    html = (site / page).with_suffix(".html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def article(soup: BeautifulSoup) -> Tag:
    found = soup.find("article")
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize("page", [*PAGES, "404.md"])
def test_a_page_loads_nothing_from_another_host(site: Path, page: str) -> None:
    soup = read(site, page)
    loaded = [str(tag[name]) for tag in soup.find_all() for name in LOADS if tag.has_attr(name)]
    loaded += [
        str(tag["href"]) for tag in soup.find_all(["link", "use", "image"]) if tag.has_attr("href")
    ]
    loaded += re.findall(r"""url\(\s*["']?([^"')]+)""", str(soup))
    assert loaded, "a page without a style sheet is no page of this site"
    assert [address for address in loaded if OTHER_HOST.match(address)] == []


def test_no_style_sheet_loads_anything_from_another_host(site: Path) -> None:
    sheets = list(site.glob("**/*.css"))
    assert len(sheets) >= 3
    loaded = [
        address
        for sheet in sheets
        for address in re.findall(
            r"""(?:url\(|@import)\s*["']?([^"');]+)""", sheet.read_text(encoding="utf-8")
        )
    ]
    assert any(FONT_NAME in address for address in loaded)
    assert [address for address in loaded if OTHER_HOST.match(address)] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_the_style_of_a_python_interface_only_if_it_shows_one(
    site: Path, page: str
) -> None:
    sheets = [str(tag["href"]) for tag in read(site, page).find_all("link", rel="stylesheet")]
    loaded = [sheet for sheet in sheets if sheet.endswith("_mkdocstrings.css")]
    assert len(loaded) == (page == "authors/api.md")
    assert len(sheets) - len(loaded) == 4, "the theme's two and our own two"


def test_a_number_below_zero_has_a_minus_sign_in_tables_and_sentences_too(site: Path) -> None:
    for page in PAGES:
        numbers = [tag.get_text() for tag in read(site, page).select("span[data-claim]")]
        assert [number for number in numbers if number.startswith("-")] == []
        assert page != "what-next.md" or len([n for n in numbers if n.startswith("−")]) > 5


@pytest.mark.parametrize("page", PAGES)
def test_every_formula_of_a_page_is_mathml(site: Path, page: str) -> None:
    source = (ROOT / "docs" / page).read_text(encoding="utf-8")
    _, _, source = (
        source.removeprefix("---\n").partition("\n---\n")
        if source.startswith("---")
        else ("", "", source)
    )
    fences = re.findall(r"^ *```math$", source, flags=re.MULTILINE)
    source = re.sub(r"^( *)(`{3,}).*?^\1\2 *$", "", source, flags=re.MULTILINE | re.DOTALL)
    source = re.sub(r"<!--.*?-->|(`+).+?\1", "", source, flags=re.DOTALL)
    displays = re.findall(r"\$\$[^$]+\$\$", source)
    inline = re.findall(r"(?<![$\\])\$[^$]+\$(?!\$)", re.sub(r"\$\$[^$]+\$\$", "", source))
    shown = article(read(site, page))
    for legend in shown.select(".claims-legend"):  # which says what colours mean, and is no formula
        legend.decompose()
    math = shown.find_all("math")
    assert len(math) == len(fences) + len(displays) + len(inline)
    assert len([m for m in math if m.get("display")]) == len(fences) + len(displays)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_no_latex_and_no_comment(site: Path, page: str) -> None:
    soup = read(site, page)
    assert "<!--" not in str(article(soup))
    for tag in soup.find_all(["code", "pre", "script", "style", "math"]):
        tag.decompose()
    assert re.findall(r"\\[a-zA-Z(\[]|\$\$|\$[^ $]+\$|arithmatex|<!--|-->", soup.get_text()) == []
    assert not soup.select(".arithmatex")


@pytest.mark.parametrize("page", PAGES)
def test_each_number_that_stands_for_something_carries_its_claim(site: Path, page: str) -> None:
    path = ROOT / "docs" / page
    text = path.read_text(encoding="utf-8")
    checked = read_page(
        text.partition("\n---\n")[2], path, notation=str(ROOT / "docs" / "notation.md")
    )
    report = check(text, path=str(path), notation=str(ROOT / "docs" / "notation.md"))
    literals = {
        (claim.start, claim.end): claim
        for claim in report.claims
        if claim.verdict == "verified" and claim.quantity
    }
    spots = {item.spot for item in checked.items}
    headings = [formula.span for formula in report.page.formulas if formula.heading]
    for (start, end), claim in literals.items():
        marked = any(first <= start and end <= last for first, last in spots)
        constant = checked.explainer.explain(cast("Node", claim.quantity)) is None
        titled = any(span.start <= start < span.end for span in headings)
        assert marked or constant or titled, (claim.line, claim.text)
    carried = article(read(site, page)).select("[data-claim]:not(tspan)")
    assert len(carried) == len(spots)


@pytest.mark.parametrize("page", PAGES)
def test_the_math_font_draws_every_character_of_the_formulas(site: Path, page: str) -> None:
    drawn = set(TTFont(site / "assets" / "generated" / FONT_NAME).getBestCmap())
    shown = {
        character
        for math in read(site, page).find_all("math")
        for character in math.get_text()
        if character.isprintable()
    }
    assert {character for character in shown if ord(character) not in drawn} <= set(
        "αβγδεζηθικλμνξοπρστυφχψω"
    )
    # Browsers draw a lower-case Greek identifier with the italic letter of the mathematical block.
    assert {
        c for c in "αβγδεζηθικλμνξοπρστυφχψω" if 0x1D6FC + ord(c) - ord("α") not in drawn
    } == set()


def test_the_licence_of_the_font_is_published_with_it(site: Path) -> None:
    folder = site / "assets" / "generated"
    assert {path.name for path in folder.glob("stix-*")} == {FONT_NAME, "stix-two-math.OFL.txt"}


@pytest.mark.parametrize("page", TITLED)
def test_a_page_has_a_title_and_a_description_of_its_own(site: Path, page: str) -> None:
    soup = read(site, page)
    said = meta(soup)
    assert said["description"] != load_config(str(ROOT / "mkdocs.yml")).site_description
    assert said["og:description"] == said["description"]
    assert soup.title
    assert soup.title.get_text().startswith(said["og:title"])
    assert len(soup.find_all("h1")) == 1


def test_the_pages_have_titles_of_their_own(site: Path) -> None:
    pages = [*TITLED, "404.md"]
    titles = [read(site, page).title for page in pages]
    texts = [title.get_text() for title in titles if title]
    assert len(set(texts)) == len(pages)
    assert "Backpropagation by Numbers" in texts
    assert all("Backpropagation by Numbers" in text for text in texts)


def meta(soup: BeautifulSoup) -> dict[str, str]:
    """What a page says of itself to those who show a link to it."""
    return {
        str(tag.get("property") or tag.get("name")): str(tag["content"])
        for tag in soup.select("meta[content]")
    }


def test_a_published_page_says_its_title_text_picture_and_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://pages.example/numbers/")
    monkeypatch.setenv("SITE_REPO", "https://code.example/numbers")
    folder = build_sample(tmp_path, SAMPLE)
    soup = read(folder, "index.md")
    said = meta(soup)
    assert said["og:title"] == "Sample"
    assert said["og:description"] == said["description"] == SAMPLE.splitlines()[2][13:]
    assert said["og:url"] == "https://pages.example/numbers/index.html"
    assert said["og:image"] == "https://pages.example/numbers/images/screenshot.png"
    assert (ROOT / "docs" / "images" / "screenshot.png").is_file()
    canonical = soup.select_one("link[rel=canonical]")
    assert canonical
    assert canonical["href"] == said["og:url"]
    assert soup.select("a[href='https://code.example/numbers/edit/HEAD/docs/index.md']")
    assert "code.example" not in str(soup.head)
    sitemap = (folder / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://pages.example/numbers/index.html</loc>" in sitemap


def test_a_wrong_address_shows_the_way_on(site: Path) -> None:
    soup = read(site, "404.md")
    links = {str(link["href"]).split("/")[-1] for link in article(soup).select("a[href]")}
    assert {page.removesuffix(".md").split("/")[-1] + ".html" for page in PAGES} <= links
    said = meta(soup)
    assert said["og:title"] == "No such page"
    assert said["og:description"] == said["description"]
    assert said["description"] != load_config(str(ROOT / "mkdocs.yml")).site_description
    skip = soup.select_one("a.md-skip")
    assert skip
    assert article(soup).select(str(skip["href"]))


@pytest.mark.parametrize("page", PAGES)
def test_quotation_marks_are_those_of_print(site: Path, page: str) -> None:
    body = article(read(site, page))
    for code in body.select("pre, code, svg, math, script"):
        code.decompose()
    assert not re.search(r"['\"]", body.get_text())


def test_a_field_of_the_python_interface_takes_a_line_with_its_type(site: Path) -> None:
    body = article(read(site, "authors/api.md"))
    fields = body.select(".doc-attribute")
    assert not [field for field in fields if field.find("pre")]
    headings = [field.select_one(".doc-heading") for field in fields]
    said = [" ".join(heading.get_text().split()) for heading in headings if heading]
    assert any(heading.startswith("claims: tuple[Claim, ...]") for heading in said)


SAMPLE = r"""---
title: Sample
description: A page that has what the others may lack.
---

# The slope $\sigma'(z_o)$

## The error term $\delta_o$

Half of 3.6<!-- = $w_{11}$ --> is $1{,}800.5$, roughly.

```math
\delta_o = -0.65563
```
"""


def build_sample(folder: Path, text: str) -> Path:
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(text, encoding="utf-8")
    for asset in ("stylesheets/extra.css", "assets/favicon.svg"):
        (docs / asset).parent.mkdir(exist_ok=True)
        (docs / asset).write_bytes((ROOT / "docs" / asset).read_bytes())
    config: dict[str, Any] = {
        "docs_dir": str(docs),
        "site_dir": str(folder / "site"),
        "nav": [{"Sample": "index.md"}],
        "strict": True,
    }
    build(load_config(str(ROOT / "mkdocs.yml"), **config))
    return folder / "site"


def test_the_table_of_contents_shows_a_formula_as_mathematics(tmp_path: Path) -> None:
    soup = read(build_sample(tmp_path, SAMPLE), "index.md")
    entries = soup.select("nav.md-nav--secondary .md-nav__link .md-ellipsis")
    assert entries
    for entry in entries:
        assert entry.find("math")
        assert not re.search(r"[$\\]", entry.get_text())
    links = soup.select("nav.md-nav--secondary a.md-nav__link")
    assert {link["href"] for link in links} == {"#the-error-term-delta_o"}


def test_the_search_index_holds_numbers_and_no_latex(tmp_path: Path) -> None:
    index = json.loads(
        (build_sample(tmp_path, SAMPLE) / "search" / "search_index.json").read_text("utf-8")
    )
    found = " ".join(f"{entry['title']} {entry['text']}" for entry in index["docs"])
    assert "0.65563" in re.split(index["config"]["separator"], found)
    assert "1,800.5" in found
    assert not re.search(r"[\\$]|w_", found)


def test_what_the_search_finds_shows_formulas_as_they_are_typed(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    found = " ".join(entry["text"] for entry in index["docs"])
    assert "a1 = σ(z1) = 1/(1+e^(−1.1)) ≈ 0.75026" in found
    assert "this page were checked" not in found, "of no use to somebody who searches"
    assert "input x1 weight w11" not in found
    assert "hidden layer output x1 x1 = 1.1" not in " ".join(found.split()), "labels of a picture"
    assert read(site, "walkthrough.md").select("math mfrac"), "the page itself shows mathematics"


def test_a_formula_that_cannot_be_converted_stops_the_build_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):  # which the mkdocs command ends with, without a traceback
        build_sample(tmp_path, SAMPLE.replace("roughly", r"$\foo_1$"))
    assert r"index.md: the formula `\foo_1` cannot be turned into MathML" in caplog.text
