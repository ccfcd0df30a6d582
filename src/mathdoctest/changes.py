"""Changes in percent that a sentence tells: “the loss fell from 0.80 to 0.60, a drop of 25 %”."""

from __future__ import annotations

import re
from fractions import Fraction

from mathdoctest.tree import Num

LONGEST = 200
"""Characters of a sentence before a percentage that are looked through for what changed."""

_FROM = r"\b(?:from|von|vom|de|du|desde|da|dal|från|от|с)\b"
_TO = r"(?:down to|up to|to|auf|à|a|para|até|hasta|al?|till|до)"
_WORDS = re.compile(
    r"\b(?:drop|fall|decline|loss|reduction|decrease|saving|rise|gain|increase|growth|improvement"
    r"|change|by|i\.\s?e|that is|Rückgang|Abnahme|Senkung|Zunahme|Anstieg|Steigerung|um|das sind"
    r"|baisse|chute|hausse|diminution|réduction|augmentation|soit"
    r"|reducción|disminución|descenso|caída|aumento|subida|incremento|es decir|o sea"
    r"|redução|queda|diminuição|ou seja|riduzione|calo|diminuzione|cioè)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,}])\d++(?:(?:\.|\{,\})\d++)?+")
_FORMULA = re.compile(r"\$[^$]*\$")
_PERCENT = re.compile(r"\s?(?:\\,\s?)?\\?%")
_PART = r"(?:[^.;!?\n]|\.(?=\d))"
_CHANGE = re.compile(
    rf"{_FROM}(?P<before>{_PART}{{1,80}}?)[\s$]{_TO}[\s$](?P<after>{_PART}{{0,80}}\d)"
    r"(?P<words>(?:[^\d.;!?\n]|(?<=\bi)\.|(?<=\be)\.){2,60})\Z"
)
_AND = re.compile(r"(?<![.\w])(?:and|while|und|et|tandis|y|e|mientras|enquanto)\b", re.IGNORECASE)
_OF = re.compile(r"\s?\\?%\s*(?:of|von|der|des|du|del|della|dos?|das?)\b")
"""A percentage of something is no change of it."""


def changed(text: str, at: int, end: int) -> tuple[Num, Num] | None:
    """The numbers from which to which something changed by the percentage at a place.

    Args:
        text: the page.
        at: where the percentage begins.
        end: where its digits end.
    """
    start = max(0, at - LONGEST)
    found = None
    for first in re.finditer(_FROM, text[start:at]):
        found = _CHANGE.match(text, start + first.start(), at) or found
    if found is None or not _WORDS.search(found["words"]) or _OF.match(text, end):
        return None
    if _AND.search(found["words"]):
        return None  # of something else
    sides = (_last(text, *found.span("before")), _last(text, *found.span("after")))
    before, after = sides
    if before is None or after is None or not before.value or after.end < found.end("after"):
        return None
    # “From 3 to 2 and then to 1” tells of two changes.
    between = _FORMULA.sub("", found["after"])
    return None if len(_NUMBER.findall(between)) > 1 else (before, after)


def _last(text: str, start: int, end: int) -> Num | None:
    """The last number of a stretch of text."""
    numbers = list(_NUMBER.finditer(text, start, end))
    if not numbers or _PERCENT.match(text, numbers[-1].end()):
        return None  # of two percentages the difference may be told as well
    if text[numbers[-1].start() - 1] in "-\u2212":
        return None  # growing more negative is no rise
    digits = numbers[-1][0].replace("{,}", ".")
    return Num(*numbers[-1].span(), digits, Fraction(digits))
