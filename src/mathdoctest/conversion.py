r"""Numbers that are right in another unit than the one before: ``0.25\text{ h} = 15\text{ min}``.

Units are not checked. But a number that a page itself converts is no slip: an engineer takes the
span of 6.4 m as 6400 into a formula whose other lengths are in millimetres.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction

from mathdoctest.evaluate import Exact
from mathdoctest.rounding import as_float, prints
from mathdoctest.tree import Mul, Node, Num
from mathdoctest.units import worth

_UNIT = re.compile(r"(?:\\[ ,;:!]|[~\s])*\\(?:text|mathrm)\s*\{\s*([^{}$]{1,20}?)\s*\}(?!\s*\^)")
"""A unit behind a number, upright as it should be."""
MOST_THOUSANDS = 15
"""The largest power of ten between two units of one quantity."""


def between_units(text: str, source: Node, target: Node) -> Fraction | None:
    """How many units of the second number make one of the first, where both show other units."""
    before, behind = (_unit(text, node) for node in (source, target))
    return None if before is None or behind is None or before == behind else before / behind


def _unit(text: str, node: Node) -> Fraction | None:
    """What the unit behind a printed number is worth, as far as it is known."""
    found = _UNIT.match(text, node.end)
    return None if found is None else worth(found[1])


def times(node: Node, factor: Fraction) -> Node:
    """A tree times a number that the checker itself writes."""
    return Mul(node.start, node.end, (Num(node.end, node.end, str(factor), factor), node), "dot")


def thousands(num: Num, value: Exact) -> Fraction | None:
    """The power of a thousand that makes a printed number of a value, if one does."""
    a, b = abs(as_float(num.value)), abs(as_float(value))
    if not a or not b or math.isinf(a) or math.isinf(b):
        return None
    power = 3 * round((math.log10(a) - math.log10(b)) / 3)
    if not 0 < abs(power) <= MOST_THOUSANDS:
        return None
    factor = Fraction(10) ** power
    scaled = replace(num, value=num.value / factor, scale=num.scale / factor)
    return factor if prints(scaled, value) or prints(scaled, -value) else None
