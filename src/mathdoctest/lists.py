r"""Lists and matrices that a page tells only by putting them in: ``w \cdot x = [1, 2] [3, 4]``.

What `learning` does for numbers has to be done for arrays before anything is bound: whether a
product is one of numbers or of lists decides what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mathdoctest.chains import Chain
from mathdoctest.document import Document
from mathdoctest.learning import agree
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum, name_of
from mathdoctest.tree import Add, Arr, Call, Div, Mul, Neg, Node, Pow, Sym, children, replaced, walk

_TRANSPOSED = frozenset((Call, Pow))
"""Kinds of nodes that may say that something is transposed."""
_OPENED = frozenset((Add, Mul, Neg, Div, Pow, Call))
"""Kinds of nodes whose parts stand for each other."""
MOST = 64
"""Parts of a segment that are searched."""
BEFORE = 60
"""Statements before an update that may hold the list that it begins with."""
CANDIDATES = 24
"""Lists of the right shape among them that are tried."""


def told(chain: Chain) -> Iterator[tuple[Sym, Node]]:
    """The symbols of a segment in whose places the next one has lists or matrices of numbers.

    With those of a list that has a name itself: ``w = (w_1, w_2) = (0.1, -0.4)`` tells both.
    """
    for i, (before, after) in enumerate(zip(chain.parts, chain.parts[1:], strict=False)):
        if not before.plain and (i or not name_of(before.node)):
            yield from _pairs(before.node, after.node)
            if i and isinstance(before.node, Arr) and isinstance(after.node, Arr):
                yield from _cells(before.node, after.node)


def begun_with(document: Document, k: int) -> Iterator[tuple[Sym, Arr]]:
    """The list that a symbol without a value is before statement ``k`` updates it.

    ``w := w - 0.1 [2, 3] = [0.3, 0.1]`` begins with ``[0.5, 0.4]``, if the page has put that in
    somewhere and most of the new numbers follow from it.
    """
    parts = document.statements[k].chain.parts
    symbol, last = parts[0].node, parts[-1].node
    if len(parts) < 3 or not isinstance(symbol, Sym) or document.definitions.get(symbol.name):
        return
    source = parts[1].node
    if not (isinstance(source, Add) and isinstance(last, Arr) and is_datum(last)):
        return
    if not any(isinstance(leaf, Sym) and leaf.name == symbol.name for leaf in walk(source)):
        return
    results = cells(last)
    earlier = document.statements[max(k - BEFORE, 0) : k]
    lists = (
        node
        for statement in reversed(earlier)
        for part in statement.chain.parts
        for node in walk(part.node)
        if isinstance(node, Arr) and node.shape == last.shape and is_datum(node)
    )
    for start in islice(lists, CANDIDATES):
        made = document.bind(_put(source, symbol.name, start), k)
        if not isinstance(made, Arr) or made.shape != last.shape:
            return
        right = sum(
            agree(shown, document.values.keep(cell), document.values)
            for shown, cell in zip(results, cells(made), strict=True)
        )
        if right > 1 and 3 * right >= 2 * len(results):
            yield symbol, start
            return


def _put(source: Node, name: str, data: Arr) -> Node:
    return replaced(source, lambda n: data if isinstance(n, Sym) and n.name == name else n)


def _cells(source: Arr, target: Arr) -> Iterator[tuple[Sym, Node]]:
    if source.shape == target.shape and is_datum(target):
        for symbol, datum in zip(children(source), children(target), strict=True):
            if isinstance(symbol, Sym) and not isinstance(datum, Arr):
                yield symbol, datum


def _pairs(source: Node, target: Node) -> Iterator[tuple[Sym, Arr]]:
    stack = [(source, target)]
    for _ in range(MOST):
        if not stack:
            return
        s, t = stack.pop()
        kind = type(t)
        if isinstance(t, Arr):
            transposed = _transposed(s)
            if isinstance(s, Sym) and is_datum(t):
                yield s, t
            elif isinstance(transposed, Sym) and is_datum(t):
                rows = t.rows if t.flat else tuple(zip(*t.rows, strict=True))
                yield transposed, Arr(t.start, t.end, rows, t.flat)
        elif (
            kind in _TRANSPOSED
            and (inner := _transposed(s)) is not None
            and (other := _transposed(t)) is not None
        ):
            stack.append((inner, other))
        elif type(s) is kind and kind in _OPENED:
            ours, theirs = children(s), children(t)
            if len(ours) == len(theirs):
                stack.extend(zip(ours, theirs, strict=True))


def _transposed(node: Node) -> Node | None:
    """What is transposed, where a node says so."""
    if isinstance(node, Call) and node.name == "transpose":
        return node.args[0]
    if isinstance(node, Pow) and isinstance(node.exp, Sym) and node.exp.name == "T":
        return node.base
    return None
