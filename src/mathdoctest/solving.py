r"""Equations whose left side holds the unknown inside: ``\frac{1}{d} = 0.05`` defines ``d``."""

from __future__ import annotations

from collections.abc import Callable

from mathdoctest.derivative import number
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Pow, Sym, walk

_INVERSES = {
    "exp": "ln",
    "ln": "exp",
    "sin": "arcsin",
    "cos": "arccos",
    "tan": "arctan",
    "arcsin": "sin",
    "arccos": "cos",
    "arctan": "tan",
}


def unknown_inside(left: Node, is_known: Callable[[Sym], bool]) -> Sym | None:
    """The one symbol of a left side that is not known yet, where it can be solved for."""
    if isinstance(left, Sym):
        return None
    unknown = [n for n in walk(left) if isinstance(n, Sym) and not is_known(n)]
    if len(unknown) != 1 or solve(left, unknown[0], left) is None:
        return None
    return unknown[0]


def solve(left: Node, unknown: Sym, right: Node) -> Node | None:
    """What a symbol is if ``left`` equals ``right``; nothing where that is not plain.

    Of two square roots the positive one is meant, of the angles the principal one.
    """
    s, e = right.start, right.end
    while left is not unknown:
        match left:
            case Neg():
                left, right = left.arg, Neg(s, e, right)
            case Pow() if isinstance(left.exp, Num) and left.exp.value == 2:  # noqa: PLR2004
                left, right = left.base, Call(s, e, "sqrt", (right,))
            case Div() if _holds(left.num, unknown):
                left, right = left.num, Mul(s, e, (right, left.den))
            case Div():
                left, right = left.den, Div(s, e, left.num, right)
            case Mul():
                rest = [f for f in left.factors if not _holds(f, unknown)]
                inner = next(f for f in left.factors if _holds(f, unknown))
                below: Node = rest[0] if len(rest) == 1 else Mul(s, e, tuple(rest))
                left, right = inner, Div(s, e, right, below)
            case Add():
                minus = [Neg(s, e, t) for t in left.terms if not _holds(t, unknown)]
                inner = next(t for t in left.terms if _holds(t, unknown))
                left, right = inner, Add(s, e, (right, *minus))
            case Call() if left.name in _INVERSES and not left.order:
                left, right = left.args[0], Call(s, e, _INVERSES[left.name], (right,))
            case Call() if left.name == "sqrt":
                left, right = left.args[0], Pow(s, e, right, number(2, right))
            case _:
                return None
    return right


def _holds(node: Node, symbol: Sym) -> bool:
    return any(n is symbol for n in walk(node))
