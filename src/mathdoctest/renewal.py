"""What a quantity's formula gives once the quantities in it have new values.

A page that trains says the loss twice: before the update, and with the new weights after it. The
second number is none of the first one's, and nobody writes the forward pass down again for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from mathdoctest.document import Definition, Document, references
from mathdoctest.tree import Neg, Node, Num, Ref, Stand, Sym, replaced

MAX_DEFINITIONS = 500
"""Quantities that are made anew for one; a page's loss rests on some thirty."""
_MARKS = ("^{+}", "^{new}", "^{(new)}")
_ENTRY = re.compile(r"_\{(\d+(?:,\d+)?)\}\Z")
"""What makes an entry of the name of a list or matrix."""
MAX_NAMES = 1_000
"""Names of a page whose results are looked at again after an update."""
MAX_DEPTH = 60
"""Formulas that are put into each other."""


def renewed(document: Document, name: str) -> Node | None:
    """What a quantity is with the values of others by now; nothing where that is the same.

    The page may have said it in numbers since; then an older version has the formula.
    """
    return next(all_renewed(document, name), None)


def all_renewed(document: Document, name: str) -> Iterator[Node]:
    """The same by each formula that a quantity had, the latest first."""
    if len(document.definitions) > MAX_NAMES or not (made := _latest(document, but=name)):
        return
    renewal = _Renewal(made)
    for version in reversed(document.definitions.get(name, ())):
        if version.node is not None and not version.given:
            node = renewal.tree(version.node, 0)
            if node is not version.node:
                yield node


