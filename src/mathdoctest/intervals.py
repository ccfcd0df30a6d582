r"""The ends of an interval, told in words: “$m \pm 1.96 s$, which runs from 0.056 to 0.377”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from mathdoctest.evaluate import Values
from mathdoctest.matrices import cells
from mathdoctest.nearness import FAR_OFF, distance, nearly
from mathdoctest.page import Number, Page
from mathdoctest.rounding import literal, prints, significant
from mathdoctest.tree import Node
from mathdoctest.twofold import both

TELLING = 2
"""Digits of an end that it has by no chance."""
FAR = 100
"""Characters between a formula and an end, or between the ends."""
SURELY = 4
"""Digits of one end that tell the other one, whatever that is."""
_WORDS = r"[^.;:!?\d\n|=<>]"
_THAT_IS = r"[\s*_]{0,4},?[\s*_]{0,4}(?:that is|i\.\s?e\.|also|d\.\s?h\.|soit|es decir),?"
_OPENS = re.compile(
    rf"(?:{_THAT_IS})?{_WORDS}{{0,60}}\b(?:from|between|interval|bounds|limits|are|is|gives?|von"
    r"|zwischen|sind|ist|ergibt|entre|de|sont|est|donne|desde|son|es|da|tra)\b"
    rf"{_WORDS}{{0,20}}|{_THAT_IS}[\s*_(\[]*[-\u2212]?",
    re.IGNORECASE,
)
"""What stands between a formula and the first end."""
_CUT = re.compile(
    r"effectiv|effektiv|clip|\bcut|\bcap|truncat|\bends? at|s'arrête|\bendet|höchstens|at most"
    r"|limited|begrenzt|borné|en réalité|tatsächlich|máxim|massim|termina",
    re.IGNORECASE,
)
"""What says that an interval ends sooner than its formula tells."""
_JOINS = re.compile(
    r"(?:[ \u00a0]?(?:[%°€$£]|[^\W\d_]{1,4}))?[\s*_]*(?:(?<=\s)(?:up to|to|and|bis|und|à|et|a|y|até"
    r"|e|ed)(?=\s)|[-\u2013\u2014,])[\s*_]*[-\u2212]?",
    re.IGNORECASE,
)
"""What stands between the two ends."""


def ends_behind(page: Page, end: int) -> Sequence[Number]:
    """The two numbers of a sentence that are told behind a formula as those of an interval."""
    k = bisect_left(page.numbers, end, key=lambda number: number.span.start)
    ends = page.numbers[k : k + 2]
    if len(ends) < 2 or any(one.kind != "unbound" for one in ends):
        return ()
    low, high = ends
    if low.span.start - end > FAR or high.span.start - low.span.end > FAR:
        return ()
    before = page.text[end : low.span.start]
    between = page.text[low.span.end : high.span.start]
    around = page.text[max(0, end - 3 * FAR) : high.span.end + FAR]
    told = _OPENS.fullmatch(before) and _JOINS.fullmatch(between) and not _CUT.search(around)
    return ends if told else ()


def told_as_ends(
    ends: Sequence[Number], formula: Node, values: Values
) -> Sequence[tuple[Number, Node]]:
    r"""What the two ends stand for by a formula with ``\pm``, if they are those of it.

    One of them may be a slip, where it is near or the other one tells it by many digits.
    """
    nums = [literal(end) for end in ends]
    for pair in both(formula):
        made = [values.keep(node) for node in cells(pair)]
        worth = [values.known(node) for node in made]
        right = near = 0
        sure = False
        for end, num, node, value in zip(ends, nums, made, worth, strict=True):
            if num is None or value is None:
                return ()
            sign = -1 if end.negative else 1
            fits = any(prints(num, sign * one) for one in (value, values.shown(node)))
            right += fits and significant(num) >= TELLING
            sure = sure or (fits and significant(num) >= SURELY)
            if not fits and nearly(num, abs(value)):
                return ()  # worked out from what is printed rounded
            near += fits or distance(num.value, abs(value)) <= FAR_OFF
        if sure or (right and near == len(ends)):
            return [*zip(ends, made, strict=True)]
    return ()
