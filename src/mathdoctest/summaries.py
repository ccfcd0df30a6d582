"""Rows and columns of a table that sum up others: totals, means, variances and spreads."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from mathdoctest.derivative import number
from mathdoctest.entries import FINE, Entry
from mathdoctest.nearness import is_slip
from mathdoctest.rounding import half_place, significant
from mathdoctest.tree import Add, Call, Div, Neg, Node, Pow

SEVERAL = 3
"""Rows that show what the last one is."""
SUMMED_COLUMNS = 2
"""Columns of a table that add up, so that its last row holds sums."""
Way: TypeAlias = "Callable[[Sequence[Node]], Node]"
"""How a number is made of those that it sums up."""

_TOTAL_ROW = re.compile(r"\W*(?:Σ|∑|\\sum|totals?|sums?|summe)\W*", re.IGNORECASE)
LIKE_TOTAL = re.compile(
    r"(?<![^\W\d_])(?<!at )(?<!of )(?:(?:sub)?totals?|sums?|summe|gesamt|insgesamt|all|overall"
    r"|altogether|somme|suma|totale|celkem|razem|итого|всего|SS[A-Z])(?![^\W\d_])|合计|总计|合計|総計|小计|Σ|∑|\\sum",
    re.IGNORECASE,
)
"""A word in the title of a row, the last one, that may sum up those above."""
_MEAN_ROW = re.compile(r"\W*(?:means?|averages?|avg\.?|mittel(?:wert)?|Ø)\W*", re.IGNORECASE)
_VARIANCE_ROW = re.compile(r"\W*(?:variances?|var\.?|varianz)\W*", re.IGNORECASE)
_SPREAD_ROW = re.compile(
    r"\W*(?:st(?:d|andard)\.? ?dev(?:iations?|\.)?|stdev|std\.?|sd|standardabweichung)\W*",
    re.IGNORECASE,
)


def sum_of(terms: Sequence[Node]) -> Node:
    """The terms added up."""
    return Add(terms[0].start, terms[-1].end, tuple(terms))


def mean_of(terms: Sequence[Node]) -> Node:
    """Their mean."""
    total = sum_of(terms)
    return Div(total.start, total.end, total, number(len(terms), total))


def _variance(terms: Sequence[Node], less: int) -> Node:
    mean = mean_of(terms)
    s, e = mean.start, mean.end
    squares = [Pow(s, e, Add(s, e, (term, Neg(s, e, mean))), number(2, mean)) for term in terms]
    return Div(s, e, sum_of(squares), number(len(terms) - less, mean))


def _of_sample(terms: Sequence[Node]) -> Node:
    return _variance(terms, 1)


def _of_all(terms: Sequence[Node]) -> Node:
    return _variance(terms, 0)


def _root(make: Way) -> Way:
    def root(terms: Sequence[Node]) -> Node:
        made = make(terms)
        return Call(made.start, made.end, "sqrt", (made,))

    return root


SUMMARIES: tuple[tuple[re.Pattern[str], tuple[Way, ...]], ...] = (
    (_TOTAL_ROW, (sum_of,)),
    (_MEAN_ROW, (mean_of,)),
    (_VARIANCE_ROW, (_of_sample, _of_all)),
    (_SPREAD_ROW, (_root(_of_sample), _root(_of_all))),
)
"""What the title of a row says of its numbers, and in which ways they are made of those above."""


def ways_of(titles: Sequence[str]) -> dict[int, tuple[Way, ...]]:
    """How rows or columns sum up others, by their places, where their titles say that they do."""
    return {
        k: ways
        for k, title in enumerate(titles)
        for pattern, ways in SUMMARIES
        if pattern.fullmatch(title)
    }


def is_summary(title: str) -> bool:
    """Whether a row of this title is none of those that are summed up."""
    return LIKE_TOTAL.search(title) is not None or bool(ways_of([title]))


def adds_up(rows: Sequence[Sequence[Entry | None]]) -> bool:
    """Whether the last row holds the sums of several columns, though no word says so."""
    *above, last = rows or [[]]
    columns = [c for c, entry in enumerate(last) if entry is not None]
    if len(above) < SEVERAL or len(columns) < SUMMED_COLUMNS:
        return False
    sums = [_is_sum(last[c], [row[c] if c < len(row) else None for row in above]) for c in columns]
    # Of many one may be a slip, such as the square of the sum for the sum of squares.
    return all(sums) or (sums.count(False) == 1 and len(sums) > SEVERAL)


def totals(rows: Sequence[Sequence[Entry | None]], title: str) -> bool:
    """Whether the last row holds the sum of a column, perhaps with a slip, as its title says."""
    *above, last = rows
    if len(above) < 2 or not LIKE_TOTAL.search(title):
        return False
    for c, shown in enumerate(last):
        terms = [row[c] if c < len(row) else None for row in above]
        if shown is None or significant(shown.num) < FINE:
            continue
        if _is_sum(shown, terms) or _is_near_sum(shown, terms):
            return True
    return False


def _is_near_sum(shown: Entry, terms: Sequence[Entry | None]) -> bool:
    numbers = [entry for entry in terms if entry is not None]
    if len(numbers) != len(terms):
        return False
    total = sum((-e.num.value if e.negative else e.num.value for e in numbers), 0 * shown.num.value)
    return (total < 0) == shown.negative and is_slip(shown.num, total)


def _is_sum(shown: Entry | None, terms: Sequence[Entry | None]) -> bool:
    numbers = [entry for entry in terms if entry is not None]
    if shown is None or len(numbers) != len(terms):
        return False
    room = half_place(shown.num) if "." in shown.num.digits else 0.0
    room += math.fsum(half_place(one.num) for one in numbers if one.num.decimals)
    return abs(math.fsum(one.size for one in numbers) - shown.size) <= room + 1e-12
