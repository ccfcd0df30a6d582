"""Numbers of a sentence that say again what a formula before has found: “so about 67.5 %”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from mathdoctest.commas import DECIMAL
from mathdoctest.evaluate import Exact
from mathdoctest.ledger import Ledger
from mathdoctest.nearness import distance
from mathdoctest.page import Number
from mathdoctest.rounding import literal, printed, prints, significant, text_key
from mathdoctest.slips import one_slip
from mathdoctest.tree import Add, Div, Neg, Node, Num, Ref, behind
from mathdoctest.wording import COMPARES, CONCLUDES, MEASURES, OTHERS, SENTENCE_END

LAST = 3
"""Results just before a number that says one of them again in percent."""
RECENT = (0, 3, 3, 15, 60, 400)
"""Results before a number that may say one of them again, by how many digits it shows."""
MEANT = 10
"""Results before a number that is said as one."""
MAX_BACK = 600
"""Numbers of a page before one that are gone through for what it may say again."""
LONGEST_PARAGRAPH = 20_000
"""Characters before a number that are searched for the beginning of its paragraph."""
TOLD = 3
"""Digits that tell which number is said again."""
LONG = 4
"""Digits with which a number is a mistyped one rather than another one."""
NEAR = 60
"""Characters on either side of a number that are searched for what it is compared with."""
APART = 0.05
"""Values nearer to each other than this may be those of two steps, and neither mistyped."""

HUNDRED = 100
"""What a share is multiplied by to be told in percent."""

_SIGN = re.compile(r"(?:[=≈(\[{&,;|$]|\\approx|\\\\|\\q?quad)\s*[-\u2212]\s*\{?\s*\Z")
"""What stands before a number whose minus is its own, and takes it from nothing."""
LONGEST_SIGN = 20
"""Characters before a number that are searched for it."""
_VALUE = re.compile(r"\d+\.\d+")
_PERCENT = re.compile(r"[\s,;\\]*%")
_OF_ANOTHER = re.compile(
    r"[\s,;\\]*%[$\s]*(?:of (?:the |its )?|des |der |del? |du |de la )"
    r"(?:old|previous|former|initial|original|first|whole|total|mean|alten|vorigen|ganzen)\b",
    re.IGNORECASE,
)
"""A percentage of what is no result before it."""


def recalled(ledger: Ledger, number: Number, *, cell: bool) -> tuple[Node, Exact] | None:
    """What a number of a sentence or of a table's ``cell`` says again.

    That may be another number's, where nothing else comes near to it: it repeats a slip, or has the
    digits of a result just before but for one, or for two that changed places. In a table
    short numbers come near to others.
    """
    num = literal(number)
    if num is None or ("." not in num.digits and not number.percent):
        return None
    sign = -1 if number.negative else 1
    exact = ledger.printed.get(text_key(num)) or _as_a_fraction(ledger, num)
    if number.negative and isinstance(exact, Neg):
        exact = exact.arg  # with the minus that stands before it
    value = None if exact is None else ledger.values.known(exact)
    if (
        exact is not None
        and value is not None
        and significant(num) >= TOLD
        and prints(num, sign * value)
    ):
        return exact, value
    shows = min(significant(num), len(RECENT) - 1)
    results = list(islice(_results(ledger, negative=number.negative), RECENT[shows]))
    for node, worth in results:
        if prints(num, sign * worth):
            return node, worth
    for node, worth in _slips(ledger, RECENT[shows], num) if shows >= TOLD else ():
        return node, worth
    if (
        exact is not None
        and value is not None
        and significant(num) >= TOLD
        and not prints(num, -sign * value)
    ):
        return exact, value
    if cell and not number.percent and significant(num) <= LONG:
        return None
    # A number that only stands in a formula again is no result that a sentence could mean.
    results = [(node, worth) for node, worth in results if not isinstance(node, Num)]
    if (
        results
        and number.percent
        and significant(num) >= TOLD
        and _speaks_of_the_last(ledger, number, num, results)
    ):
        for node, worth in results[:LAST]:
            if prints(replace(num, scale=Fraction(1)), sign * worth) and _is_share(node):
                return node, worth  # nobody has multiplied it by a hundred
    if results and significant(num) >= LONG and _concludes(ledger, number):
        for node, worth in results[:MEANT]:
            meant = printed(sign * worth, num)
            if one_slip(num.digits, meant) and (
                node is results[0][0] or distance(num.value, sign * worth) > APART
            ):
                return node, worth
    if results and _speaks_of_the_last(ledger, number, num, results):
        for node, worth in results[:LAST] if number.percent else results:
            meant = printed(sign * worth, num)
            if one_slip(num.digits, meant) and distance(num.value, sign * worth) > APART:
                return node, worth
    if significant(num) > LONG and COMPARES.search(_around(ledger, number)):
        said = {printed(sign * worth, num): (node, worth) for node, worth in results}
        near = [text for text in said if one_slip(num.digits, text)]
        return said[near[0]] if len(near) == 1 else None
    return None


def _is_share(node: Node) -> bool:
    """Whether a result is a part of a whole, of which no percentages are known.

    The mean of two percentages is divided by a whole number, and is one itself.
    """
    for part in behind((node,)):
        if isinstance(part, Num) and (part.scale != 1 or part.value == HUNDRED):
            return False
    while isinstance(node, Ref) and node.definition.node is not None:
        node = node.definition.node
    last = node.terms[-1] if isinstance(node, Add) else node
    last = last.arg if isinstance(last, Neg) else last
    counted = isinstance(last, Div) and isinstance(last.den, Num) and "." not in last.den.digits
    return isinstance(last, Div) and not counted


def _concludes(ledger: Ledger, number: Number) -> bool:
    """Whether a sentence says a number as its result, and of nothing else: “so it is 2.71”."""
    text = ledger.page.text
    before = text[max(0, number.span.start - NEAR) : number.span.start]
    words = SENTENCE_END.split(before)[-1]
    return CONCLUDES.search(words) is not None and not (
        MEASURES.search(words) or OTHERS.search(words)
    )


def _as_a_fraction(ledger: Ledger, num: Num) -> Node | None:
    """What a number of percent stood for where it was printed as a fraction: 0.2878 for 28.78 %."""
    if num.scale != Fraction(1, 100) or significant(num) < TOLD:
        return None
    places = num.decimals + 2
    return ledger.printed.get(f"{Decimal(num.digits).scaleb(-2):.{places}f}")


def _around(ledger: Ledger, number: Number) -> str:
    """The words of the sentence that a number stands in, near to it."""
    text = ledger.page.text
    before = text[max(0, number.span.start - NEAR) : number.span.start]
    behind = text[number.span.end : number.span.end + NEAR]
    return SENTENCE_END.split(before)[-1] + " … " + SENTENCE_END.split(behind)[0]


def _speaks_of_the_last(
    ledger: Ledger, number: Number, num: Num, results: list[tuple[Node, Exact]]
) -> bool:
    """Whether a number that is none of the results must be meant as one of them."""
    if number.percent:
        if _OF_ANOTHER.match(ledger.page.text, number.span.end):
            return False
        # A share is said in percent where it was found as a fraction just before.
        return significant(num) >= TOLD and 0 < results[0][1] < 1
    if significant(num) < LONG:
        return False
    at = number.span.start
    begin = ledger.page.text.rfind("\n\n", max(0, at - LONGEST_PARAGRAPH), at)
    for claim in islice(reversed(ledger.claims), MAX_BACK):
        if claim.start < begin:
            break
        if claim.kind == "prose" and claim.verdict == "verified" and claim.role == "claim":
            return True
    return False


def _slips(ledger: Ledger, most: int, num: Num) -> Iterator[tuple[Node, Exact]]:
    """What wrong results stand for that a number says again in fewer digits, the last first."""
    text = ledger.page.text
    for claim in islice(reversed(ledger.claims), most):
        if claim.rule != "wrong-literal" or claim.quantity is None:
            continue
        said = claim.text
        if ledger.page.commas == DECIMAL:
            said = said.replace("{,}", ",").replace(",", ".")
        finer = len(said) >= len(num.digits)
        if finer and _VALUE.fullmatch(said) and not _PERCENT.match(text, claim.end):
            worth = ledger.values.known(claim.quantity)
            if worth is not None and prints(num, Fraction(said)):
                yield claim.quantity, worth


def _results(ledger: Ledger, *, negative: bool) -> Iterator[tuple[Node, Exact]]:
    """What formulas have found, the last first; those with a minus before them, if it has one."""
    if not ledger.page.formulas:
        return
    text = ledger.page.text
    for claim in islice(reversed(ledger.claims), MAX_BACK):
        if claim.kind != "equation" or claim.role != "claim" or claim.quantity is None:
            continue
        node, value = claim.quantity, ledger.values.known(claim.quantity)
        if value is None:
            continue
        if not negative:
            yield node, value
        elif value > 0 and _SIGN.search(text, max(0, claim.start - LONGEST_SIGN), claim.start):
            yield node.arg if isinstance(node, Neg) else Neg(claim.start, claim.end, node), -value
