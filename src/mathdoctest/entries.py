"""The number of a table's cell, and what it stands for once that is known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from mathdoctest.page import Cell, Number, Page
from mathdoctest.records import record
from mathdoctest.rounding import as_float, literal, significant
from mathdoctest.tree import Neg, Node, Num, Stand

FINE = 3
"""A decimal fraction of so many digits may be a rounded one."""

FINE_PLACES = 4
"""Decimal places of two digits that may be a rounded one, such as 0.0077."""
AMOUNT = 4
"""A whole number of so many digits may be one that was computed and rounded."""
YEARS = range(1800, 2101)

_DIGIT_OR_BOUND = re.compile(r"\d|#\+\W*\Z|[<>≤≥]|\\[gl]eq?\b|\b(?:over|more|above|under|less)\b")
"""Beside a number in a cell: another one, or a sign that all beyond it are meant, as in “4+”."""


@record
class Entry:
    """A table's cell that holds one number and no other."""

    number: Number
    num: Num

    @property
    def negative(self) -> bool:
        """Whether a minus sign stands before it."""
        return self.number.negative

    @property
    def size(self) -> float:
        """What it is worth as it is printed."""
        size = as_float(self.num.value)
        return -size if self.negative else size

    def rounded(self, *, computed: bool) -> bool:
        """Whether it may be a rounded number."""
        if "." in self.num.digits:
            return computed or is_fine(self.num)
        return computed and self.is_computed

    @property
    def is_computed(self) -> bool:
        """Whether it may be the result of a calculation: a fraction, or an amount of money.

        A whole number of few digits counts something, or is a year.
        """
        if "." in self.num.digits:
            return True
        whole = self.num.scale == 1 and significant(self.num) >= AMOUNT
        return whole and not (self.num.value in YEARS and self.num.digits == self.number.text)

    def stand(self, settled: Mapping[int, Node]) -> Node:
        """The number as what it was found to be, by where it begins, or as it is printed."""
        num, node = self.num, settled.get(self.number.span.start)
        if not self.negative:
            return num if node is None else Stand(num.start, num.end, num, node)
        s, e = num.start, num.end
        return Neg(s, e, num if node is None else Stand(s, e, num, Neg(s, e, node)))


def is_fine(num: Num) -> bool:
    """Whether a decimal fraction has as many digits as one that was rounded."""
    digits = significant(num)
    return digits >= FINE or (digits > 1 and num.decimals >= FINE_PLACES)


def entry_of(page: Page, cell: Cell) -> Entry | None:
    """The one number of a cell; nothing where it holds none, or more than that."""
    k = bisect_left(page.numbers, cell.span.start, key=lambda number: number.span.start)
    if k >= len(page.numbers) or page.numbers[k].span.end > cell.span.end:
        return None
    number = page.numbers[k]
    num = literal(number)
    rest = cell.text.replace(number.text, "#", 1)
    return None if num is None or _DIGIT_OR_BOUND.search(rest) else Entry(number, num)