class Renewals:
    """What trees of one page are with the values that its quantities have by now."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: tuple[int, Definition | None] = (-1, None)
        """How many definitions there were, and the last of them."""
        self._renewal: _Renewal | None = None

    def anew(self, node: Node) -> Node | None:
        """A tree with new values in it; nothing where that is the same."""
        document = self._document
        if len(document.definitions) > MAX_NAMES:
            return None
        entered = document.entered
        last = entered[-1] if entered else None
        if len(entered) != self._known[0] or last is not self._known[1]:
            self._known = len(entered), last
            made = _latest(document, but="")
            self._renewal = _Renewal(made, _data(document, made)) if made else None
        found = node if self._renewal is None else self._renewal.tree(node, 0)
        return None if found is node else found


class Supposition:
    """What trees of one page would be if some quantities were given as others.

    Args:
        document: the page, whose own new values count as well.
        given: the other one for each.
    """

    def __init__(self, document: Document, given: Sequence[tuple[Definition, Definition]]) -> None:
        made = _latest(document, but="") if len(document.definitions) <= MAX_NAMES else {}
        for old, new in given:
            made |= {id(one): other for one, other in zip(old.entries, new.entries, strict=True)}
            made[id(old)] = new
        self._renewal = _Renewal(made, _data(document, made))

    def tree(self, node: Node) -> Node:
        """A tree with these values in it; the same one where nothing in it changes."""
        return self._renewal.tree(node, 0)


def _data(document: Document, made: Mapping[int, Definition]) -> dict[int, Node]:
    """What stands for the numbers that quantities with new values were given as, by identity."""
    found: dict[int, Node] = {}
    for versions in document.definitions.values():
        for old in (one for version in versions for one in version.entries or [version]):
            new = made.get(id(old))
            if new is not None and old.given:
                ref: Node = Ref(old.start, old.start, new)
                if isinstance(old.node, Num):
                    found[id(old.node)] = ref
                elif isinstance(old.node, Neg):
                    found[id(old.node.arg)] = Neg(old.start, old.start, ref)
    return found


class _Renewal:
    """Definitions with new values, and those that are made anew from them.

    Args:
        made: the new one for each old one, by identity; what is made anew is added.
        data: what stands for numbers, by identity.
    """

    def __init__(self, made: dict[int, Definition], data: Mapping[int, Node] | None = None) -> None:
        self._made = made
        self._data = data or {}
        self._most = len(made) + MAX_DEFINITIONS

    def tree(self, node: Node, depth: int) -> Node:
        """A tree with the new values in it."""
        return replaced(node, partial(self._leaf, depth=depth))

    def _leaf(self, part: Node, *, depth: int) -> Node:
        if id(part) in self._data:
            return self._data[id(part)]
        if isinstance(part, Stand):
            source = self.tree(part.source, depth)
            return part if source is part.source else source
        if not isinstance(part, Ref) or len(self._made) > self._most:
            return part
        new = self._by_now(part.definition, depth)
        return part if new is part.definition else Ref(part.start, part.end, new)

    def _by_now(self, old: Definition, depth: int) -> Definition:
        if id(old) in self._made:
            return self._made[id(old)]
        self._made[id(old)] = old
        if old.node is not None and not old.given and depth < MAX_DEPTH:
            node = self.tree(old.node, depth + 1)
            if node is not old.node:
                self._made[id(old)] = replace(old, node=node, alternatives=[])
        return self._made[id(old)]


def is_whole(document: Document, made: Node) -> bool:
    """Whether all has a new value in a tree that is like something with one.

    Where the page tells the new ``w_1`` and goes on, it has not told what the new ``w_2`` is.
    """
    latest = _latest(document, but="")
    new = {id(definition) for definition in latest.values()}
    told = {name.partition("_{")[0] for name in document.definitions if _has_new(document, name)}
    seen: dict[int, Node] = {}
    waiting = [made]
    while waiting and len(seen) < MAX_DEFINITIONS:
        for ref in references(waiting.pop(), seen):
            inner = ref.definition
            if id(inner) in new:
                continue
            if inner.given and inner.name.partition("_{")[0] in told:
                return False
            if inner.node is not None and not inner.given:
                waiting.append(inner.node)
    return True


def _has_new(document: Document, name: str) -> bool:
    return len(document.definitions[name]) > 1 or _marked(document, name) is not None


def _latest(document: Document, *, but: str) -> dict[int, Definition]:
    """The newest value of each quantity of the page that has several, for each of the others."""
    found: dict[int, Definition] = {}
    for name, versions in document.definitions.items():
        last = _marked(document, name) or versions[-1]
        if name == but or last.page != document.path:
            continue
        for old in versions:
            if old is last:
                continue
            found[id(old)] = last
            # A row that is written as a column has the same entries.
            entries = zip(old.entries, last.entries, strict=False)
            found |= {id(entry): other for entry, other in entries}
    return found


@lru_cache(maxsize=4 * MAX_NAMES)
def _with_marks(name: str) -> tuple[str, ...]:
    """What the new value of a quantity may be called."""
    stem, brace, sub = name.partition("_{")
    below = f"{name[:-1]},new}}" if brace else f"{name}_{{new}}"
    return f"{name}'", below, *(f"{stem}{mark}{brace}{sub}" for mark in _MARKS)


def _marked(document: Document, name: str) -> Definition | None:
    """What the page calls by a quantity's name with a mark of new values: ``w'``, ``w^{new}``."""
    for marked in _with_marks(name):
        found = document.definitions.get(marked)
        new = found[-1] if found else document.taken(marked)
        if new is not None and not new.cells:
            return new
    entry = _ENTRY.search(name)
    if entry is None:
        return None
    for marked in _with_marks(name[: entry.start()]):
        whole = document.definitions.get(marked)
        if whole and whole[-1].cells:
            return document.component(Sym(0, 0, marked + entry[0], marked, entry[1]))
    return None


def unmarked(name: str) -> str:
    """What a quantity was called before it had a mark of new values; empty without one."""
    if name.endswith("'"):
        return name[:-1]
    if name.endswith(",new}"):
        return f"{name[: -len(',new}')]}}}"
    stem, brace, sub = name.partition("_{")
    plain = (stem.removesuffix(mark) for mark in _MARKS if stem.endswith(mark))
    if sub == "new}" and "" not in (brace, stem):
        return stem
    return next((f"{old}{brace}{sub}" for old in plain), "")
