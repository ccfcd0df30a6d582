"""Names in trees, before and while they are bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mathdoctest.tree import (
    Arr,
    Call,
    Deriv,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Ref,
    Sum,
    Sym,
    walk,
)
from mathdoctest.unparse import unparse


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that means nothing here."""

    start: int
    end: int
    name: str
    kind: str
    """``symbol``, ``function``, ``ahead`` (defined only further down), ``loose`` or ``solved``
    (told by an equation that does not define it) or ``counted`` (the number of a sum's terms)."""


def name_of(node: Node) -> str:
    r"""The name of a symbol, of a derivative or of a total (``\sum xy``); empty for other trees."""
    if isinstance(node, Sym):
        return node.name
    if isinstance(node, Deriv):
        of, wrt = name_of(node.of), name_of(node.wrt)
        return f"∂{of}/∂{wrt}" if of and wrt else ""
    if isinstance(node, Sum) and is_total(node):
        return unparse(node)
    return ""


def is_total(node: Node) -> bool:
    """Whether a tree is a sum that does not say what it runs over, as of columns of a table."""
    return (
        isinstance(node, Sum)
        and node.kind == "sum"
        and not node.index
        and not any(isinstance(n, (Call, Arr, Deriv, Sum, Opaque)) for n in walk(node.body))
        and any(isinstance(n, Sym) for n in walk(node.body))
    )


def are_told(body: Node, running: set[str], indexed: Iterable[tuple[str, str]]) -> bool:
    """Whether each symbol with a running index has a number of it that the page tells.

    Args:
        body: what is added up.
        running: the letters that run.
        indexed: bases and numbers of the subscripts that the page tells values of.
    """
    told = {base for base, _ in indexed}
    symbols = (part for part in walk(body) if isinstance(part, Sym))
    return all(symbol.base in told or running.isdisjoint(symbol.sub) for symbol in symbols)


def is_constant(node: Node) -> bool:
    """Whether a tree is made of numbers only, as ``10^{-5}`` is."""
    return not isinstance(node, Arr) and not any(
        isinstance(n, (Sym, Ref, Param, Deriv, Opaque, Arr, Sum)) for n in walk(node)
    )


def is_numeric(node: Node) -> bool:
    """Whether a tree holds numbers only, in cells too: no name, and nothing not understood."""
    return not any(isinstance(n, (Sym, Ref, Deriv, Sum, Opaque)) for n in walk(node))


def has_names(node: Node) -> bool:
    """Whether a bound tree holds quantities."""
    return any(isinstance(n, (Ref, Param)) for n in walk(node))


def has_symbols(node: Node) -> bool:
    """Whether a tree that is not bound holds symbols."""
    return any(isinstance(n, (Sym, Deriv)) for n in walk(node))


def is_datum(node: Node) -> bool:
    """Whether a tree is a literal, or an array of literals, and nothing else."""
    if isinstance(node, Num):
        return True
    if isinstance(node, Neg):
        return isinstance(node.arg, Num)
    if isinstance(node, Call):
        return node.name == "deg" and is_datum(node.args[0])
    if isinstance(node, Arr):
        return all(is_datum(cell) for row in node.rows for cell in row)
    return False
