"""Worked examples in other people's notation, with a key for every number.

Each key was computed apart from the checker, with 16 digits or with 40, from an expression for each
number. A page's twin has errors planted in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import mathdoctest
from mathdoctest import Claim

PAGES = Path(__file__).parent.parent / "data" / "pages"
NAMES = sorted(page.stem for page in PAGES.glob("*.md"))


def literals(name: str) -> list[dict[str, Any]]:
    """The numbers of a page that its key decides."""
    key = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    assert key["counts"]["literals"] == len(key["literals"])
    rows: list[dict[str, Any]] = key["literals"]
    return [lit for lit in rows if lit["line"] not in key["expression_errors"]]


def verdicts(name: str) -> list[tuple[dict[str, Any], str]]:
    """Each number of the key with the verdict on the claim that is nearest to its place."""
    page = PAGES / f"{name}.md"
    report = mathdoctest.check(page.read_text(encoding="utf-8"), path=str(page))
    found: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in report.claims:
        found[claim.line, claim.text].append(claim)
    result: list[tuple[dict[str, Any], str]] = []
    for lit in literals(name):
        near = sorted(
            found[lit["line"], lit["text"]], key=lambda claim: abs(claim.column - lit["col"])
        )
        result.append((lit, near[0].verdict if near else "absent"))
    return result


@pytest.mark.parametrize("name", NAMES)
def test_every_key_stands_where_it_says(name: str) -> None:
    lines = (PAGES / f"{name}.md").read_text(encoding="utf-8").split("\n")
    for lit in literals(name):
        assert lines[lit["line"] - 1].startswith(lit["text"], lit["col"] - 1)


@pytest.mark.parametrize("name", NAMES)
def test_no_right_number_is_called_wrong(name: str) -> None:
    alarms = [
        (lit["line"], lit["col"], lit["text"])
        for lit, verdict in verdicts(name)
        if lit["verdict"] == "right" and verdict == "wrong"
    ]
    assert not alarms


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-planted")])
def test_every_planted_error_is_called_wrong(name: str) -> None:
    planted = [(lit, verdict) for lit, verdict in verdicts(name) if lit["verdict"] == "wrong"]
    missed = [(lit["line"], lit["text"], v) for lit, v in planted if v != "wrong"]
    assert planted
    assert not missed


@pytest.mark.parametrize("name", NAMES)
def test_at_least_95_percent_of_the_claims_are_decided(name: str) -> None:
    decided = [v in ("verified", "wrong") for lit, v in verdicts(name) if lit["role"] == "claim"]
    assert sum(decided) / len(decided) >= 0.95
