"""Counts that are sorted by two things, and what a page computes from them cell by cell.

If these have nothing to do with each other, a cell is expected to hold the total of its row times
that of its column, divided by the number of all. How far the counts are from that is a test of it
(Pearson, 1900).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mathdoctest.derivative import number
from mathdoctest.entries import Entry
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Pow


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts by two things, without its totals."""

    rows: Sequence[str]
    """What the rows are called."""
    columns: Sequence[str]
    """What the columns are called."""
    cells: Sequence[Sequence[Node]]


def plainly(title: str) -> str:
    """A title without its emphasis."""
    return title.strip("*_ ").lower()


def counts_of(
    rows: Sequence[Sequence[Entry | None]],
    titles: Sequence[str],
    heads: Sequence[str],
    *,
    is_total: Callable[[str], object],
) -> Counts | None:
    """The counts of a table of whole numbers, if its rows and its columns all have their own name.

    Args:
        rows: the numbers of its cells.
        titles: what its rows are called.
        heads: what its columns are called, that of the titles first.
        is_total: whether a row or a column of such a name only adds up others.
    """
    lines = [r for r, title in enumerate(titles) if not is_total(title)]
    places = [c for c, head in enumerate(heads) if c and not is_total(head)]
    called = [plainly(titles[r]) for r in lines]
    headed = [plainly(heads[c]) for c in places]
    if any(len(one) < 2 or len({*one} - {""}) < len(one) for one in (called, headed)):
        return None
    cells: list[Sequence[Node]] = []
    for r in lines:
        entries = [rows[r][c] if c < len(rows[r]) else None for c in places]
        counted = [one.num for one in entries if one is not None and _is_count(one)]
        if len(counted) < len(entries):
            return None
        cells.append(counted)
    return Counts(called, headed, cells)


def _is_count(entry: Entry) -> bool:
    return entry.num.digits.isdigit() and entry.num.scale == 1 and not entry.negative


def computed(counts: Counts) -> Iterator[Sequence[Node]]:
    """What the cells of another table may be, row by row: what is expected, and how far off it is.

    That may be the difference itself, its square by what is expected, or itself by the root of it.
    """
    across = [_sum(line) for line in counts.cells]
    down = [_sum(line) for line in zip(*counts.cells, strict=True)]
    whole = _sum(across)
    s, e = whole.start, whole.end
    expected = [Div(s, e, Mul(s, e, (row, column)), whole) for row in across for column in down]
    found = [count for line in counts.cells for count in line]
    off = [
        Add(s, e, (count, Neg(s, e, meant))) for count, meant in zip(found, expected, strict=True)
    ]
    pairs = list(zip(off, expected, strict=True))
    yield expected
    yield off
    yield [Div(s, e, Pow(s, e, far, number(2, far)), meant) for far, meant in pairs]
    yield [Div(s, e, far, Call(s, e, "sqrt", (meant,))) for far, meant in pairs]


def _sum(nodes: Sequence[Node]) -> Node:
    return Add(nodes[0].start, nodes[-1].end, tuple(nodes))
