"""How much was checked: what is left of a report when its details have been printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from mathdoctest.report import Report

VERDICTS = ("verified", "wrong", "unknown", "unverified")

_KINDS = {
    "definition": ("definition", "definitions"),
    "given": ("given", "givens"),
    "equation": ("link of an equation", "links of equations"),
    "identity": ("identity", "identities"),
    "gradient": ("gradient", "gradients"),
    "update": ("update", "updates"),
    "general": ("general formula", "general formulas"),
    "inequality": ("inequality", "inequalities"),
    "code": ("symbol against code", "symbols against code"),
    "table": ("number in a table", "numbers in tables"),
    "prose": ("number in prose", "numbers in prose"),
    "mention": ("mention", "mentions"),
    "fence": ("code block", "code blocks"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up over files."""

    files: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    """Links by kind."""
    claims: Mapping[str, int] = field(default_factory=dict)
    """Claims by verdict."""
    givens: int = 0
    """Verified claims that the page says first and computes from nothing: they are believed."""
    findings: Mapping[str, int] = field(default_factory=dict)
    """Findings by verdict, advice left out."""
    advice: int = 0
    exempt: int = 0
    """Numbers and formulas for which the author says that nothing backs them, and why."""

    def __add__(self, other: Tally) -> Tally:
        """The counts of both."""
        return Tally(
            files=self.files + other.files,
            checked=_sum(self.checked, other.checked),
            claims=_sum(self.claims, other.claims),
            givens=self.givens + other.givens,
            findings=_sum(self.findings, other.findings),
            advice=self.advice + other.advice,
            exempt=self.exempt + other.exempt,
        )

    @property
    def counts(self) -> dict[str, int]:
        """Claims and findings together by verdict, as in a report."""
        return {v: self.claims.get(v, 0) + self.findings.get(v, 0) for v in VERDICTS}


def _sum(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in {**left, **right}}


def tally(report: Report) -> Tally:
    """The counts of one report."""
    return Tally(
        files=1,
        checked={kind: n for kind, n in report.checked.items() if n},
        claims=Counter(c.verdict for c in report.claims),
        givens=sum(c.role == "given" and c.verdict == "verified" for c in report.claims),
        findings=Counter(f.verdict for f in report.findings if not f.advice),
        advice=sum(f.advice for f in report.findings),
        exempt=report.exempt,
    )


def count(number: int, one: str, many: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {one if number == 1 else many}"


def summary(total: Tally, failed: int = 0) -> str:
    """How much was checked, by kind, and what came of it, in two lines."""
    links = sum(total.checked.values())
    order = [*_KINDS, *(kind for kind in total.checked if kind not in _KINDS)]
    kinds = ", ".join(
        count(n, *_KINDS.get(kind, (kind, kind)))
        for kind in order
        if (n := total.checked.get(kind, 0))
    )
    lines = [
        f"{count(total.files, 'file', 'files')}, {count(links, 'link', 'links')} checked"
        + (f": {kinds}" if kinds else "")
    ]
    claims = sum(total.claims.values())
    givens = "a given" if total.givens == 1 else "givens"
    believed = f" ({total.givens:,} of them {givens})" if total.givens else ""
    verdicts = ", ".join(
        f"{total.claims.get(v, 0):,} {v}" + (believed if v == "verified" else "")
        for v in VERDICTS
        if total.claims.get(v, 0) or v == "wrong"
    )
    line = f"{count(claims, 'number', 'numbers')}: {verdicts}"
    others = [f"{n:,} {v}" for v in VERDICTS if (n := total.findings.get(v, 0))]
    if others:
        line += f"; beside numbers: {', '.join(others)}"
    if total.exempt:
        line += f"; {total.exempt:,} exempt"
    if total.advice:
        line += f"; {count(total.advice, 'piece', 'pieces')} of advice"
    if failed:
        line += f"; {count(failed, 'file', 'files')} could not be checked"
    return "\n".join([*lines, line])
