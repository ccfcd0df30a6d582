r"""Lists and matrices in tables, in rows that begin with a symbol: ``$W$`` beside ``$[0.1, 0.2]$``.

What such a cell holds is a version of the row's symbol, or a quantity that is named after it, such
as a gradient: the one whose numbers are there. A symbol of which the page has said nothing before
takes what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple, TypeAlias

from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.entries import entry_of
from mathdoctest.evaluate import Exact, equal
from mathdoctest.kin import Kin
from mathdoctest.ledger import Ledger
from mathdoctest.matrices import cells
from mathdoctest.names import name_of
from mathdoctest.nearness import FAR_OFF, distance, nearly
from mathdoctest.page import Number, Page, Table
from mathdoctest.rounding import literal, printed, prints, significant, text_key
from mathdoctest.slips import is_shifted, one_slip
from mathdoctest.tree import Arr, Deriv, Neg, Node, Num, Ref, Sym, literals

MAX_VERSIONS = 60
"""Quantities that one cell is compared with."""
TELLING = 3
"""Digits that tell which quantity is shown."""
TELLING_ALONE = 6
"""The same where no symbol stands before them."""
MAX_LOOKED_AT = 1_000
"""Names of a page whose lists those that stand alone are compared with."""
MAX_AGAIN = 3
"""The last versions of each quantity that a list alone is compared with."""
MAX_ROW = 40
"""Statements before a cell's that its row may hold."""

_LIST = re.compile(
    r"\s*(?:\\left\s*)?(?:[\[(]|\\begin\{[bpBv]?(?:small)?matrix\}|\\begin\{array\})"
)


_DIGIT = re.compile(r"\d")
_MEASURE = re.compile(
    r"range|shape|interval|domain|dim|size|bounds|limits|\bci\b|bereich|form\b|größe|interv",
    re.IGNORECASE,
)
"""Heads of lists that say something of a quantity, and not what it is."""
_AIMED_AT = re.compile(
    r"target|observ|measur|actual|true\b|truth|label|experiment|given|data|desired|"
    r"ziel|gemessen|soll|ist\b|observé|medid|目标|实际|実測|真",
    re.IGNORECASE,
)
"""Heads of numbers that a calculation is compared with."""

Column: TypeAlias = "tuple[int, int]"
"""A table and a column of it, both counted from 0."""


class Listed(NamedTuple):
    """Where a list or a matrix stands in a table."""

    first: int
    """The index of the formula that its row begins with."""
    sole: bool
    """Whether its row holds no other value."""


def listed(page: Page) -> Mapping[int, Listed]:
    """The formulas of tables that are lists or matrices, by index."""
    return {index: found for table in page.tables for index, found in _listed(page, table)}


def _listed(page: Page, table: Table) -> Iterator[tuple[int, Listed]]:
    heads = table.titles
    for row in table.rows:
        formulas = [page.alone_in(cell) for cell in row]
        first = formulas[0] if formulas else None
        values = [column for column, cell in enumerate(row) if column and _DIGIT.search(cell.text)]
        for column, index in enumerate(formulas):
            if not column or first is None or index is None:
                continue
            if _LIST.match(page.formulas[index].latex):
                measured = column < len(heads) and _MEASURE.search(heads[column]) is not None
                yield index, Listed(first, values == [column] and not measured)


def answered(page: Page) -> Mapping[int, tuple[Number, Column]]:
    """The formulas of tables behind which a cell holds one number and nothing else, by index."""
    found: dict[int, tuple[Number, Column]] = {}
    for k, table in enumerate(page.tables):
        heads = table.titles
        for row in table.rows:
            for column, (cell, behind) in enumerate(pairwise(row)):
                if column + 1 < len(heads) and _AIMED_AT.search(heads[column + 1]):
                    continue
                index = page.alone_in(cell)
                entry = None if index is None else entry_of(page, behind)
                number = None if entry is None else entry.number
                if index is None or number is None or number.kind not in ("unbound", "bound"):
                    continue
                if number.binding is None or number.binding.implied:
                    found[index] = number, (k, column)
    return found


def rows(page: Page) -> Mapping[int, frozenset[int]]:
    """The formulas that stand alone in cells, with those before them in their row; all indices."""
    found: dict[int, frozenset[int]] = {}
    for table in page.tables:
        for row in table.rows:
            before: list[int] = []
            for cell in row:
                index = page.alone_in(cell)
                if index is not None:
                    found[index] = frozenset(before)
                    before.append(index)
    return found


