"""What a page holds: its text, and the parts of it that a check can speak of.

Every part keeps its half-open range of characters in the page's text, so that whatever is said
later can name a line and a column, and a correction can replace exactly those characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from mathdoctest.records import record

Verdict: TypeAlias = Literal["verified", "wrong", "unknown", "unverified"]


WITHOUT = frozenset(("text", "typed", "code"))
"""The delimiters of formulas that have none."""


@record
class Span:
    """A half-open range of characters in the page's text."""

    start: int
    end: int


@record
class Formula:
    """One piece of mathematics, with its delimiters."""

    span: Span
    """The formula with its delimiters."""
    body: Span
    """The LaTeX between the delimiters."""
    latex: str
    """The LaTeX, as long as ``body``: what a container put between (a quote's ``>``, a list's
    indentation) is blanked, so that index ``i`` is character ``body.start + i`` of the page."""
    display: bool
    """Whether it stands in a block of its own."""
    delimiter: str
    r"""How it opens: ``$``, ``$$``, ``\(``, ``\[``, ``$\(``, ``math`` (a fence), ``begin``;
    ``code`` (a fence without a language), ``text`` (a calculation in a sentence) or ``typed`` (a
    formula of symbols there), where nothing opens it."""
    block: int
    """Number of the paragraph, list item, table cell or display block that it stands in."""
    section: int
    """Number of the heading that it stands under; 0 before the first."""
    cell: bool = False
    """Whether it stands in a table cell."""
    heading: bool = False
    """Whether it stands in a heading."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One block of code."""

    span: Span
    """The block with its fence lines."""
    body: Span
    """The code, container prefixes and all."""
    language: str
    """The first word of the info string, lower case, without ``.``, ``{`` or attributes."""
    info: str
    """The whole info string."""
    code: str
    """The code with container prefixes and indentation removed."""
    line: int
    """The line of the page, from 1, on which the code begins."""
    kind: Literal["python", "doctest", "declared", "foreign", "unlexed"]
    """``python`` and ``doctest`` run; ``declared`` has its author's reason not to;
    ``foreign`` is in a language that is never run; ``unlexed`` could not be read."""
    reason: str = ""
    """Why a ``declared`` block does not run, or an ``unlexed`` one could not be read."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What the author says that a number stands for: the text of an HTML comment."""

    span: Span
    """The comment."""
    kind: Literal["math", "python"]
    source: str
    """LaTeX without dollars, or a Python expression."""
    before: bool = False
    """Whether the value from before the last update is meant (``$w$ before``)."""
    variables: Mapping[str, int | float | str] = field(default_factory=dict)
    """The names that a table row gives to the expression (``row`` among them)."""
    implied: bool = False
    """Whether no comment says so, but the table's own head."""
    name: str = ""
    """The LaTeX of the symbol that the head gives the number beside its formula."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number in prose or in a table cell, outside mathematics and code.

    A formula that its author exempts counts as one too.
    """

    span: Span
    """The number's characters, without a sign or a percent sign."""
    text: str
    """How it is read: ``1,234.5`` also where the page says ``1.234,5``."""
    kind: Literal["bound", "structural", "exempt", "unbound"]
    reason: str = ""
    """Why it is structural, or the author's reason for an exemption."""
    binding: Binding | None = None
    negative: bool = False
    """Whether a minus sign stands directly before it."""
    percent: bool = False
    """Whether a percent sign stands directly behind it."""
    formula: bool = False
    """Whether it is all of a formula in a table's cell: a claim only if the table says of what."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    span: Span
    text: str
    """The cell's source, trimmed."""


