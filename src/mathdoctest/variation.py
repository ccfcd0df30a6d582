r"""Quantities at another value of what they are computed from: ``L(w + \varepsilon)``.

So a page checks a derivative by numbers. Brackets behind a name are a product otherwise, but one of
a loss and of its own weight, a little further on, is none.
"""

from __future__ import annotations

import re
from itertools import islice

from mathdoctest.definitions import Definition
from mathdoctest.evaluate import UnknownValueError
from mathdoctest.lexer import STEPS
from mathdoctest.rounding import significant
from mathdoctest.tree import (
    Add,
    Call,
    Mul,
    Neg,
    Node,
    Num,
    Ref,
    Stand,
    Sym,
    behind,
    replaced,
    walk,
)

MAX_DEPTH = 100
"""Definitions that lead from a quantity to what is varied."""
MAX_MADE = 2_000
"""Parts of all that is made anew for one value."""
LONG = 4
"""Digits of a number in a formula that is the result of something else."""
MAX_STEPS = 40
"""Small steps that a page may tell: each is worked out from the beginning."""
_STEP = re.compile(r"[-+]\s*(?:\\(?:var)?epsilon|\\delta|\\Delta|h)(?![A-Za-z])[^()$]{0,20}\)")
MAX_PARTS = 2_000
"""Parts of all that a quantity was made from that are searched for what is varied."""
_LETTERS = frozenset(("\\delta", "\\Delta", "h"))
"""Letters of a small step where something is divided by it; elsewhere they are of a height."""
_MULTIPLIED = re.compile(
    r"(?:\\right)?\)?\s*(?:=|\\approx)\s*-?[\d.{},]+\s*(?:\\cdot|\\times|\(|\\left\()"
)
"""Behind brackets that a number is multiplied by."""
NEAR = 300
"""Characters around such brackets that are searched for what divides."""
_OPENS = re.compile(r"(?:\\!)?(?:\\left|\\[bB]igg?l?)?\(\s*")
"""Brackets that touch what they stand behind; those of a product need not."""


def steps_often(text: str, most: int = MAX_STEPS) -> bool:
    """Whether a page tells more small steps than are worked out."""
    return sum(1 for _ in islice(_STEP.finditer(text), most + 1)) > most


def applied(node: Mul, text: str) -> tuple[Sym, Sym, Node | None] | None:
    r"""The quantity, what is varied and by how much, of what looks like a product: ``L(w + h)``.

    ``text`` is the page's. Without a step, ``L(w)`` must stand beside one with it.
    """
    if node.how or len(node.factors) != 2:
        return None
    of, at = node.factors
    terms = at.terms if isinstance(at, Add) else (at,)
    varies, step = terms if len(terms) == 2 else (at, None)
    if not isinstance(of, Sym) or not isinstance(varies, Sym) or of.name == varies.name:
        return None
    if not _OPENS.fullmatch(text, of.end, varies.start):
        return None
    if step is None:
        beside = re.escape(text[of.start : varies.end])
    elif (letter := _step(step)) in STEPS:
        product = _MULTIPLIED.match(text, node.end) is not None
        return None if product else (of, varies, step)
    elif letter in _LETTERS and _is_taken_from(node, of, text):
        beside = rf"(?:\}}\s*\{{|/|2|\\cdot)\s*{re.escape(letter)}(?![A-Za-z_])"
    else:
        return None
    near = text[max(0, node.start - NEAR) : node.end + NEAR]
    behind_it = r"\s*[-+]" if step is None else ""
    return (of, varies, step) if re.search(beside + behind_it, near) else None


def _is_taken_from(node: Mul, of: Sym, text: str) -> bool:
    """Whether it stands in a difference: ``L(w + h) - L``, ``L(w + h) - L(w - h)``."""
    name = re.escape(text[of.start : of.end])
    before, behind_it = (
        text[max(0, node.start - NEAR) : node.start],
        text[node.end : node.end + NEAR],
    )
    return (
        re.match(rf"\s*(?:\\right)?\)?\s*-\s*{name}(?![A-Za-z_])", behind_it) is not None
        or re.search(rf"{name}\s*(?:\([^()$]*\))?\s*-\s*\Z", before) is not None
    )


def _step(step: Node) -> str:
    step = step.arg if isinstance(step, Neg) else step
    return step.base if isinstance(step, Sym) else ""


def version(of: Definition, name: str) -> Definition | None:
    """The quantity with a name that another one is computed from; nothing if none is."""
    start = Ref(0, 0, of)
    for part in behind([start], MAX_PARTS):
        if isinstance(part, Ref) and part.definition.name == name and part.definition is not of:
            return part.definition
    return None


def varied(node: Node, target: Definition, by: Node) -> Node | None:
    """A tree with another value for a quantity, through all definitions that lead to it.

    Nothing where they are too many, or where a function or a number of the page may lead to it
    as well.
    """
    try:
        return _Variation(target, by).of(node)
    except UnknownValueError:
        return None


class _Variation:
    """One quantity varied, each part of a tree looked at once."""

    def __init__(self, target: Definition, by: Node) -> None:
        self.target = target
        self.by = by
        self.depth = 0
        self.made = 0
        self._made: dict[int, Node] = {}

    def of(self, node: Node) -> Node:
        for part in walk(node):
            self.made += 1
            if self.made > MAX_MADE:
                raise UnknownValueError("too many parts")
            if isinstance(part, Call) and part.function is not None:
                body = part.function.derived(part.order)
                if any(isinstance(inner, Ref) for inner in walk(body)):
                    raise UnknownValueError("a function of other quantities")
        return replaced(node, self._leaf)

    def _leaf(self, leaf: Node) -> Node:
        source: Node | None = None
        if isinstance(leaf, Num) and "." in leaf.digits and significant(leaf) >= LONG:
            raise UnknownValueError("a result that nothing tells to be one of what is varied")
        if isinstance(leaf, Ref):
            if leaf.definition is self.target:
                return self.by
            source = None if leaf.definition.given else leaf.definition.node
        elif isinstance(leaf, Stand):
            source = leaf.source
        if source is None:
            return leaf
        made = self._made.get(id(source))
        if made is None:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise UnknownValueError("too many definitions")
            made = self._made[id(source)] = self.of(source)
            self.depth -= 1
        return leaf if made is source else made
