"""What a check says of the numbers of a page, for tests of pages of a few lines."""

from __future__ import annotations

from collections.abc import Sequence

import mathdoctest
from mathdoctest import Claim


def claims(text: str) -> list[Claim]:
    return list(mathdoctest.check(text).claims)


def wrong(text: str) -> list[tuple[str, str]]:
    """The numbers that are called wrong, each with what it should be."""
    return [(c.text, c.expected) for c in claims(text) if c.verdict == "wrong"]


def undecided(text: str) -> list[str]:
    """The numbers that are neither right nor wrong."""
    return [c.text for c in claims(text) if c.verdict not in ("verified", "wrong")]


def is_clean(text: str) -> bool:
    """Whether nothing is called wrong: no number, and no formula either."""
    report = mathdoctest.check(text)
    formulas = all(found.verdict != "wrong" or found.advice for found in report.findings)
    return formulas and all(claim.verdict != "wrong" for claim in report.claims)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
