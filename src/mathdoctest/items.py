"""A report as test items: one for each thing that was checked, with what is wrong about it."""

from __future__ import annotations

from dataclasses import dataclass

from mathdoctest.report import Claim, Finding, Link, Report
from mathdoctest.reporting.text import block, fails, sentence


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was checked."""

    name: str
    """Where it stands and what kind of thing it is: ``53:1 equation``; unique within the page."""
    kind: str
    start: int
    line: int
    column: int
    complaints: tuple[Claim | Finding, ...]
    """What fails it; empty where it passes."""


def items(report: Report, *, strict: bool = False) -> list[Item]:
    """Every link of a page, and whatever fails the page without belonging to a link.

    So a page passes if and only if all of its items do.
    """
    found: list[Item] = []
    names: dict[str, int] = {}

    def add(
        kind: str, place: Link | Claim | Finding, complaints: tuple[Claim | Finding, ...]
    ) -> None:
        name = f"{place.line}:{place.column} {kind}"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name += f" #{names[name]}"
        found.append(Item(name, kind, place.start, place.line, place.column, complaints))

    told: set[int] = set()
    for link in report.links:
        complaints = _failing(report, link, strict=strict)
        told.update(map(id, complaints))
        add(link.kind, link, complaints)
    everything: list[Claim | Finding] = [c for c in report.claims if c.verdict != "verified"]
    for item in [*everything, *report.findings]:
        if fails(item, strict=strict) and id(item) not in told:
            add(item.rule or item.verdict, item, (item,))
    return sorted(found, key=lambda item: item.start)


def _failing(report: Report, link: Link, *, strict: bool) -> tuple[Claim | Finding, ...]:
    claims: list[Claim | Finding] = [
        report.claims[i] for i in link.claims if report.claims[i].verdict != "verified"
    ]
    findings = [report.findings[i] for i in link.findings]
    return tuple(item for item in [*claims, *findings] if fails(item, strict=strict))


def explain(report: Report, complaints: tuple[Claim | Finding, ...]) -> str:
    """One sentence for each complaint, with page, line and values, and the formula below."""
    parts = []
    for complaint in complaints:
        said = f"{report.path}, line {complaint.line}: {sentence(complaint)}"
        parts.append(f"{said}\n\n{block(report, complaint, [])}")
    return "\n\n".join(parts)
