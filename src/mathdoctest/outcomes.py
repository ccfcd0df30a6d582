"""Whether what a page says next comes from a new datum, and not from the one before.

“With the logits $z = (3, 1, 0)$ the first probability is $p_1 = 0.844$”: one number of three has
changed, as a slip of the pen would change it. But the result is that of the new logits, and no slip
computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.laying import Laying
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum, is_numeric, name_of
from mathdoctest.outline import Statement
from mathdoctest.renewal import Supposition
from mathdoctest.rounding import significant
from mathdoctest.tree import Arr, Deriv, Node, Opaque, Sum, Sym, literals, walk

NEXT = 6
"""Statements behind a datum that may tell a result of it."""
TELLING = 2
"""Digits of a result that is no other one by chance."""


def bear_out(document: Document, laying: Laying, k: int, old: Definition, datum: Node) -> bool:
    """Whether a result behind statement ``k`` is what a quantity's new datum makes of its formula.

    Args:
        document: the page.
        laying: what lays numbers on formulas.
        k: the statement that gives the datum.
        old: what the quantity was.
        datum: what it may be from here on, bound.
    """
    new = _given_as(old, datum) if all(map(_is_given, old.scalars)) else None
    if new is None:
        return False  # what was worked out wrong is carried on, too
    given = [(old, new)]
    ahead = list(_behind(document, k, old.name))
    for j, statement in ahead:
        # What stands beside it may be new as well.
        other = _other_datum(document, j, statement)
        if other is not None:
            given.append(other)
    supposed: Supposition | None = None
    for j, statement in ahead:
        *parts, result = (part.node for part in statement.chain.parts)
        if not is_datum(result) or not _is_telling(result):
            continue  # operands repeat a slip of the pen
        for formula in parts:
            if is_numeric(formula) or not _is_known(document, formula):
                continue
            bound = document.bind(formula, j)
            supposed = supposed or Supposition(document, given)
            made = supposed.tree(bound)
            if made is not bound and not isinstance(bound, Opaque):
                shown = document.bind(result, j)
                if laying.agrees(shown, made) and not laying.agrees(shown, bound):
                    return True
    return False


def _behind(document: Document, k: int, name: str) -> Iterator[tuple[int, Statement]]:
    """The next statements of a section, as far as a symbol is not given once more."""
    statements = document.statements
    for j in range(k + 1, min(k + 1 + NEXT, len(statements))):
        statement = statements[j]
        if statement.section != statements[k].section or len(statement.chain.parts) < 2:
            return
        if name_of(statement.chain.parts[0].node) == name:
            return
        yield j, statement


def _other_datum(
    document: Document, j: int, statement: Statement
) -> tuple[Definition, Definition] | None:
    """What a statement gives anew: what it was, and what it is then."""
    first, source = (part.node for part in statement.chain.parts[:2])
    versions = document.definitions.get(name_of(first), ())
    if not versions or not versions[-1].given or not is_datum(source):
        return None
    new = _given_as(versions[-1], document.bind(source, j))
    return None if new is None else (versions[-1], new)


def _given_as(old: Definition, datum: Node) -> Definition | None:
    """A quantity as a datum gives it; nothing if it has another shape."""
    if isinstance(datum, Opaque):
        return None
    if not isinstance(datum, Arr):
        return None if old.cells else replace(old, node=datum, given=True, alternatives=[])
    inside = cells(datum)
    if not old.cells or len(inside) != len(old.entries):
        return None
    told = iter(inside)
    rows = tuple(
        tuple(replace(cell, node=next(told), given=True, alternatives=[]) for cell in row)
        for row in old.cells
    )
    return replace(old, cells=rows, given=True)


def _is_given(old: Definition) -> bool:
    return old.is_told and not old.result


def _is_known(document: Document, formula: Node) -> bool:
    """Whether all that a formula is made of is known, so that nothing is looked for ahead."""
    inside = list(walk(formula))
    return not any(isinstance(node, (Opaque, Deriv, Sum)) for node in inside) and all(
        node.name in document.definitions or document.component(node) is not None
        for node in inside
        if isinstance(node, Sym)
    )


def _is_telling(node: Node) -> bool:
    numbers = literals(node)
    return len(numbers) > 1 or any(significant(num) >= TELLING for num in numbers)
