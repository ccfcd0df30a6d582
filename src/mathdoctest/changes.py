"""Changes in percent that a sentence tells: “the loss fell from 0.80 to 0.60, a drop of 25 %”."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from mathdoctest.tree import Num

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
_TOLD = re.compile(
    r"\s*(?:(?:i\.\s?e\.|(?:that|this|which) is|das (?:sind|ist)|c'est|soit|es decir|o sea"
    r"|ou seja|cioè),?\s+)?"
    r"(?:(?:an?|ein(?:e[nr]?)?|une?|una?|uma?)\s+)?(?:relative[rn]?\s+)?"
    rf"(?:(?:(?P<down>{_DOWN})|(?P<up>{_UP})|change|improvement)\s+(?:of|by|von|um|de|del|di)"
    r"|by|um)?\s*",
    re.IGNORECASE,
)
"""All that may stand between the second number and its change, behind a sign."""
_PART = r"(?:[^.;!?\n]|\.(?=\d))"
_CHANGE = re.compile(
    rf"{_FROM}(?P<before>{_PART}{{1,80}}?)[\s$]{_TO}[\s$](?P<after>{_PART}{{0,80}}\d)"
    r"(?P<words>(?:[^\d.;!?\n]|(?<=\bi)\.|(?<=\be)\.){2,60})\Z"
)
_NUMBER = re.compile(r"(?<![\w.,}])\d++(?:(?:\.|\{,\})\d++)?+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEHIND = re.compile(
    r"\s?\\?%\s*(?:of|von|der|des|du|del|della|dos?|das?|would|than|more|less|before|points?)\b"
)
"""A percentage of something is no change of it, nor is one that only might be."""


class Change(NamedTuple):
    """The numbers from which to which something changed."""

    before: Num
    after: Num
    direction: int
    """Whether words call it a rise, a fall, or neither."""


def changed(text: str, at: int, end: int) -> Change | None:
    """What changed by the percentage at a place, if the words tell of nothing else.

    Args:
        text: the page.
        at: where the percentage begins.
        end: where its digits end.
    """
    start = max(0, at - LONGEST)
    found = None
    for first in re.finditer(_FROM, text[start:at]):
        found = _CHANGE.match(text, start + first.start(), at) or found
    if found is None or _BEHIND.match(text, end):
        return None
    before, after = (_only(found[side], found.start(side)) for side in ("before", "after"))
    if before is None or after is None or not before.value or after.end < found.end("after"):
        return None
    if _YEAR.fullmatch(before.digits) and _YEAR.fullmatch(after.digits):
        return None
    # What stands between a number and the next sign is its unit, the same for both.
    unit, (own, *behind) = text[before.end : found.end("before")], _SIGN.split(found["words"], 1)
    told = _TOLD.fullmatch(behind[0]) if behind else None
    units = {unit.strip("$ "), own.strip("$ ")}
    if told is None or not told[0].strip() or len(units) > 1 or "%" in "".join(units):
        return None
    return Change(before, after, bool(told["up"]) - bool(told["down"]))


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
