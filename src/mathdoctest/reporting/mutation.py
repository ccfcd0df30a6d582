"""What ``mutate`` found, for a reader and for a program."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

from mathdoctest.edits import KINDS, Place
from mathdoctest.mutate import Outcome, Survivor, score
from mathdoctest.reporting.text import clean, pointed

_PLACES = ("equation", "table", "prose")
_SHOWN = 5
"""Of the missed edits of one place so many are told."""
_Counts: TypeAlias = Counter[tuple[Place, str]]


def text(outcome: Outcome) -> str:
    """A table by place and kind, and every survivor in its place."""
    path = clean(outcome.page.path)
    tried = outcome.tried.total()
    head = f"{path}: {tried:,} single edits"
    if tried < outcome.possible:
        head += f", a sample of {outcome.possible:,}"
    blocks = ["\n".join([head, *_table(outcome)])]
    alike: dict[object, list[Survivor]] = {}
    for survivor in outcome.missed:
        alike.setdefault(_what(survivor), []).append(survivor)
    blocks += [_shown(outcome, survivors) for survivors in alike.values()]
    true = [survivor for survivor in outcome.survivors if survivor.reason]
    if true:
        blocks.append("\n".join(f"{_place(path, s, 'still true')}: {s.reason}" for s in true))
    return "\n\n".join(blocks)


def summary(outcomes: list[Outcome]) -> str:
    """The last line of a run over several pages."""
    return f"noticed {percentage(total(outcomes))} of the edits that may change what the pages say"


def total(outcomes: list[Outcome]) -> float | None:
    """The score of several pages together."""
    return score(
        sum(o.tried.total() for o in outcomes),
        sum(len(o.survivors) for o in outcomes),
        sum(len(o.missed) for o in outcomes),
    )


def percentage(value: float | None) -> str:
    """A score, never rounded up: 100 % means every one."""
    return "none" if value is None else f"{math.floor(value * 100) / 100:g} %"


def record(outcome: Outcome) -> dict[str, Any]:
    """The outcome of one page as plain data."""
    missed, true = _by_kind(outcome)
    return {
        "path": outcome.page.path,
        "possible": outcome.possible,
        "tried": outcome.tried.total(),
        "score": outcome.score,
        "kinds": [
            {
                "place": place,
                "kind": kind,
                "tried": number,
                "noticed": number - missed[place, kind] - true[place, kind],
                "true": true[place, kind],
                "missed": missed[place, kind],
            }
            for (place, kind), number in _sorted(outcome)
        ],
        "survivors": [
            {
                "line": s.line,
                "column": s.column,
                "place": s.edit.place,
                "kind": s.edit.kind,
                "said": s.said,
                "reason": s.reason,
                "failure": s.failure,
                "patches": [
                    {"start": p.start, "end": p.end, "text": p.text} for p in s.edit.patches
                ],
            }
            for s in outcome.survivors
        ],
    }


def _by_kind(outcome: Outcome) -> tuple[_Counts, _Counts]:
    missed, true = (
        Counter((s.edit.place, s.edit.kind) for s in outcome.survivors if bool(s.reason) is known)
        for known in (False, True)
    )
    return missed, true


def _sorted(outcome: Outcome) -> list[tuple[tuple[Place, str], int]]:
    return sorted(
        outcome.tried.items(),
        key=lambda item: (_PLACES.index(item[0][0]), KINDS.index(item[0][1])),
    )


def _table(outcome: Outcome) -> list[str]:
    missed, true = _by_kind(outcome)
    rows = [("where", "kind", "edits", "noticed", "still true", "missed")]
    for (place, kind), number in _sorted(outcome):
        lost, kept = missed[place, kind], true[place, kind]
        rows.append(
            (place, kind, f"{number:,}", f"{number - lost - kept:,}", f"{kept:,}", f"{lost:,}")
        )
    tried, lost, kept = outcome.tried.total(), missed.total(), true.total()
    rows.append(("all", "", f"{tried:,}", f"{tried - lost - kept:,}", f"{kept:,}", f"{lost:,}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  "
        + "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return [*lines, f"  noticed: {percentage(outcome.score)}"]


def _what(survivor: Survivor) -> object:
    """The same for edits of one kind that put something else in one place."""
    edit = survivor.edit
    if len(edit.patches) > 1 or survivor.failure:
        return survivor
    return edit.kind, edit.patches[0].start, edit.patches[0].end


def _shown(outcome: Outcome, survivors: Sequence[Survivor]) -> str:
    """Missed edits of one place under the formula as it was."""
    survivor, *others = survivors
    first = survivor.edit.patches[0]
    place = _place(clean(outcome.page.path), survivor, "missed")
    for other in others[: _SHOWN - 1]:
        place += f", {clean(other.edit.patches[0].text.strip()) or 'nothing'}"
    if len(others) >= _SHOWN:
        place += f" and {len(others) - _SHOWN + 1} more"
    marked = pointed(outcome.page, first.start, max(first.end, first.start + 1))
    failed = [f"  the check itself failed: {clean(survivor.failure)}"] if survivor.failure else []
    return "\n".join([place, *marked, *failed])


def _place(path: str, survivor: Survivor, verdict: str) -> str:
    where = f"{path}:{survivor.line}:{survivor.column}"
    return f"{where}: {verdict}: {survivor.edit.kind}: {clean(survivor.said)}"
