"""Sums and differences that a sentence tells: “$3.2$ and $1.1$, whose sum is $4.3$”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from mathdoctest.evaluate import Exact, Values
from mathdoctest.rounding import as_float, half_place, printed, prints, significant, text_key
from mathdoctest.slips import one_slip
from mathdoctest.tree import Add, Neg, Node, Num
from mathdoctest.wording import SENTENCE_END

LONGEST = 400
"""Characters before a sum that are looked through for what it is of."""
NEAR = 80
"""Characters before a sum that hold the words for it."""
MOST = 12
"""Numbers that a sentence adds up."""
TELLING = 3
"""Digits of a sum that tell a slip of the pen from another number."""

REACH = 12
"""Last places that a sum may be off by because of its rounded terms."""

_IS = r"(?:is|are|makes?|gives?|equals|comes to|ist|beträgt|ergibt|es|est|vaut|fait|è|é)"
_OF = "whose|their|deren|ihre|cuya|su|dont la|leur|la cui|la loro|cuja|a sua"
_SUM = "sum|total|Summe|suma|somme|somma|soma"
_SURE = rf"(?:{_OF}) (?:{_SUM})(?: {_IS})?|sums? (?:up )?to|adds? up to|summing to|suman"
_TOGETHER = (
    r"together(?: (?:they|that|these|this) (?:are|is|makes?|gives?|comes? to))?"
    r"|zusammen(?: (?:sind|macht|ergibt|ergeben) (?:das|sie|es))?|en total|ensemble|in totale"
)
_DIFFERENCE = (
    r"(?:(?:whose|their|the|a|its|deren|ihre|die|der|la|cuya|su|leur|dont la|a sua|il)\s+)?"
    r"(?:difference|gap|Differenz|Unterschied|différence|écart|diferencia|differenza|diferença)"
    r"(?: between (?:them|the two|both))?(?:,? (?:then|therefore|thus|so|also|donc))?"
    rf"(?: {_IS}| of| von)?"
)
_LEADS = re.compile(
    rf"(?:\b(?P<sure>{_SURE})|\b(?P<less>{_DIFFERENCE})|\b{_TOGETHER})"
    r"(?: (?:about|exactly|etwa|genau))?"
    r"[\s:*]*(?:\$|\\\()?\s*(?:\\?[A-Za-z](?:_(?:\w|\{\w+\}))?\s*(?:=|\\approx)\s*)?(?P<minus>[-\u2212])?\Z",
    re.IGNORECASE,
)
"""What stands before a sum, up to its digits, with a name that it is given."""
_BETWEEN = re.compile(
    r"[\s*]*(?:[^\W\d_]+[\s*]*)?[,;:.]?\s*(?:(?:and|which|they|these|all|und|qui|que|y|et|e)\s+)?",
    re.IGNORECASE,
)
"""What stands between the last number that is added and the words for its sum."""
_AND = re.compile(
    r"[\s*]*(?:[^\W\d_]+\s*){0,2}(?:,|(?<!\w)(?:and|und|y|e|et|plus)(?!\w))"
    r"[\s*]*(?:(?:and|und|y|e|et|plus)\s+)?(?:[^\W\d_]+\s+){0,3}[*]*",
    re.IGNORECASE,
)
"""What stands between two numbers of an enumeration: a unit, a comma, words for the next."""
_JOINED = re.compile(r"(?:[,;]|(?<!\w)(?:and|und|y|e|et|plus))[\s*$(]{0,8}\Z", re.IGNORECASE)
"""What stands before a number that is not the first one of an enumeration."""
_PIECE = re.compile(
    r"\$(?P<dollars>[^$]{1,200})\$|\\\((?P<round>[^$]{1,200}?)\\\)"
    r"|(?<![\w.,^_{}])(?P<number>[-\u2212]?\d+(?:\.\d+)?)(?![\w^_]|[.,]\d)"
)
_RESULT = re.compile(
    r"(?:.*(?:=|≈|\\approx(?![A-Za-z])))?\s*(?P<number>[-\u2212]?\d+(?:\.\d+)?)"
    r"(?:\\[,;: ]|[\s~])*(?:\\(?:text|mathrm)\{[^{}\d]*\})?\s*",
    re.DOTALL,
)
"""A formula that ends in a number."""
_LIST = re.compile(
    r"(?:.*(?:=|≈|\\approx(?![A-Za-z])))?\s*(?:\\left)?[\[(](?P<list>[-\u2212\d.,;&\\\s]+?)"
    r"(?:\\right)?[\])]\s*",
    re.DOTALL,
)
_DIGITS = re.compile(r"[-\u2212]?\d+(?:\.\d+)?")
_MADE = re.compile(
    r"\b(?:squares?|squared|cubes?|roots?|products?|absolute|sizes?|magnitudes?|logs?|logarithms?"
    r"|inverses?|reciprocals?|errors?|vectors?|forces?|angles?|resistances?|parallel|quadrature"
    r"|random|independent|Quadrat\w*|Kuben|Wurzeln?|Produkt\w*|Betr[aä]ge?|Vektor\w*|Kräfte"
    r"|Fehler|Kehrwert\w*|carrés?|cubes|racines?|produits?|vecteurs?|inverses|cuadrados?|cubos?"
    r"|raíces|productos?|vectores|errores|quadrati|quadrados?|prodotti|produtos?)\b",
    re.IGNORECASE,
)
"""Words in a sentence of which what is added may be something made of its numbers."""
_STOP = re.compile(r"\n\s*\n|\n\s*(?:[-*+>|#]|\d+\.)\s")


class _Item(NamedTuple):
    """What stands in an enumeration: a number, or a list of them."""

    start: int
    end: int
    numbers: Sequence[tuple[Num, bool]]
    """Each with whether a minus stands before it; none where it is something else."""


def added_up(
    text: str, num: Num, known: Mapping[str, Node], values: Values, *, negative: bool = False
) -> tuple[Node, Exact] | None:
    """What a number is as the sum that its sentence tells; nothing where it tells none.

    A number that is no such sum is wrong only where it looks like a slip of one.

    Args:
        text: the page.
        num: the number.
        known: what the numbers that were printed before stand for.
        values: what that is worth.
        negative: whether a minus stands before the number.
    """
    begin = max(0, num.start - LONGEST)
    leads = _LEADS.search(text, max(0, num.start - NEAR), num.start)
    if leads is None or (leads["minus"] is not None) != negative:
        return None
    items = _enumerated(text, begin, leads.start())
    if leads["less"]:
        return _less(num, items[-2:], known, values)
    sums = [_sum(items[k:], known, values) for k in range(len(items) - 1)]
    if len(items) == 1 and len(items[0].numbers) > 1:
        sums = [_sum(items, known, values)]
    for one in sums:
        for node, value in one:
            if prints(num, -value if negative else value):
                return node, value
    if negative or not sums or not leads["sure"] or significant(num) < TELLING:
        return None
    if _goes_on(text, begin, items[0].start) or len(items) == MOST:
        return None
    if _MADE.search(SENTENCE_END.split(text[begin : num.start])[-1]):
        return None
    node, value = sums[0][0]
    return (node, value) if value > 0 and _is_slip(num, value, items) else None


def _less(
    num: Num, items: Sequence[_Item], known: Mapping[str, Node], values: Values
) -> tuple[Node, Exact] | None:
    """The same for the difference of two numbers, whichever is the larger one."""
    if [len(item.numbers) for item in items] != [1, 1]:
        return None
    first, second = items
    taken = second._replace(numbers=[(one, not negative) for one, negative in second.numbers])
    found = [
        (node, value) if value >= 0 else (Neg(0, 0, node), -value)
        for node, value in _sum((first, taken), known, values)
    ]
    right = next((one for one in found if prints(num, one[1])), None)
    if right is not None or not found or significant(num) < TELLING:
        return right
    return found[0] if _is_slip(num, found[0][1], items) else None


def _is_slip(num: Num, value: Exact, items: Sequence[_Item]) -> bool:
    """Whether a number is one slip away from a value, and no rounding of terms makes it right."""
    room = sum(half_place(number) for item in items for number, _ in item.numbers)
    off = abs(as_float(num.value) - as_float(value))
    return off > room + half_place(num) and _slips(num, value, room)


def _goes_on(text: str, begin: int, start: int) -> bool:
    """Whether an enumeration may begin before the numbers of it that are understood."""
    before = SENTENCE_END.split(text[begin:start])[-1]
    return (
        _JOINED.search(text[max(begin, start - 16) : start]) is not None
        or _PIECE.search(before) is not None
    )


def _slips(num: Num, value: Exact, room: float) -> bool:
    """Whether a number is a sum but for one slip, where the sum itself may be rounded badly."""
    last = Fraction(1, 10**num.decimals)
    reach = min(int(room / float(last)), REACH)
    near = (printed(value + k * last, num) for k in range(-reach, reach + 1))
    return any(one_slip(num.digits, meant) for meant in near)


def _enumerated(text: str, begin: int, end: int) -> list[_Item]:
    """The numbers that are enumerated right before a place, the first of them first."""
    for stop in _STOP.finditer(text, begin, end):
        begin = stop.end()
    pieces = list(_pieces(text, begin, end))
    items: list[_Item] = []
    for piece in reversed(pieces):
        gap = _AND if items else _BETWEEN
        behind = items[-1].start if items else end
        if not piece.numbers or not gap.fullmatch(text, piece.end, behind) or len(items) == MOST:
            break
        items.append(piece)
        if len(piece.numbers) > 1:
            break  # a list stands for itself
    several = len(items) > 1 and any(len(item.numbers) > 1 for item in items)
    return [] if several else items[::-1]


def _pieces(text: str, begin: int, end: int) -> Iterator[_Item]:
    for piece in _PIECE.finditer(text, begin, end):
        inside = "dollars" if piece["dollars"] else "round" if piece["round"] else "number"
        found = _RESULT.fullmatch(text, *piece.span(inside))
        spans = [found.span("number")] if found else []
        if found is None and (line := _LIST.fullmatch(text, *piece.span(inside))):
            spans = [one.span() for one in _DIGITS.finditer(text, *line.span("list"))]
        yield _Item(*piece.span(), [_number(text, *span) for span in spans])


def _number(text: str, start: int, end: int) -> tuple[Num, bool]:
    digits = text[start:end].lstrip("-\u2212")
    return Num(end - len(digits), end, digits, Fraction(digits)), len(digits) < end - start


def _sum(
    items: Sequence[_Item], known: Mapping[str, Node], values: Values
) -> list[tuple[Node, Exact]]:
    """A sum of what numbers stand for, and of the numbers as they are printed."""
    numbers = [number for item in items for number in item.numbers]
    full: list[Node] = []
    plain: list[Node] = []
    for num, negative in numbers:
        told = known.get(text_key(num))
        worth = None if told is None else values.known(told)
        backed = told if told is not None and worth is not None and prints(num, worth) else num
        full.append(Neg(num.start, num.end, backed) if negative else backed)
        plain.append(Neg(num.start, num.end, num) if negative else num)
    made = [values.keep(Add(0, 0, tuple(terms))) for terms in (full, plain)]
    return [(node, value) for node in made if (value := values.known(node)) is not None]
