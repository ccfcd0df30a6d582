r"""Values that a page tells only by putting numbers in: ``z = w x + b = 0.5 \cdot 0.8 + 0.1``.

Many a page gives its data in a figure, a table or a sentence. Where a segment of numbers repeats
the form of a segment of symbols, each number tells what the symbol in its place is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mathdoctest.evaluate import Values
from mathdoctest.names import is_constant
from mathdoctest.nearness import NEAR_MISS, distance
from mathdoctest.rounding import as_float, prints, significant
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Ref,
    children,
    walk,
)

MAX_OPENED = 12
"""Definitions opened one inside the other."""
_ALIKE = 0.02
"""The part by which a number that several cells tell may differ, each of them rounded."""


def has_blank(node: Node) -> bool:
    """Whether a tree holds a symbol, at most some definitions away, that nothing defines."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        top = stack.pop()
        for part in walk(top):
            if isinstance(part, Ref) and id(part.definition) not in seen:
                seen.add(id(part.definition))
                if is_blank(part):
                    return True
                if part.definition.node is not None and len(seen) < MAX_OPENED:
                    stack.append(part.definition.node)
    return False


def is_blank(node: Node) -> bool:
    """Whether a node is a symbol that nothing has given a value yet."""
    return isinstance(node, Ref) and node.definition.blank and node.definition.node is None


def learnt(
    target: Node, source: Node, values: Values, depth: int = 0
) -> Iterator[tuple[Ref, Node]]:
    """The symbols of a source without a value, each with the number that stands in its place."""
    if is_blank(source):
        if is_constant(target):
            assert isinstance(source, Ref)  # noqa: S101 - for the type checker
            yield source, target
        return
    if isinstance(source, Ref):
        inner = source.definition.node
        if inner is not None and not source.definition.given and depth < MAX_OPENED:
            yield from learnt(target, inner, values, depth + 1)
        return
    if isinstance(source, Add) and _is_number(target):
        # 1 + r = 1.045 tells r.
        blanks = [term for term in source.terms if is_blank(term)]
        others = [term for term in source.terms if not is_blank(term)]
        if len(blanks) == 1 and all(map(is_constant, others)):
            assert isinstance(blanks[0], Ref)  # noqa: S101 - for the type checker
            rest = [Neg(term.start, term.end, term) for term in others]
            yield blanks[0], Add(target.start, target.end, (target, *rest))
        return
    if isinstance(source, Mul) and isinstance(target, Neg) and isinstance(target.arg, Mul):
        # The sign of a product is that of its first factor: -0.3 · 1 for w x.
        first, *others = target.arg.factors
        target = replace(target.arg, factors=(Neg(target.start, first.end, first), *others))
    if isinstance(source, (Add, Mul)):
        if type(target) is type(source):
            ours, theirs = children(target), children(source)
            if len(ours) != len(theirs):
                ours, theirs = _flat(target), _flat(source)
            if len(ours) == len(theirs):
                for t, s in _paired(ours, theirs, values):
                    yield from learnt(t, s, values, depth + 1)
        return
    if isinstance(source, Neg) and isinstance(target, Neg):
        yield from learnt(target.arg, source.arg, values, depth + 1)
    elif isinstance(source, (Div, Pow, Call, Arr)) and type(target) is type(source):
        if (
            isinstance(source, Call)
            and isinstance(target, Call)
            and (source.name != target.name or source.order != target.order)
        ):
            return
        if isinstance(source, Arr) and isinstance(target, Arr) and source.shape != target.shape:
            return
        ours, theirs = children(target), children(source)
        if len(ours) == len(theirs):
            told = (
                pair
                for t, s in zip(ours, theirs, strict=True)
                for pair in learnt(t, s, values, depth + 1)
            )
            yield from _alike(list(told), values) if isinstance(target, Arr) else told


def _alike(told: list[tuple[Ref, Node]], values: Values) -> Iterator[tuple[Ref, Node]]:
    """Symbols of cells, but for those that would be another number in each.

    ``w - 0.1 [2, 3] = [0.5, 0.2]`` tells no number for ``w``, which is a list itself.
    """
    known: dict[int, list[float]] = {}
    for symbol, datum in told:
        value = values.known(datum)
        if value is not None:
            known.setdefault(id(symbol.definition), []).append(as_float(value))
    for symbol, datum in told:
        each = known.get(id(symbol.definition), [0.0])
        if max(each) - min(each) <= _ALIKE * max(map(abs, each)):
            yield symbol, datum


def _flat(node: Node) -> tuple[Node, ...]:
    """The terms of a sum or the factors of a product, those in brackets inside it too."""
    found: list[Node] = []
    stack = [node]
    while stack:
        top = stack.pop()
        if type(top) is type(node):
            stack.extend(reversed(children(top)))
        else:
            found.append(top)
    return tuple(found)


def _paired(
    targets: tuple[Node, ...], sources: tuple[Node, ...], values: Values
) -> Iterator[tuple[Node, Node]]:
    """Terms with terms, factors with factors: known ones with their own numbers, then the rest."""
    left = list(targets)
    rest: list[Node] = []
    in_order = all(
        is_blank(s) or not _is_number(t) or agree(t, s, values) or _nearly(t, s, values)
        for t, s in zip(targets, sources, strict=True)
    )
    if in_order:
        yield from zip(targets, sources, strict=True)
        return
    for source in sources:
        found = next((t for t in left if _is_number(t) and agree(t, source, values)), None)
        if found is None:
            rest.append(source)
        else:
            left.remove(found)
    if sum(map(is_blank, rest)) <= 1 or len(rest) == len(sources):
        yield from zip(left, rest, strict=True)


def _is_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Neg) and isinstance(node.arg, Num))


def _nearly(target: Node, source: Node, values: Values) -> bool:
    """Whether a number of two digits or more is so near to a value that it is meant, and wrong.

    As 0.1 is what 0.0586 is to one decimal, only the order says which factor of 0.1 · 0.0597 it is.
    """
    num = target.arg if isinstance(target, Neg) else target
    value = values.known(source)
    return (
        value is not None
        and isinstance(num, Num)
        and significant(num) > 1
        and distance(num.value if num is target else -num.value, value) <= NEAR_MISS
    )


def agree(target: Node, source: Node, values: Values) -> bool:
    """Whether a printed number is that of a tree that has a value."""
    value = values.known(source)
    if value is None:
        return False
    if isinstance(target, Neg):
        return isinstance(target.arg, Num) and prints(target.arg, -value)
    return isinstance(target, Num) and prints(target, value)
