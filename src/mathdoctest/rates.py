"""Learning rates that a page tells as another number than its updates put in."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.names import is_datum, name_of
from mathdoctest.outline import Statement
from mathdoctest.slips import is_uneven_slip, one_slip
from mathdoctest.steps import RATES
from mathdoctest.tree import Add, Mul, Neg, Node, Num, Ref, Sym, literals, walk

BELOW = 40
"""Statements below a rate that are searched for updates."""
LEAST = 2
"""Updates that tell which rate was meant: one alone may be the slip."""

_CALLED = re.compile(
    r"\b(?:rate|step size|Lernrate|Schrittweite|taux|tasa|taxa|tasso|pas)\b|学习率|学習率|\\eta|η",
    re.IGNORECASE,
)
"""What a rate is called in words, or by the letter that nothing else has."""
NEAR = 60
"""Characters before a rate that may call it one."""
_TENFOLD = frozenset((10, 100, Fraction(1, 10), Fraction(1, 100)))
"""What a rate may be divided or multiplied by."""
_NEW = re.compile(r"new|neu|nuev|nov[oa]|upd|baru|^[^{]*'|\^\{?\+|新")
"""What marks the name of a quantity behind its update."""


def put_in(document: Document, k: int, rate: Definition) -> Num | None:
    """The number that updates below statement ``k`` put in for a rate, where that is another one.

    Only where nothing else has the digits that were told, and they are one slip away: else the
    updates are those of another rate.
    """
    told = rate.node
    if not rate.given or rate.name not in RATES or not isinstance(told, Num):
        return None
    if document.numerals()[told.digits] != 1 or not _is_rate(document, k, rate):
        return None
    steps = [
        step
        for statement in document.statements[k + 1 : k + 1 + BELOW]
        if (step := _step(document, statement)) is not None
    ]
    used = Counter(step.digits for step in steps)
    if len(used) != 1 or len(steps) < LEAST:
        return None
    meant = steps[0]
    near = one_slip(told.digits, meant.digits) or is_uneven_slip(told.digits, meant.digits)
    return meant if near and not _is_another(document, rate, told, meant) else None


def _is_rate(document: Document, k: int, rate: Definition) -> bool:
    """Whether the words call it a rate, or another formula has it; no significance level is one."""
    near = document.text[max(0, rate.start - NEAR) : rate.start + len(rate.latex)]
    return _CALLED.search(near) is not None or any(
        isinstance(node, Sym) and node.name == rate.name
        for statement in document.statements[k + 1 : k + 1 + BELOW]
        for part in statement.chain.parts
        for node in walk(part.node)
    )


def _is_another(document: Document, rate: Definition, told: Num, meant: Num) -> bool:
    """Whether updates may well put in another rate than the one told.

    A tenth of it, as in a warm-up or over a batch of ten; one that is told in a sentence; or its
    product with another datum.
    """
    tenfold = told.value / meant.value in _TENFOLD if meant.value else True
    if tenfold or _in_words(document, meant.digits):
        return True
    data = [
        value
        for versions in document.definitions.values()
        for one in versions[-1:]
        if one.given and one is not rate and isinstance(one.node, Num)
        for value in (one.node.value,)
    ]
    return any(told.value * value == meant.value for value in data)


def _in_words(document: Document, digits: str) -> bool:
    """Whether a number stands in the page outside of its updates: “we take 0.01 instead”."""
    return digits in document.outside or any(
        is_datum(statement.chain.parts[-1].node)
        and [num.digits for num in literals(statement.chain.parts[-1].node)] == [digits]
        for statement in document.statements
        if len(statement.chain.parts) < 3
    )


def _step(document: Document, statement: Statement) -> Num | None:
    r"""The first factor of what an update adds to an old value: ``w_1 = 0.3 - 0.1 \cdot 2``."""
    first, *parts = (part.node for part in statement.chain.parts)
    name = name_of(first)
    marked = _NEW.search(document.text[first.start : first.end])
    for node in parts[:2] if name or marked else ():
        if not isinstance(node, Add) or len(node.terms) != 2 or not is_datum(node.terms[0]):
            continue
        step = node.terms[1].arg if isinstance(node.terms[1], Neg) else node.terms[1]
        factor = step.factors[0] if isinstance(step, Mul) else None
        if isinstance(factor, Num) and (marked or _is_old(document, name, node.terms[0])):
            return factor
    return None


def _is_old(document: Document, name: str, begun: Node) -> bool:
    """Whether a number is the value that a quantity has so far."""
    versions = document.definitions.get(name, ())
    before = document.values.known(Ref(0, 0, versions[-1])) if versions else None
    return before is not None and before == document.values.known(begun)
