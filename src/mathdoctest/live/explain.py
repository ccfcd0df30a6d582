"""What a number of a page stands for, in terms that a reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.evaluate import UnknownValueError, Values
from mathdoctest.extract import extract
from mathdoctest.latex import parse
from mathdoctest.lexer import LatexError, lex
from mathdoctest.notation import AFTER
from mathdoctest.page import Cell, Page
from mathdoctest.rounding import digits15
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Pow,
    Ref,
    Stand,
    walk,
)
from mathdoctest.unparse import unparse

MAX_OPERANDS = 8
"""More would be a list that nobody reads."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """A step that Python makes again and again, as one table of the notation tells it."""

    counter: str
    """The name in the table's expressions that says after how many steps."""
    how: str = ""
    """What the head of the column says behind that, such as ``in the wrong order``."""
    makes: tuple[tuple[str, str], ...] = ()
    """What a step makes of each symbol that it changes; nothing for the page's own updates."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a notation table."""

    latex: str
    meaning: str = ""
    code: str = ""
    """The Python expression that computes it."""
    source: str = ""
    """Where that is done: what the expression links to."""
    role: str = ""
    """What kind of quantity it is, in a word of the author's."""
    later: tuple[tuple[str, str, Repetition], ...] = ()
    """What it is after some steps: in Python, where that is computed, and after which steps."""


_COLUMNS = ("symbol", "meaning", "python", "role", "next")
_CODE = re.compile(r"`([^`]+)`(?:\]\(\s*<?([^\s)>]+))?")


def glossary(notation: str | None) -> tuple[Entry, ...]:
    """The rows of a notation page's tables that have a symbol; none where there is no such page."""
    if notation is None:
        return ()
    try:
        page = extract(Path(notation).read_bytes().decode("utf-8"), notation)
    except (OSError, UnicodeDecodeError):
        return ()
    entries: dict[str, Entry] = {}
    for table in page.tables:
        titles = table.titles
        heads = [title.lower() for title in titles]
        if "symbol" not in heads:
            continue
        columns = {name: heads.index(name) for name in _COLUMNS if name in heads}
        rows = [
            (row, latex)
            for row in table.rows
            if len(row) >= len(heads) and (latex := _latex(page, row[columns["symbol"]]))
        ]
        next_ = columns.get("next")
        makes = tuple(
            (latex, then)
            for row, latex in rows
            if next_ is not None and (then := _latex(page, row[next_]))
        )
        counted = [
            (k, Repetition(found[1], found[2].strip(), makes))
            for k, title in enumerate(titles)
            if (found := AFTER.match(title))
        ]
        for row, latex in rows:
            text = {name: row[column].text.strip() for name, column in columns.items()}
            code = _CODE.search(text.get("python", ""))
            entry = entries.setdefault(
                latex,
                Entry(
                    latex=latex,
                    meaning=text.get("meaning", ""),
                    code=code[1] if code else "",
                    source=(code[2] or "") if code else "",
                    role=text.get("role", "").lower(),
                ),
            )
            later = tuple(
                (found[1], found[2] or "", repetition)
                for column, repetition in counted
                for found in _CODE.finditer(row[column].text)
            )
            entries[latex] = replace(entry, later=(*entry.later, *later))
    return tuple(entries.values())


def _latex(page: Page, cell: Cell) -> str:
    """The first formula of a cell."""
    formula = page.formula_in(cell)
    return "" if formula is None else formula.latex.strip()


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity that a number was computed from."""

    latex: str
    value: str
    node: Node


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one number stands for."""

    node: Node
    """The quantity, with its sign."""
    value: str
    """All its digits."""
    symbol: str = ""
    """What the notation, or else the page, calls it."""
    meaning: str = ""
    code: str = ""
    """The Python expression of the same quantity."""
    source: str = ""
    """Where it is computed: what the notation links the expression to."""
    role: str = ""
    """What kind of quantity it is."""
    formula: str = ""
    """LaTeX of how it is computed; empty for what is given."""
    given: bool = False
    after: bool = False
    """Whether it is the value after an update."""
    terms: tuple[Term, ...] = ()


