"""Percentages that a sentence tells of two numbers near it: “17.5 mA, i.e. 7.6 % of the whole”.

Of which two is not always said. So a percentage is right if it is that of any two that may be
meant, and wrong only where it is their share as a fraction: nobody has multiplied it by a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from mathdoctest.evaluate import Exact, Values
from mathdoctest.rounding import PERCENT, prints, significant, text_key
from mathdoctest.tree import ONE, Add, Div, Neg, Node, Num
from mathdoctest.wording import SENTENCE_END

LONGEST = 1_500
"""Characters before a percentage that are looked through for what it is one of."""
MOST = (0, 0, 2, 12, 40)
"""Numbers before a part that may be its whole, by how many digits the percentage shows."""
NEAR = 3
"""Numbers right before a change that may be what it is one from and to."""
BELOW = 300
"""Characters behind a part that hold the total it is one of."""
TELLING = 3
"""Digits of a percentage that tell of which numbers it is one."""

_NUMBER = re.compile(
    r"(?<![\w.,^_])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]*\d|[\w^_]|,\d)"
    r"(?!(?:\\[,;: ]|[\s~}$])*\\?(?:%|cdot\s*10|times\s*10))"
)
"""A number that is neither an index, nor a percentage, nor one with a power of ten."""
_UNIT = re.compile(
    r"(?:\\[,;: ]|[\s~$])*+(?:\\(?:text|mathrm)\{\s*)?(?P<unit>[$€£¥]|[^\W\d_]+(?:/[^\W\d_]+)?)?"
)
_NO_UNIT = re.compile(
    r"of|and|or|to|from|in|is|are|was|were|at|the|with|for|by|that|which|while|against|before|after"
    r"|now|instead|on|as|but|und|oder|von|auf|bei|ist|sind|war|et|ou|est|y|o|es|e|è",
    re.IGNORECASE,
)
"""A word behind a number that is none of its own."""
_UNARY = re.compile(r"(?<![\w)}\s])\s*[-\u2212]\Z|(?<![\w)}])\s+[-\u2212]\Z")
_SIGN = r"(?:\\[,;: ]|[\s~])*+\\?%[$\s)*]*"
_OF = re.compile(rf"{_SIGN}(?:of|der|des|vom|von|del?|della?|du)\b(?!\s+\$?\d)", re.IGNORECASE)
"""What makes a percentage the one that a part is of something."""
_NO_CHANGE = re.compile(rf"{_SIGN}(?:points?|per|of|von|der|des|than|als|in|en)\b", re.IGNORECASE)
_WHOLE = re.compile(
    rf"{_SIGN}(?:of|vo[nm]|de[rsl]?) (?:(?:the|its|der|dem) )?(?:whole|total|sum|gesamt\w*)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total|sum|altogether|together|gesamt|summe)\b[^\d\n]{0,12}", re.IGNORECASE
)
_EQUATES = re.compile(
    r"[^\d.;!?:()|]{0,30}?(?:[,(]|\n\s*\n)?\s*"
    r"(?:i\.\s?e\.|that is|which is|which are|that means|or|is|are|d\.\s?h\.|das sind|also|oder"
    r"|soit|ou|es decir|o sea|cioè)"
    r"[,:]?\s*(?:(?:about|roughly|just|only|nearly|rund|etwa|nur)\s+)?[\s$*]*(?:\\\()?",
    re.IGNORECASE,
)
"""All that stands between a part and what share it is: its unit, and words for “that is”."""
_CHANGED = re.compile(
    r"\b(?:reduc(?:tion|ed)|drop(?:s|ped)?|fell|fall(?:en|s)?|decreased?|decline[ds]?|rise[sn]?|rose"
    r"|gain(?:ed)?|increased?|improve[ds]?|improvement|lower|off|deviat\w+|difference|differs?"
    r"|error|Rückgang|Abnahme|Anstieg|Abweichung|weicht|gesunken|gestiegen|gefallen)\b"
    r"[^\d.;!?]{0,30}\b(?:by|of|um|von)\s[\s$*]*(?:\\\()?[-+\u2212]?\Z",
    re.IGNORECASE,
)
"""What stands before a change or a distance in percent."""
_OF_THESE = re.compile(
    r"\b(?:we|this|that|which|it|they|both|the two|wir|das|dies|sie|beide|on|cela|esto|ambos)\b",
    re.IGNORECASE,
)
"""What a sentence without numbers calls those of the sentence before."""

_APART = re.compile(
    rf"{_SIGN}(?:off|above|below|under|over|too (?:high|low|large|small|big)"
    r"|(?:higher|lower|more|less|larger|smaller) than|zu (?:hoch|niedrig|groß|klein)|über|unter"
    r"|höher|niedriger|au-dessus|en dessous|por encima|por debajo|acima|abaixo|sopra|sotto)\b",
    re.IGNORECASE,
)
"""What stands behind a distance in percent."""


class _Figure(NamedTuple):
    """A number of the text, and the unit behind it."""

    num: Num
    unit: str


def share_told(
    text: str, num: Num, known: Mapping[str, Node], values: Values, *, negative: bool
) -> tuple[Node, Exact] | None:
    """What a percentage is of two numbers near it; nothing where none come to it.

    Args:
        text: the page.
        num: the percentage.
        known: what the numbers that were printed before stand for.
        values: what that is worth.
        negative: whether a minus sign stands before it.
    """
    if num.scale != PERCENT:
        return None
    end = num.start + len(num.digits)
    begin = max(0, num.start - LONGEST)
    apart = _APART.match(text, end) is not None
    near = max(begin, num.start - 100)
    change = apart or (
        not _NO_CHANGE.match(text, end) and _CHANGED.search(text, near, num.start) is not None
    )
    if not change and (negative or not _OF.match(text, end)):
        return None
    if significant(num) < TELLING - 1:
        return None
    # A change is of the numbers right before it.
    figures = _figures(text, max(begin, num.start - BELOW) if change else begin, num.start)
    if not figures:
        return None
    words = SENTENCE_END.split(text[begin : num.start])[-1]
    if change:
        told = list(_changes(figures[:NEAR]))
    elif _EQUATES.fullmatch(text, figures[0].num.end, num.start):
        told = list(_parts(text, end, figures))[: MOST[min(significant(num), len(MOST) - 1)]]
    else:
        return None
    sign = -1 if negative else 1
    found = []
    for nodes, alike in told:
        exact = [known.get(text_key(one), one) for one in nodes]
        for one, other in (exact, nodes):
            made: Node = Div(0, 0, Add(0, 0, (one, Neg(0, 0, other))) if change else one, other)
            value = values.known(values.keep(made))
            if value is not None:
                flips = value * sign < 0
                found.append(
                    (Neg(0, 0, made) if flips else made, -value if flips else value, alike)
                )
    for node, value, _ in found:
        if prints(num, abs(value)):
            return node, value
    if any(prints(num, abs(one.value)) for one, _ in figures):
        return None  # it is said again
    if change and figures[0].num.start < num.start - len(words) and not _OF_THESE.search(words):
        return None  # it may speak of something else
    fraction = replace(num, scale=ONE)
    for node, value, alike in found:
        if alike and abs(value) < 1 and prints(fraction, abs(value)):
            return node, value
    return None


def _parts(text: str, end: int, figures: list[_Figure]) -> Iterator[tuple[tuple[Num, Num], bool]]:
    """The last number and what it may be a part of, and whether both are in one unit."""
    part, *wholes = figures
    if _WHOLE.match(text, end):
        total = _TOTAL.search(text, end, end + BELOW)
        behind = _figures(text, total.end(), total.end() + BELOW)[-1:] if total else []
        wholes = [one for one in behind if total and one.num.start == total.end()] + wholes
    for whole in wholes:
        if whole.num.value > part.num.value > 0:
            sure = part.unit == whole.unit and significant(part.num) >= TELLING
            yield (part.num, whole.num), sure


def _changes(figures: list[_Figure]) -> Iterator[tuple[tuple[Num, Num], bool]]:
    """Pairs of the last numbers, and whether they are two that only differ in size."""
    for k, (one, other) in enumerate(pairwise(figures)):
        if one.num.value * other.num.value > 0 and one.num.value != other.num.value:
            sure = one.unit == other.unit and min(map(significant, (one.num, other.num))) >= TELLING
            if k == 0 or sure:
                yield (other.num, one.num), sure and k == 0
                yield (one.num, other.num), sure and k == 0


def _figures(text: str, begin: int, end: int) -> list[_Figure]:
    """The numbers of a stretch of text, the last first."""
    found = []
    for match in _NUMBER.finditer(text, begin, end):
        digits, at = match[0].replace(",", ""), match.start()
        unit = _UNIT.match(text, match.end())
        name = (unit and unit["unit"]) or ""
        value = Fraction(digits)
        if _UNARY.search(text[max(begin, at - 8) : at]):
            value = -value
        num = Num(at, match.end(), digits, value)
        found.append(_Figure(num, "" if _NO_UNIT.fullmatch(name) else name))
    return found[::-1]
