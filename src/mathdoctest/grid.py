"""The numbers of one table, and what each column shows itself to be computed by."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

from mathdoctest.columns import (
    FAR_BEFORE,
    UNROUNDED,
    column_formula,
    column_symbol,
    row_symbol,
)
from mathdoctest.contingency import computed, counts_of, plainly
from mathdoctest.copied import computed_twice
from mathdoctest.definitions import Definition, Function, references
from mathdoctest.document import Document
from mathdoctest.entries import FINE, Entry, entry_of, is_fine
from mathdoctest.evaluate import Exact
from mathdoctest.heads import NEW, OLD, SLOPE, in_formulas, is_headed, opposed, prefixes
from mathdoctest.induction import (
    SURE,
    SURER,
    Rule,
    Source,
    Value,
    evidence,
    rule,
    sources_of,
    tree_of,
    value_of,
)
from mathdoctest.kin import Kin
from mathdoctest.nearness import LONG, is_slip
from mathdoctest.page import SPAN_BEGINS, Cell, Number, Page, Table
from mathdoctest.rounding import as_float, as_fraction, half_place, literal, prints, significant
from mathdoctest.steps import RATES
from mathdoctest.summaries import (
    LIKE_TOTAL,
    SUMMARIES,
    Way,
    adds_up,
    mean_of,
    sum_of,
    totals,
    ways_of,
)
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Mul,
    Neg,
    Node,
    Num,
    Ref,
    Stand,
    behind,
    literals,
    replaced,
)

SEVERAL = 3
"""Rows of which each shows what its own symbol is: no more is needed to call them right."""
MAX_PAIRS = 10_000
"""Pairs of what columns may be computed from, for all columns of a page that a formula is sought
for: some thirty of five columns, or three of twenty."""
MAX_KNOWN = 10
"""Quantities of a page that a column may be computed from, the nearest above it first."""
MAX_SAID = 5
"""Numbers of the sentences before a table that a column may be computed from."""
MAX_SIZE = 60
"""A table with more rows or columns is not looked at."""
MAX_FUNCTIONS = 3
"""Functions of a page that a column may be a value of, the last ones."""
MAX_BODIES = 4
"""Expressions for a column's quantity."""
NEAR = 0.2
"""How far, relatively, a slip of the pen is off."""
NEARBY = 12
"""Rows above and below a number that show what its column is."""
BACKED = 2
"""Numbers of a column that show what its head means."""

