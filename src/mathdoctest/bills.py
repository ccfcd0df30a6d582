"""What a bill takes off and adds: “with 10 % discount, 8.00, it is 72.00; shipping adds 4.50”.

A percentage of a bill is one of the last amount before it, and what words call a sum is the last
but one amount and the last. An amount that is neither is wrong only where the page goes on with the
right one, or where it is the sum with an amount that is no longer the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from mathdoctest.derivative import number
from mathdoctest.rounding import printed, prints
from mathdoctest.tree import Add, Div, Mul, Neg, Node, Num
from mathdoctest.wording import SENTENCE_END

LONGEST = 400
"""Characters before and behind an amount that are looked through."""
_CENT = Fraction(1, 100)
_AMOUNT = re.compile(r"(?<![\w.,}\\])(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d(?![\d.]*\d|\s?\\?%)")
_FACTOR = re.compile(r"(?:\\cdot|\\times|[·×]|\s\*\s)[\s$]*\Z")
_BREAK = re.compile(r"\n\s*\n")
_PERCENT = r"(?P<percent>\d+(?:\.\d+)?)(?:\\,|[\s~])*\\?%\$?"
_LESS = "discount|rebate|reduction|deduction|Rabatt|Skonto"
_MORE = (
    "tax(?:es)?|VAT|markup|surcharge|tip|commission|fees?|shipping|postage|Mehrwertsteuer|MwSt"
    "|Versand|Aufschlag"
)
_IS = r"(?:\s+on (?:that|this|it|top))?(?:\s*(?:,|=|:|\(|is|are|comes to|that is|i\.e\.|ist|sind))?"
_SHARE = re.compile(
    rf"(?:{_PERCENT}\s+(?:[a-z-]+\s+){{0,2}}?(?:{_LESS}|{_MORE})"
    rf"|\b(?:{_LESS}|{_MORE})\s+(?:of|at|von)\s+\$?"
    rf"{_PERCENT.replace('percent', 'rate')}){_IS}[\s$€£]*\Z",
    re.IGNORECASE,
)
"""A percentage of an amount, right before what that comes to."""
_SUM = re.compile(
    r"\b(?:leav(?:ing|es)|we are at|mak(?:es|ing)|bill (?:is|reads|comes to)|in (?:all|total)"
    r"|total(?: is| of)?|(?:we|you) pay|comes? to|remains?|macht|bleiben|zusammen)\b[\s$€£*]*\Z",
    re.IGNORECASE,
)
"""What stands before an amount that sums up."""
_TAKEN = re.compile(rf"\b(?:{_LESS}|less|minus|off|weniger|abzüglich)\b", re.IGNORECASE)
_ADDED = re.compile(rf"\b(?:{_MORE}|plus|adds?|zuzüglich)\b", re.IGNORECASE)


def billed(text: str, num: Num) -> Node | None:
    """What an amount stands for in the bill that its paragraph tells; nothing if that is not told.

    Args:
        text: the page.
        num: the amount, with two decimals.
    """
    if num.decimals != 2 or num.scale != 1:
        return None
    begin = max(0, num.start - LONGEST)
    begin = max([begin, *(found.end() for found in _BREAK.finditer(text, begin, num.start))])
    share = _SHARE.search(text, begin, num.start)
    if share is not None:
        return _share(text, num, _amounts(text, begin, share.start()), share)
    return _sum(text, num, _amounts(text, begin, num.start))


def _share(text: str, num: Num, amounts: Sequence[Num], found: re.Match[str]) -> Node | None:
    if not amounts:
        return None
    whole, told = amounts[-1], found["percent"] or found["rate"]
    percent = Num(whole.end, whole.end, told, Fraction(told))
    made = Div(0, 0, Mul(0, 0, (percent, whole)), number(100, whole))
    worth = Fraction(told) * whole.value / 100
    if prints(num, worth):
        return made
    # Whoever goes on with what it should be has only written it down wrong.
    meant = Fraction(printed(worth, num))
    end = num.start + LONGEST
    broken = _BREAK.search(text, num.end, end)
    ahead = [one.value for one in _amounts(text, num.end, broken.start() if broken else end)[:3]]
    right, wrong = ({whole.value + n, whole.value - n} for n in (meant, num.value))
    goes_on = not right.isdisjoint(ahead[:2]) or meant in ahead
    return made if goes_on and wrong.isdisjoint(ahead) else None


def _sum(text: str, num: Num, amounts: Sequence[Num]) -> Node | None:
    if len(amounts) < 2:
        return None
    *_, whole, part = amounts
    between = text[part.end : num.start]
    if not _SUM.search(between) or re.search(r"\d", between):
        return None
    before = SENTENCE_END.split(text[max(0, whole.start - LONGEST) : whole.start])[-1]
    told = (
        (_TAKEN.search(words) is not None, _ADDED.search(words) is not None)
        for words in (text[whole.end : part.start], before)
    )
    less, more = next(filter(any, told), (False, False))
    if less == more:
        return None
    made = Add(0, 0, (whole, Neg(0, 0, part) if less else part))
    worth = whole.value - part.value if less else whole.value + part.value
    if abs(worth - num.value) <= _CENT:
        return made if worth == num.value else None
    others = {
        value for one in amounts[:-2] for value in (one.value - part.value, one.value + part.value)
    }
    return made if num.value in others or num.value == whole.value * 2 - worth else None


def _amounts(text: str, begin: int, end: int) -> list[Num]:
    """The amounts of a stretch of text; what another one is multiplied by is none."""
    return [
        Num(found.start(), found.end(), digits, Fraction(digits))
        for found in _AMOUNT.finditer(text, begin, end)
        if not _FACTOR.search(text, begin, found.start())
        for digits in (found[0].replace(",", ""),)
    ]
