r"""Formulas with two values: what ``\pm`` stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from mathdoctest.tree import Add, Arr, Call, Div, Mul, Neg, Node, Num, Opaque, Sym, children, walk


def is_twofold(node: Node) -> bool:
    r"""Whether a tree holds a ``\pm``."""
    return any(_is_pm(part) for part in walk(node))


def is_scalar(node: Node) -> bool:
    """Whether a tree has one value, as far as it can be seen."""
    return not isinstance(node, (Arr, Opaque)) and not is_twofold(node)


def both(node: Node) -> Iterator[Arr]:
    r"""The two values of a tree with one ``\pm`` at its top or right below, in either order."""
    inside = [part for part in ((node,) if _is_pm(node) else children(node)) if _is_pm(part)]
    if len(inside) != 1 or not (_is_pm(node) or isinstance(node, (Mul, Div, Add, Neg))):
        return
    (sign,) = inside
    middle, width = sign.args
    ends = (Neg(width.start, width.end, width), width)
    low, high = (_with(node, sign, Add(node.start, node.end, (middle, end))) for end in ends)
    yield Arr(node.start, node.end, ((low, high),), flat=True)
    yield Arr(node.start, node.end, ((high, low),), flat=True)


def spread(node: Node) -> tuple[Num, Num] | None:
    r"""What was measured, and how far it may be off, if a tree is that: ``6.24 \pm 0.03``."""
    if not _is_pm(node):
        return None
    mean, width = node.args
    return (mean, width) if isinstance(mean, Num) and isinstance(width, Num) else None


def spreads_of(symbol: Sym) -> Iterator[str]:
    r"""What a page may call the uncertainty of a quantity: ``\Delta U``, ``u_U``."""
    yield from (f"{sign} {symbol.name}" for sign in ("\\Delta", "\\delta"))
    below = symbol.name.replace("_{", "").replace("}", "")
    yield from (f"{letter}_{{{below}}}" for letter in ("u", "\\sigma", "s"))


def _with(node: Node, old: Node, new: Node) -> Node:
    """A tree with one of the parts right below it, or itself, in another form."""
    parts = tuple(new if part is old else part for part in children(node))
    start, end = node.start, node.end
    match node:
        case Mul():
            return Mul(start, end, parts, node.how)
        case Div():
            return Div(start, end, *parts)
        case Add():
            return Add(start, end, parts)
        case Neg():
            return Neg(start, end, *parts)
        case _:
            return new


def _is_pm(node: Node) -> TypeGuard[Call]:
    return isinstance(node, Call) and node.name == "pm"
