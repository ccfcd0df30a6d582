"""The tree of a formula: small frozen nodes that remember where they stand in the page.

A node made from the page spans the characters that it was read from. A node that the checker
makes itself (a group of terms, a derivative, the cell of a product) spans what it was made from.
Equality is identity, so that values can be remembered by node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, TypeAlias

from mathdoctest.records import unique

if TYPE_CHECKING:
    from mathdoctest.definitions import Definition, Function


MANY = 2_000
"""Nodes after which a walk keeps account of where it has been."""
ONE = Fraction(1)
"""The scale of a number that is written without a power or a percent sign."""


@unique
class Num:
    """A number as it was printed, or (of no extent) one that the checker itself writes."""

    start: int
    end: int
    digits: str
    """The mantissa without grouping: ``1.2``."""
    value: Fraction
    scale: Fraction = ONE
    """What the mantissa is multiplied by: a power of ten, or a hundredth for ``\\%``."""
    cut: bool = False
    """Whether an ellipsis follows: then the digits may be cut off instead of rounded."""

    @property
    def decimals(self) -> int:
        """How many decimals the mantissa shows."""
        _, _, fraction = self.digits.partition(".")
        return len(fraction)


@unique
class Sym:
    """A symbol as written, before it is known what it means."""

    start: int
    end: int
    name: str
    """Canonical: ``base^{marks}_{subscript}`` without spaces or ``\\text``."""
    base: str
    sub: str
    loose: bool = False
    """Whether a subscript of several digits was written without braces (``w_11``)."""


@unique
class Ref:
    """A symbol that is known to mean one version of one quantity."""

    start: int
    end: int
    definition: Definition


@unique
class Param:
    """The variable of a function, inside its body."""

    start: int
    end: int
    name: str
    index: int


@unique
class Stand:
    """A printed number that is known to stand for a quantity."""

    start: int
    end: int
    num: Num
    source: Node


@unique
class Add:
    """A sum; a subtracted term is a ``Neg``."""

    start: int
    end: int
    terms: tuple[Node, ...]


@unique
class Neg:
    """The negative of something."""

    start: int
    end: int
    arg: Node


@unique
class Mul:
    """A product, and ``how`` it is written: ``dot``, ``ast``, ``times``, ``odot``, ``outer``."""

    start: int
    end: int
    factors: tuple[Node, ...]
    how: str = ""


@unique
class Div:
    """A fraction."""

    start: int
    end: int
    num: Node
    den: Node


@unique
class Pow:
    """A power."""

    start: int
    end: int
    base: Node
    exp: Node


@unique
class Call:
    """A function applied: a known one (``exp``, ``sqrt``, …) or one that the page declares."""

    start: int
    end: int
    name: str
    args: tuple[Node, ...]
    order: int = 0
    """How many primes: the order of the derivative."""
    function: Function | None = None
    """The page's own declaration, once it is known."""


@unique
class Deriv:
    r"""A partial derivative, ``\\partial of / \\partial wrt``."""

    start: int
    end: int
    of: Node
    wrt: Node


@unique
class Sum:
    """A sum or product over an index; without bounds over all the entries of its body."""

    start: int
    end: int
    kind: str
    index: str
    lower: Node | None
    upper: Node | None
    body: Node


@unique
class Arr:
    """A matrix, or (``flat``) a list that may serve as a row or as a column."""

    start: int
    end: int
    rows: tuple[tuple[Node, ...], ...]
    flat: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns; a flat list counts as one row."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0


@unique
class Opaque:
    """Something that is not understood, and why."""

    start: int
    end: int
    reason: str


Node: TypeAlias = (
    Num
    | Sym
    | Ref
    | Param
    | Stand
    | Add
    | Neg
    | Mul
    | Div
    | Pow
    | Call
    | Deriv
    | Sum
    | Arr
    | Opaque
)


_PARTS: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    Add: attrgetter("terms"),
    Mul: attrgetter("factors"),
    Neg: lambda node: (node.arg,),
    Div: attrgetter("num", "den"),
    Pow: attrgetter("base", "exp"),
    Call: attrgetter("args"),
    Deriv: attrgetter("of", "wrt"),
    Sum: lambda node: tuple(n for n in (node.lower, node.upper, node.body) if n is not None),
    Arr: lambda node: tuple(cell for row in node.rows for cell in row),
}
"""How each kind of node is taken apart; the kinds that are not here have no parts."""


