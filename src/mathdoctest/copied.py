"""What a number should be that was copied from the row above it.

In a plan of repayment the interest of one year stands in the next year's row as well. What was
repaid beside it tells another interest, and so does the debt above: two ways to compute it that are
right in the other rows, and agree in this one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from mathdoctest.induction import Expression, Value, value_of

FINE = 1e-3
"""How far, relatively, the roundings of operands may move a result that still tells something."""
MOST = 40
"""Operands that are tried with each other."""
Line: TypeAlias = "Sequence[Value | None]"
"""What something is worth in each row."""


class _Way(NamedTuple):
    """A way to compute a number, and what it comes to."""

    room: float
    """How far that may be off."""
    size: float
    expression: tuple[str, int, int]


def computed_twice(column: Line, row: int, operands: Sequence[Line]) -> Expression | None:
    """The finest of the ways to compute a number of a column that agree on another one.

    Args:
        column: what is printed.
        row: the row of the number in question.
        operands: what it may be computed from.
    """
    if len(operands) > MOST:
        return None
    found = sorted(_ways(column, row, operands))
    for one, other in itertools.combinations(found, 2):
        apart = {*one.expression[1:]}.isdisjoint(other.expression[1:])
        if apart and abs(one.size - other.size) <= one.room + other.room:
            return one.expression
    return None


def _ways(column: Line, row: int, operands: Sequence[Line]) -> Iterator[_Way]:
    """The ways that are right in all other rows that have their operands, and not in this one."""
    for i, j in itertools.permutations(range(len(operands)), 2):
        for name in ("add", "sub", "mul", "div") if i < j else ("sub", "div"):
            expression = (name, i, j)
            made = _made(expression, operands, row)
            if made is None or _fits(column[row], *made):
                continue
            size, room = made
            if _holds(expression, operands, column, row):
                yield _Way(room, size, expression)


def _holds(
    expression: tuple[str, int, int], operands: Sequence[Line], column: Line, but: int
) -> bool:
    """Whether a way is right in each other row that has its operands, and one has them."""
    told = False
    for r, shown in enumerate(column):
        made = _made(expression, operands, r) if r != but and shown is not None else None
        if made is not None and not _fits(shown, *made):
            return False
        told = told or made is not None
    return told


def _made(
    expression: tuple[str, int, int], operands: Sequence[Line], row: int
) -> tuple[float, float] | None:
    """What two operands come to, and how far that may be off; nothing where it tells nothing."""
    name, i, j = expression
    left, right = operands[i][row], operands[j][row]
    if left is None or right is None:
        return None
    ends = [(left.size, right.size), (left.size + left.slack, right.size),
            (left.size, right.size + right.slack)]  # fmt: skip
    try:
        size, *moved = (value_of((name, 0, 1), pair) for pair in ends)
    except ArithmeticError:
        return None
    room = math.fsum(abs(other - size) for other in moved)
    return (size, room) if room <= FINE * abs(size) and math.isfinite(size) else None


def _fits(shown: Value | None, size: float, room: float) -> bool:
    """Whether a printed number is a result, as far as its operands tell."""
    return shown is not None and abs(shown.size - size) <= 1.01 * shown.half + room
