"""A report as test items: one for each thing that was checked, with what is wrong about it."""

from __future__ import annotations

from dataclasses import dataclass

from mathdoctest.report import Claim, Finding, Link, Report
from mathdoctest.reporting.text import advises, block, fails, sentence


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
    doubts: tuple[Claim | Finding, ...] = ()
    """What could not be decided, where nothing fails it: it has not been tested in full."""


def items(report: Report, *, strict: bool = False) -> list[Item]:
    """Every link of a page, and whatever fails or was not decided without belonging to a link.

    So a page passes if and only if none of its items fails.
    """
    found: list[Item] = []
    names: dict[str, int] = {}

    def add(
        kind: str,
        place: Link | Claim | Finding,
        complaints: tuple[Claim | Finding, ...],
        doubts: tuple[Claim | Finding, ...],
    ) -> None:
        name = f"{place.line}:{place.column} {kind}"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name += f" #{names[name]}"
        left = () if complaints else doubts
        found.append(Item(name, kind, place.start, place.line, place.column, complaints, left))

    told: set[int] = set()
    for link in report.links:
        about = _about(report, link)
        complaints = tuple(item for item in about if fails(item, strict=strict))
        told.update(map(id, about))
        add(link.kind, link, complaints, tuple(filter(_is_doubt, about)))
    everything: list[Claim | Finding] = [c for c in report.claims if c.verdict != "verified"]
    for item in [*everything, *report.findings]:
        if id(item) in told:
            continue
        if fails(item, strict=strict):
            add(item.rule or item.verdict, item, (item,), ())
        elif _is_doubt(item):
            add(item.rule or item.verdict, item, (), (item,))
    return sorted(found, key=lambda item: item.start)


def _about(report: Report, link: Link) -> list[Claim | Finding]:
    """What is to be said of a link."""
    claims: list[Claim | Finding] = [
        report.claims[i] for i in link.claims if report.claims[i].verdict != "verified"
    ]
    return [*claims, *(report.findings[i] for i in link.findings)]


def _is_doubt(item: Claim | Finding) -> bool:
    return item.verdict == "unknown" and not advises(item)


def doubted(item: Item) -> str:
    """Why an item has not been tested in full, on one line."""
    return "; ".join(dict.fromkeys(map(sentence, item.doubts)))


def explain(report: Report, complaints: tuple[Claim | Finding, ...]) -> str:
    """One sentence for each complaint, with page, line and values, and the formula below."""
    parts = []
    for complaint in complaints:
        said = f"{report.path}, line {complaint.line}: {sentence(complaint)}"
        parts.append(f"{said}\n\n{block(report, complaint, [])}")
    return "\n\n".join(parts)