@dataclass(frozen=True, slots=True)
class Table:
    """One pipe table."""

    span: Span
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def titles(self) -> list[str]:
        """The heads of its columns, without the comments in them."""
        return [cell.text.split("<!--")[0].strip() for cell in self.header]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the Markdown itself that stops a part of it from being read."""

    span: Span
    rule: str
    message: str


SPAN_BEGINS = attrgetter("span.start")
"""Where a formula or a number of a page begins."""


@dataclass(frozen=True)
class Page:
    """A Markdown page and everything in it that can be checked, in reading order."""

    text: str
    path: str = "<text>"
    formulas: tuple[Formula, ...] = ()
    fences: tuple[Fence, ...] = ()
    tables: tuple[Table, ...] = ()
    numbers: tuple[Number, ...] = ()
    problems: tuple[Problem, ...] = ()
    front: Mapping[str, Any] = field(default_factory=dict)
    """The YAML front matter, empty where there is none."""
    typed: bool = False
    """Whether its text holds what may be formulas without LaTeX, read as such or not."""
    commas: str = ""
    """What commas between digits mean in its sentences and tables: see `mathdoctest.commas`."""
    signs: tuple[tuple[int, str], ...] = ()
    """The signs in numbers there that are read as others, by place: the comma of ``3,5``."""

    @cached_property
    def plain(self) -> str:
        """The text with the numbers of its sentences and tables as formulas have them: ``3.5``."""
        return replaced(self.text, self.signs)

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *line_starts(self.text, 0, len(self.text))]

    def with_lines(self, lines: list[int]) -> Page:
        """The same page, told where its lines begin."""
        self.__dict__["lines"] = lines
        return self

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1, columns in characters."""
        starts = self.lines
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def extent(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Line and column of where a range of characters begins, and of where it ends."""
        starts = self.lines
        line = bisect_right(starts, start)
        column = start - starts[line - 1] + 1
        if line == len(starts) or end < starts[line]:
            return line, column, line, column + end - start
        return line, column, *self.position(end)

    def table_at(self, at: int) -> int:
        """The index of the table that a place is in; -1 if it is in none."""
        k = bisect_right(self.tables, at, key=SPAN_BEGINS) - 1
        return k if k >= 0 and at < self.tables[k].span.end else -1

    def formula_before(self, at: int) -> int:
        """The index of the last formula that begins at a place or before it; -1 if none does."""
        return bisect_right(self.formulas, at, key=SPAN_BEGINS) - 1

    def formula_from(self, at: int) -> int:
        """The index of the first formula that begins at a place or behind it."""
        return bisect_left(self.formulas, at, key=SPAN_BEGINS)

    def formula_in(self, cell: Cell) -> Formula | None:
        """The first formula of a table's cell."""
        span = cell.span
        k = self.formula_from(span.start)
        found = self.formulas[k] if k < len(self.formulas) else None
        if found is not None and found.delimiter in WITHOUT:
            return None
        return found if found is not None and found.span.start < span.end else None

    def alone_in(self, cell: Cell) -> int | None:
        """The index of the formula that is all of a table's cell."""
        k = self.formula_from(cell.span.start)
        found = self.formulas[k].span if k < len(self.formulas) else None
        if found is None or found.end > cell.span.end:
            return None
        text = self.text
        around = text[cell.span.start : found.start] + text[found.end : cell.span.end]
        return None if around.strip("*_ ") else k

    def numbers_between(self, start: int, end: int) -> tuple[Number, ...]:
        """The numbers that begin between two places, neither of them included."""
        low = bisect_right(self.numbers, start, key=lambda number: number.span.start)
        high = bisect_left(self.numbers, end, key=lambda number: number.span.start)
        return self.numbers[low:high]

    def line_start(self, line: int) -> int:
        """The offset of a line's first character, lines counted from 1."""
        return self.lines[line - 1]

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its end."""
        start = self.lines[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r")


def replaced(text: str, signs: Iterable[tuple[int, str]]) -> str:
    """A text with other signs at some places."""
    made = list(text)
    for at, sign in signs:
        made[at] = sign
    return "".join(made)


def line_starts(text: str, start: int, end: int) -> list[int]:
    """Where lines begin behind the line breaks of a part of a text."""
    starts = []
    find = text.find
    at = find("\n", start, end)
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1, end)
    return starts
