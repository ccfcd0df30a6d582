"""The notebook: its numbers are checked like every page's, and it looks like every page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from mathdoctest import project
from mathdoctest.mutate import Plan, mutate_file

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs/training.py"
RUN = project.Options(run_code=True, strict=True)

WITHOUT_PLUGIN = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
hooks = ["scripts/hooks/code_anchors.py", "scripts/hooks/downloads.py"]
config = load_config(
    "mkdocs.yml", plugins=["search"], hooks=hooks, strict=True, site_dir=sys.argv[1]
)
def without(nav):
    return [
        {title: without(page) if isinstance(page, list) else page for title, page in entry.items()}
        for entry in nav
        if "training.py" not in entry.values()
    ]
config.nav = without(config.nav)
build(config)
"""


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / "training.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def content(page: BeautifulSoup) -> Tag:
    found = page.select_one(".jupyter-wrapper")
    assert found is not None
    return found


def test_every_number_of_the_notebook_is_vouched_for() -> None:
    report = project.check_file(NOTEBOOK, RUN)
    assert report.ok(strict=True)
    assert {"fence", "prose", "table", "equation"} <= set(report.checked)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2.65020<!--", "2.65021<!--"),  # prose
        ("| 0.05976 |", "| 0.05967 |"),  # a table
        ("= 2.645\n", "= 2.654\n"),  # a formula
    ],
)
def test_a_wrong_number_in_a_markdown_cell_is_found_where_it_stands(
    tmp_path: Path, right: str, wrong: str
) -> None:
    shutil.copy(ROOT / "docs/walkthrough.md", tmp_path)
    text = NOTEBOOK.read_text("utf-8")
    assert text.count(right) == 1
    at = text.index(right) + re.match(r"[|= ]*", right).end()  # type: ignore[union-attr]
    before = text[:at]
    copy = tmp_path / NOTEBOOK.name
    copy.write_text(text.replace(right, wrong), "utf-8")
    found = [c for c in project.check_file(copy, RUN).claims if c.verdict == "wrong"]
    assert [(c.line, c.column) for c in found] == [
        (before.count("\n") + 1, at - before.rfind("\n")),
    ]


def test_a_cell_that_fails_is_found_at_its_line(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docs/walkthrough.md", tmp_path)
    text = NOTEBOOK.read_text("utf-8")
    claim = "assert min(w_12) == w_12[2]"
    copy = tmp_path / NOTEBOOK.name
    copy.write_text(text.replace(claim, claim.replace("[2]", "[3]")), "utf-8")
    failed = [f for f in project.check_file(copy, RUN).findings if f.rule == "code-failed"]
    assert [f.line for f in failed] == [text[: text.index(claim)].count("\n") + 1]


def test_slips_of_the_pen_in_the_notebook_are_noticed() -> None:
    outcome = mutate_file(NOTEBOOK, RUN, Plan(sample=60), lambda _done, _all: None)
    assert not outcome.missed


def test_formulas_are_mathml_and_no_dollar_is_left(content: Tag) -> None:
    assert len(content.select("math")) >= 4
    # A drawing's comments name what it was made from.
    read = (text for text in content.find_all(string=True) if type(text) is NavigableString)
    assert not [text for text in read if "$" in text and not text.find_parents("code")]


def test_the_numbers_of_the_notebook_explain_themselves(content: Tag) -> None:
    numbers = content.select("[data-claim]")
    assert len(numbers) >= 14
    assert content.select("mn[data-claim]"), "in formulas"
    assert content.select("[data-role=weight]"), "and symbols say their role"


def test_every_drawing_has_a_text_alternative_and_takes_the_colour_of_the_text(
    content: Tag,
) -> None:
    source = NOTEBOOK.read_text("utf-8")
    drawings = content.select("svg")
    assert len(drawings) == len(re.findall(r"^Drawing\(", source, re.MULTILINE)) > 0
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert len(str(drawing["aria-label"])) > 20
        svg = str(drawing)
        assert "currentColor" in svg
        assert "#000000" not in svg
        assert "#ffffff" not in svg


def test_no_two_things_on_the_page_share_an_id(page: BeautifulSoup) -> None:
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []


def test_the_notebook_brings_no_styles_and_no_scripts(content: Tag) -> None:
    # What explains the numbers is data of this site's own, not a program.
    assert content.select('script:not([type="application/json"]), link, clipboard-copy') == []
    # A drawing has a style of its own, of a line.
    assert sum(len(style.get_text()) for style in content.select("style")) < 1000
    hosts = [tag for tag in content.find_all(src=True) if "//" in str(tag["src"])]
    assert hosts == []


def test_links_of_the_notebook_lead_to_pages_and_the_script_can_be_had(
    site: Path, content: Tag
) -> None:
    targets = {str(a["href"]).partition("#")[0] for a in content.select("a[href]")} - {""}
    assert {"what-next.html", "training.py"} <= targets
    assert [target for target in targets if not (site / target).is_file()] == []
    assert (site / "training.py").read_bytes() == NOTEBOOK.read_bytes()


def test_the_other_pages_do_not_need_the_notebook(site: Path, tmp_path: Path) -> None:
    built = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", WITHOUT_PLUGIN, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    pages = {path.name for path in site.glob("*.html")} - {"training.html"}
    assert pages == {path.name for path in tmp_path.glob("*.html")}
