r"""Rules that speak of themselves in a circle, and are worked out again and again.

``PR(A) = 0.15 + 0.85 \cdot PR(B)`` beside ``PR(B) = 0.15 + 0.85 \cdot PR(A)`` is no pair of
identities: each round puts in what the one before has found, or what this one has found so far.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from mathdoctest.align import Match
from mathdoctest.definitions import Definition
from mathdoctest.document import MAX_VERSIONS, Document
from mathdoctest.nearness import distance
from mathdoctest.rounding import prints
from mathdoctest.tree import Arr, Node, Num, Opaque, Ref, literals, replaced, walk

MOST_NAMES = 50
"""Quantities that are followed to find a circle."""
MOST_MIXED = 4
"""Quantities that may each be this round's or the last one's."""
NEAR = 0.05
"""A number this near to what a rule says was meant to be that."""


def rule(document: Document, name: str) -> Node | None:
    """What a page first said of a quantity in symbols."""
    for version in document.definitions.get(name, ())[:MAX_VERSIONS]:
        node = version.node
        if node is not None and not version.given and any(isinstance(n, Ref) for n in walk(node)):
            return node
    return None


def rounds(document: Document, node: Node) -> Iterator[Node]:
    """A rule with the values of its quantities by now, and with those that some had before."""
    inside: dict[str, tuple[Definition, ...]] = {}
    for ref in walk(node):
        if isinstance(ref, Ref):
            versions = document.definitions.get(ref.definition.name, ())
            if versions:
                inside[ref.definition.name] = versions[:-3:-1]
    if not any(len(versions) > 1 for versions in inside.values()):
        return
    names = sorted(inside)
    if len(names) > MOST_MIXED:
        choices: Iterator[tuple[Definition, ...]] = iter(
            [
                tuple(inside[name][0] for name in names),
                tuple(inside[name][-1] for name in names),
            ]
        )
    else:
        choices = itertools.product(*(inside[name] for name in names))
    for chosen in choices:
        new = dict(zip(names, chosen, strict=True))

        def put(leaf: Node, new: dict[str, Definition] = new) -> Node:
            if isinstance(leaf, Ref) and leaf.definition.name in new:
                return Ref(leaf.start, leaf.end, new[leaf.definition.name])
            return leaf

        yield document.values.keep(replaced(node, put))


def _changes(document: Document, node: Node) -> bool:
    """Whether a tree holds a quantity that has had several values."""
    return any(
        isinstance(n, Ref) and len(document.definitions.get(n.definition.name, ())) > 1
        for n in walk(node)
    )


def is_circular(document: Document, name: str) -> bool:
    """Whether what a page says of a quantity in symbols rests on that quantity itself."""
    seen: set[str] = set()
    stack = [name]
    while stack and len(seen) < MOST_NAMES:
        said = rule(document, stack.pop())
        for ref in walk(said) if said is not None else ():
            if isinstance(ref, Ref) and ref.definition.name not in seen:
                if ref.definition.name == name:
                    return True
                seen.add(ref.definition.name)
                stack.append(ref.definition.name)
    return False


def turn(
    document: Document,
    name: str,
    bound: Node,
    following: Node | None,
    lay: Callable[[Node, Node], Match | None],
) -> Node | None:
    """What a quantity's rule says in the round that numbers in its place are about.

    Args:
        document: the page's names.
        name: the quantity.
        bound: the numbers.
        following: the result behind them.
        lay: lays a segment against another.

    Returns:
        The rule with the right round's values; nothing where the numbers say something else.
    """
    said = rule(document, name)
    if said is None or isinstance(bound, (Arr, Opaque)) or not literals(bound):
        return None
    best: tuple[int, Node] | None = None
    for made in rounds(document, said):
        value = document.values.known(made)
        match = lay(bound, made) if value is not None else None
        if match is None or (best is not None and best[0] <= match.wrong):
            continue
        if match.wrong:
            # Slips of the pen are few numbers of several, and most often near to what was meant.
            off = [
                distance(num.value, worth) > NEAR
                for num, stands in match.pairs
                if (worth := document.values.known(stands)) is not None
                # What no round changes was mistyped, however far off it is.
                and _changes(document, stands)
            ]
            ends = isinstance(following, Num) and value is not None and prints(following, value)
            if 2 * match.wrong > len(match.pairs) or (any(off) and not ends):
                continue
        best = match.wrong, made
        if not match.wrong:
            break
    return None if best is None else best[1]