_INDEX = re.compile(r"(?<=.)(?:_\{?[ijknt]\}?|\^\{?\([ijkn]\)\}?)\Z")
"""What makes the name of a sample's quantity of that of a quantity."""
_UNITED = re.compile(r"\W*(?:all|overall|altogether|insgesamt|both|any)\W*", re.IGNORECASE)
"""A title of what the others are parts of, which may overlap or not be all."""
_QUALIFIED = re.compile(
    r"\([^()]*[^\W\d_]{3}|(?<![^\W\d_])(?:incl|excl|without|unique|distinct|weighted|best|ohne"
    r"|inkl|exkl|any|either)",
    re.IGNORECASE,
)
"""What says in the title of sums that these are other ones."""
_TAKEN_OFF = re.compile(
    r"(?<![^\W\d_])(?:both|overlap|of which|of these|thereof|davon|less|minus|(?<!with )discount"
    r"|rebate|refund|rabatt|skonto|gutschein|returned|deducted|double)",
    re.IGNORECASE,
)
"""What says in the title of a row or a column that it is taken off a sum, or counted before."""
_REMARK = re.compile(r"\([^()$]*[^\W\d_]{3}[^()$]*\)")
"""Words in brackets, of a row that is an exception: “(3 for 2)”, “(masked)”."""
_REDUCED = re.compile(
    r"(?<![^\W\d_])(?:discount\w*|reduced|rebated?|half price|free|rabatt\w*|skonto|ermäßigt\w*"
    r"|reduziert\w*|remise|réduit\w*|descuento|rebajad\w*|desconto|sconto|scontat\w*|gratis)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
"""A word in the title of a row for which another price holds: “jars, with discount”."""
_EACH = re.compile(
    r"(?<![^\W\d_])(?:each|apiece|per \w+|a (?:piece|kilo|litre)|unit (?:price|cost)|price|rate"
    r"|einzelpreis|stückpreis|preis|je|prix|precio|preço|prezzo)(?![^\W\d_])|€/|/(?:kg|l|h|m|unit)\b"
)
"""What heads a column of prices, of which there may be others."""
_COUNT = re.compile(
    r"(?<![^\W\d_])(?:quantity|qty|pieces|pcs|units|number|count|how many|hours|menge|anzahl|stück"
    r"|quantité|cantidad|quantidade|quantità)(?![^\W\d_])"
)
"""What heads a column of how many there are."""
_AMOUNT = re.compile(
    r"(?<![^\W\d_])(?:amount|(?:sub)?total|net|cost|sum|price|betrag|summe|gesamt(?:preis)?|netto"
    r"|kosten|preis|montant|importe|importo|valor)(?![^\W\d_])"
)
"""What heads a column of what that comes to."""
_BLANK = re.compile(r"[\s\-–—−.·/]*")
"""What a cell holds where there is nothing to tell."""
ALL = 100
"""No share is larger, in percent."""
MAX_ABOVE = 3
"""Tables before one whose columns its own may be computed from."""
MAX_COLUMNS_ABOVE = 8
"""Columns of these."""
MAX_SOUGHT = 3
"""Formulas that are looked for where one only comes near to a column's numbers."""
MAX_MEANS = 4
"""Columns to the left whose mean the numbers of a column may be the distance from."""
MAX_SPREAD = 30
"""Numbers whose variance is worked out."""
TELLING_CELLS = 2
"""Other numbers of a row that sums up that show it to be computed from what is printed."""
_OTHER_STEPS = re.compile(
    r"momentum|velocit|nesterov|\badam\b|adagrad|rmsprop|decay|clip|regulari[sz]|penalt|froze|freez"
    r"|impuls|trägheit|schwung|gekappt|begrenzt|eingefroren|inerti|vitesse|élan|velocidad"
    r"|velocità|geschwindigkeiten|écrêt|recort",
    re.IGNORECASE,
)
"""Words for steps that go on from more than the gradient, or from less, perhaps in one row only."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A source of a column, and the tree of what it is in each row."""

    source: Source
    node: Callable[[int], Node]
    elsewhere: bool = False
    """Whether it is told outside of the table, and says no more if it is said again."""
    step: bool = False
    """Whether it is a step of plain descent, which is only one of several kinds."""
    words: bool = False
    """Whether only words tell it, as they do of a price, for which one row may have another."""


_Entered: TypeAlias = "tuple[list[list[Entry | None]], list[str], list[str]]"
"""The entries of a table by row, the titles of its rows and of its columns."""
_InRow: TypeAlias = "Callable[[int], Node]"
_Line: TypeAlias = "Sequence[tuple[Node, float] | None]"
"""Quantities that a row or a column may hold, with their values, in the order of its cells."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the page says before a table."""

    known: Sequence[Node]
    """Numbers that hold for the whole table."""
    beside: Sequence[_Line]
    """What its columns may tell again, by the symbols that its rows are called by."""
    below: Sequence[_Line]
    """What its rows may tell again, by the symbols that its columns are called by."""
    settled: dict[int, Node]
    """What numbers of tables were found to be, by where they begin."""
    above: Sequence[_Above]
    """The columns of tables before that have the same rows."""
    own: _Line = ()
    """The quantities that its rows are called by."""
    slopes: Sequence[_Line] = ()
    """The derivatives by these of what the page differentiates."""
    apart: frozenset[int] = frozenset()
    """The rows that the table itself tells to be exceptions."""
    plain: bool = True
    """Whether no words before it tell of more than steps of plain descent."""
    crossed: tuple[Sequence[tuple[int, int]], Sequence[_Line]] = ((), ())
    """Its places, and what these may hold that is computed from counts of the same rows and
    columns."""
    unrounded: bool = False
    """Whether its numbers were computed from others that are not rounded as it shows them."""


@dataclass(frozen=True, slots=True)
class _Above:
    """A column of a table before, with a number for each row of this one."""

    entries: Sequence[Entry | None]
    name: str
    """The quantity that it is called by."""
    formula: Node | None
    """What its head says that this is, with the values of names that hold by now."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """What the rows and the columns of a table are called by."""

    rows: Sequence[str]
    columns: Sequence[str]
    symbols: Sequence[Node | None]
    """The quantities that the rows are called by; nothing where one has no symbol."""


class Demand(NamedTuple):
    """What a number has to be, by one that is computed from it."""

    needed: float
    room: float
    """How far it may be from that, as the other one is rounded."""
    result: Entry
    """The number that is computed from it."""
    made: float
    """What that is of the number as it is printed."""


class Grids:
    """The tables of a page, each looked into when a number of it asks for that."""

    def __init__(self, page: Page, document: Document, bind: Callable[[str, int], Node]) -> None:
        self.page = page
        self.document = document
        self.bind = bind
        self.settled: dict[int, Node] = {}
        """What numbers of tables were found to be, by where they begin."""
        self._made: dict[int, Grid] = {}
        self._left = MAX_PAIRS
        self._entered: dict[int, _Entered] = {}
        """What `_entries` has found of the last tables, at which those behind them look, too."""

    @cached_property
    def _kin(self) -> Kin:
        return Kin(self.document)

    def around(self, at: int) -> Grid | None:
        """The table that a place is in."""
        k = self.page.table_at(at)
        if k < 0:
            return None
        if k not in self._made:
            table = self.page.tables[k]
            rows, titles, texts = self._entries(k)
            texts = in_formulas(texts)
            heads = [
                (self._bound(column_symbol(text), table), self._bound(column_formula(text), table))
                for text in texts
            ]
            symbols = [self._bound(row_symbol(title), table) for title in titles]
            own = self._of_rows(symbols)
            begin = table.span.start
            around = _Around(
                self._known(table, texts),
                self._related(symbols, table),
                self._related([symbol for symbol, _ in heads], table),
                self.settled,
                self._columns_above(k) if any(titles) else (),
                own,
                self._slopes(symbols, table) if own else (),
                _apart(table) if any(titles) else frozenset(),
                not own
                or _OTHER_STEPS.search(self.page.text, max(begin - FAR_BEFORE, 0), begin) is None,
                self._crossed(k, titles, texts),
                UNROUNDED.search(self.page.text, max(begin - FAR_BEFORE, 0), begin) is not None,
            )
            made = Grid(
                rows, _Titles(titles, texts, symbols), heads, around, self._left, self.document
            )
            self._made[k] = made
            self._left -= made.sought
        return self._made[k]

    def _entries(self, k: int) -> _Entered:
        if k not in self._entered:
            if len(self._entered) > MAX_ABOVE:
                del self._entered[next(iter(self._entered))]
            self._entered[k] = self._entries_of(k)
        return self._entered[k]

    def _entries_of(self, k: int) -> _Entered:
        """The entries of the ``k``-th table by row, the titles of its rows and of its columns.

        Where the head is a row of numbers, the rows have the place of columns.
        """
        table = self.page.tables[k]
        if max(len(table.rows), *map(len, table.rows), len(table.header)) > MAX_SIZE:
            return [], [], []
        rows = [[entry_of(self.page, cell) for cell in row] for row in table.rows]
        head = [entry_of(self.page, cell) for cell in table.header]
        titles = [_label(*row) for row in zip(table.rows, rows, strict=True)]
        if len(head) > 2 and all(head[1:]):
            rows = [head, *rows]
            width = max(map(len, rows))
            turned = [[row[c] if c < len(row) else None for row in rows] for c in range(1, width)]
            return turned, [""] * len(turned), [table.header[0].text, *titles]
        return rows, titles, table.titles

    def _columns_above(self, k: int) -> list[_Above]:
        """Columns of the tables right before the ``k``-th that have a row for each of its rows.

        These are called the same, or go on from the same numbers.
        """
        found: list[_Above] = []
        here = self.page.tables[k]
        titles = [row[0].text if row else "" for row in here.rows]
        for j in range(max(k - MAX_ABOVE, 0), k):
            table = self.page.tables[j]
            rows, own, heads = self._entries(j)
            width = max(map(len, rows), default=0)
            if len(rows) != len(titles) or len(own) != len(titles) or not all(titles):
                continue
            if not any(self._titled(table, c) == titles for c in range(width)):
                continue
            for c in range(width):
                entries = [row[c] if c < len(row) else None for row in rows]
                if any(entry is not None for entry in entries):
                    head = heads[c] if c < len(heads) else ""
                    name, formula = self._headed(head, here)
                    found.append(_Above(entries, name, formula))
        return found[:MAX_COLUMNS_ABOVE]

    def _crossed(
        self, k: int, titles: Sequence[str], heads: Sequence[str]
    ) -> tuple[Sequence[tuple[int, int]], Sequence[_Line]]:
        """The places of the ``k``-th table whose row and column an earlier table of counts has.

        With what is computed from these counts for each of them, where it has all of them.
        """
        rows, columns = ([plainly(text) for text in texts] for texts in (titles, heads))
        places: list[tuple[int, int]] = []
        lines: list[_Line] = []
        for j in range(max(k - MAX_ABOVE, 0), k):
            counts = counts_of(*self._entries(j), is_total=LIKE_TOTAL.search)
            if counts is None or not {*counts.rows} <= {*rows}:
                continue
            if not {*counts.columns} <= {*columns}:
                continue
            own = [(rows.index(r), columns.index(c)) for r in counts.rows for c in counts.columns]
            if not places or own == places:
                places = own
                made = computed(counts)
                lines += [[self._valued(node) for node in line] for line in made]
        return places, lines

    def _titled(self, table: Table, column: int) -> list[str]:
        return [row[column].text if column < len(row) else "" for row in table.rows]

    def _headed(self, head: str, table: Table) -> tuple[str, Node | None]:
        """The name of the quantity of a column, and what its head says that it is."""
        symbol = self._bound(column_symbol(head), table)
        formula = self._bound(column_formula(head), table)
        return _name(symbol) or _name(formula), formula

    def _bound(self, latex: str, table: Table) -> Node | None:
        return self.bind(latex, table.span.start) if latex else None

    def _related(self, symbols: Sequence[Node | None], table: Table) -> Sequence[_Line]:
        """What may stand beside or below symbols, of which a table has more than one."""
        definitions = [s.definition if isinstance(s, Ref) else None for s in symbols]
        if sum(d is not None for d in definitions) < 2:
            return ()
        lines = self._kin.relations(definitions, table.span.start).values()
        valued = [[self._valued(node) for node in line] for line in lines]
        return [*valued, *self._slopes(symbols, table)]

    def _slopes(self, symbols: Sequence[Node | None], table: Table) -> Sequence[_Line]:
        """The derivatives by symbols of what the page differentiates, as far as it tells them."""
        definitions = [s.definition if isinstance(s, Ref) else None for s in symbols]
        return [
            [self._valued(self._bound(latex, table)) for latex in line]
            for line in self._kin.slopes(definitions)
        ]

    def _of_rows(self, symbols: Sequence[Node | None]) -> _Line:
        """What the symbols that rows are called by are worth, where several are known."""
        own = [self._valued(symbol) if isinstance(symbol, Ref) else None for symbol in symbols]
        return own if sum(told is not None for told in own) >= SEVERAL else ()

    def _valued(self, node: Node | None) -> tuple[Node, float] | None:
        value = (
            None if node is None else self.document.values.known(self.document.values.keep(node))
        )
        return None if node is None or value is None else (node, as_float(value))

    def _known(self, table: Table, heads: Sequence[str]) -> list[Node]:
        """Numbers that hold for the whole table: quantities of the page, and numbers before it.

        What the units of its columns differ by is one, too.
        """
        document, values = self.document, self.document.values
        at = table.span.start
        latest = [versions[-1] for versions in document.definitions.values() if versions]
        latest = [d for d in latest if not d.cells and d.node is not None and d.start < at]
        latest.sort(key=lambda d: d.start, reverse=True)
        nodes: list[Node] = [
            Num(at, at, str(size), Fraction(size)) for size in (1, 2, *prefixes(heads))
        ]
        nodes += [Ref(at, at, d) for d in latest[:MAX_KNOWN]]
        low = bisect_left(self.page.numbers, at, key=SPAN_BEGINS)
        said = [n for n in self.page.numbers[max(0, low - 3 * MAX_SAID) : low] if self._in_prose(n)]
        nodes += [num for n in said[-MAX_SAID:] if (num := literal(n)) is not None]
        seen: set[float] = {0.0}
        kept = []
        for node in nodes:
            value = values.known(node)
            size = math.inf if value is None else as_float(value)
            if math.isfinite(size) and size not in seen:
                seen.add(size)
                kept.append(values.keep(node))
        return kept

    def _in_prose(self, number: Number) -> bool:
        return number.kind == "unbound" and self.page.table_at(number.span.start) < 0


class Grid:
    """One table's numbers.

    Args:
        rows: what each cell holds, by row.
        titles: the text of each row's first cell and its symbol, and of each column's head.
        heads: the quantity that each column is called by, and what its head says that it is.
        around: what the page says before it.
        most: how many pairs of sources a formula may be sought among.
        document: what the names mean.
    """

    def __init__(
        self,
        rows: list[list[Entry | None]],
        titles: _Titles,
        heads: list[tuple[Node | None, Node | None]],
        around: _Around,
        most: int,
        document: Document,
    ) -> None:
        self.rows = rows
        self.width = max(map(len, rows), default=0)
        self.names = [_name(symbol) or _name(formula) for symbol, formula in heads]
        self.formulas = [formula for _, formula in heads]
        self.known = around.known
        self.document = document
        self.values = document.values
        self.sought = 0
        self.settled = around.settled
        self._above = around.above
        self._own = around.own
        self._slopes = around.slopes
        self._apart = around.apart
        self._plain = around.plain
        self._unrounded = around.unrounded
        self._backed: set[tuple[int, int]] = set()
        self._place = {
            entry.number.span.start: (r, c)
            for r, row in enumerate(rows)
            for c, entry in enumerate(row)
            if entry is not None
        }
        self._digits = {e.num.digits for row in rows for e in row if e is not None}
        self._titles = titles.rows
        self._symbols = titles.symbols
        self._heads = [text.strip("*_ ").lower() for text in titles.columns]
        self._fits: dict[tuple[int, Way], frozenset[int]] = {}
        """What `_fitting` has found."""
        self._summed = ways_of(titles.rows)
        if not self._summed and (adds_up(rows) or (titles.rows and totals(rows, titles.rows[-1]))):
            self._summed = {len(rows) - 1: (sum_of,)}
        self._across = {
            k: (sum_of,) for k, head in enumerate(titles.columns) if LIKE_TOTAL.search(head)
        } | ways_of(titles.columns)
        self._summaries: dict[int, dict[int, Node]] = {}
        """What the numbers of columns are that sum up what is before them, by row."""
        self._meant: dict[tuple[int, int], Value] = {}
        """What stands for numbers that are slips by what the table shows."""
        self._uncopied: dict[int, Node | None] = {}
        """What the number of a column should be that is the one above it."""
        self._alone: tuple[int, int] | None = None
        """The only number of a table by two things that is not what the others are."""
        self._named: dict[tuple[int, int], Node] = {}
        """The quantities that the page has told before, by their places."""
        self._relate(around.beside, around.below, around.crossed)
        self._rules: dict[int, tuple[Rule, list[_Told]]] = {}
        for column in range(self.width):
            if self.sought < most and self._is_open(column):
                self._seek(column)

    def said(self, at: int) -> Node | None:
        """What a number is by the formula of its column, or because its row sums the others up."""
        place = self._place.get(at)
        if place is None:
            return None
        row, column = place
        if row in self._summed:
            summary = self._summary(row, column)
            entry = self.rows[row][column]
            if self._unrounded and summary is not None and entry is not None:
                # What is added up has more digits than the table shows.
                return summary if self._shows(entry, summary) else None
            return summary
        said = self._by_name(row, column) or self._by_rule(row, column)
        return said or self._summary_across(row, column) or self._meant_for(row, column)

    def _by_name(self, row: int, column: int) -> Node | None:
        """A quantity that the page has told before, whose place in the table this is."""
        node = self._named.get((row, column))
        entry = self._at(row, column)
        if node is None or entry is None:
            return None
        made = self._rules.get(column)
        if made is not None and row in made[0].fits and not self._shows(entry, node):
            return None  # as it is computed from the numbers beside it, it is right
        return node

    def _by_rule(self, row: int, column: int) -> Node | None:
        found = self._rules.get(column)
        if found is None:
            return None
        made, sources = found
        if row not in made.fits and (
            not self._is_fraction(row, column)
            or self._is_another(row, column, made, sources)
            or self._counts_on(row, column, made, sources)
        ):
            return None
        return self._made(row, made, sources)

    def _made(self, row: int, made: Rule, sources: Sequence[_Told]) -> Node | None:
        """What the formula of a column makes of a row, where that has all that it needs."""

        def node(k: int) -> Node:
            told = sources[k]
            if told.source.above and not row and made.start is not None:
                told = sources[made.start]
            return told.node(row)

        if not row and any(sources[k].source.above for k in sources_of(made.expression)):
            if made.start is None:
                return None
        elif any(sources[k].source.values[row] is None for k in sources_of(made.expression)):
            return None
        return self.values.keep(tree_of(made.expression, node))

    def _meant_for(self, row: int, column: int) -> Node | None:
        """What a number that is the one above it should be, by two ways to compute its column."""
        entries = [self._at(r, column) for r in range(len(self.rows))]
        again = [
            r
            for r, (above, here) in enumerate(itertools.pairwise(entries), 1)
            if above is not None and here is not None and above.size == here.size
        ]
        entry = entries[row]
        if again != [row] or entry is None or not is_fine(entry.num):
            return None
        if column not in self._uncopied:
            places = [(k, shift) for shift in (0, 1) for k in range(self.width)]
            places = [place for place in places if place != (column, 0)]
            nodes: list[_InRow] = [partial(self._operand, column=k, shift=n) for k, n in places]
            nodes += [partial(_same, known) for known in self.known]
            values = [Value(as_float(self.values.exact(one)), 0.0, 0.0) for one in self.known]
            lines = [self._column(*place) for place in places]
            lines += [(value,) * len(self.rows) for value in values]
            for k in range(self.width):
                # What is paid each time, of which the number is one part, and the one beside it
                # the rest.
                own, other = self._column(column)[0], self._column(k)[0]
                if k != column and own is not None and other is not None:
                    whole = Value(own.size + other.size, 0.0, own.half + other.half)
                    lines.append((None, *(whole,) * (len(self.rows) - 1)))
                    nodes.append(partial(self._first_sum, column, k))
            made = computed_twice(self._column(column), row, lines)
            self._uncopied[column] = (
                None if made is None else self.values.keep(tree_of(made, lambda k: nodes[k](row)))
            )
        return self._uncopied[column]

    def _first_sum(self, column: int, other: int, _row: int) -> Node:
        """What two numbers of the first row come to."""
        one, two = (self._operand(0, k) for k in (column, other))
        return self.values.keep(Add(one.start, one.end, (one, two)))

    def feeds(self, at: int) -> bool:
        """Whether another number of the table is right as what is computed from a number."""
        row, column = self._place.get(at, (-1, -1))
        entry = self._at(row, column)
        if entry is None or row in self._summed:
            return False
        below = (
            column in self._fitting(r, way)
            for r, ways in self._summed.items()
            for way in ways
            if r > row
        )
        return any(below) or any(
            place != column and any(num is entry.num for num in literals(node))
            for place, node in self._right_in(row)
        )

    def _right_in(self, row: int) -> Iterator[tuple[int, Node]]:
        """What those numbers of a row are that come out by the formulas of their columns."""
        for place in range(self.width):
            made, sources = self._rules.get(place, (None, ()))
            if made is not None and row in made.fits:
                node = self._made(row, made, sources)
            else:
                node = self._summary_across(row, place)
                if node is not None and not self._shows_at(row, place, node):
                    continue
            if node is not None:
                yield place, node

    def demand(self, at: int) -> Demand | None:
        """What a number has to be if a later one of its row, which is computed from it, is right.

        Nothing where no formula that holds for the other rows tells.
        """
        row, column = self._place.get(at, (-1, -1))
        entry = self._at(row, column)
        if entry is None:
            return None
        for place, (made, sources) in self._rules.items():
            result = self._at(row, place)
            if place <= column or result is None or row in self._summed:
                continue
            if len(made.fits - {row}) < SEVERAL:
                continue
            node = self._made(row, made, sources)
            found = None if node is None else self._solved(node, entry, result)
            if found is not None:
                return found
        return None

    def _solved(self, node: Node, operand: Entry, result: Entry) -> Demand | None:
        """For which number a tree that is linear in it comes to a result."""
        if not any(num is operand.num for num in literals(node)):
            return None
        shown = operand.num.value
        made = []
        for value in (shown, shown + 1, shown + 2):
            with self.values.supposing({id(operand.num): value}):
                worth = self.values.known(node)
            if worth is None:
                return None
            made.append(as_float(worth))
        slope = made[1] - made[0]
        bent = abs(made[2] - made[1] - slope)
        if not slope or bent > 1e-9 * abs(slope):
            return None
        sign = -1 if operand.negative else 1
        needed = as_float(shown) + (result.size - made[0]) / slope
        room = half_place(result.num) / abs(slope)
        return Demand(sign * needed, room, result, made[0])

    def is_copied(self, at: int) -> bool:
        """Whether a number is the one above it or below it, or stands in its row before it."""
        row, column = self._place.get(at, (-1, -1))
        entry = self._at(row, column)
        around = [(row - 1, column), (row + 1, column), *((row, c) for c in range(column))]
        others = [self._at(*place) for place in around if place[0] < len(self.rows)]
        return entry is not None and any(
            other is not None and other.num.digits == entry.num.digits for other in others
        )

    def is_another_rows(self, at: int) -> bool:
        """Whether a number of many digits is that of another row of its column, and not its own.

        What is as it was before, as a weight that is not updated, stands in its row already.
        """
        row, column = self._place.get(at, (-1, -1))
        entry = self._at(row, column)
        if entry is None or significant(entry.num) < LONG:
            return False
        beside = [self._at(row, c) for c in range(column)]
        below = [self._at(r, column) for r in range(len(self.rows)) if r != row]
        said, own = (
            any(other is not None and other.num.value == entry.num.value for other in others)
            for others in (below, beside)
        )
        return said and not own

    def has_signs(self, at: int) -> bool:
        """Whether the other numbers of a column are of both signs, so that each shows its own."""
        row, column = self._place.get(at, (-1, -1))
        entries = (self._at(r, column) for r in range(len(self.rows)) if r != row)
        return len({entry.size < 0 for entry in entries if entry is not None}) > 1

    def is_listed(self, at: int) -> bool:
        """Whether a number goes on from the one above by a constant, which the page tells nowhere.

        It may be a datum, to as many places as it shows: a table of discount factors.
        """
        found = self._rules.get(self._place.get(at, (0, -1))[1])
        if found is None:
            return False
        made, sources = found
        used = [sources[k].source for k in sources_of(made.expression)]
        kinds = {(one.above, one.known) for one in used}
        return kinds == {(True, False), (False, True)}

    def _counts_on(self, row: int, column: int, made: Rule, sources: Sequence[_Told]) -> bool:
        """Whether a whole number goes on from the ones above it alone, and may well stop to.

        Whole numbers of a few rows may be related by chance, too.
        """
        entry = self._at(row, column)
        used = [sources[k].source for k in sources_of(made.expression)]
        return (
            entry is not None
            and "." not in entry.num.digits
            and (len(made.fits) <= SEVERAL or all(one.above or one.known for one in used))
        )

    def is_amount(self, at: int) -> bool:
        """Whether a number is a whole one of many digits, which may be rounded."""
        entry = self._at(*self._place.get(at, (-1, -1)))
        return entry is not None and entry.is_computed and "." not in entry.num.digits

    def is_step(self, at: int) -> bool:
        """Whether a number's column is one of steps of plain descent."""
        column = self._place.get(at, (-1, -1))[1]
        if column not in self._rules:
            return False
        made, sources = self._rules[column]
        return any(sources[k].step for k in sources_of(made.expression))

    def steps_on(self, at: int) -> str | None:
        """The name of the quantity whose new value a number is, by the heads of its row and column.

        Nothing where the column is not what descent makes of the old ones.
        """
        row, column = self._place.get(at, (-1, -1))
        if not self.is_step(at) or not is_headed(self._heads[column], NEW):
            return None
        symbol = self._symbols[row] if row < len(self._symbols) else None
        return symbol.definition.name if isinstance(symbol, Ref) else None

    def is_priced(self, at: int) -> bool:
        """Whether only words tell what a number's column is, so that it may have another price."""
        row, column = self._place.get(at, (-1, -1))
        made, sources = self._rules.get(column, (None, ()))
        return (
            made is not None
            and row not in self._summed
            and any(sources[k].words for k in sources_of(made.expression))
        )

    def is_added_up(self, at: int) -> bool:
        """Whether a sum below a number is right with the number as it is printed."""
        column = self._place.get(at, (-1, -1))[1]
        return any(
            sum_of in ways and column in self._fitting(row, sum_of)
            for row, ways in self._summed.items()
        )

    def is_exception(self, at: int) -> bool:
        """Whether all other numbers of a column come out by its formula, and several of them."""
        row, column = self._place.get(at, (-1, -1))
        if (row, column) == self._alone or self._is_confirmed(row, column):
            return True
        if column not in self._rules:
            return False
        made, sources = self._rules[column]
        fits = made.fits
        told = [sources[k] for k in sources_of(made.expression)]
        used = [one.source for one in told]
        # What nobody says of the column may well be otherwise in one row, unless a sum tells.
        sure = any((one.source.computed or one.source.told) and not one.words for one in told)
        if not (sure or self._is_summed(row, column) or self._is_copied(row, column, fits)):
            return False
        if self._has_copied_operand(row, column):
            return False
        filled = {r for r in range(len(self.rows)) if self._at(r, column) is not None}
        # Where the page says the formula, fewer show that it is meant.
        enough = SEVERAL - any(one.told for one in used)
        others = filled - self._summed.keys() - self._apart - fits - {row}
        return (
            len(fits) >= enough
            and row not in fits
            and all(self._comes_out(r, column, made, sources) for r in others)
        )

    def _is_copied(self, row: int, column: int, fits: frozenset[int]) -> bool:
        """Whether a number of several digits is the right one of a row beside its own."""
        entry = self._at(row, column)
        beside = (self._at(r, column) for r in (row - 1, row + 1) if r in fits)
        return (
            entry is not None
            and significant(entry.num) >= FINE
            and any(other is not None and other.size == entry.size for other in beside)
        )

    def _is_confirmed(self, row: int, column: int) -> bool:
        """Whether a number is the one above it, and one behind it was computed from another one."""
        entry, above = self._at(row, column), self._at(row - 1, column)
        if entry is None or above is None or entry.size != above.size or not is_fine(entry.num):
            return False
        if self._meant_for(row, column) is not None:
            return True
        node = self._by_rule(row, column)
        value = None if node is None else self.values.known(node)
        if value is None:
            return False
        own = as_fraction(abs(value))
        return any(
            self._leads_to(entry, own, row, place) and not self._leads_to(entry, None, row, place)
            for place in self._rules
            if place > column
        )

    def _leads_to(self, operand: Entry, value: Fraction | None, row: int, column: int) -> bool:
        """Whether a number of the same row is what its column makes of another value of one."""
        result, (made, sources) = self._at(row, column), self._rules[column]
        node = self._made(row, made, sources)
        if node is None or result is None or len(made.fits - {row}) < SEVERAL:
            return False
        if not any(num is operand.num for num in literals(node)):
            return False
        with self.values.supposing({} if value is None else {id(operand.num): value}):
            worth = self.values.known(node)
        room = half_place(result.num) + half_place(operand.num)
        return worth is not None and abs(as_float(worth) - result.size) <= room

    def _comes_out(self, row: int, column: int, made: Rule, sources: Sequence[_Told]) -> bool:
        """Whether a number is right by its column's formula, with what its operands should be."""
        node = self._made(row, made, sources)
        return node is not None and self._shows_at(row, column, node)

    def _has_copied_operand(self, row: int, column: int) -> bool:
        """Whether a number is computed from one that a row beside its own has, too.

        Such a number may have been copied there, and be the slip itself.
        """
        node = self._by_rule(row, column)
        used = {num.start for num in literals(node)} if node is not None else set()
        columns = range(self.width)
        own = ([line[c] if c < len(line) else None for line in self.rows] for c in columns)
        for entries in itertools.chain((above.entries for above in self._above), own):
            entry = entries[row]
            if entry is None or entry.num.start not in used or significant(entry.num) < FINE:
                continue
            beside = (*entries[max(row - 1, 0) : row], *entries[row + 1 : row + 2])
            if any(other is not None and other.size == entry.size for other in beside):
                return True
        return False

    def is_told_by_sum(self, at: int) -> bool:
        """Whether the sum below a number is right with what its column says that it should be."""
        return self._is_summed(*self._place.get(at, (0, self.width)))

    def _is_summed(self, row: int, column: int) -> bool:
        """Whether the sum below a column is that of its numbers with what one of them should be."""
        node = self._by_rule(row, column)
        made = None if node is None else self.values.known(node)
        others = [
            entry
            for r in range(len(self.rows))
            if r != row and (entry := self._at(r, column)) is not None
        ]
        if made is None:
            return False
        total = as_float(made) + math.fsum(entry.size for entry in others)
        room = math.fsum(half_place(entry.num) for entry in others)
        return any(
            ways == (sum_of,)
            and column < len(self.rows[r])
            and (shown := self.rows[r][column]) is not None
            and abs(shown.size - total) <= room + half_place(shown.num)
            for r, ways in self._summed.items()
        )

    def _is_another(self, row: int, column: int, made: Rule, sources: Sequence[_Told]) -> bool:
        """Whether a number of a column that only repeats others repeats one that the rule is not.

        In a bisection either end may become the middle, and the other stays what it was above.
        """
        entry = self._at(row, column)
        repeats = isinstance(made.expression, int) and not sources[made.expression].source.told
        return repeats and any(
            entry is not None
            and (value := told.source.values[row]) is not None
            and value.size == entry.size
            for told in sources
        )

    def _is_fraction(self, row: int, column: int) -> bool:
        entry = self._at(row, column)
        return entry is not None and entry.is_computed

    def settle(self, at: int, node: Node) -> None:
        """Note what a number was found to be."""
        self.settled[at] = node

    def back(self, at: int) -> None:
        """Note that a number is what the head of its column says."""
        if (place := self._place.get(at)) is not None:
            self._backed.add(place)

    def sums_up(self, at: int) -> bool:
        """Whether a number's row sums the others up, so that no head speaks of it."""
        return (place := self._place.get(at)) is not None and place[0] in self._summed

    def backs(self, at: int) -> bool:
        """Whether the heads were right about the numbers above a number, and of all before it."""
        if (place := self._place.get(at)) is None:
            return False
        row, column = place
        before = [
            k
            for k, entry in enumerate(self.rows[row][:column])
            if entry is not None and entry.number.kind == "bound"
        ]
        above = sum((r, column) in self._backed for r in range(row))
        return above >= BACKED and all((row, k) in self._backed for k in before)

    def others(self, at: int) -> list[Entry]:
        """The numbers near to a number in its column, those of rows that sum up left out."""
        if (place := self._place.get(at)) is None:
            return []
        row, column = place
        near = range(max(row - NEARBY, 0), min(row + NEARBY + 1, len(self.rows)))
        entries = (self._at(r, column) for r in near if r != row)
        return [entry for entry in entries if entry is not None]

    def spans(self, at: int) -> bool:
        """Whether a number of the table begins at a place."""
        return at in self._place

    def holds(self, digits: str) -> bool:
        """Whether a number stands in the table."""
        return digits in self._digits

    def put_in(self, node: Node, at: int) -> Node:
        """A tree of numbers of a row with what they were found to be in their places."""
        place = self._place.get(at)
        found: dict[str, Node] = {}
        for column, entry in enumerate(self.rows[place[0]] if place is not None else ()):
            if entry is not None and place is not None and column != place[1]:
                operand = entry.stand(self.settled)
                operand = operand.arg if isinstance(operand, Neg) else operand
                if isinstance(operand, Stand):
                    found[entry.num.digits] = self.values.keep(operand)

        def instead(leaf: Node) -> Node:
            return found.get(leaf.digits, leaf) if isinstance(leaf, Num) else leaf

        if not any(num.digits in found for num in literals(node)):
            return node
        return self.values.keep(replaced(node, instead))

    # -- quantities that the page names

    def _relate(
        self,
        beside: Sequence[_Line],
        below: Sequence[_Line],
        crossed: tuple[Sequence[tuple[int, int]], Sequence[_Line]],
    ) -> None:
        """Find out which quantities columns and rows tell again."""
        # A table of the last prices and of these has a column of what the page tells of each row.
        self._now = {column for column in range(1, self.width) if self._says_own(column)}
        for column in range(1, self.width) if beside or self._own else ():
            head = "".join(self._heads[column : column + 1])
            told = [*beside, *([self._own] if self._own and is_headed(head, OLD) else ())]
            if self._now - {column}:
                told = [line for line in told if not self._is_own(line)]
            cells = [(r, column) for r in range(len(self.rows))]
            # Most symbols may have the same value as before in a column of new ones.
            self._tell(cells, told, new=is_headed(head, NEW))
        for row in range(len(self.rows)) if below else ():
            self._tell([(row, c) for c in range(len(self.rows[row]))], below)
        places, lines = crossed
        if lines:
            self._tell(places, lines)
            others = [
                place
                for place in places
                if (entry := self._at(*place)) is not None
                and ((node := self._named.get(place)) is None or not self._shows(entry, node))
            ]
            # Of a whole table all but one are no chance.
            self._alone = others[0] if len(others) == 1 and len(places) > SEVERAL else None

    def _says_own(self, column: int) -> bool:
        """Whether all numbers of a column are what the page tells of the symbols of their rows."""
        pairs = [(self._at(r, column), symbol) for r, symbol in enumerate(self._symbols)]
        return bool(pairs) and all(
            entry is not None
            and isinstance(symbol, Ref)
            and self.values.known(symbol) is not None
            and self._shows(entry, symbol)
            for entry, symbol in pairs
        )

    def has_own_beside(self, at: int) -> bool:
        """Whether another column than a number's holds what the page tells of each row."""
        column = self._place.get(at, (-1, -1))[1]
        return bool(self._now - {column})

    def is_of_its_row(self, at: int) -> bool:
        """Whether a column shows a number in several rows, and another one in several others."""
        row, column = self._place.get(at, (-1, -1))
        entry = self._at(row, column)
        shown = [self._at(r, column) for r in range(len(self.rows))]
        told = Counter(one.size for one in shown if one is not None)
        return (
            entry is not None
            and told[entry.size] > 1
            and any(count > 1 for size, count in told.items() if size != entry.size)
        )

    def _is_own(self, line: _Line) -> bool:
        """Whether a line is what the page tells of the symbols that the rows are called by."""
        own = {id(symbol.definition) for symbol in self._symbols if isinstance(symbol, Ref)}
        nodes = [told[0] for told in line if told is not None]
        return all(isinstance(node, Ref) and id(node.definition) in own for node in nodes)

    def _tell(
        self, places: Sequence[tuple[int, int]], lines: Sequence[_Line], *, new: bool = False
    ) -> None:
        """Take a row or a column for the line that explains most of its digits, if one does.

        New values may well be the old ones but for one.
        """
        entries = [self._at(*place) for place in places]
        best: _Line = ()
        score = (False, 0.0)
        for line in lines:
            fits: dict[float, float] = {}
            missed = 0
            for entry, told in zip(entries, line, strict=False):
                if entry is None or told is None:
                    continue
                if self._shows(entry, *told):
                    fits[entry.size] = evidence(entry.size, half_place(entry.num))
                else:
                    missed += 1
            if new and missed and any(told and _is_given(told[0]) for told in line):
                continue
            said = sum(fits.values()) - math.log10(len(lines))
            needed = SURER if missed else SURE if len(fits) < SEVERAL else 0
            if said >= needed and missed <= len(fits) and (not missed, said) > score:
                best, score = line, (not missed, said)
        for place, entry, told in zip(places, entries, best, strict=False):
            if told is None or entry is None:
                continue
            self._named[place] = told[0]
            if not self._shows(entry, *told):
                self._take(place, entry, told[1])

    def _take(self, place: tuple[int, int], entry: Entry, made: float) -> None:
        """Let a number that may be a slip stand for what is meant, in what is computed from it."""
        if abs(made - entry.size) <= NEAR * max(abs(made), abs(entry.size)):
            self._meant[place] = Value(made, 0.0, half_place(entry.num))

    def _shows(self, entry: Entry, node: Node, size: float | None = None) -> bool:
        """Whether a number is a quantity's, as it is or as it is shown."""
        if size is not None and abs(size - entry.size) > 3 * half_place(entry.num):
            return False
        sign = -1 if entry.negative else 1
        return any(
            prints(entry.num, sign * value)
            for value in (self.values.exact(node), self.values.shown(node))
        )

    # -- the formula of a column

    def _seek(self, column: int) -> None:
        # What an exception is computed by is not what the column is.
        target = tuple(
            None if r in self._apart else value for r, value in enumerate(self._column(column))
        )
        sources = self._sources(column)
        self.sought += len(sources) ** 2
        for _ in range(MAX_SOUGHT):
            # Behind the columns to the left stand those of the row above.
            found = rule(target, tuple(told.source for told in sources), 2 * column)
            if found is None:
                return
            self._rules[column] = found, sources
            again = isinstance(found.expression, int) and sources[found.expression].elsewhere
            if not again and self._holds(column, found):
                break
            del self._rules[column]
            # What only came near to them was a number of the page: the next one may be it.
            used = {k for k in sources_of(found.expression) if k >= column + self.width}
            sources = [told for k, told in enumerate(sources) if k not in used]
            if not used:
                return
        else:
            return
        for r in set(range(len(self.rows))) - found.fits:
            entry = self._at(r, column)
            values = [told.source.values[r] for told in sources]
            if entry is None or any(values[k] is None for k in sources_of(found.expression)):
                continue
            try:
                made = value_of(
                    found.expression, [math.nan if v is None else v.size for v in values]
                )
            except (ValueError, ArithmeticError, TypeError):
                continue
            self._take((r, column), entry, made)

    def _holds(self, column: int, found: Rule) -> bool:
        """Whether a formula gives numbers of its column to the last digit.

        What only comes near to them, as far as its operands are rounded, may be any other formula.
        """
        right = wrong = 0
        for row in found.fits:
            entry = self._at(row, column)
            node = None if entry is None else self._by_rule(row, column)
            value = None if node is None else self.values.known(node)
            if entry is not None and value is not None and self._is_fraction(row, column):
                fits = prints(entry.num, -value if entry.negative else value)
                right, wrong = right + fits, wrong + (not fits)
        if self._unrounded:
            return right > wrong
        return right > 0 or wrong < 2

    def _is_open(self, column: int) -> bool:
        """Whether a column may have a formula that nobody tells."""
        entries = [e for r, row in enumerate(self.rows) if r not in self._summed
                   for e in row[column : column + 1] if e is not None]  # fmt: skip
        if not column and _is_even([entry.size for entry in entries]):
            return False  # arguments that somebody chose
        return any(e.is_computed for e in entries) and any(
            e.number.kind == "unbound"
            or (e.number.binding is not None and e.number.binding.implied)
            for e in entries
        )

    def _column(self, column: int, shift: int = 0) -> tuple[Value | None, ...]:
        """The numbers of a column, or of those above them; rows that sum up are left out."""
        computed = column in self._rules
        rows = range(len(self.rows))
        entries = [self._at(r - shift, column) if r not in self._summed else None for r in rows]
        shown = [e.num.decimals for e in entries if e is not None]
        # Where most are whole, they are counts.
        decimals = max(shown, default=0) if 2 * sum(map(bool, shown)) >= len(shown) else 0
        return tuple(
            None
            if e is None
            else self._meant.get((r - shift, column))
            or _value(e, computed=computed, decimals=decimals)
            for r, e in enumerate(entries)
        )

    def _at(self, row: int, column: int) -> Entry | None:
        if row < 0 or row in self._summed or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def _sources(self, column: int) -> list[_Told]:
        rows = range(len(self.rows))
        cost = math.log10(max(2, column)) + 0.1
        found = [
            _Told(Source(self._column(k), cost), partial(self._operand, column=k))
            for k in range(column)
        ]
        cost = math.log10(max(2, self.width)) + 0.5
        found += [
            _Told(
                Source(self._column(k, 1), cost, above=True),
                partial(self._operand, column=k, shift=1),
            )
            for k in range(self.width)
        ]
        if (first := self._at(0, column)) is not None:
            own = _value(first, computed=False)
            found.append(
                _Told(
                    Source((None, *[own for _ in rows[1:]]), 1.0, known=True),
                    lambda _row: self._operand(0, column),
                )
            )
        if self._own and not any(map(self._repeats_own, range(self.width))):
            # What a parameter was, which the page tells before and the table need not repeat.
            worths = [None if told is None else Value(told[1], 0.0, 0.0) for told in self._own]
            source = Source(tuple(worths), cost)
            found.append(_Told(source, partial(_told_in, self._own), elsewhere=True))
        steps = [self._computed(node, 0.5, told=True) for node in self._stepped(column)]
        found += [replace(one, step=True) for one in steps]
        found += [self._computed(node, 0.5, told=True) for node in self._told(column)]
        found += [
            replace(self._computed(node, 0.5, told=True), words=True)
            for node in (*self._priced(column), *self._differences(column))
        ]
        found += [
            self._computed(node, math.log10(max(2, column)) + 0.7) for node in self._applied(column)
        ]
        cost = math.log10(max(3, len(self.known))) + 0.3
        for known in self.known:
            value = Value(as_float(self.values.exact(known)), 0.0, 0.0)
            source = Source((value,) * len(rows), cost, known=True, constant=_is_constant(known))
            found.append(_Told(source, partial(_same, known)))
        near = range(max(column - MAX_MEANS, 0), column)
        means = list(map(self._mean_of, near))
        for place, summary in enumerate((*means, *map(self._total_of, near))):
            if summary is not None:
                value = Value(as_float(self.values.exact(summary)), 0.0, 0.0)
                source = Source((value,) * len(rows), 1.0, known=True, mean=place < len(means))
                found.append(_Told(source, partial(_same, summary)))
        for entries in (above.entries for above in self._above):
            numbers = tuple(
                None if entry is None or r in self._summed else _value(entry, computed=False)
                for r, entry in enumerate(entries)
            )
            node = partial(self._stand_above, entries)
            found.append(_Told(Source(numbers, cost), node, elsewhere=True))
        # What is always the same as another one says nothing new.
        seen: set[tuple[float | None, ...]] = set()
        kept = found[: column + self.width]
        for told in found[column + self.width :]:
            sizes = tuple(None if v is None else v.size for v in told.source.values)
            if sizes not in seen and any(size is not None for size in sizes):
                seen.add(sizes)
                kept.append(told)
        return kept

    def _stand_above(self, entries: Sequence[Entry | None], row: int) -> Node:
        entry = entries[row]
        if entry is None:
            raise LookupError(row)
        return entry.stand(self.settled)

    def _repeats_own(self, column: int) -> bool:
        """Whether most of a column is what the symbols of its rows are worth."""
        pairs = [
            (entry.size, told[1])
            for r, told in enumerate(self._own)
            if told is not None and (entry := self._at(r, column)) is not None
        ]
        return 2 * sum(shown == own for shown, own in pairs) > len(pairs)

    def _mean_of(self, column: int) -> Node | None:
        """The mean of a column that has a number in each row, which deviations are from."""
        rows = [r for r in range(len(self.rows)) if r not in self._summed]
        entries = [self._at(r, column) for r in rows]
        if column in self._rules:
            return None  # the mean of deviations is what their roundings leave of zero
        if not SEVERAL <= len(rows) <= MAX_SPREAD or None in entries:
            return None
        return self.values.keep(mean_of([self._operand(r, column) for r in rows]))

    def _total_of(self, column: int) -> Node | None:
        """The total below a column, which shares are parts of."""
        for row, ways in self._summed.items():
            if ways == (sum_of,) and column < len(self.rows[row]) and self.rows[row][column]:
                return self._made_up(row, column, sum_of)
        return None

    def _applied(self, column: int) -> Iterator[Callable[[int], Node]]:
        """The page's functions of the numbers beside."""
        functions = [f for f in self.document.functions.values() if len(f.params) == 1]
        for function in functions[-MAX_FUNCTIONS:]:
            for k in range(column):
                for order in (0, 1):
                    yield partial(self._call, function, order, k)

    def _call(self, function: Function, order: int, column: int, row: int) -> Node:
        at = self._operand(row, column)
        return Call(at.start, at.end, function.name, (at,), order, function)

    def _told(self, column: int) -> Iterator[Callable[[int], Node]]:
        """What the page says of a column's quantity, by those of other columns and rows."""
        name = self.names[column] if column < len(self.names) else ""
        places = _places_of(self.names)
        said = [self.formulas[column]] if column < len(self.formulas) else []
        said += [above.formula for above in self._above if name and above.name == name]
        bodies: list[Node] = [
            node for node in said if node is not None and not isinstance(node, (Arr, Ref))
        ]
        bodies += [
            body
            for d in (self.document.definitions.get(name) or self._general(name))[:1]
            for body in (d.node, *d.alternatives)
            if body is not None and not self._is_fitted(body)
        ]
        above = _places_of([one.name for one in self._above])
        for body in bodies[:MAX_BODIES]:
            names = {ref.definition.name for ref in references(body)}
            inside = names & places.keys()
            if not inside and not names & above.keys():
                continue
            if not inside or any(places[other] < column for other in inside):
                yield partial(self._put, body, places, above, column)
            if inside:
                yield partial(self._put, body, places, above, 0)

    def _differences(self, column: int) -> Iterator[Callable[[int], Node]]:
        """What lies between the beginning and the end of something that are headed so."""
        pair = opposed(self._heads[:column])
        for first, second in (pair, pair[::-1]) if pair else ():
            yield partial(self._less, second, first)

    def _less(self, column: int, taken: int, row: int) -> Node:
        whole, part = self._operand(row, column), self._operand(row, taken)
        s, e = whole.start, whole.end
        return Add(s, e, (whole, Neg(s, e, part)))

    def _general(self, name: str) -> Sequence[Definition]:
        """The quantity that a column has for each sample: that of which its name has an index."""
        general = _INDEX.sub("", name)
        return self.document.definitions.get(general, ()) if general != name else ()

    def _stepped(self, column: int) -> Iterator[Callable[[int], Node]]:
        """Steps of descent by the page's rate, of old values and gradients.

        Where no column is headed so, the old values are those of the rows' symbols, and the
        gradients may be what the page has told of these.
        """
        if not self._plain:
            return
        heads = self._heads[: column + 1]
        new = len(heads) > column and is_headed(heads.pop(), NEW)
        slope = next((k for k, head in enumerate(heads) if _is_of_slopes(head)), None)
        old = next((k for k, head in enumerate(heads) if is_headed(head, OLD)), None)
        slopes: list[_InRow] = []
        if slope is not None:
            slopes = [partial(self._operand, column=slope)]
        elif new:
            slopes = [partial(_told_in, line) for line in self._slopes]
        was: _InRow = self._symbol if old is None else partial(self._operand, column=old)

        def step(rate: Node, slope: _InRow, row: int) -> Node:
            before, gradient = was(row), slope(row)
            s, e = before.start, before.end
            return Add(s, e, (before, Neg(s, e, Mul(s, e, (rate, gradient)))))

        for name in RATES:
            for rate in self.document.definitions.get(name, ())[-1:]:
                for gradient in slopes:
                    yield partial(step, Ref(rate.start, rate.start, rate), gradient)

    def _symbol(self, row: int) -> Node:
        """The quantity that a row is called by."""
        node = self._symbols[row] if row < len(self._symbols) else None
        if node is None:
            raise LookupError(row)
        return node

    def _priced(self, column: int) -> Iterator[_InRow]:
        """How many times what each one costs, as the heads of a bill tell it."""
        heads = self._heads[: column + 1]
        if len(heads) <= column or not _AMOUNT.search(heads[column]):
            return
        each = [k for k, head in enumerate(heads[:column]) if _EACH.search(head)]
        count = [k for k, head in enumerate(heads[:column]) if _COUNT.search(head)]
        if len(each) == len(count) == 1 and each != count:
            yield partial(self._product, count[0], each[0])

    def _product(self, one: int, other: int, row: int) -> Node:
        left, right = (self._operand(row, column) for column in (one, other))
        return Mul(left.start, right.end, (left, right), "dot")

    def _is_fitted(self, body: Node) -> bool:
        """Whether an expression rests on numbers of the table, which lie beside it then."""
        return any(isinstance(part, Num) and part.start in self._place for part in behind((body,)))

    def _put(
        self,
        body: Node,
        places: Mapping[str, int],
        above: Mapping[str, int],
        column: int,
        row: int,
    ) -> Node:
        """An expression with numbers of its row in it, and of the row above from a column on.

        What no column of the table is called may be that of a table before.
        """

        def instead(leaf: Node) -> Node:
            name = leaf.definition.name if isinstance(leaf, Ref) else ""
            if name in places:
                return self._operand(row, places[name], int(places[name] >= column))
            if name in above:
                return self._stand_above(self._above[above[name]].entries, row)
            return leaf

        return replaced(body, instead)

    def _computed(self, node: Callable[[int], Node], cost: float, *, told: bool = False) -> _Told:
        """A source that is itself computed from numbers of the table."""
        found = tuple(self._rough(node, r) for r in range(len(self.rows)))
        return _Told(
            Source(found, cost, computed=True, told=told), lambda row: self.values.keep(node(row))
        )

    def _rough(self, node: Callable[[int], Node], row: int) -> Value | None:
        if row in self._summed:
            return None
        try:
            tree = self.values.keep(node(row))
            size = as_float(self.values.exact(tree))
            slack = sum(
                abs(
                    self.values.rough(tree, {id(num): as_float(num.value) + half_place(num)}) - size
                )
                for num in literals(tree)
                if "." in num.digits and is_fine(num) and num.start < num.end
            )
        except (LookupError, ValueError, ArithmeticError, TypeError):
            return None
        return Value(size, 0.0, slack) if math.isfinite(size) else None

    def _operand(self, row: int, column: int, shift: int = 0) -> Node:
        """A number of the table, as what it was found to be, where it was."""
        entry = self._at(row - shift, column)
        if entry is None:
            raise LookupError(row, column)
        return entry.stand(self.settled)

    def _summary(self, row: int, column: int) -> Node | None:
        """What a number is whose row sums up, in the way that fits most of the row."""
        ways = self._summed[row]
        if len(ways) > 1:
            shown = [len(self._fitting(row, way)) for way in ways]
            ways = (ways[shown.index(max(shown))],) if any(shown) else ()
        return self._made_up(row, column, ways[0]) if ways else None

    def _made_up(self, row: int, column: int, way: Way) -> Node | None:
        entries = [r for r in range(row) if self._at(r, column) is not None]
        others = [r for r in range(row) if r not in self._summed]
        if len(entries) < 2 or entries != others:
            return None
        if way not in (sum_of, mean_of) and len(entries) > MAX_SPREAD:
            return None
        return self.values.keep(way([self._operand(r, column) for r in entries]))

    def _summary_across(self, row: int, column: int) -> Node | None:
        """What a number is whose column sums up the numbers before it, as most of the column do."""
        if column not in self._across:
            return None
        if column not in self._summaries:
            best: dict[int, Node] = {}
            most = TELLING_CELLS - 1
            for way, first in itertools.product(self._across[column], (1, 0)):
                nodes = (
                    self._made_across(row, range(first, column), way)
                    for row in range(len(self.rows))
                )
                made = {r: node for r, node in enumerate(nodes) if node is not None}
                shown = sum(self._shows_at(r, column, node) for r, node in made.items())
                if shown > most and shown >= len(made) - 1:
                    best, most = made, shown
            self._summaries[column] = best
        return self._summaries[column].get(row)

    def _made_across(self, row: int, columns: Sequence[int], way: Way) -> Node | None:
        """What a way makes of a row's numbers in some columns, where each has one."""
        columns = [c for c in columns if c not in self._across]
        if row in self._summed or not 1 < len(columns) <= MAX_SPREAD:
            return None
        if any(self._at(row, c) is None for c in columns):
            return None
        return self.values.keep(way([self._operand(row, c) for c in columns]))

    def _shows_at(self, row: int, column: int, node: Node) -> bool:
        entry = self._at(row, column)
        return entry is not None and self._shows(entry, node)

    def _fitting(self, row: int, way: Way) -> frozenset[int]:
        """The columns of a row's numbers that are what a way makes of those above them."""
        found = self._fits.get((row, way))
        if found is None:
            found = self._fits[row, way] = frozenset(
                column
                for column, entry in enumerate(self.rows[row])
                if entry is not None
                and (node := self._made_up(row, column, way)) is not None
                and self._shows(entry, node)
            )
        return found

    def is_apart(self, at: int) -> bool:
        """Whether a number's row is told to be an exception, and no sum below says otherwise.

        “(masked)” beside its name says so, or what only this row has in a column of its own.
        """
        row, _ = self._place.get(at, (-1, -1))
        return row in self._apart and not self.is_told_by_sum(at)

    def is_no_sum(self, at: int) -> bool:
        """Whether a number that sums do not agree with may be right, as its row or column tells.

        Who is in two groups is counted once among all; what is taken off has a row of its own.
        """
        row, column = self._place.get(at, (-1, -1))
        entry = self.rows[row][column] if row >= 0 else None
        if entry is None:
            return False
        if row in self._summed:
            node = self._made_up(row, column, sum_of) if sum_of in self._summed[row] else None
            title, parts = self._titles[row], self._titles[:row]
            terms = [self._at(r, column) for r in range(row)]
        else:
            node = self._summary_across(row, column)
            title, parts = "".join(self._heads[column : column + 1]), self._heads[:column]
            terms = self.rows[row][:column]
        total = None if node is None else self.values.known(node)
        if total is None:
            return False
        return (
            _QUALIFIED.search(title) is not None
            or any(map(_TAKEN_OFF.search, parts))
            or (_UNITED.fullmatch(title) is not None and _may_unite(entry, total))
            or all(one is None or one.size == entry.size for one in terms)
            or ("." not in entry.num.digits and 2 * entry.num.value == abs(total))
            or (row in self._summed and self._is_off(row, column))
        )

    def _is_off(self, row: int, column: int) -> bool:
        """Whether more of the other columns nearly add up than do: their row sums up others."""
        fits = self._fitting(row, sum_of) - {column}
        off = 0
        for c, entry in enumerate(self.rows[row]):
            node = None if entry is None else self._made_up(row, c, sum_of)
            total = None if node is None else self.values.known(node)
            if entry is not None and total is not None and c != column and c not in fits:
                size = as_float(total)
                off += abs(size - entry.size) <= NEAR * max(abs(size), abs(entry.size))
        return off > len(fits)

    def is_told_again(self, at: int) -> bool:
        """Whether another number that sums up the same column is right about it."""
        row, column = self._place.get(at, (-1, -1))
        return any(
            r != row and column in self._fitting(r, way)
            for r, ways in self._summed.items()
            for way in ways
        )

    def words(self, at: int) -> str:
        """What a number that sums up is called, where its formula is too long to read."""
        row, column = self._place.get(at, (-1, -1))
        if self._summed.get(row, SUMMARIES[0][1])[0] in (sum_of, mean_of):
            return ""
        above = (self._at(r, column) for r in range(row))
        numbers = [entry.number for entry in above if entry is not None]
        shown = ", ".join(f"-{n.text}" if n.negative else n.text for n in numbers)
        return f"the {self._titles[row].strip(' *:.').lower()} of {shown}"

    def is_summary(self, at: int) -> bool:
        """Whether a number's row sums up what is printed above it, as the others of it show."""
        row, column = self._place.get(at, (-1, -1))
        return any(
            len(self._fitting(row, way) - {column}) >= TELLING_CELLS
            for way in self._summed.get(row, ())
        )


def _value(entry: Entry, *, computed: bool, decimals: int = 0) -> Value:
    half = half_place(entry.num)
    if not entry.num.decimals:
        # A whole number among decimal fractions is no rounded one.
        half *= 10.0**-decimals
    return Value(entry.size, half, half if entry.rounded(computed=computed) else 0.0)


def _is_even(sizes: Sequence[float]) -> bool:
    """Whether numbers go on by equal steps."""
    steps = [b - a for a, b in itertools.pairwise(sizes)]
    return len(steps) >= SEVERAL and max(steps) - min(steps) <= 1e-9 * max(map(abs, sizes))


def _places_of(names: Sequence[str]) -> dict[str, int]:
    """Where each quantity is, also by its name without the index of a sample."""
    places = {_INDEX.sub("", name): k for k, name in enumerate(names) if name}
    return places | {name: k for k, name in enumerate(names) if name}


def _is_of_slopes(head: str) -> bool:
    """Whether a column is headed by a word for derivatives, or by the sign of one."""
    return "\\partial" in head or is_headed(head, SLOPE)


def _name(node: Node | None) -> str:
    return node.definition.name if isinstance(node, Ref) else ""


def _is_given(node: Node) -> bool:
    return isinstance(node, Ref) and node.definition.given


def _is_constant(node: Node) -> bool:
    """Whether a number stands nowhere on the page."""
    return isinstance(node, Num) and node.start == node.end


def _same(node: Node, _row: int) -> Node:
    return node


def _told_in(line: _Line, row: int) -> Node:
    """What a line of quantities has for a row. Raises `LookupError` where it has nothing."""
    told = line[row] if row < len(line) else None
    if told is None:
        raise LookupError(row)
    return told[0]


def _may_unite(shown: Entry, total: Exact) -> bool:
    """Whether a number may be that of all without being the sum: a count or a share, or no slip."""
    if "." not in shown.num.digits or not is_slip(shown.num, total):
        return True
    return shown.num.value < total and shown.num.value <= ALL


def _apart(table: Table) -> frozenset[int]:
    """The rows of a table with a remark in the title, or alone in a column, if few have one."""
    texts = [[cell.text for cell in row] for row in table.rows]
    if len(texts) < SEVERAL:
        return frozenset()
    remarked = {
        r
        for r, row in enumerate(texts)
        if row and (_REMARK.search(row[0]) or _REDUCED.search(row[0]))
    }
    found = remarked if 2 * len(remarked) < len(texts) else set()
    for column in range(1, max(map(len, texts))):
        filled = {
            r
            for r, row in enumerate(texts)
            if column < len(row) and not _BLANK.fullmatch(row[column])
        }
        # What the first row alone has may be a result of all: the F of an analysis of variance.
        found |= filled if len(filled) == 1 and 0 not in filled else set()
    return frozenset(found)


def _label(cells: Sequence[Cell], entries: Sequence[Entry | None]) -> str:
    """What a row is called: its first cell with a text, unless a number comes before."""
    for cell, entry in zip(cells, entries, strict=True):
        if cell.text or entry is not None:
            return cell.text
    return ""
