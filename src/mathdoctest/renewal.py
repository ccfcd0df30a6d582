"""What a quantity's formula gives once the quantities in it have new values.

A page that trains says the loss twice: before the update, and with the new weights after it. The
second number is none of the first one's, and nobody writes the forward pass down again for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from types import MappingProxyType

from mathdoctest.definitions import Definition, references
from mathdoctest.document import MAX_VERSIONS, Document
from mathdoctest.tree import Neg, Node, Num, Ref, Stand, Sym, replaced, walk

MAX_DEFINITIONS = 500
"""Quantities that are made anew for one; a page's loss rests on some thirty."""
_MARKS = ("^{+}", "^{new}", "^{(new)}")
_NEW_WORDS = frozenset(
    "new neu nueva nuevo nouveau nouvelle nuovo nuova novo nova nieuw ny after nach".split()
)
"""Words in the subscripts of new values."""
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
    if len(document.definitions) > MAX_NAMES:
        return
    renewal = _Renewal(document, but=name)
    for version in reversed(document.definitions.get(name, ())[-MAX_VERSIONS:]):
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
        self._renewal = _Renewal(document)

    def anew(self, node: Node) -> Node | None:
        """A tree with new values in it; nothing where that is the same."""
        document = self._document
        if len(document.definitions) > MAX_NAMES:
            return None
        entered = document.entered
        last = entered[-1] if entered else None
        if len(entered) != self._known[0] or last is not self._known[1]:
            self._known = len(entered), last
            self._renewal = _Renewal(document, with_data=True)
        found = self._renewal.tree(node, 0)
        return None if found is node else found


class Supposition:
    """What trees of one page would be if some quantities were given as others.

    Args:
        document: the page, whose own new values count as well.
        given: the other one for each.
    """

    def __init__(self, document: Document, given: Sequence[tuple[Definition, Definition]]) -> None:
        made: dict[int, Definition] = {}
        for old, new in given:
            made |= {id(one): other for one, other in zip(old.entries, new.entries, strict=True)}
            made[id(old)] = new
        changes = len(document.definitions) <= MAX_NAMES
        self._renewal = _Renewal(document, made, with_data=True, changes=changes)

    def tree(self, node: Node) -> Node:
        """A tree with these values in it; the same one where nothing in it changes."""
        return self._renewal.tree(node, 0)


class _Renewal:
    """Definitions with new values, and those that are made anew from them.

    Args:
        document: the page.
        given: new ones that are only supposed, by the identity of the old ones.
        with_data: whether numbers that quantities with new values were given as are these.
        changes: whether the new values count that the page gives.
        but: the name of a quantity whose new values do not.
    """

    def __init__(
        self,
        document: Document,
        given: Mapping[int, Definition] = MappingProxyType({}),
        *,
        with_data: bool = False,
        changes: bool = True,
        but: str = "",
    ) -> None:
        self._document = document
        self._given = given
        self._with_data = with_data
        self._changes = changes
        self._but = but
        self._newest: dict[int, tuple[Definition, Definition | None]] = {}
        """Old values by identity, each with the newest one if that is another."""
        self._made: dict[int, Definition] = {}
        """What is made anew from new values, by the identity of what it was."""

    @cached_property
    def _numbers(self) -> Mapping[int, Sequence[Definition]]:
        return self._document.numbers() if self._with_data else {}

    def tree(self, node: Node, depth: int) -> Node:
        """A tree with the new values in it."""
        return replaced(node, partial(self._leaf, depth=depth))

    def _leaf(self, part: Node, *, depth: int) -> Node:
        if isinstance(part, Num):
            return self._datum(part)
        if isinstance(part, Stand):
            source = self.tree(part.source, depth)
            return part if source is part.source else source
        if not isinstance(part, Ref) or len(self._made) > MAX_DEFINITIONS:
            return part
        new = self._by_now(part.definition, depth)
        return part if new is part.definition else Ref(part.start, part.end, new)

    def _datum(self, num: Num) -> Node:
        """What stands for a number that a quantity with a new value was given as."""
        for old in reversed(self._numbers.get(id(num), ())):
            turned = isinstance(old.node, Neg) and old.node.arg is num
            new = self._new(old) if old.given and (turned or old.node is num) else None
            if new is not None:
                ref = Ref(old.start, old.start, new)
                return Neg(old.start, old.start, ref) if turned else ref
        return num

    def _by_now(self, old: Definition, depth: int) -> Definition:
        new = self._new(old) or self._made.get(id(old))
        if new is not None:
            return new
        self._made[id(old)] = old
        if old.node is not None and not old.given and depth < MAX_DEPTH:
            node = self.tree(old.node, depth + 1)
            if node is not old.node:
                self._made[id(old)] = replace(old, node=node, alternatives=[])
        return self._made[id(old)]

    def _new(self, old: Definition) -> Definition | None:
        if id(old) in self._given:
            return self._given[id(old)]
        if not self._changes or self._but == (old.array or old.name):
            return None
        if id(old) not in self._newest:
            self._newest[id(old)] = old, _newest(self._document, old)
        return self._newest[id(old)][1]


