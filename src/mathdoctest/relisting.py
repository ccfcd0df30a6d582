"""Lists and matrices that are given or computed anew, with other entries."""

from __future__ import annotations

from collections import Counter
from operator import eq, ne

from mathdoctest.cases import Cases
from mathdoctest.definitions import Definition, references, renamed
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact, equal
from mathdoctest.laying import Laying
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum, is_numeric, name_of
from mathdoctest.nearness import NEAR_MISS, NEARER, distance, slack
from mathdoctest.outcomes import bear_out
from mathdoctest.outline import Statement
from mathdoctest.places import Places
from mathdoctest.renewal import newer_data
from mathdoctest.rounding import as_float, prints
from mathdoctest.tree import Arr, Neg, Node, Num, Opaque, Ref, Sym, literals, walk

MOST_SLIPPED = 2
"""Entries of a list in which one slip of the pen may not be told from other entries."""


class Relisting:
    """Tells new lists from slips in one, of which the pen makes but one."""

    def __init__(self, document: Document, laying: Laying, cases: Cases, places: Places) -> None:
        self.document = document
        self.values = document.values
        self.laying = laying
        self.cases = cases
        self.places = places

    def gives_anew(self, k: int, statement: Statement, old: Definition) -> bool:
        """The same for a list or a matrix, of which a slip of the pen changes one entry."""
        source = statement.chain.parts[1].node
        bound = None if isinstance(source, Opaque) else self.document.bind(source, k)
        if isinstance(bound, Arr) and is_datum(bound):
            source = bound  # without a sign that it is a column
        if is_datum(source) and (
            not isinstance(source, Arr)  # No slip makes a number of a list.
            or self.places.labelled_likewise(k, old)
            or (all(one.is_told for one in old.entries) and self.places.in_cases(k, old))
            or self._most_differ(source, old)
            or self.cases.goes_with_another(k)
            or self._beside_other_list(k)
            or (self.cases.is_varied(k, old) and self.is_wholly_other(k, source, old))
            or self._is_scaled(source, old)
            or bear_out(self.document, self.laying, k, old, source)
        ):
            return True
        return (
            self._worked_out_alone(k, source)
            or self._other_cells(k, old, statement)
            or self._is_by_another_formula(k, old, statement)
            or self.is_unknown_of_newer(k, source, old)
            or self._of_newer_data(k, source, old)
        )

    def is_wholly_other(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a list that was told has other numbers in all of its places when told again.

        It is then of another run: “without momentum”, “with the other rate”.
        """
        bound = self.document.bind(source, k)
        said = cells(bound) if isinstance(bound, Arr) else []
        before = [self.values.known(Ref(0, 0, cell)) for cell in old.entries]
        # Among decimals a bare 0 is 0: that of a mask.
        return 1 < len(said) == len(before) and not any(
            _prints(cell, value) and (value == 0 or self.values.known(cell) != 0)
            for cell, value in zip(said, before, strict=True)
        )

    def _beside_other_list(self, k: int) -> bool:
        """Whether the same sentence gives another list in another shape, or other numbers in it.

        Then all of it is new data.
        """
        statements = self.document.statements
        for j in (k - 1, k + 1):
            if not 0 <= j < len(statements) or not self.places.beside(statements[j], statements[k]):
                continue
            first, *parts = (part.node for part in statements[j].chain.parts)
            versions = self.document.definitions.get(name_of(first), ())
            before = versions[-2:-1] if j < k else versions[-1:]
            told = bool(parts and before and before[0].cells) and is_datum(parts[0])
            bound = self.document.bind(parts[0], j) if told else None
            if isinstance(bound, Arr) and (
                self._has_other_shape(bound, before[0]) or self._most_differ(bound, before[0])
            ):
                return True
        return False

    def _most_differ(self, source: Arr, old: Definition) -> bool:
        """Whether a list that was given is given with other numbers in most of its places.

        A slip of the pen changes one of them, or exchanges two.
        """
        entries = old.entries
        if not all(one.is_told for one in entries):
            return False
        now = [self.values.known(cell) for row in source.rows for cell in row]
        before = [self.values.known(Ref(0, 0, one)) for one in entries]
        if len(now) != len(before) or None in now or None in before:
            return False
        others = sum(map(ne, now, before))
        exchanged = others < len(now) and Counter(now) == Counter(before)
        return others > 1 and 2 * others > len(now) and not exchanged

    def _is_scaled(self, source: Arr, old: Definition) -> bool:
        """Whether all numbers of a list are the old ones times one factor, as if normalised."""
        if not all(isinstance(number, Num) for number in literals(source)):
            return False
        factors = []
        for cell, one in zip(cells(source), old.entries, strict=False):
            now, before = self.values.known(cell), self.values.known(Ref(0, 0, one))
            if now is None or before is None or bool(now) != bool(before):
                return False
            if before:
                room = slack(cell)
                factors.append((as_float(now) / as_float(before), room))
        first = factors[0][0] if factors else 1.0
        return (
            len(factors) > 1
            and len(cells(source)) == len(old.entries)
            and abs(first - 1) > NEAR_MISS
            and all(abs(f - first) <= abs(first) * (room + factors[0][1]) for f, room in factors)
        )

    def _worked_out_alone(self, k: int, source: Node) -> bool:
        """Whether a calculation in numbers comes to one number, and to no list."""
        if isinstance(source, (Arr, Opaque)) or not is_numeric(source) or not literals(source):
            return False
        bound = self.document.bind(source, k)
        return not isinstance(bound, (Arr, Opaque)) and self.values.known(bound) is not None

    def is_unknown_of_newer(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a formula with newer data in it comes to nothing that is known on the page."""
        if is_numeric(source):
            return False
        bound = source if isinstance(source, Opaque) else self.document.bind(source, k)
        told = cells(bound) if isinstance(bound, Arr) else [bound]
        if all(self.values.known(one) is not None for one in told):
            return False
        latest = (
            self.document.definitions.get(node.name, (old,))[-1]
            for node in walk(source)
            if isinstance(node, Sym)
        )
        return any(new.version and new.start > old.start for new in latest)

    def _of_newer_data(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a list's own formula is said again after its data were given anew."""
        if is_numeric(source) or isinstance(source, Opaque) or not self.document.has_versions():
            return False
        bound = self.document.bind(source, k)
        if not isinstance(bound, Arr) or len(cells(bound)) != len(old.entries):
            return False
        newer = [newer_data(self.document, one) for one in old.entries]
        return any(newer) and all(
            one.node is not None
            and not one.given
            and self.values.identical(cell, renamed(one.node, new)) is True
            for cell, one, new in zip(cells(bound), old.entries, newer, strict=True)
        )

    def other_shape(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a list or matrix has other rows or columns now; no slip makes these."""
        bound = source if isinstance(source, Opaque) else self.document.bind(source, k)
        return isinstance(bound, Arr) and self._has_other_shape(bound, old)

    def _has_other_shape(self, bound: Arr, old: Definition) -> bool:
        """The same of a list or matrix that is bound.

        A row that is written as a column, and a list of one number, are what they were.
        """
        before = old.shape if old.cells else (1, 1)
        return sorted(bound.shape) != sorted(before) and all(
            self.values.known(cell) is not None for cell in cells(bound)
        )

    def _other_cells(self, k: int, old: Definition, statement: Statement) -> bool:
        """Whether a list or matrix is given or computed anew in another place, with other entries.

        A slip of the pen changes one entry; and what is computed must agree with what follows, but
        for a slip there.
        """
        parts = statement.chain.parts[1:]
        if (
            old.section == statement.section
            and not self.places.in_items(old, statement)
            and not self._rests_on_newer(k, parts[0].node, old)
        ):
            return False
        before = [self.values.known(Ref(0, 0, cell)) for cell in old.entries]
        given = is_datum(parts[0].node)
        if None in before or (not given and len(parts) < 2) or not literals(parts[-1].node):
            return False
        said = cells(parts[0].node) if given else []
        if len(said) == len(before) and all(map(_prints, said, before)):
            return False  # what was computed is said again
        new: list[Exact | None] | None = None
        for part in parts:
            bound = part.node if isinstance(part.node, Opaque) else self.document.bind(part.node, k)
            if not isinstance(bound, Arr):
                return False
            values = [self.values.known(cell) for row in bound.rows for cell in row]
            if None in values or len(values) != len(before):
                return False
            new = new or values
            calculated = not given and not any(map(eq, new, before))
            misfits = sum(
                equal(n, o) or distance(v, n) > NEARER * distance(v, o)
                for v, n, o in zip(values, new, before, strict=True)
                if v is not None and n is not None and o is not None
            )
            if misfits > (calculated or len(values) > MOST_SLIPPED):
                return False
        return True

    def _is_by_another_formula(self, k: int, old: Definition, statement: Statement) -> bool:
        r"""Whether a list is worked out by another formula: “without scaling, $a = \sigma(s) = …$”.

        But for one slip of several, what is printed must be what the new formula gives, and most of
        it not what the old one gave: no slip in a formula or a number comes to that.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        if isinstance(source, Opaque) or is_numeric(source) or not following:
            return False
        made, shown = self.document.bind(source, k), following[-1]
        if not isinstance(made, Arr) or not isinstance(shown, Arr) or not is_datum(shown):
            return False
        entries, said = old.entries, cells(shown)
        if not len(cells(made)) == len(said) == len(entries) > 1:
            return False
        new = [self.values.known(self.values.keep(cell)) for cell in cells(made)]
        before = [self.values.known(Ref(0, 0, one)) for one in entries]
        if None in before or None in new:
            return False
        others = len(said) - sum(map(_prints, said, before))
        right = sum(map(_prints, said, new))
        slips = len(said) > MOST_SLIPPED
        return right >= len(said) - slips and others > 1 and 2 * others > len(said)

    def _rests_on_newer(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a formula has something in it that was given anew since a list was worked out.

        Or only numbers: those of the next step.
        """
        if isinstance(source, Opaque) or is_datum(source):
            return False
        bound = self.document.bind(source, k)
        return is_numeric(bound) or any(
            ref.definition.version > 0 and ref.definition.start > old.start
            for ref in references(bound)
        )


def _prints(datum: Node, value: Exact | None) -> bool:
    """Whether a number with its sign is a value, rounded to its places."""
    num, turned = (datum.arg, True) if isinstance(datum, Neg) else (datum, False)
    return value is not None and isinstance(num, Num) and prints(num, -value if turned else value)
