"""What the Python-Markdown extension makes of pages as authors write them."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from mathdoctest.live.assets import NAMES, write_assets
from mathdoctest.markdown import MathExtension, fence
from mathdoctest.mathml import FormulaError

if TYPE_CHECKING:
    from pathlib import Path


def convert(text: str) -> BeautifulSoup:
    return BeautifulSoup(page(text)[0], "html.parser")


def page(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The HTML of a page and its table of contents, with the extensions that the site uses."""
    md = Markdown(
        extensions=[
            "admonition",
            "attr_list",
            "footnotes",
            "md_in_html",
            "tables",
            "toc",
            "pymdownx.details",
            "pymdownx.highlight",
            "pymdownx.inlinehilite",
            "pymdownx.superfences",
            "pymdownx.tabbed",
            MathExtension(),
        ],
        extension_configs={
            "pymdownx.superfences": {
                "custom_fences": [{"name": "math", "class": "arithmatex", "format": fence}]
            },
            "pymdownx.tabbed": {"alternate_style": True},
        },
    )
    html = md.convert(text)
    return html, md.toc_tokens  # type: ignore[attr-defined]  # set by the toc extension


def latex(soup: Tag) -> list[str]:
    return [str(math["alttext"]) for math in soup.find_all("math")]


FORMULA = r"a_1 \cdot w_{h1} \approx 0.45016"
DISPLAY = f"$$\n{FORMULA}\n$$"
FENCE = f"```math\n{FORMULA}\n```"


def indented(text: str) -> str:
    return text.replace("\n", "\n    ")


@pytest.mark.parametrize(
    "text",
    [
        f"Text ${FORMULA}$ text.",
        rf"Text \({FORMULA}\) text.",
        rf"Text $\( {FORMULA} \)$ text.",
        f"Text\n\n{DISPLAY}\n\ntext.",
        f"Text\n\n\\[\n{FORMULA}\n\\]\n\ntext.",
        f"Text\n\n\\begin{{align}}\n{FORMULA}\n\\end{{align}}\n\ntext.",
        f"Text\n\n{FENCE}\n\ntext.",
        f"- Item ${FORMULA}$\n- Item",
        f"1. Item\n\n    {indented(DISPLAY)}\n\n2. Item",
        f"1. Item\n\n    {indented(FENCE)}\n\n2. Item",
        f"- Item\n    - Nested ${FORMULA}$.",
        f"> Quote ${FORMULA}$.",
        "> " + DISPLAY.replace("\n", "\n> "),
        "> " + FENCE.replace("\n", "\n> "),
        f"| a | b |\n|---|---|\n| ${FORMULA}$ | c |",
        f"!!! note\n\n    {indented(DISPLAY)}\n",
        f"??? note\n\n    {indented(FENCE)}\n",
        f'=== "Tab"\n\n    {indented(FENCE)}\n',
        f"Text[^1].\n\n[^1]: A note ${FORMULA}$.",
        f'<div markdown="1">\n\nText ${FORMULA}$.\n\n</div>',
        f"**Bold ${FORMULA}$**",
        f"## Heading ${FORMULA}$",
    ],
)
def test_a_formula_becomes_mathml_wherever_it_stands(text: str) -> None:
    soup = convert(text)
    assert [re.sub(r"\\(begin|end)\{align\}", "", found).strip() for found in latex(soup)] == [
        FORMULA
    ]
    assert "arithmatex" not in str(soup)
    for math in soup.find_all("math"):
        math.decompose()
    assert not re.search(r"[$\\]", soup.get_text())


@pytest.mark.parametrize("text", [DISPLAY, FENCE, f"1. Item\n\n    {indented(FENCE)}"])
def test_display_mathematics_scrolls_and_can_be_focused(text: str) -> None:
    (display,) = convert(text).select(".math-display")
    assert display["tabindex"] == "0"
    math = display.find("math")
    assert isinstance(math, Tag)
    assert math["display"] == "block"


