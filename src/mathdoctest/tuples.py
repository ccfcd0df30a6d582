r"""Symbols in a row that one equation gives: ``x_1, x_2 = 3, 4`` and ``n_1, n_2 = 0``."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from mathdoctest.chains import Chain, Part
from mathdoctest.tree import Arr, Neg, Node, Num, Sym

_COUNTED = frozenset("ijklmnt")
"""Letters that count: ``i, j = 1, 2`` says what each of them runs through."""


def together(chains: Sequence[Chain], listed: Container[int]) -> list[Chain]:
    """The chains of a formula, with symbols in a row made one with the equation behind them.

    ``listed`` are the chains with nothing but a comma before them.
    """
    made: list[Chain] = []
    k = 0
    while k < len(chains):
        row, end = _row(chains, listed, k)
        made.append(row if row is not None else chains[k])
        k = end
    return made


def _row(chains: Sequence[Chain], listed: Container[int], k: int) -> tuple[Chain | None, int]:
    """The equation of the symbols from the ``k``-th chain on, if there is one; where it ends."""
    alone = [*takewhile(lambda j: _symbol(chains[j]) is not None, range(k, len(chains)))]
    at = k + len(alone)
    if not alone or at == len(chains) or any(j not in listed for j in range(k + 1, at + 1)):
        return None, k + 1
    equation = chains[at]
    if len(equation.parts) != 2 or equation.parts[1].relation != "=":
        return None, k + 1
    last, told = equation.parts
    symbols = [symbol for j in alone if (symbol := _symbol(chains[j])) is not None]
    if not isinstance(last.node, Sym) or not _is_number(told.node):
        return None, k + 1
    symbols.append(last.node)
    behind = takewhile(
        lambda j: j in listed and len(chains[j].parts) == 1 and _is_number(chains[j].parts[0].node),
        range(at + 1, len(chains)),
    )
    numbers = [told.node, *(chains[j].parts[0].node for j in behind)]
    if len(numbers) == len(symbols) and not all(s.name in _COUNTED for s in symbols):
        # “0,5” may be one number.
        if any(b.start - a.end < 2 for a, b in pairwise(numbers)):
            return None, k + 1
        return _equation(symbols, told, numbers), at + len(numbers)
    if len(numbers) == 1 and len({symbol.base for symbol in symbols}) == 1 and last.node.sub:
        # One number is printed, and it is that of each.
        numbers += [_unprinted(told.node)] * (len(symbols) - 1)
        return _equation(symbols, told, numbers), at + 1
    return None, k + 1


def _equation(symbols: Sequence[Sym], told: Part, numbers: Sequence[Node]) -> Chain:
    parts = (
        Part("", symbols[0].start, symbols[0].start, _list(symbols)),
        Part("=", told.relation_start, told.relation_end, _list(numbers)),
    )
    return Chain(symbols[0].start, max(number.end for number in numbers), parts)


def _unprinted(number: Node) -> Node:
    """The same number, printed nowhere."""
    if isinstance(number, Neg):
        return replace(number, end=number.start, arg=_unprinted(number.arg))
    return replace(number, end=number.start)


def _symbol(chain: Chain) -> Sym | None:
    """The symbol that is all of a chain."""
    node = chain.parts[0].node
    return node if len(chain.parts) == 1 and isinstance(node, Sym) else None


def _is_number(node: Node) -> bool:
    return isinstance(node.arg if isinstance(node, Neg) else node, Num)


def _list(nodes: Sequence[Node]) -> Arr:
    return Arr(nodes[0].start, nodes[-1].end, (tuple(nodes),), flat=True)