class Listing:
    """Compares what tables list with what the page says, and what a calculation in them makes."""

    def __init__(self, ledger: Ledger, document: Document) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self._rows = listed(ledger.page)
        self._answers = answered(ledger.page)
        self._cells = rows(ledger.page)
        self._borne_out: set[Column] = set()
        """Columns of results of which one was right."""
        self._kin = Kin(document)

    def check(self, k: int, shown: Arr) -> None:
        """Compare the list of statement ``k`` with what it tells again, if it tells something."""
        place = self._rows.get(self.document.statements[k].formula)
        symbol = None if place is None else self._symbol(k, place.first)
        if symbol is None or place is None:
            return
        known = self.document.lookup(name_of(symbol), k)
        versions = [] if known is None else [*self._versions(known)]
        if (
            not self._tells(shown, versions, TELLING, "table")
            and place.sole
            and isinstance(symbol, Sym)
            and not any(v.start < shown.start for v in versions)
        ):
            self._take(k, symbol, shown)

    def again(self, k: int, shown: Arr) -> bool:
        """Whether the list of statement ``k`` outside of tables says again what a quantity is."""
        at = self.document.statements[k].chain.start
        if len(self.document.definitions) > MAX_LOOKED_AT:
            return False
        versions = (
            version
            for versions in self.document.definitions.values()
            for version in islice(reversed(versions), MAX_AGAIN)
            if version.cells and version.start < at
        )
        # One with another number among them is another list.
        return self._tells(shown, islice(versions, MAX_VERSIONS), TELLING_ALONE, "equation", 1)

    def _tells(
        self, shown: Arr, versions: Iterable[Definition], least: int, kind: str, share: int = 2
    ) -> bool:
        """Compare a list with the quantity that it says again, if it does that.

        One in ``share`` of its numbers must be right, and show so many digits at ``least``.
        """
        best: list[tuple[Num, Node]] = []
        most = least - 1
        for version in versions:
            told = [*self._told(shown, version)]
            right = [num for num, _, value in told if self._shows(num, value)]
            digits = sum(map(significant, right))
            if share * len(right) >= len(told) and digits > most:
                best, most = [(num, node) for num, node, _ in told], digits
        if best:
            claims = [self.ledger.claim(num, node) for num, node in best]
            self.ledger.link(shown.start, shown.end, kind, claims, ())
        return bool(best)

    def before(self, k: int) -> Iterator[int]:
        """The statements in the cells before that of statement ``k``, the nearest first."""
        formulas = self._cells.get(self.document.statements[k].formula)
        for other in range(k - 1, max(k - MAX_ROW, 0) - 1, -1) if formulas else ():
            if formulas is not None and self.document.statements[other].formula in formulas:
                yield other

    def answer(self, k: int, source: Node, *, computes: bool = True) -> bool:
        """Note that the number in the next cell is what a formula of statement ``k`` comes to.

        Beside a formula that ``computes`` with no numbers may stand anything that is said of it.

        A number that is not quite that may be another one, such as what was aimed at: but not if it
        has its digits but for a slip of the pen, or a number above it is a result.
        """
        number, column = self._answers.get(self.document.statements[k].formula, (None, (-1, -1)))
        num = None if number is None else literal(number)
        value = None if num is None else self.values.known(source)
        if number is None or num is None or value is None or "." not in num.digits:
            return False
        worth = -value if number.negative else value
        if prints(num, worth):
            self._borne_out.add(column)
        elif column in self._borne_out:
            shown = printed(abs(worth), num)
            mistyped = shown.strip("0.") != "" and (
                is_shifted(num.digits, shown) or one_slip(num.digits, shown)
            )
            if distance(num.value, worth) > FAR_OFF and not prints(num, -worth) and not mistyped:
                return False
        elif (
            not computes
            or significant(num) < TELLING
            or not (one_slip(num.digits, printed(worth, num).lstrip("-")) or nearly(num, worth))
        ):
            return False
        self.ledger.worked[number.span.start] = source
        return True

    def _take(self, k: int, symbol: Sym, shown: Arr) -> None:
        """Take a list for a symbol's value: a datum, or what was worked out elsewhere."""
        made = self.document.update(k, symbol, shown, tells=False)
        made.given = True
        if symbol.name in self.document.told_by_formula:
            for cell in made.entries:
                cell.result = cell.blank = True
                cell.reason = f"{cell.latex} is told, and not how it was found"
        self.ledger.data |= {id(num) for num in literals(shown)}

    def _shows(self, num: Num, value: Exact) -> bool:
        """Whether a number is a value's, or what the page showed it as before, rightly or not."""
        before = self.ledger.printed.get(text_key(num))
        worth = None if before is None else self.values.known(before)
        again = worth is not None and equal(abs(worth), abs(value)) and not prints(num, -value)
        return again or prints(num, value)

    def _symbol(self, k: int, formula: int) -> Sym | Deriv | None:
        """What a formula before statement ``k`` names, or says that it is: ``a``, ``a = f(z)``."""
        for other in range(k - 1, max(k - MAX_ROW, 0) - 1, -1):
            statement = self.document.statements[other]
            if statement.formula == formula:
                node = statement.chain.parts[0].node
                return node if isinstance(node, (Sym, Deriv)) else None
        return None

    def _versions(self, known: Definition) -> Iterator[Definition]:
        """The versions of a quantity that has cells, the last first, and of those akin to it."""
        akin = islice(self._kin.akin(known), MAX_VERSIONS)
        return (version for version in akin if version.cells)

    def _told(self, shown: Arr, version: Definition) -> Iterator[tuple[Num, Node, Exact]]:
        """The numbers of a list as the cells of a quantity, if it has as many, with their values.

        Rows may be shown as columns.
        """
        refs = [Ref(shown.start, shown.end, cell) for cell in version.entries]
        places = cells(shown)
        if len(refs) != len(places) or (1 not in version.shape and version.shape != shown.shape):
            return
        for cell, ref in zip(places, refs, strict=True):
            (num,) = literals(cell)
            node: Node = Neg(ref.start, ref.end, ref) if isinstance(cell, Neg) else ref
            value = self.values.known(self.values.keep(node))
            if value is None:
                return
            yield num, node, value
