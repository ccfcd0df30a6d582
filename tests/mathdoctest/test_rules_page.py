"""The page about the rules is true: its examples keep and break just what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from mathdoctest.project import Settings, check_source
from mathdoctest.report import Report
from mathdoctest.rules import RULES
from mathdoctest.source import read

PAGE = Path(__file__).parents[2] / "docs" / "authors" / "rules.md"
BEFORE = "Let $x = 1.5$, half of which is $\\frac{x}{2} = 0.75$.\n"
"""The page that the examples of `continues` go on from."""

_SECTION = re.compile(
    r"^### `(?P<name>[a-z-]+)`\n\n(?P<text>.+?)\n\n"
    r"Fails: (?P<fails>always|with `--strict`)\.\n\n"
    r"Keeps the rule:\n\n````markdown\n(?P<keeps>.*?)````\n\n"
    r"Breaks the rule(?:, and with it `(?P<also>[a-z-]+)`)?:\n\n````markdown\n(?P<breaks>.*?)````$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Section:
    """What the page says of one rule."""

    name: str
    text: str
    fails: str
    keeps: str
    breaks: str
    also: str | None


SECTIONS = [
    Section(**match.groupdict()) for match in _SECTION.finditer(PAGE.read_text(encoding="utf-8"))
]
every_rule = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)


def check(folder: Path, text: str, *, run_code: bool = True) -> Report:
    (folder / "before.md").write_text(BEFORE, encoding="utf-8")
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    notation = str(page) if "| Symbol |" in text else None
    return check_source(read(page), Settings(strict=True, run_code=run_code, notation=notation))


def broken(report: Report) -> set[str]:
    claims = {claim.rule or claim.verdict for claim in report.claims if claim.verdict != "verified"}
    return claims | {finding.rule for finding in report.findings}


def test_every_rule_has_its_place_on_the_page_and_nothing_else_has() -> None:
    assert sorted(section.name for section in SECTIONS) == sorted(RULES)
    headings = re.findall(r"^### .*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == len(SECTIONS)


@every_rule
def test_the_page_names_a_rule_as_the_reports_do(section: Section) -> None:
    assert section.text.startswith(RULES[section.name].title + ".\n")


@every_rule
def test_the_example_keeps_every_rule(section: Section, tmp_path: Path) -> None:
    report = check(tmp_path, section.keeps)
    assert broken(report) == set()
    assert report.ok(strict=True)


@every_rule
def test_the_counter_example_breaks_just_the_rule(section: Section, tmp_path: Path) -> None:
    report = check(tmp_path, section.breaks, run_code=section.name != "code-not-run")
    assert broken(report) == {section.name} | ({section.also} if section.also else set())
    assert not report.ok(strict=True)
    assert report.ok() == (section.fails != "always")
