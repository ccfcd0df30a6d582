"""The tree of a formula: small frozen nodes that remember where they stand in the page.

A node made from the page spans the characters that it was read from. A node that the checker
makes itself (a group of terms, a derivative, the cell of a product) spans what it was made from.
Equality is identity, so that values can be remembered by node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mathdoctest.document import Definition, Function


MANY = 2_000
"""Nodes after which a walk keeps account of where it has been."""
ONE = Fraction(1)
"""The scale of a number that is written without a power or a percent sign."""


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """A number as it was printed."""

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


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Ref:
    """A symbol that is known to mean one version of one quantity."""

    start: int
    end: int
    definition: Definition


@dataclass(frozen=True, slots=True, eq=False)
class Param:
    """The variable of a function, inside its body."""

    start: int
    end: int
    name: str
    index: int


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """A printed number that is known to stand for a quantity."""

    start: int
    end: int
    num: Num
    source: Node


@dataclass(frozen=True, slots=True, eq=False)
class Add:
    """A sum; a subtracted term is a ``Neg``."""

    start: int
    end: int
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Neg:
    """The negative of something."""

    start: int
    end: int
    arg: Node


@dataclass(frozen=True, slots=True, eq=False)
class Mul:
    """A product. ``how`` says with what it was written: ``dot``, ``times``, ``odot`` or ````."""

    start: int
    end: int
    factors: tuple[Node, ...]
    how: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Div:
    """A fraction."""

    start: int
    end: int
    num: Node
    den: Node


@dataclass(frozen=True, slots=True, eq=False)
class Pow:
    """A power."""

    start: int
    end: int
    base: Node
    exp: Node


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Deriv:
    r"""A partial derivative, ``\\partial of / \\partial wrt``."""

    start: int
    end: int
    of: Node
    wrt: Node


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum or product over an index; without bounds over all the entries of its body."""

    start: int
    end: int
    kind: str
    index: str
    lower: Node | None
    upper: Node | None
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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


def children(node: Node) -> tuple[Node, ...]:
    """The parts that a node is made of; a ``Stand`` and a ``Ref`` have none."""
    match node:
        case Add():
            return node.terms
        case Mul():
            return node.factors
        case Neg():
            return (node.arg,)
        case Div():
            return (node.num, node.den)
        case Pow():
            return (node.base, node.exp)
        case Call():
            return node.args
        case Deriv():
            return (node.of, node.wrt)
        case Sum():
            return tuple(n for n in (node.lower, node.upper, node.body) if n is not None)
        case Arr():
            return tuple(cell for row in node.rows for cell in row)
        case _:
            return ()


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
        stack.extend(reversed(children(top)))


def literals(node: Node) -> list[Num]:
    """The printed numbers below a node that nothing yet stands for, in reading order."""
    return [n for n in walk(node) if isinstance(n, Num)]