@pytest.mark.parametrize("wrap", ["${}$", "$$\n{}\n$$", "```math\n{}\n```", "\\[\n{}\n\\]"])
def test_the_signs_that_html_reserves_reach_the_formula(wrap: str) -> None:
    formula = r"\begin{aligned} x &< 1.5 \\ &> \text{a \& b} \end{aligned}"
    assert latex(convert(wrap.replace("{}", formula))) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "`$$a_1$$`",
        "`$a_1$`",
        "```latex\n$a_1$\n```",
        "    $a_1$\n",
        "`\\(a_1\\)`",
        "It costs \\$5 or \\$6.",
    ],
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    soup = convert(text)
    assert not soup.find("math")
    assert re.search(r"\$|\\\(", soup.get_text())


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("If $a_1$, then", "{},"),
        ("so ($a_1$).", "({})."),
        ("see $a_1$; next", "{};"),
        ("**bold** ($a_1$ and", "({}"),
        ("$a_1$ then", "{}"),
        ("about $a_1$%.", "{}%."),
    ],
)
def test_punctuation_stays_with_its_formula(text: str, together: str) -> None:
    soup = convert(text)
    (span,) = soup.select("span.math")
    math = span.find("math")
    assert isinstance(math, Tag)
    math.replace_with("{}")
    assert span.get_text() == together
    assert soup.get_text() == re.sub(r"\$.*\$", "{}", text).replace("**", "")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("About 3.61312<!-- = second.loss --> now.", "About 3.61312 now."),
        ("About **3.6**<!-- = loss -->.", "About 3.6."),
        (r"About 0.58989<!-- = $y_{\text{pred}}$ -->.", "About 0.58989."),
        ("About 28<!-- exempt: counted *by* `hand` -->.", "About 28."),
        ("A<!-- = w[i, j] --> and B<!-- = w[k, l] -->.", "A and B."),
        ("<!-- no-run: a reason -->\n```python\nx = 1.5\n```", "x = 1.5"),
        ("<!-- over\n\nlines $a$ -->\n\nText.", "Text."),
        ("- Item 5<!-- = n -->\n    - Nested 6<!-- = m -->", "Item 5Nested 6"),
        ("## Heading 5<!-- = n -->", "Heading 5"),
        (
            "| after<!-- = $#$ before --> | n<!-- n --> |\n|--|--|\n| 1.5<!-- = a | b --> | 2 |",
            None,
        ),
        ("| after<!-- = w[i, j] --> |\n|--|\n| 1.5<!-- = $a_1$ --> |", "after1.5"),
    ],
)
def test_what_is_written_for_the_checker_is_not_in_the_page(text: str, seen: str | None) -> None:
    html, toc = page(text)
    assert "<!--" not in html
    assert "--&gt;" not in html or seen is None
    assert not BeautifulSoup(html, "html.parser").find("math")
    assert all("<" not in entry["name"] for entry in toc)
    if seen is not None:
        assert BeautifulSoup(html, "html.parser").get_text().replace("\n", "") == seen


@pytest.mark.parametrize(
    "text", ["`5<!-- = n -->`", "```markdown\n5<!-- = n -->\n```", "    5<!-- = n -->\n"]
)
def test_a_page_can_show_how_a_binding_is_written(text: str) -> None:
    assert convert(text).get_text().strip() == "5<!-- = n -->"


@pytest.mark.parametrize(
    ("heading", "entry", "anchor"),
    [
        (r"## The error term $\delta_o$", "The error term δₒ", "the-error-term-delta_o"),
        (r"## $w_{h1}$ and $y_{\text{pred}}$", "wₕ₁ and y_pred", "w_h1-and-y_textpred"),
        (r"## Slope of *the* $\sigma'(z_o)$ & more", "Slope of the σ′(zₒ) &amp; more", None),
        (r"## Error $\delta_o$ {#own}", "Error δₒ", "own"),
        ("## <abbr>Mean</abbr> of $a_1$", "Mean of a₁", "mean-of-a_1"),
    ],
)
def test_a_heading_with_a_formula_reads_well_in_the_table_of_contents(
    heading: str, entry: str, anchor: str | None
) -> None:
    html, (token,) = page(heading)
    assert token["name"] == entry
    assert "<math" in token["html"]
    assert f'id="{token["id"]}"' in html
    if anchor is not None:
        assert token["id"] == anchor


