"""Equations that tell a known quantity anew: one more round, or other data than before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from mathdoctest.chains import Part
from mathdoctest.definitions import Definition, references
from mathdoctest.document import LONG_FIGURE, Document
from mathdoctest.iteration import turn
from mathdoctest.laying import MAX_SOURCES, Laying
from mathdoctest.learning import agree
from mathdoctest.ledger import Ledger
from mathdoctest.matrices import cells
from mathdoctest.names import has_names, is_datum, is_numeric, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    MISLAID,
    NEAR_MISS,
    NEARER,
    distance,
    is_slip,
    nearly,
    slack,
)
from mathdoctest.outline import Statement
from mathdoctest.renewal import Renewals, all_renewed, is_whole, unmarked
from mathdoctest.rounding import as_float, half_place, prints, significant
from mathdoctest.solving import unknown_inside
from mathdoctest.tree import (
    Add,
    Arr,
    Deriv,
    Neg,
    Node,
    Num,
    Opaque,
    Ref,
    Sym,
    behind,
    in_rows,
    literals,
    origins,
    walk,
)
from mathdoctest.wording import BEFORE, STAYS, sentence, sentence_of

_SLOPES = re.compile(
    r"\b(?:slope|derivative|gradient|Ableitung|Steigung|dérivée|pente|derivada|derivata)|导数|梯度",
    re.IGNORECASE,
)
"""Words for a derivative ``f'``, which is no new value of ``f``."""
SOLVED_BELOW = 3
"""Statements below an equation that may tell what it asks for."""
MAX_SOUGHT = 2_000
"""Parts of a formula that are searched for old values."""


