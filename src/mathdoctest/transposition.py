r"""Matrices that a formula transposes and its numbers do not: ``W^\top x``, worked out as ``W x``.

Which way round the weights of a layer are written is a convention, and pages mix the two. A square
matrix fits either way, so that nothing but the numbers below tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import Values
from mathdoctest.matrices import cells
from mathdoctest.rounding import prints
from mathdoctest.tree import Arr, Call, Neg, Node, Num, Sym, replaced, walk

WITHIN = 12
"""Statements behind a formula that may say what its cells come to."""
LEAST = 2
"""Cells that tell."""


def meant(document: Document, k: int, definition: Definition) -> Arr | None:
    """What statement ``k`` defines if its matrices are turned as in the numbers below it.

    Nothing where those agree with the formula as it is, or with neither.
    """
    values = document.values
    source = document.statements[k].chain.parts[1].node
    turned = {
        id(node.args[0])
        for node in walk(source)
        if isinstance(node, Call) and node.name == "transpose" and isinstance(node.args[0], Sym)
    }
    told = dict(islice(_told(document, k, definition), WITHIN)) if turned else {}
    if len(told) < LEAST:
        return None

    def again(leaf: Node) -> Node:
        # What is transposed twice is as it was.
        return Call(leaf.start, leaf.end, "transpose", (leaf,)) if id(leaf) in turned else leaf

    plain = document.bind(replaced(source, again), k)
    shape = [len(row) for row in definition.cells]
    if not isinstance(plain, Arr) or [len(row) for row in plain.rows] != shape:
        return None
    if _agree(values, told, [cell.node for cell in definition.entries]):
        return None
    return plain if _agree(values, told, cells(plain)) else None


def _told(document: Document, k: int, definition: Definition) -> Iterator[tuple[int, Node]]:
    """The cells of a quantity of which the next statements give a number, and that number."""
    names = [cell.name for cell in definition.entries]
    for statement in document.statements[k + 1 : k + 1 + WITHIN]:
        first, last = (statement.chain.parts[i].node for i in (0, -1))
        if not isinstance(first, Sym) or statement.section != document.statements[k].section:
            continue
        if first.name in names and isinstance(last, (Num, Neg)):
            yield names.index(first.name), last
        elif first.name == definition.name and isinstance(last, Arr):
            yield from enumerate(cells(last))


def _agree(values: Values, told: dict[int, Node], made: Sequence[Node | None]) -> bool:
    """Whether numbers are those of the cells that they are told of."""
    for at, shown in told.items():
        node = made[at]
        num = shown.arg if isinstance(shown, Neg) else shown
        value = None if node is None else values.known(values.keep(node))
        if not isinstance(num, Num) or value is None:
            return False
        if not prints(num, -value if isinstance(shown, Neg) else value):
            return False
    return True
