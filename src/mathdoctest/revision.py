"""Another version of a page, in which only the inside of some formulas differs.

Such an edit moves what follows and leaves the rest of the page as it was read: nothing needs to be
read again but the blocks around it, which tell whether it is of this kind at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import accumulate
from operator import attrgetter

from mathdoctest.extract import extract
from mathdoctest.page import (
    Binding,
    Cell,
    Fence,
    Formula,
    Number,
    Page,
    Problem,
    Span,
    Table,
    line_starts,
)

ROOM = 64
"""Characters by which a formula of a spaced page can grow."""

_BLANK = re.compile(r"\n[ \t]*\r?\n")
_OUTSIDE = re.compile(r"[$`\r\n|<>\[\]#&~]")
"""What might be read as Markdown rather than as a part of the formula."""

Place = Callable[[int], int]

_OF_FORMULA = attrgetter(*(f.name for f in fields(Formula)[2:]))


class Revision:
    """A page with other bodies for some of its formulas."""

    def __init__(self, page: Page, bodies: Mapping[int, str]) -> None:
        self.page = page
        self.bodies = bodies
        spans = [page.formulas[k].body for k in sorted(bodies)]
        self._ends = [span.end for span in spans]
        self.first = self._ends[0]
        """Where the first new body ends in the page as it was."""
        grown = (
            len(bodies[k]) - (s.end - s.start) for k, s in zip(sorted(bodies), spans, strict=True)
        )
        self.shifts = [0, *accumulate(grown)]
        """By how much things move behind the first, second, … of the changed formulas."""
        self.line, _ = page.position(self._ends[-1])
        """The last line on which anything changes; those behind it move as they are."""
        self.moves = any(self.shifts)
        """Whether anything stands elsewhere than before."""

    def place(self, offset: int) -> int:
        """Where something stands now that stood at ``offset``, outside of the new bodies."""
        return offset + self.shifts[bisect_right(self._ends, offset)]

    def text(self) -> str:
        """The whole text."""
        old = self.page.text
        pieces = []
        at = 0
        for k in sorted(self.bodies):
            body = self.page.formulas[k].body
            pieces += [old[at : body.start], self.bodies[k]]
            at = body.end
        return "".join([*pieces, old[at:]])

    def read(self, latex: Mapping[int, str]) -> Page:
        """The page, with what its changed formulas say."""
        text = self.text()
        if self.moves:
            page = moved(self.page, text, self.place, self.place, self.first)
            lines = self._lines(text)
        else:
            page = replace(self.page, text=text)
            lines = self.page.lines
        formulas = list(page.formulas)
        for k in self.bodies:
            formulas[k] = replace(formulas[k], latex=latex[k])
        tables = page.tables
        if any(formulas[k].cell for k in self.bodies):
            tables = tuple(_reread(table, text) for table in tables)
        page = replace(page, formulas=tuple(formulas), tables=tables)
        return page.with_lines(lines)

    def _lines(self, text: str) -> list[int]:
        """Where the lines of the new text begin: no edit changes a line's number."""
        lines, shift = self.page.lines, self.shifts[-1]
        start, end = self.page.formulas[min(self.bodies)].body.start, self._ends[-1]
        low, high = bisect_right(lines, start), bisect_right(lines, end)
        return [
            *lines[:low],
            *line_starts(text, start, end + shift),
            *[line + shift for line in lines[high:]],
        ]


def _reread(table: Table, text: str) -> Table:
    def cell(old: Cell) -> Cell:
        return Cell(old.span, text[old.span.start : old.span.end].strip())

    rows = tuple(tuple(map(cell, row)) for row in table.rows)
    return Table(table.span, tuple(map(cell, table.header)), rows)


def moved(page: Page, text: str, start: Place, end: Place, first: int = 0) -> Page:
    """A page whose parts stand elsewhere; ``start`` and ``end`` say where spans begin and end.

    What ends before ``first`` stays where it is.
    """

    def span(old: Span) -> Span:
        return Span(start(old.start), end(old.end))

    def formula(old: Formula) -> Formula:
        if old.span.end < first:
            return old
        where, body = span(old.span), old.body
        # Delimiters stay as long as they are.
        inside = Span(
            body.start + where.start - old.span.start, body.end + where.end - old.span.end
        )
        return Formula(where, inside, *_OF_FORMULA(old))

    def fence(old: Fence) -> Fence:
        return replace(old, span=span(old.span), body=span(old.body))

    def binding(old: Binding) -> Binding:
        return replace(old, span=span(old.span))

    def number(old: Number) -> Number:
        own = None if old.binding is None else binding(old.binding)
        return replace(old, span=span(old.span), binding=own)

    def cell(old: Cell) -> Cell:
        return Cell(span(old.span), old.text)

    def table(old: Table) -> Table:
        rows = tuple(tuple(map(cell, row)) for row in old.rows)
        return Table(span(old.span), tuple(map(cell, old.header)), rows)

    return Page(
        text,
        page.path,
        tuple(map(formula, page.formulas)),
        tuple(map(fence, page.fences)),
        tuple(map(table, page.tables)),
        tuple(map(number, page.numbers)),
        tuple(Problem(span(p.span), p.rule, p.message) for p in page.problems),
        page.front,
        page.typed,
    )