def test_equal_headings_get_anchors_of_their_own() -> None:
    _, tokens = page("## The $a_1$\n\n## The $a_1$\n\n## The a_1")
    assert len({token["id"] for token in tokens}) == 3


def test_each_formula_that_cannot_be_converted_is_named() -> None:
    with pytest.raises(Exception, match=r"\\foo") as error:
        page("Text $\\foo$ and $a_1$.\n\n$$\n\\frac{1}{2\n$$\n\n```math\n\\bar\\baz\n```")
    message = str(error.value)
    assert [name for name in (r"`\foo`", r"`\frac{1}{2`", r"`\bar\baz`") if name in message] == [
        r"`\foo`",
        r"`\frac{1}{2`",
        r"`\bar\baz`",
    ]


@pytest.mark.parametrize("text", ["Text\n$$\na_1\n$$", "Text $$a_1$$ text.", "$$\na_1\n\n= 1\n$$"])
def test_display_mathematics_that_is_not_on_its_own_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="blank line"):
        page(text)


def test_a_host_other_than_mkdocs_gets_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("mkdocs", "properdocs"))]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(FormulaError, match=r"`\\foo`"):
        page(r"$\foo$")


def test_one_line_of_configuration_is_enough() -> None:
    html = Markdown(extensions=["mathdoctest"]).convert("$a_1$")
    assert "<math" in html


def project(folder: Path, page: str, settings: str = "") -> subprocess.CompletedProcess[str]:
    """Build a site of one page that asks for its check."""
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(page, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Boxes\nmarkdown_extensions:\n  - mathdoctest:\n      check: true\n",
        encoding="utf-8",
    )
    (folder / "pyproject.toml").write_text(f"[tool.mathdoctest]\n{settings}", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


WRONG = "---\ntitle: Boxes\n---\n\nWith $p = 2.35$ three cost $3 \\cdot p = 7.06$.\n"


def test_a_build_can_refuse_a_page_with_a_wrong_number(tmp_path: Path) -> None:
    built = project(tmp_path, WRONG)
    assert built.returncode == 1
    assert "docs/index.md:5:41: wrong-literal" in built.stderr
    assert "exact 7.05, to 2 decimals 7.05" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_build_that_refuses_wrong_pages_builds_right_ones(tmp_path: Path) -> None:
    built = project(tmp_path, WRONG.replace("7.06", "7.05"))
    assert built.returncode == 0, built.stderr
    assert "7.05" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ("", 0),
        ("strict = true", 1),
        ("strict = true\nexclude = ['docs/index.md']", 0),
        ("strickt = true", 1),
    ],
)
def test_a_build_refuses_what_the_project_s_settings_refuse(
    tmp_path: Path, settings: str, status: int
) -> None:
    built = project(tmp_path, "That is 12.3 car lengths.\n", settings)
    assert built.returncode == status, built.stderr
    assert "Traceback" not in built.stderr


def test_a_text_without_a_file_can_be_refused_too() -> None:
    md = Markdown(extensions=["mathdoctest"], extension_configs={"mathdoctest": {"check": True}})
    assert "7.05" in md.convert(WRONG.replace("7.06", "7.05"))
    with pytest.raises(Exception, match="wrong-literal"):
        md.convert(WRONG)


def test_the_font_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "generated"
    Markdown(extensions=["mathdoctest"], extension_configs={"mathdoctest": {"font": folder}})
    assert sorted(path.name for path in folder.iterdir()) == [
        "stix-two-math.OFL.txt",
        "stix-two-math.woff2",
    ]


def test_the_scripts_are_published_without_their_comments_and_else_unchanged(
    tmp_path: Path,
) -> None:
    write_assets(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    for name in NAMES:
        source = (files("mathdoctest") / "assets" / name).read_text(encoding="utf-8").splitlines()
        published = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        commented = False
        kept = []
        for line in source:
            start = line.strip()
            if not commented and start and not start.startswith(("//", "/*")):
                kept.append(line)
            commented = (commented or start.startswith("/*")) and not start.endswith("*/")
        assert published == kept
