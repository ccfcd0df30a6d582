"""The notation table: every symbol against its Python expression."""

from __future__ import annotations

import ast
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mathdoctest.document import Document
from mathdoctest.extract import extract
from mathdoctest.latex import parse
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import Names, lex
from mathdoctest.names import name_of
from mathdoctest.page import Formula, Number, Page, Verdict
from mathdoctest.python import LostError, as_number, evaluate_python, flatten, lost, shown
from mathdoctest.rounding import as_float, digits15
from mathdoctest.tree import Arr, Node, Opaque, Ref, walk

CODE_TOLERANCE = 1e-12
"""How far a symbol may be from its Python expression, relatively."""
AFTER = re.compile(r"after `([^\W\d]\w*)` steps(.*)", re.IGNORECASE)
"""The head of a column with Python expressions of what symbols are after some steps."""
_CODE = re.compile(r"`([^`]+)`")
_CELLS = 6
"""How many entries of an array a message shows."""


@dataclass(frozen=True, slots=True)
class NotationRow:
    """One row of a notation table: a formula, and the Python expressions of its versions."""

    formula: Formula
    expressions: tuple[str, ...]
    path: str
    line: int
    counter: str = ""
    """The name in the expressions that says after how many steps."""
    steps: int = 0
    akin: tuple[str, ...] = ()
    """The expressions of the same column that speak of the same, where there is such a name."""


def notation_rows(page: Page, notation: str) -> tuple[NotationRow, ...]:
    """The rows that bind symbols to Python, from the notation page's tables.

    A table counts if its header has the columns ``Symbol`` and ``Python``, or ``Symbol`` and
    ``After `n` steps``: after no step a symbol is what it is, and after one of them what stands in
    a column ``Next``.
    """
    if os.path.abspath(page.path) == os.path.abspath(notation):  # noqa: PTH100 -- a link keeps its name
        return _rows(page)
    try:
        text = Path(notation).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    return _rows_of(text, notation)


@lru_cache(maxsize=4)
def _rows_of(text: str, path: str) -> tuple[NotationRow, ...]:
    """The rows of a text, read once for all the pages that use them."""
    return _rows(extract(text, path))


def _rows(source: Page) -> tuple[NotationRow, ...]:
    rows: list[NotationRow] = []
    for table in source.tables:
        tied = _tied(table.titles)
        columns = {
            python: tuple(
                code
                for row in table.rows
                if python < len(row)
                for code in _CODE.findall(row[python].text)
            )
            for _, python, _, _ in tied
        }
        for row in table.rows:
            for told, python, counter, steps in tied:
                if len(row) <= max(told, python):
                    continue
                formula = source.formula_in(row[told])
                codes = tuple(_CODE.findall(row[python].text))
                if formula is not None and codes:
                    line = source.position(row[told].span.start)[0]
                    akin = _akin(codes[0], columns[python], counter) if counter else ()
                    rows.append(
                        NotationRow(formula, codes, source.path, line, counter, steps, akin)
                    )
    return tuple(rows)


def _akin(code: str, others: tuple[str, ...], counter: str) -> tuple[str, ...]:
    """The expressions that share a name with one of them, other than the counter."""
    names = _names(code) - {counter}
    return tuple(other for other in others if names & _names(other))