class Rounds:
    """Tells the numbers of another round from slips in those of this one."""

    def __init__(self, ledger: Ledger, document: Document, laying: Laying) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = laying

    def made_anew(self, k: int, statement: Statement, first: Sym) -> Node | None:
        """A quantity's formula with newer values in it, where numbers are about these."""
        versions = self.document.definitions.get(first.name, ())
        parts = statement.chain.parts[1:]
        if versions and versions[-1].cells and versions[-1].page == self.document.path:
            return self._list_anew(k, parts[0].node, versions[-1])
        cell = self.document.bind(first, k) if not versions and is_datum(parts[0].node) else None
        if isinstance(cell, Ref):
            versions = (cell.definition,)
        if (
            not versions
            or versions[-1].page != self.document.path
            or parts[0].relation not in ("=", "\\approx")
            or not is_numeric(parts[0].node)
        ):
            return None
        bound = self.document.bind(parts[0].node, k)
        old = Ref(first.start, first.end, versions[-1])
        if self.laying.agrees(bound, old):
            return self._left_behind(statement, first, bound) if cell is None else None
        if not is_datum(parts[0].node):
            following = parts[1].node if len(parts) > 1 and is_numeric(parts[1].node) else None
            made = turn(self.document, first.name, bound, following, self.laying.lay)
            if made is not None and (
                self.laying.agrees(bound, made) or not self._follows_itself(k, parts, made)
            ):
                return made
        elif BEFORE.search(sentence(self.ledger.page, statement)):
            return None
        if cell is None:
            # “For the label 1 the loss is …, for the label 3 it is …”: either may be told again.
            ways = list(islice(all_renewed(self.document, first.name), MAX_SOURCES))
            agreeing = (way for way in ways if self.laying.agrees(bound, way))
            made = next(agreeing, ways[0] if ways else None)
        else:
            made = Renewals(self.document).anew(cell)
        if made is None or not self._is_about(bound, made, old):
            return None
        # The new value may be one digit by chance, as that of a slip: “at $x = 2$, $y = 5$”.
        if is_datum(parts[0].node) and all(significant(num) < 2 for num in literals(bound)):
            start, _ = sentence_of(self.ledger.page, statement)
            data = (ref.definition for ref in references(made))
            if not any(datum.given and datum.start >= start for datum in data):
                return None
        if self.laying.agrees(bound, made):
            return made
        # What a table steps on to need not reach into a formula that was worked out in numbers.
        if self._holds_figures(made, 1) or (self.document.stepped and self._holds_data(made)):
            return None
        return None if self._follows_itself(k, parts, made) else made

    def marked_anew(self, definition: Definition) -> Node | None:
        """The formula of a quantity with newer values in it, for what is called its new value.

        What is called ``y'`` or ``y^{new}`` is ``y`` made of ``w'``.
        """
        old = self._unmarked(definition)
        if old is None or old.cells or old.given:
            return None
        return next(all_renewed(self.document, old.name), None)

    def list_marked_anew(self, definition: Definition, source: Node) -> list[tuple[Num, Node]]:
        """The same for a list or a matrix: its numbers, and what the formulas of the old one make.

        Nothing unless most of them are right, or half of them and the others look like slips.
        """
        old = self._unmarked(definition)
        if old is None or not isinstance(source, Arr) or old.shape != definition.shape:
            return []
        entries, told = old.entries, cells(source)
        if len(entries) != len(told) or any(one.given for one in entries):
            return []
        renewals = Renewals(self.document)
        pairs: list[tuple[Num, Node]] = []
        right = doubtful = 0
        for cell, one in zip(told, entries, strict=True):
            made = None if one.node is None else renewals.anew(one.node)
            value = None if made is None else self.values.known(made)
            if made is None or value is None or len(numbers := literals(cell)) != 1:
                return []
            (num,) = numbers
            if isinstance(cell, Neg):
                made, value = Neg(cell.start, cell.end, made), -value
            before = self.values.known(Ref(cell.start, cell.end, one))
            right += prints(num, value)
            stale = before is not None and prints(num, abs(before))
            doubtful += not (prints(num, value) or stale or is_slip(num, value))
            pairs.append((num, made))
        most = 2 * right > len(pairs) or (2 * right == len(pairs) and not doubtful)
        return pairs if most else []

    def _unmarked(self, definition: Definition) -> Definition | None:
        """What a quantity is the new value of: the page's ``y`` for ``y'`` or ``y^{new}``."""
        versions = self.document.definitions.get(unmarked(definition.name), ())
        return versions[-1] if versions and versions[-1].page == definition.page else None

    def is_meant(self, statement: Statement, definition: Definition, num: Num, made: Node) -> bool:
        """Whether a number that is told as a new value is what its formula makes, or meant to be.

        One that is about that may be a slip, or rest on rounded values; so may be the old one.
        """
        value = self.values.known(made)
        if value is None or not is_whole(self.document, made):
            return False
        if prints(num, abs(value)):
            return True
        words = sentence(self.ledger.page, statement)
        if BEFORE.search(words) or _SLOPES.search(words):
            return False
        if nearly(num, value) or self._holds_data(made):
            return False
        off = abs(as_float(num.value) - abs(as_float(value)))
        if off <= half_place(num) + self.ledger.doubts.moved(made, ()):
            return False
        old = self.document.definitions[unmarked(definition.name)][-1]
        before = self.values.known(Ref(num.start, num.end, old))
        if before is None or self._holds_figures(made, LONG_FIGURE):
            return False
        stale = significant(num) >= LONG and prints(num, abs(before))
        near = distance(num.value, abs(value)) < NEARER * distance(num.value, abs(before))
        return stale or near

    def _holds_data(self, made: Node) -> bool:
        """Whether a formula was worked out with a number that may be a datum's, an old one."""
        decimals = set()
        seen: set[int] = set()
        waiting = [made]
        while waiting and len(seen) < MAX_SOUGHT:
            part = waiting.pop()
            if id(part) in seen:
                continue
            seen.add(id(part))
            if isinstance(part, Num) and "." in part.digits:
                decimals.add(part.value)
            told = isinstance(part, Ref) and (
                part.definition.given or unmarked(part.definition.name) != ""
            )
            waiting += () if told else origins(part)
        return len(seen) >= MAX_SOUGHT or any(
            num.value in decimals
            for versions in (self.document.definitions.values() if decimals else ())
            for first in versions[:1]
            if first.given and first.node is not None
            for num in literals(first.node)
        )

    def _left_behind(self, statement: Statement, first: Sym, bound: Node) -> Node | None:
        """A quantity's formula where its old number is told of the new values right before it.

        Behind “now the sums are $z_1 = 0.31$ and $z_2 = 0.84$” a number that is still the old
        one has been copied, unless the words speak of what was before or has not changed.
        """
        if not is_datum(bound) or any(significant(num) < LONG for num in literals(bound)):
            return None
        words = sentence(self.ledger.page, statement)
        made = next(all_renewed(self.document, first.name), None)
        if made is None or BEFORE.search(words) or STAYS.search(words):
            return None
        begin = self.ledger.page.text.rfind("\n\n", 0, first.start)
        told = [ref.definition for ref in references(made)]
        if not told or any(one.start < begin for one in told):
            return None
        new = self.values.known(made)
        away = new is not None and not self.laying.agrees(bound, made)
        return made if away and is_whole(self.document, made) else None

    def _holds_figures(self, made: Node, digits: int) -> bool:
        """Whether a formula was worked out with a number of so many digits that nothing explains.

        The sum that a page divides by may be of the values before: with new ones it is another.
        """
        assumed = self.ledger.doubts.assumed
        return any(
            isinstance(part, Num)
            and id(part) in assumed
            and significant(part) >= (digits if "." in part.digits else LONG_FIGURE)
            for part in behind((made,))
        )

    def _list_anew(self, k: int, source: Node, old: Definition) -> Arr | None:
        """The same for a list that is told, if half of what has changed in it is told right."""
        told = None if isinstance(source, Opaque) else self.document.bind(source, k)
        entries = old.entries
        if (
            not isinstance(told, Arr)
            or not is_datum(told)
            or sorted(told.shape) != sorted(old.shape)
            or (1 not in told.shape and told.shape != old.shape)
        ):
            return None
        # A constant among formulas stays what it is.
        if any(one.node is None for one in entries) or all(one.given for one in entries):
            return None
        renewals = Renewals(self.document)
        made = [renewals.anew(one.require()) for one in entries]
        changed = [
            (cell, node)
            for cell, one, node in zip(cells(told), entries, made, strict=True)
            if node and self.values.known(node) != self.values.known(Ref(0, 0, one))
        ]
        right = sum(agree(cell, node, self.values) for cell, node in changed)
        if not changed or 2 * right < len(changed):
            return None
        nodes = (node or Ref(0, 0, one) for node, one in zip(made, entries, strict=True))
        return Arr(told.start, told.end, in_rows(nodes, told.rows), told.flat)

    def _is_about(self, bound: Node, made: Node, old: Node) -> bool:
        """Whether numbers say a quantity's new value, or were meant to, and not its old one."""
        if self.laying.agrees(bound, made):
            return True
        shown, new, before = (self.values.known(node) for node in (bound, made, old))
        return (
            shown is not None
            and new is not None
            and before is not None
            and distance(shown, new) < NEARER * distance(shown, before)
            and is_whole(self.document, made)
        )

    def _follows_itself(self, k: int, parts: Sequence[Part], made: Node) -> bool:
        """Whether a calculation and its result agree, and neither is what a quantity was made.

        A slip of the pen in an operand breaks the chain; there may be one in what follows.
        """
        new = self.values.known(made)
        segments = [self.document.bind(part.node, k) for part in parts if is_numeric(part.node)]
        values = [
            value
            for node in segments
            if not isinstance(node, (Arr, Opaque))
            and (value := self.values.known(node)) is not None
        ]
        if new is None or len(values) != len(segments) or len(values) < 2:
            return False
        first = values[0]
        off = sum(
            distance(value, first) > sum(map(slack, (segments[0], node)))
            or distance(value, first) >= NEARER * distance(value, new)
            for node, value in zip(segments[1:], values[1:], strict=True)
        )
        return off < min(len(values) - 1, 2)

    def of_other_data(self, k: int, statement: Statement, lhs: Node) -> bool:
        """Whether a formula of another section's quantities is worked out in quite other numbers.

        “The ratio must be $a/b = 10^{0.26} = 1.8$” wants other ones.
        """
        parts = statement.chain.parts[1:]
        source = parts[0].node
        if isinstance(lhs, Arr) or not is_numeric(source) or is_datum(source):
            return False
        if any(isinstance(part, Deriv) for part in walk(statement.chain.parts[0].node)):
            return False  # A derivative is no more wanted than another one.
        quantities = references(lhs)
        if not quantities or any(r.definition.section == statement.section for r in quantities):
            return False
        values = [value for ref in quantities if (value := self.values.known(ref)) is not None]
        own = {num.digits for num in literals(lhs)}
        for num in literals(source):
            if num.digits in own or any(prints(num, abs(value)) for value in values):
                return False  # It is of these, with a slip beside it.
        now, before = (self.values.known(n) for n in (self.document.bind(source, k), lhs))
        far = now is not None and before is not None and distance(now, before) > FAR_OFF
        return far and self._follows_itself(k, parts, lhs)

    def steps_on(self, k: int, parts: Sequence[Part], lhs: Node) -> bool:
        r"""Whether numbers go on from an entry of a list: “$\theta_1 = 0 - 0.1 \cdot 0.5 = …$”.

        They begin with what the list gave, and agree with their result.
        """
        calculation = parts[1].node
        if not isinstance(lhs, Ref) or not lhs.definition.given or not isinstance(calculation, Add):
            return False
        if lhs.definition.name in self.document.definitions or not is_numeric(calculation):
            return False
        before = self.values.known(lhs)
        begins = calculation.terms[0]
        from_it = before is not None and is_datum(begins) and self.values.known(begins) == before
        return from_it and self._follows_itself(k, parts[1:], lhs)

    def _told_behind(self, k: int, statement: Statement, first: Node) -> Sym | None:
        """The symbol that an equation of numbers asks for, and the next ones tell anew."""
        parts = statement.chain.parts[1:]
        unknown = unknown_inside(first, lambda _: False)
        old = self.document.definitions.get(unknown.name, ())[-1:] if unknown else ()
        if unknown is None or not old or old[0].cells or not is_numeric(parts[0].node):
            return None
        below = self.document.statements[k + 1 : k + 1 + SOLVED_BELOW]
        told = next(
            (
                one.chain.parts[-1].node
                for one in below
                if one.section == statement.section
                and len(one.chain.parts) > 1
                and name_of(one.chain.parts[0].node) == unknown.name
                and is_numeric(one.chain.parts[-1].node)
            ),
            None,
        )
        if told is None:
            return None
        before = self.values.known(Ref(0, 0, old[0]))
        now = self.values.known(self.document.bind(told, k))
        if before is None or now is None or distance(now, before) <= NEAR_MISS:
            return None
        was = self.values.known(self.document.bind(first, k))
        asked = self.values.known(self.document.bind(parts[0].node, k))
        far = was is not None and asked is not None and distance(asked, was) > NEAR_MISS
        return unknown if far else None

    def sought(self, k: int, statement: Statement, first: Node) -> Sym | None:
        r"""The symbol of another problem that an equation asks for: ``\sin 2\theta = gR/v_0^2``.

        What it is worked out as is quite another number than that problem's symbol gives. So is
        ``\sin\beta = 0.57`` where the page goes on with another ``\beta`` than it has told before.
        """
        parts = statement.chain.parts[1:]
        if (anew := self._told_behind(k, statement, first)) is not None:
            return anew
        if len(parts) < 2 or any(part.relation not in ("=", "\\approx") for part in parts):
            return None
        unknown = unknown_inside(first, lambda _: False)
        old = self.document.definitions.get(unknown.name, ())[-1:] if unknown else ()
        if unknown is None or not old or old[0].section == statement.section or old[0].cells:
            return None
        segments = [self.document.bind(part.node, k) for part in parts]
        if any(isinstance(node, (Arr, Opaque)) for node in segments) or not has_names(segments[0]):
            return None
        before = self.values.known(self.document.bind(first, k))
        values = [self.values.known(node) for node in segments]
        if before is None or None in values:
            return None
        alike = all(
            value is not None and distance(value, values[0] or 0) <= slack(node) + MISLAID
            for value, node in zip(values, segments, strict=True)
        )
        far = all(value is not None and distance(value, before) > NEAR_MISS for value in values)
        return unknown if alike and far else None
