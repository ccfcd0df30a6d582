"""The statements of a page, and what can be said of one before anything is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mathdoctest.chains import Chain
from mathdoctest.general import TIME, index_letters, is_step
from mathdoctest.instances import instances
from mathdoctest.names import is_datum, name_of
from mathdoctest.records import record
from mathdoctest.tree import Arr, Call, Node, Num, Opaque, Sym, literals, walk
from mathdoctest.unparse import unparse

_NUMBERED = re.compile(r"\d+(,\d+)*")
FINER = 2
"""Decimals more than the data have, which only results show."""


@record
class Statement:
    """One chain of one formula, with what the document needs to know of its place."""

    chain: Chain
    formula: int
    line: int
    section: int
    display: bool


def begins(statement: Statement) -> int:
    """Where a statement begins."""
    return statement.chain.start


def outline(chain: Chain) -> tuple[object, ...]:
    """All of a statement that decides how a document looks up what others mean.

    Two pages whose statements have the same outlines, and number the same names somewhere, differ
    in no table that a `Document` makes before it goes through them.
    """
    nodes = [part.node for part in chain.parts]
    first = nodes[0]
    shape: tuple[object, ...] = ()
    if isinstance(first, Sym):
        shape = (first.name, first.sub, any(isinstance(node, Arr) for node in nodes[1:]))
    elif isinstance(first, Call):
        shape = (first.name, first.order, declares(first))
    relation = chain.parts[1].relation if len(nodes) > 1 else ""
    return (
        len(nodes) > 1,
        bool(chain.parts[0].relation),
        relation == "\\leftarrow",
        relation in ("=", ":=", "\\approx"),
        type(first),
        shape,
        tuple(map(name_of, nodes[:-1])),
        len(nodes) > 1 and starts_from_itself(chain),
        nodes[-1].shape if isinstance(nodes[-1], Arr) else (),
        any("." in num.digits for node in nodes for num in literals(node)),
        isinstance(first, Sym) and is_step(first) and len(nodes) > 1 and is_datum(nodes[1]),
        runs_over_time(chain),
        *((one.name, unparse(one.body)) for one in instances(chain)),
    )


def runs_over_time(chain: Chain) -> bool:
    """Whether time is an index in a chain."""
    return any(
        TIME in index_letters(node)
        for part in chain.parts
        for node in walk(part.node)
        if isinstance(node, Sym)
    )


def _places_told(chain: Chain) -> int:
    """How many decimals a datum shows, if a statement tells one."""
    if len(chain.parts) != 2 or not name_of(chain.parts[0].node):
        return 0
    told = chain.parts[1].node
    return max((num.decimals for num in literals(told)), default=0) if is_datum(told) else 0


def finer(statements: Sequence[Statement]) -> frozenset[int]:
    """The statements that tell a datum with more decimals than the data before have.

    So does a result. What is told before anything is computed are data.
    """
    found = set()
    most = 1
    computed = False
    for k, statement in enumerate(statements):
        parts = statement.chain.parts
        if len(parts) > 1 and not is_datum(parts[1].node):
            computed = computed or bool(literals(parts[-1].node))
        shown = _places_told(statement.chain)
        if computed and shown >= most + FINER:
            found.add(k)
        else:
            most = max(most, shown)
    return frozenset(found)


def starts_from_itself(chain: Chain) -> bool:
    """Whether it tells a quantity by its own old value, and so defines nothing."""
    name = name_of(chain.parts[0].node)
    return any(isinstance(n, Sym) and n.name == name for n in walk(chain.parts[1].node))


def numbered(chain: Chain) -> Iterator[str]:
    """Stems of the names that a statement numbers."""
    for part in chain.parts:
        for node in walk(part.node):
            if isinstance(node, Sym) and node.sub and _NUMBERED.fullmatch(node.sub):
                yield stem_of(node)


def is_understood(node: Node) -> bool:
    """Whether nothing in a segment is unknown to the parser."""
    return not any(isinstance(part, Opaque) for part in walk(node))


def passed_over(chain: Chain, node: Node) -> bool:
    """Whether a segment that is not understood comes before one that is."""
    if is_understood(node):
        return False
    behind = False
    for part in chain.parts[1:]:
        if part.node is node:
            behind = True
        elif behind and is_understood(part.node):
            return not is_datum(part.node)
    return False


def numerals_of(statement: Statement) -> list[str]:
    """The digits of the numbers that a statement prints, single ones left out."""
    inside = (num for part in statement.chain.parts for num in literals(part.node))
    return [num.digits for num in inside if len(num.digits) > 1]


def stem_of(symbol: Sym) -> str:
    """A symbol's name without its subscript."""
    return symbol.name[: -len(symbol.sub) - 3] if symbol.sub else symbol.name


def declares(call: Call) -> bool:
    """Whether a function of symbols, and maybe of numbers among them, may be declared by it."""
    kinds = set(map(type, call.args))
    return Sym in kinds and kinds <= {Sym, Num}


def parameter(arg: Node) -> str:
    r"""What an argument is called in a declaration; the 1 of ``N(x; \mu, 1)`` by its digits."""
    return arg.name if isinstance(arg, Sym) else arg.digits if isinstance(arg, Num) else ""
