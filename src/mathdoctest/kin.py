"""The quantities that a page names after a symbol: its versions, its gradient, its change.

A summary lists weights, and beside each what it was, its gradient and what it becomes. Heads say so
in words of any language, but what a column holds is the same for all its rows: some version of the
row's symbol, or of a quantity whose name is made of it in the same way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.tree import Ref

MAX_RELATIONS = 60
"""Ways in which a table's symbols are related to quantities that are looked at."""
MAX_LOOKED_AT = 50_000
"""Quantities of a page that the tables of it may be compared with."""
MAX_DIFFERENTIATED = 2
"""Quantities whose derivatives a table may list: those that the page derives by the most."""
DEAR = 20
"""What a derivative counts for that has to be worked out first."""

_PART = re.compile(r"(\\?[A-Za-z]+)((?:\^\{[^{}]*\}|')*)(_\{[^{}]*\})?")
"""A stem, its marks and its subscript, as names are written canonically."""

Relation: TypeAlias = "tuple[str, int]"
"""A quantity's name with a blank for what the symbol gives to it, and which version it is."""


class _Part(NamedTuple):
    """A symbol in the name of a quantity."""

    name: str
    stem: str
    own: str
    """The name with a blank for the symbol."""
    like: str
    """The name with a blank for the symbol's subscript."""


class Kin:
    """What is named after what in one page, whose names become known while it is read."""

    def __init__(self, document: Document) -> None:
        self._definitions = document.definitions
        self._named: defaultdict[str, list[_Part]] = defaultdict(list)
        self._differentiated: Counter[str] = Counter()
        self._read = 0
        self._left = MAX_LOOKED_AT

    def _read_on(self) -> None:
        for name in islice(self._definitions, self._read, None):
            self._read += 1
            if name.startswith("∂"):
                above = name.removeprefix("∂").partition("/∂")[0]
                for quantity in self._definitions.get(above, ())[:1]:
                    self._differentiated[quantity.latex] += 1
            for part in _PART.finditer(name):
                stem, marks, subscript = part.groups()
                before, after = name[: part.start()], name[part.end() :]
                own, like = f"{before}{{}}{marks}{after}", f"{before}{stem}{marks}_{{}}{after}"
                self._named[subscript or stem].append(_Part(name, stem, own, like))

    def slopes(self, symbols: Sequence[Definition | None]) -> list[list[str]]:
        """The derivatives by each symbol of what the page differentiates, as LaTeX.

        Nothing stands where a row has no symbol.
        """
        self._read_on()
        of = [latex for latex, _ in self._differentiated.most_common(MAX_DIFFERENTIATED)]
        cost = DEAR * len(of) * len(symbols)
        if cost > self._left:
            return []
        self._left -= cost
        return [
            [
                "" if symbol is None else rf"\frac{{\partial {latex}}}{{\partial {symbol.latex}}}"
                for symbol in symbols
            ]
            for latex in of
        ]

    def akin(self, symbol: Definition) -> Iterator[Definition]:
        """All versions of a symbol, the last first, and those of what is named after it."""
        self._read_on()
        part = _PART.fullmatch(symbol.name)
        yield from reversed(self._definitions.get(symbol.name, ()))
        stem, _, subscript = ("", "", "") if part is None else part.groups()
        for named in self._named.get(subscript or stem, ()):
            if symbol.name in named.name and named.name != symbol.name:
                yield from reversed(self._definitions[named.name])

    def relations(
        self, symbols: Sequence[Definition | None], before: int
    ) -> Mapping[Relation, Sequence[Ref | None]]:
        """The quantities that are related to symbols, each relation with one for each symbol.

        Args:
            symbols: those that the rows of a table are called by; nothing where one has no symbol.
            before: where the table begins; what is defined further down is no matter of it.
        """
        found: dict[Relation, list[Ref | None]] = {}
        self._read_on()
        for row, symbol in enumerate(symbols):
            part = None if symbol is None else _PART.fullmatch(symbol.name)
            if part is None or self._left < 0:
                continue
            stem, _, subscript = part.groups()
            for named in self._named.get(subscript or stem, ())[-MAX_RELATIONS:]:
                kind = named.own if named.stem == stem else named.like
                for k, version in enumerate(self._definitions[named.name][:MAX_RELATIONS]):
                    if version.start >= before or version.node is None:
                        continue
                    if (kind, k) not in found and len(found) >= MAX_RELATIONS:
                        break
                    rows = found.setdefault((kind, k), [None] * len(symbols))
                    rows[row] = Ref(version.start, version.start, version)
                    self._left -= 1
        return found
