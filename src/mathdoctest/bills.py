"""What a bill takes off and adds: “with 10 % discount, 8.00, it is 72.00; shipping adds 4.50”.

A percentage of a bill is one of the last amount before it, and what words call a sum is the last
but one amount and the last. But a tax may be contained, a fee withheld, a discount one of another
amount. So an amount that is neither is wrong only where nothing but such words stands between it
and its neighbours, and the bill itself tells what it should be.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from mathdoctest.derivative import number
from mathdoctest.rounding import printed, prints
from mathdoctest.tree import Add, Div, Mul, Neg, Node, Num
from mathdoctest.wording import SENTENCE_END

LONGEST = 400
"""Characters before and behind an amount that are looked through."""
NEAR = 60
"""Characters before an amount that hold the words for what it is."""
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
_SUMS_UP = (
    r"(?:leav(?:ing|es)|we are at|mak(?:es|ing)|(?:the )?bill (?:is|reads|comes to)"
    r"|in (?:all|total)|(?:the )?total(?: is| of)?|(?:we|you) pay|comes? to|remains?"
    r"|macht|bleiben|zusammen)"
)
_MONEY = r"[\s$€£*]*"
_SUM = re.compile(rf"\b{_SUMS_UP}\b{_MONEY}\Z", re.IGNORECASE)
"""What stands before an amount that sums up."""
_THEN = re.compile(
    rf"{_MONEY}+(?:euros?|dollars?)?[,;.:]?\s*+(?:(?:so|and|which|that|then|thus)\s+)*"
    rf"{_SUMS_UP}\b{_MONEY}",
    re.IGNORECASE,
)
"""What leads from an amount to the sum with it, and names nothing else."""
_WRITTEN_OUT = re.compile(r"(?P<whole>[\d.,]+)\s*[-+−]\s*(?P<part>[\d.,]+)\s*=\s*")
"""The sum as a calculation, before its result."""
_COMES_ON = re.compile(
    rf"{_MONEY}[,;.]\s*(?:(?:and|then|plus)\s+)*(?:the\s+)?(?:{_MORE})"
    rf"\s+(?:adds|of|is|comes to)\b{_MONEY}",
    re.IGNORECASE,
)
"""What leads from a sum to what is added to it, and names nothing else."""
_CLOSED = re.compile(
    rf"{_MONEY}+(?:euros?|dollars?)?\s*+(?:in (?:all|total)|altogether|to pay)?{_MONEY}+"
    r"(?:[.;!]|\Z)",
    re.IGNORECASE,
)
"""What ends the sentence of a sum without saying whose it is."""
_ON_THAT = re.compile(r"\bon (?:that|this|it)\b", re.IGNORECASE)
"""Words for the last amount."""
_FOR_SOME = re.compile(
    r"\b(?:would|could|might|if|without|members?|guests?|students?|children"
    r"|instead|otherwise|each|list price)\b",
    re.IGNORECASE,
)
"""Words of a bill that is not the same for all."""
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
    share = _SHARE.search(text, max(begin, num.start - 2 * NEAR), num.start)
    if share is not None:
        return _share(text, num, _amounts(text, begin, share.start()), share)
    return _sum(text, num, begin)


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
    if not _goes_on(text, num, whole.value, Fraction(printed(worth, num))):
        return None
    if _ON_THAT.search(text, whole.end, num.start):
        # Not the percentage of what was before.
        return made if _is_result(text, whole) else None
    sums = itertools.accumulate(one.value for one in reversed(amounts))
    others = {*sums, *(one.value for one in amounts)}
    of_another = any(prints(num, Fraction(told) * other / 100) for other in others)
    return None if of_another else made


def _goes_on(text: str, num: Num, whole: Fraction, part: Fraction) -> bool:
    """Whether right behind an amount its bill is summed up with another one in its place."""
    then = _THEN.match(text, num.end)
    if then is None:
        return False
    at = then.end()
    if (written := _WRITTEN_OUT.match(text, at)) is not None:
        if [_worth(written[name]) for name in ("whole", "part")] != [whole, part]:
            return False
        at = written.end()
    total = _AMOUNT.match(text, at)
    return total is not None and _worth(total[0]) in (whole + part, whole - part)


def _is_result(text: str, num: Num) -> bool:
    """Whether an amount sums up or is the result of a calculation."""
    before = text[max(0, num.start - LONGEST) : num.start]
    return before.rstrip("$ ").endswith("=") or _SUM.search(before) is not None


def _sum(text: str, num: Num, begin: int) -> Node | None:
    if _SUM.search(text, max(begin, num.start - NEAR), num.start) is None:
        return None
    amounts = _amounts(text, begin, num.start)
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
    worth = whole.value - part.value if less else whole.value + part.value
    if worth == num.value or (
        more and _forgets(text, num, amounts) and not _FOR_SOME.search(text, begin, num.end)
    ):
        return Add(0, 0, (whole, Neg(0, 0, part) if less else part))
    return None


def _forgets(text: str, num: Num, amounts: Sequence[Num]) -> bool:
    """Whether what is added to a sum was added to what that is itself computed from."""
    if len(amounts) < 4:
        return False
    *_, first, change, whole, part = amounts
    return (
        num.value == first.value + part.value
        and whole.value in (first.value - change.value, first.value + change.value)
        and _THEN.fullmatch(text, change.end, whole.start) is not None
        and _COMES_ON.fullmatch(text, whole.end, part.start) is not None
        and _THEN.fullmatch(text, part.end, num.start) is not None
        and _CLOSED.match(text, num.end) is not None
    )


def _worth(digits: str) -> Fraction | None:
    try:
        return Fraction(digits.replace(",", ""))
    except ValueError:
        return None


def _amounts(text: str, begin: int, end: int) -> list[Num]:
    """The amounts of a stretch of text; what another one is multiplied by is none."""
    return [
        Num(found.start(), found.end(), digits, Fraction(digits))
        for found in _AMOUNT.finditer(text, begin, end)
        if not _FACTOR.search(text, begin, found.start())
        for digits in (found[0].replace(",", ""),)
    ]