def spaced(page: Page) -> Page:
    """The page with room behind each formula, so that it can grow while all else stays in place."""
    ends = [formula.span.end for formula in page.formulas]
    pieces = []
    at = 0
    for end in ends:
        pieces += [page.text[at:end], " " * ROOM]
        at = end
    text = "".join([*pieces, page.text[at:]])
    return moved(
        page,
        text,
        lambda offset: offset + ROOM * bisect_right(ends, offset),
        lambda offset: offset + ROOM * bisect_left(ends, offset),
    )


def revision(page: Page, text: str) -> tuple[Revision, dict[int, str]] | None:
    """What makes a text of a page, and the new LaTeX by formula; nothing if it is another page."""
    bodies = _bodies(page, text)
    if bodies is None:
        return None
    latex: dict[int, str] = {}
    todo = sorted(bodies)
    while todo:
        found = _window(page, bodies, todo[0])
        if found is None:
            return None
        latex.update(found)
        todo = [k for k in todo if k not in found]
    return Revision(page, bodies), latex


def _bodies(page: Page, text: str) -> dict[int, str] | None:
    """The new bodies of the formulas that differ; nothing if more differs than formulas."""
    old = page.text
    first = _common(old, text)
    last = _common_end(old, text, first)
    k = bisect_right(page.formulas, first, key=lambda f: f.body.start) - 1
    if k < 0:
        return None
    at = page.formulas[k].body.start
    bodies: dict[int, str] = {}
    behind = len(old) - last
    gap = ""
    while True:
        formula = page.formulas[k]
        if behind <= formula.body.end:
            end = len(text) - (len(old) - formula.body.end)
        else:
            if k + 1 == len(page.formulas):
                return None
            gap = old[formula.body.end : page.formulas[k + 1].body.start]
            end = text.find(gap, at)
            if end < 0:
                return None
        if end < at:
            return None
        if text[at:end] != old[formula.body.start : formula.body.end]:
            bodies[k] = text[at:end]
        if behind <= formula.body.end:
            return bodies
        at = end + len(gap)
        k += 1


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(a: str, b: str, first: int) -> int:
    """How many characters two texts have in common at their end, behind the first ones."""
    low, high = 0, min(len(a), len(b)) - first
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _window(page: Page, bodies: Mapping[int, str], k: int) -> dict[int, str] | None:
    """The LaTeX of the changed formulas in the blocks around one; nothing if more has changed."""
    formula = page.formulas[k]
    if formula.delimiter == "begin":
        return None
    start = 0
    for blank in _BLANK.finditer(page.text, max(0, formula.span.start - 4_000), formula.span.start):
        start = blank.end()
    if not start and formula.span.start > 4_000:
        return None
    blank_behind = _BLANK.search(page.text, formula.span.end)
    end = len(page.text) if blank_behind is None else blank_behind.start() + 1
    low = page.formula_from(start)
    high = page.formula_from(end)
    inside = [i for i in range(low, high) if i in bodies]
    if not all(
        _plain(page.text[page.formulas[i].body.start : page.formulas[i].body.end], bodies[i])
        for i in inside
    ):
        return None
    before = extract(page.text[start:end])
    if [(f.body.start + start, f.latex, f.delimiter, f.cell) for f in before.formulas] != [
        (f.body.start, f.latex, f.delimiter, f.cell) for f in page.formulas[low:high]
    ]:
        return None
    local = Revision(before, {i - low: bodies[i] for i in inside})
    after = extract(local.text())
    if after.typed or len(after.formulas) != len(before.formulas):
        return None
    latex = {i: after.formulas[i - low].latex for i in inside}
    if local.read({i - low: latex[i] for i in inside}) != after:
        return None
    return latex


_ESCAPED = re.compile(r"\\(?:[^A-Za-z]|begin|end)")


def _plain(old: str, new: str) -> bool:
    """Whether an edit adds and removes nothing that could delimit anything."""
    first = _common(old, new)
    last = _common_end(old, new, first)
    changed = (old[first : len(old) - last], new[first : len(new) - last])
    if "$" in old or any(map(_OUTSIDE.search, changed)):
        return False
    return _ESCAPED.findall(old) == _ESCAPED.findall(new)
