"""What a quantity's formula gives once the quantities in it have new values.

A page that trains says the loss twice: before the update, and with the new weights after it. The
second number is none of the first one's, and nobody writes the forward pass down again for it.
"""

from __future__ import annotations

from dataclasses import replace

from mathdoctest.document import Definition, Document
from mathdoctest.tree import Node, Ref, Stand, replaced

MAX_DEFINITIONS = 500
"""Quantities that are made anew for one; a page's loss rests on some thirty."""
MAX_DEPTH = 60
"""Formulas that are put into each other."""


def renewed(document: Document, name: str) -> Node | None:
    """What a quantity is with the values of others by now; nothing where that is the same.

    The page may have said it in numbers since; then an older version has the formula.
    """
    made = _latest(document, but=name)
    if not made:
        return None

    def by_now(old: Definition, depth: int) -> Definition:
        if id(old) in made:
            return made[id(old)]
        made[id(old)] = old
        if old.node is not None and not old.given and depth < MAX_DEPTH:
            node = anew(old.node, depth + 1)
            if node is not old.node:
                made[id(old)] = replace(old, node=node, alternatives=[])
        return made[id(old)]

    def anew(node: Node, depth: int) -> Node:
        def leaf(part: Node) -> Node:
            if isinstance(part, Stand):
                source = anew(part.source, depth)
                return part if source is part.source else source
            if not isinstance(part, Ref) or len(made) > most:
                return part
            new = by_now(part.definition, depth)
            return part if new is part.definition else Ref(part.start, part.end, new)

        return replaced(node, leaf)

    most = len(made) + MAX_DEFINITIONS
    for version in reversed(document.definitions.get(name, ())):
        if version.node is not None and not version.given:
            node = anew(version.node, 0)
            if node is not version.node:
                return node
    return None


def _latest(document: Document, *, but: str) -> dict[int, Definition]:
    """The newest version of each quantity of the page that has several, for each of the others."""
    found: dict[int, Definition] = {}
    for name, versions in document.definitions.items():
        last = versions[-1]
        if len(versions) < 2 or name == but or last.page != document.path:
            continue
        for old in versions[:-1]:
            found[id(old)] = last
            for row, new in zip(old.cells, last.cells, strict=False):
                found |= {id(cell): other for cell, other in zip(row, new, strict=False)}
    return found