def is_whole(document: Document, made: Node) -> bool:
    """Whether all has a new value in a tree that is like something with one.

    Where the page tells the new ``w_1`` and goes on, it has not told what the new ``w_2`` is.
    """
    changed = [name for name in document.definitions if _has_new(document, name)]
    told = {name.partition("_{")[0] for name in changed}
    versions = [version for name in changed for version in document.definitions[name]]
    before = [one for version in versions for one in (version, *version.entries)]
    new = {id(one) for old in before if (one := _newest(document, old)) is not None}
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


def _newest(document: Document, old: Definition) -> Definition | None:
    """The newest value of a quantity of the page, or of an entry; nothing if this one is it.

    It is looked up where it is asked for: few of all names stand in what is made anew.
    """
    name = old.array or old.name
    versions = document.definitions.get(name)
    if not versions:
        return None
    last = _marked(document, name, listed=old.array != "") or versions[-1]
    if last.page != document.path:
        return None
    if not old.array:
        return last if old is not last and old in versions else None
    return _entry_by_now(last, versions, old)


def newer_data(document: Document, old: Definition) -> dict[int, Definition]:
    """What the symbols of a quantity's formula are by now, where they are something else."""
    new = {}
    for ref in (n for n in walk(old.node) if isinstance(n, Ref)) if old.node else ():
        latest = _latest(document, ref.definition)
        if latest is not ref.definition:
            new[id(ref.definition)] = latest
    return new


def _latest(document: Document, old: Definition) -> Definition:
    """What a symbol, or an entry of a list, is by now."""
    versions = document.definitions.get(old.name, ())
    if versions:
        return versions[-1]
    whole = document.definitions.get(old.name.rpartition("_{")[0], ())
    return (_entry_by_now(whole[-1], whole, old) if whole else None) or old


def _entry_by_now(
    last: Definition, versions: Sequence[Definition], old: Definition
) -> Definition | None:
    """What an entry of an earlier version of a list is in the last one; nothing if it is of none.

    A row that is written as a column has the same entries.
    """
    if any(one is not last and one.entry(old.place) is old for one in reversed(versions)):
        return last.entry(old.place)
    return None


@lru_cache(maxsize=4 * MAX_NAMES)
def _with_marks(name: str) -> tuple[str, ...]:
    """What the new value of a quantity may be called."""
    stem, brace, sub = name.partition("_{")
    below = f"{name[:-1]},new}}" if brace else f"{name}_{{new}}"
    return f"{name}'", below, *(f"{stem}{mark}{brace}{sub}" for mark in _MARKS)


def _marked(document: Document, name: str, *, listed: bool = False) -> Definition | None:
    """What the page calls by a quantity's name with a mark of new values: ``w'``, ``w^{new}``.

    That is ``listed`` where the quantity is a list or a matrix.
    """
    for marked in _with_marks(name):
        found = document.definitions.get(marked)
        new = found[-1] if found else document.taken(marked)
        if new is not None and bool(new.cells) == listed:
            return new
    if (stepped := document.stepped.get(name)) is not None:
        return stepped
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
    if sub.removesuffix("}") in _NEW_WORDS and "" not in (brace, stem):
        return stem
    return next((f"{old}{brace}{sub}" for old in plain), "")
