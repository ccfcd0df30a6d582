r"""Numbers that are right in another unit than the one before: ``0.25\text{ h} = 15\text{ min}``.

Units are not checked. But a number that a page itself converts is no slip: an engineer takes the
span of 6.4 m as 6400 into a formula whose other lengths are in millimetres.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction

from mathdoctest.derivative import number
from mathdoctest.evaluate import Exact
from mathdoctest.rounding import as_float, prints, significant
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Ref
from mathdoctest.units import worth

_UNIT = re.compile(
    r"""(?:\\[ ,;:!]|[~\s])*+(?:
    \\(?:text|mathrm)\s*+\{\s*+(?!\()(?P<upright>(?:[^{}$]|\{[^{}$]*+\}){1,40})\}
        (?P<power>\s*+\^\s*+(?:\{-?\d\}|\d))?
    | (?P<sign>\\?% | (?:°\s? | (?:\{\})?\^\s*+\{?\\circ\}?\s*+(?:\\(?:text|mathrm)\{)?)[CF])
    | (?P<letters>[A-Za-zµμΩ]{1,5})(?![A-Za-z(_^])
    | \}?\$\$?(?:[ ]{8,})?[ ~]?
        (?P<behind>% | °C | [A-Za-zµμΩÀ-ÿ]+(?:[/·][A-Za-zµμΩ]+)?[²³]?)(?![-\w$])
    )""",
    re.VERBOSE,
)
"""A unit behind a number: upright as it should be, in letters, or behind the formula's end."""
_POINTS = re.compile(
    r"[$`)\\]*[ ~](?:percent(?:age points?)?|per cent|Prozent(?:punkte?n?)?|pour ?cent|por ciento"
    r"|por cento|per cento|puntos porcentuales|pontos percentuais)\b",
    re.IGNORECASE,
)
"""Words behind the dollars for hundredths."""
_DEGREES = re.compile(r"\s*(?:\\\)|\$\$?)[ ]?°(?![ ]?[CF])")
"""Degrees of an angle, behind the formula's end."""
_TYPED = re.compile(r"[ ]?(?P<unit>[A-Za-zµμΩ]{1,5})(?=[.,;:)]?(?:\s*$|\s[^=\s]))", re.MULTILINE)
"""A unit behind a formula that is typed without dollars: ``R = 1.8 kΩ``."""
_CELSIUS = Fraction(27315, 100)
_MEASURED = re.compile(
    r"(?<![\w.,])(?P<number>\d++(?:\.\d++)?+)[ \u00a0\u202f]?"
    r"(?P<unit>[A-Za-zµμΩ]+(?:/[A-Za-z]+)?)(?!\w)"
)
"""A number and its unit in a sentence."""
_LEAST = 3
"""Digits of a number that is no other one by chance."""
_COUNTED = {"k": Fraction(1000), "K": Fraction(1000), "M": Fraction(10**6), "B": Fraction(10**9)}
"""Letters for thousands, millions and billions of what a page counts."""
_BYTES = re.compile(r"[kKMGT]i?[bB](?:yte|it)?s?")
MOST_THOUSANDS = 15
"""The largest power of ten between two units of one quantity."""


def in_unit(text: str, source: Node, target: Node) -> list[Node]:
    """What a quantity is in the unit of a number that is printed for it, in each way that may be.

    Where only the number has a unit, the quantity is in units without a prefix.
    """
    if isinstance(target, Num) and _DEGREES.match(text, target.end):
        return [in_degrees(source, target)]
    before, behind = (unit(text, node) for node in (source, target))
    if before == "°F" and behind in ("", "C", "K"):
        # The calculation that converts it has no unit itself.
        celsius = times(_plus(source, Fraction(-32)), Fraction(5, 9))
        return [_plus(celsius, _CELSIUS) if behind == "K" else celsius]
    if not behind or before == behind:
        return []
    if (before, behind) == ("C", "°F"):
        return [_plus(times(source, Fraction(9, 5)), Fraction(32))]
    if {before, behind} == {"C", "K"}:
        shift = _CELSIUS if behind == "K" else -_CELSIUS
        return [_plus(source, shift), _plus(source, round(shift))]
    first, second = worth(before) if before else Fraction(1), worth(behind)
    if not before and behind in _COUNTED:
        # So many million weights, unless the letter is a unit after all.
        second = second or Fraction(1)
        return [times(source, 1 / factor) for factor in (_COUNTED[behind], second) if factor != 1]
    if first is None or second is None or first == second:
        return []
    ways = [first / second]
    if any(_BYTES.fullmatch(one) for one in (before, behind)):
        # A kilobyte has 1000 bytes or 1024.
        ways.append(_binary(before, first) / _binary(behind, second))
    return [times(source, factor) for factor in ways]


def in_degrees(source: Node, like: Node) -> Node:
    """How many degrees an angle has."""
    one = Call(like.start, like.start, "deg", (number(1, like),))
    return Div(source.start, source.end, source, one)


def unlike_units(text: str, source: Node, target: Node) -> bool:
    """Whether two numbers carry units, and nothing tells how many of one make the other."""
    before, behind = (unit(text, node) for node in (source, target))
    return bool(before and behind) and before != behind and None in (worth(before), worth(behind))


def unit(text: str, node: Node) -> str:
    """The unit behind a printed number or a quantity that was given as one; empty without one."""
    if isinstance(node, Ref) and node.definition.node is not None and node.definition.start >= 0:
        node = node.definition.node
    if isinstance(node, Neg):
        node = node.arg
    found = _UNIT.match(text, node.end) if node.end else None
    if found is None:
        return ""
    if found["sign"]:
        return found["sign"][-1].replace("F", "°F")
    if found["letters"]:
        known = isinstance(node, Num) and worth(found["letters"]) is not None
        return found["letters"] if known else ""
    if found["behind"]:
        word = found["behind"]
        return "C" if word == "°C" else word if word == "%" or worth(word) is not None else ""
    word = " ".join(found["upright"].replace("^\\circ", "").replace("°", "").split())
    plain = word if not found["power"] else word + found["power"].replace(" ", "")
    return plain if " " not in word or worth(plain) is not None else ""


def converted(text: str, start: int, num: Num) -> Node | None:
    """What a sentence that begins at ``start`` says in another unit: “at 30 km/h: $v = 8.333$ m/s”.

    Nothing where no number before this one makes it, rounded.
    """
    into = worth(unit(text, num)) if significant(num) >= _LEAST else None
    if not into:
        return None
    for found in _MEASURED.finditer(text, start, num.start):
        size = worth(found["unit"])
        value = Fraction(found["number"]) * (size or 0) / into
        if size and size != into and prints(num, value):
            return times(
                Num(num.end, num.end, found["number"], Fraction(found["number"])), size / into
            )
    return None


def worth_behind(text: str, end: int) -> Fraction | None:
    """What the unit behind a formula is worth, behind its dollars if any, where that is not one."""
    if _POINTS.match(text, end):
        return Fraction(1, 100)
    found = _UNIT.match(text, end)
    told = None if found is None else found["behind"]
    if told is None and (typed := _TYPED.match(text, end)) is not None:
        told = typed["unit"]
    value = worth(told) if told else None
    return None if value == 1 else value


def _binary(name: str, value: Fraction) -> Fraction:
    """What a unit of bytes or bits is worth, if its prefixes are powers of 1024."""
    power = "kMGT".find(name[:1].replace("K", "k")) + 1 if _BYTES.fullmatch(name) else 0
    return value * Fraction(1024, 1000) ** power


def _plus(node: Node, shift: Fraction | int) -> Node:
    term = Num(node.end, node.end, str(shift), Fraction(shift))
    return Add(node.start, node.end, (node, term))


def times(node: Node, factor: Fraction) -> Node:
    """A tree times a number that the checker itself writes."""
    return Mul(node.start, node.end, (Num(node.end, node.end, str(factor), factor), node), "dot")


def nearest_thousands(num: Num, value: Exact) -> Fraction | None:
    """The power of a thousand that brings a value near to a number, if it is not one."""
    a, b = abs(as_float(num.value)), abs(as_float(value))
    if not a or not b or math.isinf(a) or math.isinf(b):
        return None
    power = 3 * round((math.log10(a) - math.log10(b)) / 3)
    return Fraction(10) ** power if 0 < abs(power) <= MOST_THOUSANDS else None


def thousands(num: Num, value: Exact) -> Fraction | None:
    """The power of a thousand that makes a printed number of a value, if one does."""
    factor = nearest_thousands(num, value)
    if factor is None:
        return None
    scaled = replace(num, value=num.value / factor, scale=num.scale / factor)
    return factor if prints(scaled, value) or prints(scaled, -value) else None
