r"""What a page may say of the numbers of a table's columns: their sum, their mean, deviations.

Statistics begin with a table: ``$x_i$`` and ``$y_i$`` in its head, a sample below. What comes next
is told in words and numbers: “here ``$\sum x_i y_i = 66$`` and ``$\bar x = 3$``”. Nothing but the
table says what these numbers are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from mathdoctest.columns import column_symbol
from mathdoctest.derivative import number
from mathdoctest.entries import Entry, entry_of
from mathdoctest.names import is_total
from mathdoctest.page import Cell, Page, Table
from mathdoctest.rounding import as_float, literal
from mathdoctest.summaries import is_summary
from mathdoctest.tree import Add, Call, Div, Mul, Neg, Node, Num, Stand, Sum, Sym, replaced, walk

MAX_SIZE = 100
"""Numbers of a column that are added up."""
MAX_TABLES = 20
"""Tables whose heads are read."""

_BOLD = re.compile(r"(\*\*|__)[^*_]+\1")
_PLAIN = re.compile(r"[-\u2212]?\d+(?:\.\d+)?")
_HAIR = 1e-6
"""The part of a sum by which one of printed numbers may be off."""
_LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")
_INDEXED = re.compile(rf"({_LETTER.pattern})_(?:[a-z]|\{{[a-z]\}})")
"""A symbol with a running index."""
_INDICES = frozenset("ijklmnrst")
"""Letters that count the members of a sample: the other one of ``m_y`` is a name."""
_GROUPED = re.compile(rf"({_LETTER.pattern})_\{{?([A-Z])\}}?")
"""A symbol of one group of several: the deviations ``\\Delta_A``."""
_NAMED = re.compile(rf"(?:{_LETTER.pattern})_\{{[A-Z]\}}")
_MEAN = re.compile(rf"\\bar\{{({_LETTER.pattern})\}}")
_BAR = re.compile(r"\\(?:bar|overline)\s*+\{?\s*+([A-Za-z])")
"""A mean of one letter, before it is read."""
_DEVIATIONS = re.compile(r"S{1,2}_\{([A-Za-z])([A-Za-z])\}")
"""The sum of squared deviations, or of products of two."""
_SPREAD = re.compile(rf"(?:s|S|\\sigma)_\{{({_LETTER.pattern})\}}")
"""The standard deviation of a sample."""
_WORD = re.compile(r"[^\W\d_]{2,}|[ΣØ∑]")
"""What the first cell of a row says that holds no member of the sample."""
_ROMAN = re.compile(r"[IVX]+|[ivx]+")

_BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:and|und|et|y|e)?|and|und|et|y|e)\s*")
"""What stands between the numbers of a list in a sentence."""
LEAST = 3
"""Numbers that make a sample."""
NEAR = 2_000
"""Characters between a list in a sentence and what is said of its numbers."""

_OF_LIST = re.compile(
    rf"(?:^|[\n;,.:(|*-])[ \t]*[$*`]*(?P<letter>{_LETTER.pattern})"
    r"(?:_\{?[ijkn]\}?)?[$*`]*[ \t]*[:=][ \t]*\Z"
)
"""The letter that a list is said to be the numbers of: ``$x$: 1.5, 2.0, 3.5``."""
_OF_LIST_AT_MOST = 40


class _List(NamedTuple):
    """Numbers in a sentence, with nothing but signs between them."""

    end: int
    members: Sequence[Num]
    letter: str
    """What they are numbers of, where that is told."""


_Columns = Mapping[str, Sequence[Node]]


class Samples:
    """The columns of a page's tables, by the letters in their heads.

    Args:
        page: the page.
        settled: what numbers of tables were found to be, by where they begin.
    """

    def __init__(self, page: Page, settled: Mapping[int, Node]) -> None:
        self.page = page
        self.settled = settled

    @cached_property
    def _tables(self) -> list[tuple[int, dict[str, list[Entry]]]]:
        """Where each table with a sample ends, and its columns."""
        found = [(table.span.end, self._columns(table)) for table in self.page.tables[:MAX_TABLES]]
        return [(end, columns) for end, columns in found if columns]

    @cached_property
    def _listed(self) -> list[_List]:
        """The lists in sentences."""
        found: list[_List] = []
        numbers = [n for n in self.page.numbers if n.kind == "unbound" and n.binding is None]
        text = self.page.text
        first = 0
        for k, number_ in enumerate(numbers, 1):
            behind = numbers[k].span.start if k < len(numbers) else len(text)
            if _BETWEEN.fullmatch(text, number_.span.end, behind):
                continue
            listed, first = numbers[first:k], k
            members = [num for n in listed if (num := literal(n)) is not None and not n.negative]
            if LEAST <= len(members) == len(listed) <= MAX_SIZE:
                start = listed[0].span.start
                named = _OF_LIST.search(text, max(0, start - _OF_LIST_AT_MOST), start)
                letter = named["letter"] if named else ""
                found.append(_List(listed[-1].span.end, members, letter))
        return found

    @cached_property
    def _lists(self) -> list[_List]:
        """The lists that are samples, for their letter or because the page tells their mean.

        What stands in a sentence without a letter may be anything.
        """
        found = []
        for one in self._listed:
            if one.letter:
                found.append(one)
                continue
            mean = as_float(sum(num.value for num in one.members) / len(one.members))
            letter = _letter_of_mean(self.page.text, one.end, mean)
            if letter is not None:
                found.append(one._replace(letter=letter))
        return found

    def __bool__(self) -> bool:
        """Whether any table or sentence has a sample."""
        return bool(self._tables or self._lists)

    @property
    def may_be(self) -> bool:
        """Whether there is a sample, or a list that is one as soon as the page prints its mean."""
        return bool(self._tables or self._listed)

    def is_member(self, name: str) -> bool:
        """Whether a name, such as ``x_{i}``, is that of any number in a column."""
        letter = re.sub(r"_\{[a-z]\}$", "", name)
        return any(letter in columns for _, columns in self._tables)

    def is_told_since(self, node: Sum, since: int, at: int) -> bool:
        """Whether another sample of a letter of a sum is told between two places."""
        names = {part.base for part in walk(node.body) if isinstance(part, Sym)}
        letters = names.union(*(name for name in names if name.isalpha()))  # xy is x times y
        return any(one.letter in letters for one in self._lists_between(since, at)) or any(
            since < end <= at and letters & columns.keys() for end, columns in self._tables
        )

    def of(self, node: Node, at: int, bind: Callable[[Node], Node]) -> Node | None:
        r"""What ``\bar{x}``, ``\sum x_i^2`` or ``S_{xy}`` is by the tables before a place.

        Args:
            node: a symbol or a sum.
            at: the place.
            bind: what gives the other symbols of a sum their meaning.
        """
        if isinstance(node, Sum):
            return self._sum(node, at, bind)
        if not isinstance(node, Sym):
            return None
        if found := _MEAN.fullmatch(node.name):
            columns = self._before(at, {found[1]})
            return None if columns is None else _mean(columns[found[1]], node)
        if found := _DEVIATIONS.fullmatch(node.name):
            columns = self._before(at, {found[1], found[2]})
            if columns is None:
                return None
            return _deviations(columns[found[1]], columns[found[2]], node)
        return None

    def spreads(self, node: Sym, at: int) -> list[tuple[Node, Node]]:
        """What ``s_x`` may be as the standard deviation of a sample, each with its square.

        That of the sample comes first, and then that of the numbers as a whole.
        """
        named = _SPREAD.fullmatch(node.name)
        columns = None if named is None else self._before(at, {named[1]})
        if named is None or columns is None or len(columns[named[1]]) < LEAST:
            return []
        members, s, e = columns[named[1]], node.start, node.end
        squares = _deviations(members, members, node)
        variances = [Div(s, e, squares, number(len(members) - less, node)) for less in (1, 0)]
        return [(Call(s, e, "sqrt", (variance,)), variance) for variance in variances]

    def _sum(self, node: Sum, at: int, bind: Callable[[Node], Node]) -> Node | None:
        """A sum over all rows: of no index, or of one that runs as far as the sample does."""
        if node.kind != "sum" or (not node.index and not is_total(node)):
            return None
        running = {
            part.name: part.base if _runs(part, node) else part.name
            for part in walk(node.body)
            if isinstance(part, Sym)
            if _runs(part, node) or (not node.index and _NAMED.fullmatch(part.name))
        }
        if not running:
            return None
        columns = self._before(at, {*running.values()})
        if columns is None:
            return None

        def row(r: int) -> Node:
            def instead(leaf: Node) -> Node:
                letter = running.get(leaf.name) if isinstance(leaf, Sym) else None
                return leaf if letter is None else columns[letter][r]

            return bind(replaced(node.body, instead))

        size = len(next(iter(columns.values())))
        return Add(node.start, node.end, tuple(map(row, range(size))))

    def _before(self, at: int, letters: set[str]) -> _Columns | None:
        """The columns of the nearest table above that has all these letters in its head."""
        for end, columns in reversed(self._tables):
            if end <= at and letters <= columns.keys():
                return {letter: self._stand(columns[letter]) for letter in letters}
        found: dict[str, list[Node]] = {}
        for one in self._lists_between(at - NEAR, at):
            names = {one.letter} if one.letter else letters if len(letters) == 1 else set()
            if not _is_told_anew(self.page.text[one.end : one.end + NEAR], one.letter):
                for letter in names & letters:
                    members = [*map(_told, one.members)]
                    if found.setdefault(letter, members) != members:
                        return None  # Which of two is meant nobody knows.
        sizes = {*map(len, found.values())}
        return found if found.keys() == letters and len(sizes) == 1 else None

    def _lists_between(self, start: int, end: int) -> Sequence[_List]:
        first, last = (bisect_left(self._lists, at, key=lambda one: one.end) for at in (start, end))
        return self._lists[first:last]

    def _stand(self, members: Sequence[Entry]) -> list[Node]:
        """The numbers of a column as what they were found to be, if most are more than data.

        Among data one may be a result by chance.
        """
        found = [self.settled.get(one.number.span.start) for one in members]
        computed = sum(node is not None and not isinstance(node, Num) for node in found)
        settled = self.settled if 2 * computed > len(members) else {}
        return [_told(one.stand(settled)) for one in members]

    def _columns(self, table: Table) -> dict[str, list[Entry]]:
        rows = _members(table)
        found: dict[str, list[Entry]] = {}
        if not 2 <= len(rows) <= MAX_SIZE:
            return found
        for column, title in enumerate(table.titles):
            letter = _letter(title)
            members = [entry_of(self.page, row[column]) for row in rows if column < len(row)]
            kept = [member for member in members if member is not None]
            if letter in found:
                return {}
            if letter and len(kept) == len(rows):
                found[letter] = kept
        return found or self._rows(table)

    def _rows(self, table: Table) -> dict[str, list[Entry]]:
        """The same of a table whose rows are samples, each behind its symbol: ``$x_i$ | 3 | 5``."""
        found: dict[str, list[Entry]] = {}
        for title, *cells in table.rows:
            symbol = _INDEXED.fullmatch(column_symbol(title.text))
            members = [entry_of(self.page, cell) for cell in cells]
            kept = [member for member in members if member is not None]
            if symbol is None or len(kept) != len(members) or not LEAST <= len(kept) <= MAX_SIZE:
                return {}
            found[symbol[1]] = kept
        sizes = {*map(len, found.values())}
        return found if len(sizes) == 1 and len(found) == len(table.rows) else {}


def _told(node: Node) -> Node:
    """A number of a sample: it is told where it stands, whatever is computed from it."""
    return Stand(node.start, node.end, node, node) if isinstance(node, Num) else node


def _letter_of_mean(text: str, at: int, mean: float) -> str | None:
    r"""The ``x`` of ``\bar{x} = 5.33``, where a page prints a mean further on.

    Empty where words tell it; nothing where it is not printed in three digits or more.
    """
    behind = text[at : at + NEAR]
    for digits in (f"{mean:.{places}f}" for places in range(1, 6)):
        if len(digits.strip("-0").replace(".", "")) < LEAST:
            continue
        printed = re.escape(digits).replace(r"\.", r"(?:\.|,|\{,\})")
        told = re.search(rf"(?<![\d.,]){printed}(?!\d)", behind)
        if told is not None:
            named = _BAR.findall(behind[: told.start()].rpartition("\n\n")[2])
            return named[-1] if named else ""
    return None


def _is_told_anew(behind: str, letter: str) -> bool:
    """Whether a later section tells another mean of a letter: of a sample with other numbers."""
    if not letter or "\n#" not in behind:
        return False
    said = re.findall(
        rf"\\(?:bar|overline)\s*\{{?\s*{letter}\b[^$\n]*?([\d.,{{}}]*\d)\s*\$", behind
    )
    return len({digits.replace("{,}", ",") for digits in said}) > 1


def _members(table: Table) -> list[tuple[Cell, ...]]:
    """The rows of a sample: those that are numbered, or named if all are, but none that sums up."""
    rows = [row for row in table.rows if row and not is_summary(row[0].text)]
    return _without_totals([row for row in rows if not _is_worded(row[0].text)] or rows)


def _without_totals(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows without a last one that no word calls that of the sums, but its bold numbers are."""
    if len(rows) <= LEAST or not all(_BOLD.fullmatch(cell.text) for cell in rows[-1] if cell.text):
        return rows
    columns = [[_figure(cell.text) for cell in column] for column in zip(*rows, strict=False)]
    whole = [[size for size in column if size is not None] for column in columns]
    sums = [
        abs(sum(above) - last) < _HAIR * max(1.0, abs(last))
        for column, (*above, last) in zip(columns, (sizes or [0.0] for sizes in whole), strict=True)
        if len(above) + 1 == len(column)
    ]
    return rows[:-1] if len(sums) > 1 and all(sums) else rows


