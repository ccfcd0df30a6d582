"""Changes that a sentence tells: “the loss fell from 0.80 to 0.60, a drop of 0.20 or 25 %”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from mathdoctest.evaluate import Exact, Values
from mathdoctest.rounding import as_float, half_place, prints, text_key
from mathdoctest.tree import Add, Div, Neg, Node, Num
from mathdoctest.wording import SENTENCE_END

LONGEST = 200
"""Characters of a sentence before a percentage that are looked through for what changed."""

_FROM = r"(?i:\b(?:from|von|vom|de|du|desde|da|dal|från|от|с)\b)"
_TO = r"(?:down to|up to|to|auf|à|a|para|até|hasta|al?|till|до)"
_DOWN = (
    "drop|fall|decline|reduction|decrease|saving|Rückgang|Abnahme|Senkung|baisse|chute|diminution"
    "|réduction|reducción|disminución|descenso|caída|redução|queda|diminuição|riduzione|calo"
    "|diminuzione"
)
_UP = "rise|gain|increase|growth|Zunahme|Anstieg|Steigerung|hausse|augmentation|aumento|subida"
_SIGN = re.compile(r"[,:(\u2013\u2014]")
_FELL = "(?:went|gone|came|come|go(?:es)?) down|fell|fallen|falls|dropped|decreased|sank|shrank"
_ROSE = "(?:went|gone|go(?:es)?) up|rose|risen|rises|grew|grown|increased"
_OTHER_WORDS = (
    r"(?:i\.\s?e\.|(?:that|this|which) is|das (?:sind|ist)|c'est|soit|es decir|o sea|ou seja|cioè)"
)
_TOLD = re.compile(
    rf"\s*(?:{_OTHER_WORDS},?\s+)?"
    rf"(?:it\s+(?:has\s+)?(?:(?P<fell>{_FELL})|(?P<rose>{_ROSE}))\s+(?=by\b))?"
    r"(?:(?:an?|ein(?:e[nr]?)?|une?|una?|uma?)\s+)?(?:relative[rn]?\s+)?"
    rf"(?:(?:(?P<down>{_DOWN})|(?P<up>{_UP})|change|improvement)\s+(?:of|by|von|um|de|del|di)"
    r"|by|um)?\s*",
    re.IGNORECASE,
)
"""All that may stand between the second number and its change, behind a sign."""
_PART = r"(?:[^.;!?\n]|\.(?=\d))"
_TELLING = r"(?P<words>(?:[^\d.;!?\n]|(?<=\bi)\.|(?<=\be)\.){2,60}?)"
_DIGITS = r"\d++(?:(?:\.|\{,\})\d++)?+"
_OR = r"[\s$)\\]*(?:,|\(|\b(?:or|oder|ou|o|of|that is,?|i\.\s?e\.,?)(?=[\s$]))[\s$(\\]*"
"""What stands between a change and what that is in percent."""
_CHANGES = tuple(
    re.compile(rf"{_FROM}(?P<before>{_PART}{{1,80}}?)[\s$]{_TO}[\s$]{rest}\Z")
    for rest in (
        rf"(?P<after>{_PART}{{0,80}}\d){_TELLING}",
        rf"(?P<after>{_PART}{{0,80}}?\d){_TELLING}{_DIGITS}{_OR}",
    )
)
_WAS = re.compile(
    rf"(?P<after>{_DIGITS})[$\s]*\((?:before|previously|formerly|vorher|zuvor|avant|antes|prima)\b"
    rf":?[\s$]*(?P<before>{_DIGITS})[$\s]*(?=\)){_TELLING}\Z"
)
"""A value, and in brackets what it was."""
_DIFFERENCE = re.compile(
    rf"\b(?:by|of|um|von|de|di)[\s$(\\]+(?P<before>{_DIGITS})\s*[-\u2212\u2013]\s*"
    rf"(?P<after>{_DIGITS})\s*(?:=|≈|\\approx)\s*{_DIGITS}{_OR}(?P<told>[^\d.;!?\n]{{0,40}})\Z"
)
"""A change that is worked out before it is told in percent."""
RISES = re.compile(rf"\b(?:{_UP}|{_ROSE})\b", re.IGNORECASE)
FALLS = re.compile(rf"\b(?:{_DOWN}|{_FELL})\b", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![\w.,}}]){_DIGITS}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEHIND = re.compile(
    r"(?:\\[,;: ]|[\s~])*+\\?%[$\s)\\]*"
    r"(?:of|von|der|des|du|del|della|dos?|das?|would|than|more|less|before|points?"
    r"|(?:in|en)(?! (?:an?|the|this|each|total|all|just|only|one|two|eine\w?|une?|una)\b| \d))\b"
)
"""A percentage of something is no change of it, nor one in throughput, or one that might be."""
_OPENED = re.compile(r"(?:\$|\\\()\s*\Z")
"""The beginning of a formula that holds a number alone."""
_ENDS = re.compile(
    r"(?:\$|\\\))?[*_]*\s*(?:[.;:)!]|\Z|\n\n|,(?!\s*(?:[$\d]|(?:on average|each|every|per)\b))"
    rf"|(?:or|oder|ou|o)[\s$]+{_DIGITS}(?:\\[,;: ]|[\s~])*+\\?%)"
)
"""What is said behind a difference: nothing that it might be of."""


class Change(NamedTuple):
    """The numbers from which to which something changed."""

    before: Num
    after: Num
    direction: int
    """Whether words call it a rise, a fall, or neither."""
    either: int = 0
    """Whether each may be what it is a part of: the second one rather for a rise, or the first."""


def change_told(
    text: str, num: Num, printed: Mapping[str, Node], values: Values, *, negative: bool
) -> tuple[Node, Exact] | None:
    """What a number is, in percent or not, as the change that its sentence tells.

    Nothing where its sentence tells none, or where the roundings of what has changed excuse it.

    Args:
        text: the page.
        num: the number.
        printed: what the numbers that were printed before stand for.
        values: what that is worth.
        negative: whether a minus sign stands before the number.
    """
    in_percent = num.scale != 1
    change = changed(text, num.start, num.start + len(num.digits), in_percent=in_percent)
    if change is None:
        return None
    sides = (change.before, change.after)
    known = [printed.get(text_key(side)) for side in sides]
    exact = [node for node in known if node is not None]
    sign = -1 if negative else 1
    found: list[tuple[Node, Exact]] = []
    for before, after in (exact, sides) if len(exact) == len(sides) else (sides,):
        less: Node = Add(0, 0, (after, Neg(0, 0, before)))
        if not in_percent:
            bases: tuple[Node | None, ...] = (None,)
        elif not change.either:
            bases = (before,)
        else:
            # Where a larger number stands first, it is the new one that has risen.
            bases = (after, before) if change.either > 0 else (before, after)
        for base in bases:
            made = less if base is None else Div(0, 0, less, base)
            value = values.known(made)
            if value is not None and value * change.direction >= 0:
                downwards = value * sign < 0
                found.append((Neg(0, 0, made), -value) if downwards else (made, value))
    if not found or (not in_percent and _may_be_another(num, sides)):
        return None
    node, value = next((one for one in found if prints(num, abs(one[1]))), found[0])
    if len(exact) < len(sides) and not prints(num, abs(value)):
        # What both numbers were before they were rounded, nobody knows.
        old, new = (as_float(side.value) for side in sides)
        room = half_place(sides[1]) + half_place(sides[0])
        if in_percent:
            room = (half_place(sides[1]) + half_place(sides[0]) * new / old) / old
        if abs(as_float(num.value) - abs(as_float(value))) <= room + half_place(num):
            return None
    return node, value


def _may_be_another(num: Num, sides: Sequence[Num]) -> bool:
    """Whether a number is how many times, or what a part of it is, rather than a difference."""
    before, after = (side.value for side in sides)
    return any(prints(num, abs(a / b)) for a, b in ((before, after), (after, before)) if b)


def changed(text: str, at: int, end: int, *, in_percent: bool = True) -> Change | None:
    """What changed by the number at a place, if the words tell of nothing else.

    Args:
        text: the page.
        at: where the number begins.
        end: where its digits end.
        in_percent: whether it is a percentage of what it was before.
    """
    opened = _OPENED.search(text, max(0, at - 4), at)
    begin, at = max(0, at - LONGEST), at if opened is None else opened.start()
    if _BEHIND.match(text, end) if in_percent else not _ENDS.match(text, end):
        return None
    found = None
    for first in re.finditer(_FROM, text[begin:at]):
        for pattern in _CHANGES[: 1 + in_percent]:
            found = pattern.match(text, begin + first.start(), at) or found
    for first in _WAS.finditer(text, begin, at) if found is None else ():
        found = first
    if found is not None:
        return _told(text, found, in_percent=in_percent)
    worked = _DIFFERENCE.search(text, begin, at) if in_percent else None
    if worked is None or not _TOLD.fullmatch(worked["told"]):
        return None
    before, after = (_only(worked[side], worked.start(side)) for side in ("before", "after"))
    if before is None or after is None or not before.value or not after.value:
        return None
    rises = RISES.search(SENTENCE_END.split(text[begin : worked.start()])[-1]) is not None
    return Change(before, after, 0, either=1 if rises else -1)


def _told(text: str, found: re.Match[str], *, in_percent: bool) -> Change | None:
    """What words tell of two numbers, if that is how the one becomes the other."""
    before, after = (_only(found[side], found.start(side)) for side in ("before", "after"))
    if before is None or after is None or not before.value or after.end < found.end("after"):
        return None
    if _YEAR.fullmatch(before.digits) and _YEAR.fullmatch(after.digits):
        return None
    # What stands between a number and the next sign is its unit, the same for both.
    unit, (own, *behind) = text[before.end : found.end("before")], _SIGN.split(found["words"], 1)
    told = _TOLD.fullmatch(behind[0]) if behind else None
    units = {unit.strip("$ )"), own.strip("$ )")}
    if told is None or not told[0].strip() or len(units) > 1 or "%" in "".join(units):
        return None
    if not in_percent and units != {""}:
        return None  # a difference without their unit may be told in another one
    rises, falls = told["up"] or told["rose"], told["down"] or told["fell"]
    return Change(before, after, bool(rises) - bool(falls))


def _only(text: str, start: int) -> Num | None:
    """The number of a stretch of text, or the last one of its formula, if it has but one."""
    outside = "".join((text + "$" * (text.count("$") % 2)).split("$")[::2])
    numbers = list(_NUMBER.finditer(text))
    alone = len(numbers) == 1 or (text.count("$") in (1, 2) and not _NUMBER.search(outside))
    if not numbers or not alone or text[: numbers[-1].start()].endswith(("-", "\u2212")):
        return None  # growing more negative is no rise
    digits = numbers[-1][0].replace("{,}", ".")
    first, last = numbers[-1].span()
    return Num(start + first, start + last, digits, Fraction(digits))
