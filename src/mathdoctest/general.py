r"""General formulas: ``z_j = \sum_i w_{ij} x_i`` says something for every ``j``.

A subscript of index letters stands for every number that makes all the symbols of the formula ones
that the page knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from mathdoctest.chains import Chain, Part
from mathdoctest.derivative import number
from mathdoctest.numerals import whole_number
from mathdoctest.tree import Add, Arr, Call, Deriv, Div, Mul, Neg, Node, Pow, Sum, Sym, walk

LETTERS = frozenset("ijklmn")
"""Letters that may run as an index."""
TIME = "t"
"""The letter that runs over steps of time, where it is a subscript alone; else it is a target."""
FURTHEST = 30
"""The last step that a rule such as ``x_{n+1} = x_n / 2`` is followed to."""
MAX_TRIED = 500
"""How often general formulas are tried for one symbol, or to check one of them."""
_NEXT = re.compile(r"([i-nt])([+-]\d)")
"""A subscript of the step before or after."""
_BESIDE = re.compile(r"([a-z])([+-]\d)")
"""The same for the index of a sum, which may be any letter."""


def put_index(symbol: Sym, index: Mapping[str, int]) -> Sym:
    """A symbol with running indices put in: ``T_i`` becomes ``T_3``."""
    name, sub = symbol.name, symbol.sub
    new = ",".join(_put(item, index) for item in sub.split(",")) if sub else ""
    if new != sub:
        name = f"{name[: len(name) - len(sub) - 3]}_{{{new}}}"
    for letter, k in index.items():
        name = name.replace(f"^{{({letter})}}", f"^{{({k})}}")
    return symbol if name == symbol.name else Sym(symbol.start, symbol.end, name, symbol.base, new)


def _put(item: str, index: Mapping[str, int]) -> str:
    if item in index:
        return str(index[item])
    step = _BESIDE.fullmatch(item)
    if step is not None and step[1] in index:
        return str(index[step[1]] + int(step[2]))
    if _is_running(item) or len(item) == 2:
        for letter, k in index.items():
            item = item.replace(letter, str(k))
    return item


def _is_running(item: str) -> bool:
    """Whether a subscript consists of index letters and digits (``ij``, ``1j``)."""
    return item == TIME or (0 < len(item) <= 3 and all(c in LETTERS or c.isdigit() for c in item))


def index_letters(symbol: Sym) -> frozenset[str]:
    """The index letters in a symbol's subscript."""
    return _letters(symbol.sub) if symbol.sub else frozenset()


@lru_cache(maxsize=1024)
def _letters(sub: str) -> frozenset[str]:
    return frozenset(
        c
        for item in sub.split(",")
        if _is_running(item) or _NEXT.fullmatch(item)
        for c in item
        if c in LETTERS or c == TIME
    )


def is_step(symbol: Sym) -> bool:
    """Whether a subscript is of the step before or after: ``n+1``."""
    return any(map(_NEXT.fullmatch, symbol.sub.split(",")))


def is_beside(symbol: Sym) -> bool:
    """Whether a subscript is of the step before or after, by any letter: ``t-1``."""
    return any(map(_BESIDE.fullmatch, symbol.sub.split(",")))


def running(node: Sum) -> set[str]:
    """The letters that a sum without an index can run over: those of its body's subscripts."""
    return {
        letter
        for part in walk(node.body)
        if isinstance(part, Sym)
        for letter in index_letters(part)
    }


def free_letters(chain: Chain) -> set[str]:
    """The index letters of a chain that no sum in it runs over."""
    found: set[str] = set()
    bound: set[str] = set()
    for part in chain.parts:
        if part.plain:
            continue
        for node in walk(part.node):
            if isinstance(node, Sym):
                found |= index_letters(node)
            elif isinstance(node, Sum):
                bound |= {node.index} if node.index else running(node)
    return found - bound


