"""How far a page says that a result is from what it should be: “$c_b$ departs from it by 4.3 %”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.nearness import is_mistold
from mathdoctest.rounding import PERCENT, prints
from mathdoctest.tree import Add, Div, Neg, Node, Num, Ref
from mathdoctest.wording import SENTENCE_END

RECENT = 80
"""Quantities before a number that are looked through for those that its sentence names."""
LONGEST = 300
"""Characters before a number that hold the names of what is compared."""
BADLY = 6
"""Halves of a last place that a percentage is off by if it comes from rounded values."""
_DEVIATES = re.compile(
    r"\b(?:deviat(?:e[sd]?|ion)|depart(?:s|ed)?|differ(?:s|ed)?|off by"
    r"|(?:relative|percent(?:age)?) error"
    r"|too (?:high|low|large|small|big)|weicht|weichen|Abweichung|zu (?:hoch|niedrig|groß|klein)"
    r"|écart|s'écarte|erreur relative|trop (?:haut|bas|grand|petit)e?|desv[ií]a|desviación"
    r"|difiere|error relativo|errore relativo|scarto|si discosta|erro relativo)\b",
    re.IGNORECASE,
)
"""What says that a percentage is how far one value is from another."""
_BY = re.compile(
    r"\b(?:by|of|um|von|de|di|is|ist|est|es|about|rund|nur|only)[\s$*~]*(?:\\\()?\s*[-+\u2212]?\Z"
)
_OF = re.compile(r"[\s,;\\]*%[$\s)*]*(?:points?|per|of (?!the (?:true|accepted|literature)))\b")
NEAR = 40
"""Characters behind a percentage that may tell of what it is one."""
_RELATIVE = re.compile(
    r"relative to|with respect to|of (?:the|their) mean|bezogen auf|vom Mittel|par rapport"
    r"|respecto|rispetto|em relação",
    re.IGNORECASE,
)
"""What tells of what a percentage is one."""
_FORMULA = re.compile(r"\$([^$=≈\\]*(?:\\[A-Za-z]+[^$=≈\\]*)*)(?:=[^$]*)?\$")
"""A formula that begins with a quantity's name."""


def deviates(
    document: Document, text: str, num: Num, *, negative: bool
) -> tuple[Node, Exact] | None:
    """What a percentage is as the distance of two quantities that its sentence names.

    One of them is the datum that the other is compared with. A percentage that is not that is wrong
    only where it is a slip of it, or that as a fraction.
    """
    if num.scale != PERCENT:
        return None
    end = num.start + len(num.digits)
    before = text[max(0, num.start - LONGEST) : num.start]
    said, words = ["", *SENTENCE_END.split(before)][-2:]
    if num.scale != PERCENT or not _DEVIATES.search(words) or not _BY.search(words):
        return None
    if _OF.match(text, end):
        return None
    told = [
        (node, value)
        for node in _distances(document, (said, words), num.start)
        if (value := document.values.known(node)) is not None
    ]
    # Without a sign it may be the size of what is below.
    told = [
        (node, value) if negative or value > 0 else (Neg(0, 0, node), -value)
        for node, value in told
        if value < 0 or not negative
    ]
    for node, value in told:
        if prints(num, abs(value)):
            return node, value
    if _RELATIVE.search(text[end : end + NEAR]) or _RELATIVE.search(words):
        return None
    # Where the sentence names neither, it may speak of something else.
    for node, value in told[:1] if _FORMULA.search(words) else ():
        fraction = len(num.digits.replace(".", "").lstrip("0")) > 1
        other = abs(value) / (1 + abs(value)), abs(value) / (1 - abs(value) or 1)
        mean = 2 * abs(value) / (2 + value)
        if any(prints(num, one) for one in (*other, mean)):
            return None  # it is the other one, or their mean, that they are compared with
        if is_mistold(num, value, BADLY, telling=fraction):
            return node, value
    return None


def _distances(document: Document, words: Sequence[str], at: int) -> Iterator[Node]:
    """How far one of two quantities is from the other, from the datum where only one is given.

    The sentence names both, or the one before it names one of them, and the other is called alike.
    """
    said, own = (
        [
            one
            for one in dict.fromkeys(
                _named(document, found[1].strip(), at) for found in _FORMULA.finditer(sentence)
            )
            if one is not None
        ]
        for sentence in words
    )
    known = own if len(own) > 1 or not said else [*said[len(own) - 2 :], *own]
    if len(known) == 1:
        letter = known[0].name.partition("_")[0]
        known += [one for one in document.definitions.get(letter, ())[-1:] if one.start < at]
    known = list(dict.fromkeys(known))
    if len(known) != 2 or any(one.cells for one in known):
        return
    known.sort(key=lambda one: not one.given)
    first, second = (Ref(at, at, one) for one in known)
    less = Add(at, at, (second, Neg(at, at, first)))
    yield Div(at, at, less, first)
    if known[0].given == known[1].given:
        yield Div(at, at, less, second)


def _named(document: Document, latex: str, at: int) -> Definition | None:
    for one in reversed(document.so_far()[-RECENT:]):
        if one.latex.replace(" ", "") == latex.replace(" ", "") and one.start < at:
            return None if one.cells else one
    return None