def _figure(text: str) -> float | None:
    """What a cell's number is worth."""
    found = _PLAIN.fullmatch(text.strip("*_$ "))
    return None if found is None else float(found[0].replace("\u2212", "-"))


def _is_worded(text: str) -> bool:
    """Whether the first cell of a row is no number of it: not ``3``, ``a``, ``III`` or ``(ii)``."""
    return _WORD.search(text) is not None and not _ROMAN.fullmatch(text.strip("*_ .()"))


def _letter(title: str) -> str:
    """The letter of a column: its symbol without a running index."""
    symbol = column_symbol(title) or title.strip("*_ ")
    symbol = symbol.partition("=")[0].rstrip()  # the column ``X = 1/v`` is called ``X``
    if found := _INDEXED.fullmatch(symbol):
        return found[1]
    if found := _GROUPED.fullmatch(symbol):
        return f"{found[1]}_{{{found[2]}}}"
    return symbol if _LETTER.fullmatch(symbol) else ""


def _runs(part: Sym, node: Sum) -> bool:
    """Whether a symbol of a sum is another one in each row."""
    index = part.sub == node.index or (not node.index and part.sub in _INDICES)
    return index and _LETTER.fullmatch(part.base) is not None


def _mean(terms: Sequence[Node], like: Node) -> Node:
    total = Add(like.start, like.end, tuple(terms))
    return Div(like.start, like.end, total, number(len(terms), like))


def _deviations(one: Sequence[Node], other: Sequence[Node], like: Node) -> Node:
    s, e = like.start, like.end
    means = [Neg(s, e, _mean(terms, like)) for terms in (one, other)]
    return Add(s, e, tuple(
        Mul(s, e, (Add(s, e, (x, means[0])), Add(s, e, (y, means[1]))))
        for x, y in zip(one, other, strict=True)
    ))  # fmt: skip