def _names(code: str) -> frozenset[str]:
    try:
        tree = ast.parse(code.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


@lru_cache(maxsize=1024)
def _names_in(expression: str) -> tuple[str, ...]:
    """The names of an expression in the order of its code, read once for all pages.

    Raises:
        SyntaxError: it is none.
        ValueError: it holds what no code may.
    """
    return compile(expression.strip(), "<notation>", "eval").co_names


def _counted(code: str, counter: str) -> str:
    """A pattern of an expression with whatever number of steps."""
    return r"[\w.]+".join(map(re.escape, re.split(rf"\b{re.escape(counter)}\b", code)))


def _tied(titles: list[str]) -> list[tuple[int, int, str, int]]:
    """The columns that say the same: of formulas, of Python, for which counter at how many."""
    heads = [title.lower() for title in titles]
    if "symbol" not in heads:
        return []
    symbol = heads.index("symbol")
    found = [(symbol, heads.index("python"), "", 0)] if "python" in heads else []
    for column, title in enumerate(titles):
        after = AFTER.match(title)
        if after:
            found.append((symbol, column, after[1], 0))
            if "next" in heads:
                found.append((heads.index("next"), column, after[1], 1))
    return found


def name_of_row(row: NotationRow, names: Names) -> str:
    """The symbol that a notation row is about."""
    chains = parse(lex(row.formula.latex, 0), names, len(row.formula.latex))
    return name_of(chains[0].parts[0].node) if chains else ""


class Notation:
    """Compares a document's symbols with the values of their expressions."""

    def __init__(
        self,
        ledger: Ledger,
        document: Document,
        rows: tuple[NotationRow, ...],
        namespace: Mapping[str, Any] | None,
    ) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.rows = rows
        self.namespace = namespace
        self._numbers: dict[tuple[str, ...], Number | None] = {}

    def check(self) -> None:
        """Every symbol of the notation table against its Python expression."""
        if self.namespace is None or not self.rows:
            return
        self._numbers.clear()  # an edit may have bound other ones
        own_page = self.rows[0].path == self.ledger.page.path
        first_versions = frozenset(
            id(v[0]) for v in self.document.definitions.values() if len(v) > 1
        )
        written = frozenset(self.document.definitions)
        for row in self.rows:
            try:
                names = _names_in(row.expressions[0])
            except (SyntaxError, ValueError) as error:
                said = getattr(error, "msg", None) or error
                if own_page:
                    self.ledger.find(
                        row.formula.span.start,
                        row.formula.span.end,
                        "code-failed",
                        "wrong",
                        f"`{row.expressions[0]}` is not a Python expression: {said}",
                    )
                continue
            if not all(name in self.namespace or lost(name, self.namespace) for name in names[:1]):
                continue
            if row.counter and self._repeated(row) is None:
                continue
            node, place = self._row_node(row, first_versions, written, own_page=own_page)
            if node is None:
                continue
            self._compare_code(row, node, place)

    def _row_node(
        self,
        row: NotationRow,
        versions: frozenset[int],
        written: frozenset[str],
        *,
        own_page: bool,
    ) -> tuple[Node | None, tuple[int, int]]:
        """A row's symbol as this page means it, if at all, and where to report about it."""
        chains = parse(
            lex(row.formula.latex, row.formula.body.start),
            self.document.names,
            row.formula.body.end,
        )
        span = (self._repeated(row) or row.formula).span
        place = (span.start, span.end)
        if len(chains) != 1 or len(chains[0].parts) != 1:
            return None, place
        tree = chains[0].parts[0].node
        first = len(self.document.unresolved)
        node = self.document.bind(tree, len(self.document.statements), prefer=versions)
        # Offsets of another page say nothing about what comes first on this one.
        unresolved = any(u.kind != "ahead" for u in self.document.unresolved[first:])
        del self.document.unresolved[first:]
        if own_page or row.counter:
            return (node, place) if not unresolved else (None, place)
        if unresolved or isinstance(node, Opaque):
            return None, place
        # A derivative that is only made for this row stands nowhere: the quantities in it do.
        here = [
            definition
            for r in walk(node)
            if isinstance(r, Ref)
            for definition in (
                (r.definition,)
                if r.definition.name in written or not r.definition.derivative
                else (r.definition.of, r.definition.wrt)
            )
            if definition is not None
            and definition.page == self.ledger.page.path
            and definition.start >= 0
        ]
        if not here:
            return None, place
        definition = here[0]
        # An array's cells are written nowhere: it is the array that stands on the page.
        whole = self.document.definitions.get(name_of(tree), [definition])[0]
        if whole.start == definition.start:
            definition = whole
        return node, self.document.extent(definition)

    def _repeated(self, row: NotationRow) -> Number | None:
        """The first number of the page that is bound to what the row's column speaks of.

        On a page that binds no number to one, the same names may mean something else.
        """
        if not row.akin:
            return None
        if row.akin not in self._numbers:
            counted = re.compile("|".join(_counted(code, row.counter) for code in row.akin))
            self._numbers[row.akin] = next(
                (
                    number
                    for number in self.ledger.page.numbers
                    if number.binding is not None and counted.search(number.binding.source)
                ),
                None,
            )
        return self._numbers[row.akin]

    def _compare_code(self, row: NotationRow, node: Node, place: tuple[int, int]) -> None:
        source = row.expressions[0]
        symbol = " ".join(row.formula.latex.split())
        steps = {row.counter: row.steps} if row.counter else {}
        at = "".join(f" for {counter} = {count}" for counter, count in steps.items())
        where = f"`{source}`{at} ({row.path}:{row.line})"
        findings: list[int] = []
        try:
            value = evaluate_python(source, self.namespace or {}, steps)
        except LostError as error:
            message = f"{self._published(symbol, node)}, but {where} has no value: {error.crash}"
            findings.append(
                self.ledger.find(*place, "no-value", "wrong", message, crash=error.crash)
            )
        except Exception as error:  # noqa: BLE001 - whatever the page's own expression raises
            findings.append(
                self.ledger.find(
                    *place,
                    "code-failed",
                    "wrong",
                    f"{self._published(symbol, node)}, but {where} raises "
                    f"{type(error).__name__}: {error}",
                )
            )
        else:
            findings += self._differs(symbol, node, value, where, place)
        self.ledger.link(*place, "code", (), findings)

    def _published(self, symbol: str, node: Node) -> str:
        """What the page gives for a symbol, as the first part of a sentence."""
        cells = [cell for row in node.rows for cell in row] if isinstance(node, Arr) else [node]
        known = [self.values.known(cell) for cell in cells]
        listed = ", ".join("unknown" if v is None else digits15(v) for v in known[:_CELLS])
        more = ", …" if len(cells) > _CELLS else ""
        value = f"[{listed}{more}]" if isinstance(node, Arr) else listed
        return f"{symbol} is {value} by the page's formulas"

    def _differs(
        self, symbol: str, node: Node, value: Any, where: str, place: tuple[int, int]
    ) -> list[int]:
        if isinstance(node, Arr):
            found = self._array_difference(symbol, node, value, where)
        else:
            found = self._difference(symbol, node, value, where)
        if found is None:
            return []
        rule, verdict, message = found
        return [self.ledger.find(*place, rule, verdict, message)]

    def _array_difference(
        self, symbol: str, node: Arr, value: Any, where: str
    ) -> tuple[str, Verdict, str] | None:
        """Rule, verdict and message about an array, with every entry that differs."""
        cells = [cell for row in node.rows for cell in row]
        flat = flatten(value)
        if flat is None or len(flat) != len(cells):
            published = self._published(symbol, node)
            message = f"{published}, but {where} has another shape: {shown(value)}"
            return "code-differs", "wrong", message
        found: list[tuple[str, Verdict, str]] = []
        for i, (cell, entry) in enumerate(zip(cells, flat, strict=True), 1):
            at = "there it" if found else where
            one = self._difference(f"entry {i} of {symbol}", cell, entry, at)
            if one is not None:
                found.append(one)
        if not found:
            return None
        rule, verdict, _ = next((one for one in found if one[1] == "wrong"), found[0])
        message = "; ".join(one[2] for one in found[:_CELLS])
        rest = len(found) - _CELLS
        return rule, verdict, message + (f"; and {rest} more differ" if rest > 0 else "")

    def _difference(
        self, symbol: str, node: Node, value: Any, where: str
    ) -> tuple[str, Verdict, str] | None:
        """Rule, verdict and message about one number."""
        exact = self.values.known(node)
        if exact is None:
            message = f"{symbol} has no value on this page, so {where} cannot be compared"
            return "undecided", "unknown", message
        number = as_number(value)
        published = self._published(symbol, node)
        if number is None:
            message = f"{published}, but {where} is {shown(value)}, which is not a finite number"
            return "code-failed", "wrong", message
        a, b = as_float(exact), float(number)
        if math.isclose(a, b, rel_tol=CODE_TOLERANCE, abs_tol=1e-300):
            return None
        return "code-differs", "wrong", f"{published}, but {where} is {b!r}"
