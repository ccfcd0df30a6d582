r"""Functions that a page shows at work and never declares: ``g(2.2) = \frac{1}{1 + e^{-2.2}}``.

Where a function is applied to a number, and what comes next has that number in its place, the
formula is known. One such instance is enough if it uses another function, such as the exponential;
otherwise two must show the same formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from mathdoctest.chains import Chain
from mathdoctest.lexer import BUILTIN
from mathdoctest.names import is_datum, is_numeric
from mathdoctest.tree import Call, Neg, Node, Num, Param, literals, replaced, walk
from mathdoctest.unparse import unparse

SHORTEST = 2
"""Digits of an argument that is found again in a formula."""
MOST = 8
"""Instances of one function that are looked at."""


class Instance(NamedTuple):
    """A function at one number."""

    name: str
    body: Node
    """What it is there, with the variable in the place of the number."""


def instances(chain: Chain) -> Iterator[Instance]:
    """The functions that a chain applies to a number and writes out in the segment behind."""
    for call, said in pairwise(part.node for part in chain.parts):
        if not isinstance(call, Call) or call.order or call.name in BUILTIN or len(call.args) != 1:
            continue
        arg = call.args[0]
        number = arg.arg if isinstance(arg, Neg) else arg
        if (
            isinstance(number, Num)
            and len(number.digits) >= SHORTEST
            and is_numeric(said)
            and not is_datum(said)
            and any(num.digits == number.digits for num in literals(said))
        ):
            yield Instance(call.name, _body(said, number.digits, negative=number is not arg))


def _body(said: Node, digits: str, *, negative: bool) -> Node:
    """A calculation with the variable for a number; its other numbers claim nothing there."""

    def put(leaf: Node) -> Node:
        if not isinstance(leaf, Num):
            return leaf
        if leaf.digits != digits:
            return replace(leaf, end=leaf.start)
        variable = Param(leaf.start, leaf.start, "x", 0)
        return Neg(leaf.start, leaf.start, variable) if negative else variable

    return replaced(said, put)


def shown(found: Sequence[Instance]) -> Node | None:
    """The formula that instances of one function show, if they tell it."""
    forms = [unparse(instance.body).replace("-(-x)", "x") for instance in found[:MOST]]
    if not forms or len(set(forms)) > 1:
        return None
    body = found[0].body
    sure = len(forms) > 1 or any(isinstance(node, Call) for node in walk(body))
    return body if sure else None
