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
    """The one symbol of a left side, if it is not known yet and can be solved for."""
    if isinstance(left, Sym):
        return None
    symbols = [n for n in walk(left) if isinstance(n, Sym)]
    unknown = [n for n in symbols if not is_known(n)]
    # Beside known symbols an unknown one is more likely a slip than a definition.
    if len(symbols) != 1 or len(unknown) != 1 or solve(left, unknown[0], left) is None:
        return None
    return unknown[0]


def solve(left: Node, unknown: Sym, right: Node) -> Node | None:
    """What a symbol is if ``left`` equals ``right``; nothing where that is not plain.

    Of two square roots the positive one is meant, of the angles the principal one.
    """
    while left is not unknown:
        step = _undo(left, unknown, right)
        if step is None:
            return None
        left, right = step
    return right


def _undo(left: Node, unknown: Sym, right: Node) -> tuple[Node, Node] | None:
    """One step towards the unknown: what is inside, and what it equals."""
    s, e = right.start, right.end
    match left:
        case Neg(arg=inner):
            return inner, Neg(s, e, right)
        case Pow(base=inner, exp=Num() as power) if power.value == 2:
            return inner, Call(s, e, "sqrt", (right,))
        case Div(num=above, den=below) if _holds(above, unknown):
            return above, Mul(s, e, (right, below))
        case Div(num=above, den=below):
            return below, Div(s, e, above, right)
        case Mul(factors=factors):
            rest = [f for f in factors if not _holds(f, unknown)]
            inner = next(f for f in factors if _holds(f, unknown))
            return inner, Div(s, e, right, rest[0] if len(rest) == 1 else Mul(s, e, tuple(rest)))
        case Add(terms=terms):
            minus = [Neg(s, e, t) for t in terms if not _holds(t, unknown)]
            inner = next(t for t in terms if _holds(t, unknown))
            return inner, Add(s, e, (right, *minus))
        case Call(name=name, args=(inner,), order=0) if name in _INVERSES:
            return inner, Call(s, e, _INVERSES[name], (right,))
        case Call(name="sqrt", args=(inner,)):
            return inner, Pow(s, e, right, number(2, right))
        case _:
            return None


def _holds(node: Node, symbol: Sym) -> bool:
    return any(n is symbol for n in walk(node))
