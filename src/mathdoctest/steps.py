r"""New values that a page tells alone: ``w_2 \leftarrow 0.43``, a step of descent from the old one.

Whoever has shown one update lists the others by their results. Each is the old value less the
rate times the gradient, as far as the page tells a rate and a gradient.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from math import isclose

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact
from mathdoctest.matrices import cells
from mathdoctest.nearness import NEAR_MISS, distance, is_slip
from mathdoctest.renewal import unmarked
from mathdoctest.rounding import as_float
from mathdoctest.tree import Add, Arr, Deriv, Mul, Neg, Node, Num, Ref, Sym, in_rows

RATES = (
    "\\eta",
    "\\alpha",
    "\\lambda",
    "lr",
    "\\gamma",
    "\\epsilon",
    "\\varepsilon",
    "\\mu",
    "rate",
    "η",
    "α",
)
"""What the rate of a descent is called."""
_BELOW = re.compile(r"_\{([^{}]*)\}$")
MOST_LOSSES = 2
"""Quantities that a page differentiates whose gradients are tried."""
MOST = 60
"""Quantities before one that are looked through for a gradient, and for other steps."""


def descended(document: Document, old: Definition, at: int) -> Iterator[Node]:
    """What an old value becomes by a step of descent that the page has told all of before a place.

    A list or matrix becomes one. Only what was given, or has made a step, is a parameter.
    """
    if not (old.version or all(one.given for one in old.scalars)):
        return
    for rate in _rates(document, at):
        for gradient in _gradients(document, old, at):
            before, slopes = cells(old.as_node(gradient)), cells(gradient)
            if len(before) != len(slopes) or isinstance(gradient, Arr) != bool(old.cells):
                continue
            made = [_step(value, rate, slope) for value, slope in zip(before, slopes, strict=True)]
            if any(document.values.known(node) is None for node in made):
                continue
            if isinstance(gradient, Arr):
                yield Arr(at, at, in_rows(made, gradient.rows), gradient.flat)
            else:
                yield made[0]


def descends(document: Document, section: int, at: int) -> bool:
    """Whether a new value that a section has told before a place is one by a step of descent."""
    for new in reversed(document.so_far()[-MOST:]):
        if new.section != section or new.given or new.node is None or not new.start < at:
            continue
        old = before(document, new)
        value = None if old is None else document.values.known(new.node)
        if old is None or value is None:
            continue
        for made in descended(document, old, new.start):
            worth = document.values.known(made)
            if worth is not None and isclose(as_float(worth), as_float(value), rel_tol=1e-4):
                return True
    return False


def is_near(num: Num, value: Exact) -> bool:
    """Whether a number looks like a misprint of a new value."""
    return distance(num.value, abs(value)) <= NEAR_MISS or is_slip(num, value)


def before(document: Document, new: Definition) -> Definition | None:
    """What a quantity was before it got a new value, by an arrow or under another name."""
    versions = document.definitions.get(new.name, ())
    if new.version and len(versions) > new.version:
        return versions[new.version - 1]
    versions = document.definitions.get(unmarked(new.name), ())
    return versions[-1] if versions and versions[-1].start < new.start else None


def _step(value: Node, rate: Definition, slope: Node) -> Node:
    at = value.start
    return Add(at, at, (value, Neg(at, at, Mul(at, at, (Ref(at, at, rate), slope)))))


def _rates(document: Document, at: int) -> Iterator[Definition]:
    for name in RATES:
        told = document.definitions.get(name, ())[-1:]
        if told and told[0].start < at and not told[0].cells:
            yield told[0]


def _gradients(document: Document, old: Definition, at: int) -> Iterator[Node]:
    """What the page has told, or lets be derived, of how its loss changes with a quantity."""
    for name in (f"d{old.name}", f"\\nabla_{{{old.name}}}"):
        found = document.definitions.get(name, ())[-1:]
        if found and found[0].start < at:
            yield found[0].as_node(_symbol(name, at))
    end = bisect_left(document.differentiated, (at, ""))
    losses = Counter(name for _, name in document.differentiated[max(end - MOST, 0) : end])
    unresolved = len(document.unresolved)
    for loss, _ in losses.most_common(MOST_LOSSES):
        above = document.definitions.get(loss, ())[-1:]
        if above and above[0].start < at:
            asked = Deriv(at, at, _symbol(loss, at), _symbol(old.name, at))
            slope = document.gradients.derivative(asked, document.before(at), None)
            if slope is not None:
                yield slope
    del document.unresolved[unresolved:]


def _symbol(name: str, at: int) -> Sym:
    below = _BELOW.search(name)
    return Sym(at, at, name, name.partition("_")[0], below[1] if below else "")