@dataclass(slots=True)
class Explainer:
    """Explains the numbers of one page.

    Args:
        document: the page's names.
        entries: the notation, for their meanings and their code.
    """

    document: Document
    entries: tuple[Entry, ...]
    _known: dict[tuple[str, ...], Entry] = field(default_factory=dict)
    _data: dict[int, Definition] = field(default_factory=dict)
    _symbolic: dict[int, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for definition in data(self.document):
            node = definition.node
            if isinstance(node, Neg):
                node = node.arg
            if isinstance(node, Num):
                self._data[id(node)] = definition
        # Where a page defines nothing, no symbol of the notation means anything.
        for entry in self.entries if self.document.definitions else ():
            node = bind(self.document, entry.latex)
            key = None if node is None else self._fingerprint(node)
            if key is not None:
                name = entry.latex if isinstance(node, (Ref, Call)) else ""  # or else a formula
                self._known.setdefault(key, replace(entry, latex=name))

    @property
    def values(self) -> Values:
        """The page's values."""
        return self.document.values

    def _fingerprint(self, node: Node) -> tuple[str, ...] | None:
        """The same for two trees that agree whatever the givens are."""
        found = self.values.samples(node)
        return None if found is None else tuple(f"{v:.9e}" for v in found)

    def explain(self, node: Node) -> Explanation | None:
        """What a quantity is; nothing for a constant of a formula, which needs no explanation."""
        tree = self.symbolic(node)
        if not any(isinstance(n, Ref) for n in walk(tree)):
            return None
        try:
            value = digits15(self.values.exact(tree))
        except UnknownValueError:
            return None
        entry = self._known.get(self._fingerprint(tree) or ()) or Entry("")
        symbol = entry.latex
        formula: Node | None = tree
        given = after = False
        if isinstance(tree, Ref):
            definition = tree.definition
            symbol = symbol or definition.latex
            if definition.version and not entry.latex:  # what an update made of a known symbol
                named = (e for e in self.entries if e.latex == symbol)
                entry = replace(next(named, entry), code="", source="")
            given, after = definition.given, definition.version > 0
            formula = None if given else self._formula(definition, symbol)
        elif isinstance(tree, Neg) and isinstance(tree.arg, Ref):
            given = tree.arg.definition.given
        written = "" if formula is None else unparse(formula)
        if written == symbol:
            formula, written = None, ""
        terms = () if given else self._terms(tree if formula is None else formula)
        if isinstance(tree, Ref):
            terms = tuple(term for term in terms if term.node is not tree)
        return Explanation(
            node=tree,
            value=value,
            symbol=symbol,
            meaning=entry.meaning,
            code=entry.code,
            source=entry.source,
            role=entry.role,
            formula=written,
            given=given,
            after=after,
            terms=terms,
        )

    def _formula(self, definition: Definition, symbol: str) -> Node | None:
        """The simplest of the expressions that the page gives for a quantity."""
        candidates = list(map(self.symbolic, definition.alternatives))
        if definition.node is not None:
            # A derivative that the checker worked out itself is long; the page's own words are not.
            candidates.insert(
                len(candidates) if definition.derivative else 0, self.symbolic(definition.node)
            )
        named = [c for c in candidates if not isinstance(c, Ref) and unparse(c) != symbol]
        if not named:
            return None
        return min(named, key=lambda c: len(unparse(c))) if definition.derivative else named[0]

    def _terms(self, tree: Node) -> tuple[Term, ...]:
        found: dict[int, Term] = {}
        for part in walk(tree):
            if isinstance(part, Ref) and id(part.definition) not in found:
                value = self.values.known(part)
                if value is not None:
                    found[id(part.definition)] = Term(part.definition.latex, digits15(value), part)
        return tuple(found.values())[:MAX_OPERANDS]

    def symbolic(self, node: Node) -> Node:
        """A tree in which every printed number is replaced by what it stands for."""
        key = id(node)
        found = self._symbolic.get(key)
        if found is None:
            found = self._symbolic[key] = self._replaced(self.values.keep(node))
        return found

    def _replaced(self, node: Node) -> Node:
        s, e = node.start, node.end
        match node:
            case Num():
                definition = self._data.get(id(node))
                if definition is None:
                    return node
                made = Ref(s, e, definition)
                return Neg(s, e, made) if isinstance(definition.node, Neg) else made
            case Stand():
                return self.symbolic(node.source)
            case Add():
                return Add(s, e, tuple(map(self.symbolic, node.terms)))
            case Neg():
                inner = self.symbolic(node.arg)
                return inner.arg if isinstance(inner, Neg) else Neg(s, e, inner)
            case Mul():
                return self._product(node)
            case Div():
                return Div(s, e, self.symbolic(node.num), self.symbolic(node.den))
            case Pow():
                return Pow(s, e, self.symbolic(node.base), self.symbolic(node.exp))
            case Call():
                arguments = tuple(map(self.symbolic, node.args))
                return Call(s, e, node.name, arguments, node.order, node.function)
            case _:
                return node

    def _product(self, node: Mul) -> Node:
        """A product with its sign in front: -(a · b) and not (-a) · b."""
        factors = list(map(self.symbolic, node.factors))
        negative = False
        for i, factor in enumerate(factors):
            if isinstance(factor, Neg):
                negative, factors[i] = not negative, factor.arg
        made = Mul(node.start, node.end, tuple(factors), node.how)
        return Neg(node.start, node.end, made) if negative else made


def data(document: Document) -> list[Definition]:
    """The numbers that a page, or the page that it continues, begins with, in reading order."""
    found: list[Definition] = []
    for versions in document.definitions.values():
        first = versions[0]
        if first.derivative:
            continue
        found += [
            d for d in (first, *(c for row in first.cells for c in row)) if d.given and d.node
        ]
    return sorted(found, key=lambda d: (d.page == document.path, d.start))


def bind(document: Document, latex: str, *, first: bool = True) -> Node | None:
    """The tree of an expression in a page's names; nothing where they do not tell.

    Args:
        document: the page's names.
        latex: the expression.
        first: whether names mean what they meant before any update.
    """
    try:
        chains = parse(lex(latex, 0), document.names, len(latex))
    except LatexError:
        return None
    if len(chains) != 1 or len(chains[0].parts) != 1:
        return None
    versions: Iterable[tuple[Definition, ...]] = document.definitions.values()
    prefer = frozenset(id(v[0]) for v in versions if len(v) > 1) if first else frozenset()
    unresolved = len(document.unresolved)
    node = document.bind(chains[0].parts[0].node, len(document.statements), prefer=prefer)
    # An expression from elsewhere stands at no place of the page: all of it is ahead.
    failed = any(found.kind != "ahead" for found in document.unresolved[unresolved:])
    del document.unresolved[unresolved:]
    if failed or any(isinstance(n, (Opaque, Arr)) for n in walk(node)):
        return None
    return node
