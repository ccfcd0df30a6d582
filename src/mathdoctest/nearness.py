"""How far a printed number is from a value: rounded, mistyped, or quite another one."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from mathdoctest.evaluate import Exact
from mathdoctest.rounding import as_float, half_place, printed, prints, significant
from mathdoctest.slips import one_slip
from mathdoctest.tree import ONE, Node, Num, literals

NEAR_MISS = 0.05
"""A literal this near to what it stands for was meant to be it."""
MISLAID = 0.02
"""A segment whose value is further off than this does not agree, however it was rounded."""
FAR_OFF = 0.2
"""A part by which no rounding changes a value."""
FAR = 20.0
"""A factor by which no slip of the pen makes a number wrong."""
NEARER = 0.2
"""A value is meant to be another one if it is this much nearer to it."""
LONG = 3
"""A whole number of so many digits is likely to be a figure of the page, not a constant."""
ROUNDING = 3
"""A result that is off by no more of its last places was rounded badly, and no operand mistyped."""
BARELY = 1.5
"""The same for a result of few digits, of which three last places may be a large part."""
SMALL = 0.02
"""A part of a result that is no large one."""
TELLING = 3
"""Digits of a result that tell which slip made it wrong."""
OTHER_SIZE = math.log(10)
"""Values of which one is ten times the other are none of one quantity."""
TIMES_NEARER = 10
"""How many times nearer a calculation comes to what it should be by the slip that explains it."""


def unlike(num: Num, value: Exact, shown: str = "") -> bool:
    """Whether a number looks like no misprint of a value: no digit, no point in the wrong place.

    ``shown`` are the digits that the value was printed with.
    """
    if prints(num, abs(value)):
        return False
    a, b = abs(as_float(num.value)), abs(as_float(value))
    if not a or not b or math.isinf(a) or math.isinf(b):
        return True
    shift = math.log10(a) - math.log10(b)
    if abs(shift - round(shift)) < 1e-9:
        return False
    meant = shown or printed(abs(value), num)
    # In units of another power of ten nothing is left of it.
    return not meant.strip("0.") or not one_slip(num.digits, meant)


def is_slip(num: Num, value: Exact) -> bool:
    """Whether a number of digits enough to tell is one digit away from a value."""
    return significant(num) >= TELLING and one_slip(num.digits, printed(abs(value), num))


def is_mistold(num: Num, value: Exact, room: int, *, telling: bool) -> bool:
    """Whether a number that words tell is a value's by a slip, or a ``telling`` one as a fraction.

    One that is off by no more than ``room`` halves of its last place comes from rounded values.
    """
    if telling and prints(replace(num, scale=ONE), abs(value)):
        return True
    off = abs(as_float(num.value) - abs(as_float(value)))
    return is_slip(num, value) and off > room * half_place(num)


def far(num: Num, value: Exact) -> bool:
    """Whether a number is of quite another size than a value."""
    a, b = abs(as_float(num.value)), abs(as_float(value))
    return max(a, b) > FAR * min(a, b)


def distance(shown: Exact, value: Exact) -> float:
    """How far two values are apart, relatively."""
    try:
        a, b = float(shown), float(value)
    except OverflowError:
        return math.inf
    return abs(a - b) / max(abs(a), abs(b), 1e-300)


def ratio(a: Exact, b: Exact) -> float:
    """How many times one value is the other, on a logarithmic scale."""
    if not a or not b or (a < 0) != (b < 0):
        return math.inf
    x, y = abs(as_float(a)), abs(as_float(b))
    if not x or not y or math.isinf(x) or math.isinf(y):
        return math.inf
    return abs(math.log(x) - math.log(y))


def slack(node: Node) -> float:
    """How far the printed digits of a segment can move its value, roughly and relatively."""
    room = 1e-9
    for num in literals(node):
        if "." in num.digits or num.scale != 1:
            step = as_float(num.scale) * 10.0**-num.decimals
            size = max(abs(as_float(num.value)), step)
            room += step / size if 0 < size < math.inf else 1.0
    return min(room, 0.05)


def nearly(num: Num, value: Exact) -> bool:
    """Whether a number is off by so little that it was rounded badly.

    A value that shows all of its digits in as many places needs no rounding.
    """
    if (
        num.decimals
        and isinstance(value, Fraction)
        and Fraction(printed(value, num)) * num.scale == value
    ):
        return False
    last = as_float(num.scale) * 10.0**-num.decimals
    size = abs(as_float(value))
    off = abs(as_float(num.value) - size)
    return off <= BARELY * last or (off <= ROUNDING * last and off <= SMALL * size)