def fit_index(pattern: str, sub: str) -> dict[str, int] | None:
    """The numbers that turn one subscript into another: ``ij`` into ``21``; nothing if none do."""
    ours, theirs = pattern.split(","), sub.split(",")
    if len(ours) != len(theirs):
        return None
    index: dict[str, int] = {}
    for item, wanted in zip(ours, theirs, strict=True):
        step = _NEXT.fullmatch(item)
        if step is not None:
            k = int(wanted) - int(step[2]) if wanted.isdecimal() and len(wanted) < 3 else -1
            if not 0 <= k <= FURTHEST or index.setdefault(step[1], k) != k:
                return None
            continue
        if item in LETTERS or item == TIME:
            pairs = [(item, wanted)]
        elif len(item) == len(wanted):
            pairs = list(zip(item, wanted, strict=True))
        else:
            return None
        for ours_char, theirs_char in pairs:
            n = whole_number(theirs_char) if ours_char in LETTERS or item == TIME else None
            if n is not None:
                if index.setdefault(ours_char, n) != n:
                    return None
            elif ours_char != theirs_char:
                return None
    return index or None


def instance(node: Node, index: Mapping[str, int]) -> Node:
    """A tree with running indices put in everywhere but under a sum's own."""
    match node:
        case Sym():
            if node.name in index:
                # The letter itself, as in a sum up to t: what a page says t is elsewhere is not it.
                return number(index[node.name], node)
            return put_index(node, index)
        case Add():
            return Add(node.start, node.end, tuple(instance(t, index) for t in node.terms))
        case Mul():
            factors = tuple(instance(f, index) for f in node.factors)
            return Mul(node.start, node.end, factors, node.how)
        case Neg():
            return Neg(node.start, node.end, instance(node.arg, index))
        case Div():
            return Div(node.start, node.end, instance(node.num, index), instance(node.den, index))
        case Pow():
            return Pow(node.start, node.end, instance(node.base, index), instance(node.exp, index))
        case Call():
            args = tuple(instance(a, index) for a in node.args)
            return Call(node.start, node.end, node.name, args, node.order, node.function)
        case Deriv():
            return Deriv(node.start, node.end, instance(node.of, index), instance(node.wrt, index))
        case Arr():
            rows = tuple(tuple(instance(c, index) for c in row) for row in node.rows)
            return Arr(node.start, node.end, rows, node.flat)
        case Sum():
            inner = {k: v for k, v in index.items() if k != node.index}
            lower = None if node.lower is None else instance(node.lower, inner)
            upper = None if node.upper is None else instance(node.upper, inner)
            body = instance(node.body, inner)
            return Sum(node.start, node.end, node.kind, node.index, lower, upper, body)
        case _:
            return node


def instance_of(chain: Chain, index: Mapping[str, int]) -> Chain:
    """A chain with running indices put in."""
    parts = tuple(
        Part(p.relation, p.relation_start, p.relation_end, instance(p.node, index))
        for p in chain.parts
    )
    return Chain(chain.start, chain.end, parts)


class Making:
    """The symbols that values are being made for by general formulas, one for the sake of another.

    No symbol's value rests on itself, and what turned out to have none is not tried again before
    all of them are made.
    """

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._barren: set[tuple[str, int]] = set()
        """Symbols, and places, for which no general formula has a value."""
        self._tried = 0

    def is_vain(self, name: str, now: int) -> bool:
        """Whether there is no use in trying to make a symbol's value at a place."""
        return name in self._open or (name, now) in self._barren

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """While a symbol's value is made."""
        self._open.add(name)
        try:
            yield
        finally:
            self._open.discard(name)
            if not self._open:
                self._barren.clear()
                self._tried = 0

    def end(self, name: str, now: int, *, made: bool) -> None:
        """Note whether a symbol has got a value."""
        if made:
            self._barren.clear()
        elif self._open:
            self._barren.add((name, now))

    def goes_on(self) -> bool:
        """Whether another formula may be tried."""
        self._tried += 1
        return self._tried <= MAX_TRIED
