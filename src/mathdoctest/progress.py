"""What has become of a quantity: “the loss has gone down by 0.12, that is by 13.8 %”.

The two values stand further up, under one name or under two: $L$ and $L'$, $J_1$ and $J_2$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from mathdoctest.changes import FALLS, RISES
from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.nearness import is_mistold
from mathdoctest.rounding import PERCENT, as_float, half_place, prints
from mathdoctest.steps import before
from mathdoctest.tree import Add, Div, Neg, Node, Num, Ref
from mathdoctest.wording import OF_ANOTHER, SENTENCE_END

RECENT = 40
"""Values before a number that are looked through for two of one quantity."""
MOST = 3
"""Pairs of values, the last first, of which a number may tell the change."""
LEAST = 2
"""Digits of a percentage that may have been left a fraction."""
BADLY = 4
"""Halves of a last place that a change is off by if it was worked out from rounded values."""
LONGEST = 160
"""Characters of a sentence around a number that hold the words for what has changed."""
_CHANGED = re.compile(
    r"\b(?:(?:gone|went|goes|come|came|brought) (?:down|up)|fell|fall(?:en|s)?|dropp?(?:ed|s)?"
    r"|decreased?|sank|shrunk|shrank|lower(?:ed)?|reduc(?:ed|tion)|decline[ds]?|rose|risen|grown"
    r"|grew|increased?|improve(?:d|ment)|gain(?:ed)?|sav(?:ed|ing)"
    r"|gesunken|sinkt|gefallen|fällt|gestiegen|steigt|verringert|abgenommen|Rückgang|Abnahme"
    r"|baissé|baisse|diminué|diminution|réduit|baj(?:ó|a|ado)|disminu(?:ye|yó|ido|ción)"
    r"|reduc(?:e|ido|ción)|sces[oa]|diminuit[oa]|diminuzione|ridott[oa]|diminuiu|caiu|queda)\b",
    re.IGNORECASE,
)
"""What says that something has become another value."""
_BY = re.compile(
    r"(?:\b(?:by|of|um|von|de|di|en|is|or|oder|ou|un|uno|i\.e\.)|[,(=])"
    r"(?: (?:about|rund|etwa))?[\s$*~]*(?:\\\()?\s*\Z",
    re.IGNORECASE,
)
"""What stands right before a change."""
_SIGN = r"[\s,;\\]*%[$\s)*]*"
_LESS = re.compile(
    rf"{_SIGN}(?:(?:less|lower|smaller|better) than before|(?:weniger|kleiner|niedriger) als vorher"
    r"|menos que antes|(?:de )?moins qu'avant|(?:in )?meno di prima|a menos que antes)\b",
    re.IGNORECASE,
)
"""What calls a percentage the change from what was before."""
_OF = re.compile(
    rf"{_SIGN}(?:of|von|der|des|du|del|della|points?|per|than|als|que)\b", re.IGNORECASE
)
"""What says of what a percentage is one."""
_OF_OLD = re.compile(
    rf"{_SIGN}(?:of (?:the |its )?|des |der |del? (?:su |la )?|du |de (?:la |sa )?)"
    r"(?:old|previous|former|initial|original|first|alten|vorigen|ursprünglichen|anterior"
    r"|inicial|précédente?|initiale?|ancienne?)\b",
    re.IGNORECASE,
)
"""What calls it one of the value before."""
_TO = re.compile(r"\b(?:to|auf|a|à)\b[\s$*]*(?:\\\()?\s*\Z", re.IGNORECASE)
"""What stands right before the part that is left."""
_DIFFERENCE = re.compile(r"(?<![\d.])\d+\.\d{2,}(?![\d.])")
_NAMES_OLD = re.compile(
    r"\b(?:from|von|vom|desde|dal|against|gegenüber|statt|instead of)\s[\s$]*\d", re.IGNORECASE
)
"""What names the old value in the sentence itself."""


_SINCE = re.compile(
    r"\b(?:since|first|initial|begin\w*|start|overall|altogether|total|validation|test|training|best"
    r"|average|mean|seit|erste\w*|anfang\w*|insgesamt|depuis|premi\w+|début|desde|primer\w*|inicio"
    r"|dall'inizio|prim[oa])\b",
    re.IGNORECASE,
)
"""Words for a change of more than the last step, or of another quantity called the same."""


class _Pair(NamedTuple):
    """Two values of one quantity."""

    old: Node
    new: Node
    sure: bool
    """Whether they are of one quantity by their names."""


def become(document: Document, text: str, num: Num) -> tuple[Node, Exact] | None:
    """What a number is as the change of a quantity that its sentence tells; nothing if of none.

    One that no quantity has changed by is wrong only where it is a slip of what the last one has,
    or is that as a fraction, and not in percent.
    """
    end = num.start + len(num.digits)
    words = text[max(0, num.start - LONGEST) : num.start].replace("i.e. ", "i.e.,")
    words = SENTENCE_END.split(words)[-1]
    behind = text[end : end + LONGEST]
    in_percent = num.scale == PERCENT
    of_old = in_percent and _OF_OLD.match(behind) is not None
    part = of_old and _TO.search(words) is not None
    less = in_percent and _LESS.match(behind) is not None
    changed = _BY.search(words[-24:]) is not None and _CHANGED.search(words) is not None
    if not (part or less or changed) or _NAMES_OLD.search(words):
        return None
    if in_percent and _OF.match(behind) and not (of_old or less):
        return None
    told = [
        (node, value, pair.sure)
        for pair in islice(_pairs(document, num.start), MOST)
        for node in (_told(pair, in_percent=in_percent, part=part),)
        if (value := document.values.known(node)) is not None
    ]
    shown = num.digits.replace(".", "").lstrip("0")
    for node, value, sure in told:
        if prints(num, abs(value)) and (sure or len(shown) > LEAST):
            return _positive(node, value)
    if _SINCE.search(words) or OF_ANOTHER.search(words):
        return None
    if any(
        abs(as_float(num.value) - abs(as_float(value))) < BADLY * half_place(num)
        for _, value, sure in told
        if sure
    ):
        return None  # it is that, of values that were not rounded
    for node, value, sure in told:
        if (RISES if value > 0 else FALLS).search(words):
            continue  # what has fallen, or risen, is another quantity
        telling = in_percent and (
            len(shown) > LEAST or _names_difference(document, words, num.start)
        )
        if sure and is_mistold(num, value, BADLY, telling=telling):
            return _positive(node, value)
    return None


def _names_difference(document: Document, words: str, at: int) -> bool:
    """Whether a sentence has told by how much the last quantity has changed."""
    pair = next(_pairs(document, at), None)
    value = None if pair is None else document.values.known(_told(pair, in_percent=False))
    told = (Num(at, at, found[0], Fraction(found[0])) for found in _DIFFERENCE.finditer(words))
    return value is not None and any(prints(num, abs(value)) for num in told)


def _positive(node: Node, value: Exact) -> tuple[Node, Exact]:
    return (Neg(node.start, node.end, node), -value) if value < 0 else (node, value)


def _told(pair: _Pair, *, in_percent: bool, part: bool = False) -> Node:
    at = pair.old.start
    if part:
        return Div(at, at, pair.new, pair.old)
    less = Add(at, at, (pair.old, Neg(at, at, pair.new)))
    return Div(at, at, less, pair.old) if in_percent else less


def _pairs(document: Document, at: int) -> Iterator[_Pair]:
    """The last results of which a page has told two values before a place."""
    seen = set()
    for new in reversed(document.so_far()[-RECENT:]):
        old = before(document, new)
        sure = old is not None
        old = old or _counted_before(document, new)
        if old is None or old.given or old.cells or new.cells or new.name.startswith("∂"):
            continue  # weights that move are told one by one
        if id(new) not in seen and old.start < new.start < at:
            seen.add(id(new))
            yield _Pair(Ref(at, at, old), Ref(at, at, new), sure)


def _counted_before(document: Document, new: Definition) -> Definition | None:
    """The quantity with the number before in its name: ``J_1`` of ``J_2``."""
    counted = re.fullmatch(r"(.+_\{)([1-9])\}", new.name)
    name = f"{counted[1]}{int(counted[2]) - 1}}}" if counted else ""
    return document.definitions.get(name, (None,))[-1]