def children(node: Node) -> tuple[Node, ...]:
    """The parts that a node is made of; a ``Stand`` and a ``Ref`` have none."""
    parts = _PARTS.get(type(node))
    return () if parts is None else parts(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in reading order.

    Made trees share parts, so a small one can have endlessly many paths: past `MANY` nodes each
    is visited once.
    """
    stack = [node]
    count = 0
    seen: set[int] = set()
    while stack:
        top = stack.pop()
        count += 1
        if count > MANY:
            if id(top) in seen:
                continue
            seen.add(id(top))
        yield top
        parts = _PARTS.get(type(top))
        if parts is not None:
            stack += parts(top)[::-1]


MAX_BEHIND = 400
"""Parts of all that a number was made from that are looked at, where nothing asks for fewer."""


def behind(sources: Sequence[Node], most: int = MAX_BEHIND) -> Iterator[Node]:
    """All that trees were made from, through stand-ins and definitions, the nearest first.

    Each node comes once, and no more than ``most`` of them.
    """
    seen: set[int] = set()
    stack = list(reversed(sources))
    while stack and len(seen) < most:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        yield top
        stack.extend(reversed(origins(top)))


def origins(node: Node) -> tuple[Node, ...]:
    """What a node was made from: its parts, or what a stand-in or a quantity stands for."""
    if isinstance(node, Stand):
        return (node.source,)
    if isinstance(node, Ref):
        return () if node.definition.node is None else (node.definition.node,)
    return children(node)


def is_longer(node: Node, most: int) -> bool:
    """Whether a tree, written out, has more than so many parts."""
    stack = [node]
    count = 0
    while stack:
        count += 1
        if count > most:
            return True
        parts = _PARTS.get(type(top := stack.pop()))
        if parts is not None:
            stack += parts(top)
    return False


def replaced(node: Node, leaf: Callable[[Node], Node]) -> Node:
    """The tree with every leaf replaced by what ``leaf`` makes of it, shared parts shared still.

    A part in which nothing changes stays the same object.
    """
    return _replaced(node, leaf, {}) if type(node) in _PARTS else leaf(node)


def resolve(node: Node, pairs: Mapping[int, Node]) -> Node:
    """A tree with each literal replaced by a stand-in for what it stands for."""

    def stand(leaf: Node) -> Node:
        if type(leaf) is not Num or (source := pairs.get(id(leaf))) is None:
            return leaf
        return Stand(leaf.start, leaf.end, leaf, source)

    return replaced(node, stand) if pairs else node


def _replaced(node: Node, leaf: Callable[[Node], Node], done: dict[int, Node]) -> Node:
    # No function inside `replaced`: one that calls itself refers to itself, and so would hold each
    # tree that it has seen until the garbage collector comes by.
    found = done.get(id(node))
    if found is None:
        old = _PARTS[type(node)](node)
        new = tuple(
            [_replaced(part, leaf, done) if type(part) in _PARTS else leaf(part) for part in old]
        )
        found = node if all(map(is_, new, old)) else _with_parts(node, new)
        done[id(node)] = found
    return found


def _with_parts(node: Node, new: tuple[Node, ...]) -> Node:
    start, end = node.start, node.end
    match node:
        case Mul():
            return Mul(start, end, new, node.how)
        case Add():
            return Add(start, end, new)
        case Neg():
            return Neg(start, end, new[0])
        case Div():
            return Div(start, end, new[0], new[1])
        case Pow():
            return Pow(start, end, new[0], new[1])
        case Call():
            return Call(start, end, node.name, new, node.order, node.function)
        case Deriv():
            return Deriv(start, end, new[0], new[1])
        case Arr():
            return Arr(start, end, in_rows(new, node.rows), node.flat)
        case _:
            return node


def in_rows(
    cells: Iterable[Node], like: Iterable[Iterable[object]]
) -> tuple[tuple[Node, ...], ...]:
    """Cells in rows as long as those of something else."""
    left = iter(cells)
    return tuple(tuple(next(left) for _ in row) for row in like)


def literals(node: Node) -> list[Num]:
    """The printed numbers below a node that nothing yet stands for, in reading order."""
    if type(node) is Num:
        return [node] if node.end > node.start else []
    return [n for n in walk(node) if type(n) is Num and n.end > n.start]
