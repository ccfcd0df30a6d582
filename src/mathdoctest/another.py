"""Whether a name is said again for another case: a second sample, another method, the next mail.

“Without the outlier $s = 2.387$”: the page has told what $s$ is, and this is no slip of it, because
the sentence says that it is of something else. Nothing here computes such a result, unless it is
worked out on the spot.
"""

from __future__ import annotations

from itertools import islice

from mathdoctest.cases import Cases
from mathdoctest.definitions import Definition
from mathdoctest.document import Document
from mathdoctest.entries import entry_of
from mathdoctest.evaluate import Exact
from mathdoctest.examples import items_apart
from mathdoctest.laying import Laying
from mathdoctest.ledger import Ledger
from mathdoctest.literals import Literals
from mathdoctest.matrices import cells
from mathdoctest.names import is_datum, is_numeric
from mathdoctest.nearness import NEAR_MISS, TELLING, distance, nearly, unlike
from mathdoctest.outline import Statement
from mathdoctest.renewal import renewed
from mathdoctest.rounding import prints, significant
from mathdoctest.samples import MAX_TABLES
from mathdoctest.tree import Arr, Neg, Node, Num, Opaque, Pow, Ref, Sum, Sym, literals
from mathdoctest.wording import (
    AGAIN,
    BY_METHOD,
    LATER,
    MOVED,
    OF_ANOTHER,
    REACHED,
    label_lines,
    sentence,
)

_EQUATIONS = ("=", "\\approx")


class Another:
    """Tells results of another case from slips in those of the page's own, for one document."""

    def __init__(
        self, ledger: Ledger, document: Document, laying: Laying, literals: Literals, cases: Cases
    ) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = laying
        self.literals = literals
        self.cases = cases

    def is_told(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a sentence tells a number for another case, which looks like no slip."""
        old = self._old(first, statement)
        part = statement.chain.parts[1]
        if old is None or part.relation not in _EQUATIONS or len(statement.chain.parts) > 2:
            return False
        if isinstance(part.node, Arr):
            return self._is_other_list(k, statement, part.node, old)
        num = part.node.arg if isinstance(part.node, Neg) else part.node
        before = None if old.cells else self.values.known(Ref(first.start, first.end, old))
        now = None if not isinstance(num, Num) else self.values.known(part.node)
        if not isinstance(num, Num) or now is None or before is None or prints(num, abs(before)):
            return False
        if BY_METHOD.search(sentence(self.ledger.page, statement, over=True)):
            return True  # which finds nearly the same
        turned = (now < 0) != (before < 0)
        short = significant(num) < TELLING  # any two short numbers are one slip apart
        if not (short or turned or unlike(num, before)):
            return False
        near = distance(now, before) <= NEAR_MISS
        return (short or not near) and self._is_apart(k, statement, old, near=near)

    def is_of_others(self, k: int, statement: Statement, first: Sym | Sum) -> bool:
        """Whether a number is of a row of a table, or of a sample without some of its numbers."""
        part = statement.chain.parts[1]
        if part.relation not in _EQUATIONS or len(statement.chain.parts) > 2:
            return False
        num = part.node
        if not isinstance(num, Num):
            return False
        whole = self.document.sampled(first, k) or self.document.bind(first, k)
        value = None if isinstance(whole, (Arr, Opaque)) else self.values.known(whole)
        if value is None or prints(num, value):
            return False
        if significant(num) >= TELLING and self._is_in_column(first, num, value):
            return True
        words = sentence(self.ledger.page, statement)
        return OF_ANOTHER.search(words) is not None and unlike(num, value)

    def _is_in_column(self, first: Node, num: Num, value: Exact) -> bool:
        """Whether a table has a number below a symbol, and its value in another row."""
        page = self.ledger.page
        symbol = self.document.text[first.start : first.end].strip()
        above = (table for table in page.tables if table.span.end <= first.start)
        for table in islice(above, MAX_TABLES):
            for column, title in enumerate(table.titles):
                if title.strip("$*_ ") != symbol:
                    continue
                cells = (entry_of(page, row[column]) for row in table.rows if column < len(row))
                shown = [cell.num for cell in cells if cell is not None]
                if any(one.digits == num.digits for one in shown):
                    return any(prints(one, abs(value)) for one in shown)
        return False

    def is_worked_out(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a calculation of other numbers than before agrees with its own result.

        Its operands must have been told since, or its sentence must say that it is of another case.
        """
        old = self._old(first, statement)
        if old is None or old.cells:
            return False
        return self._comes_out(k, statement, old, Ref(first.start, first.end, old))

    def is_power_worked_out(self, k: int, statement: Statement, first: Pow) -> bool:
        r"""The same of a power that is told by itself, such as ``\chi^2``."""
        old = self._old(first.base, statement) if isinstance(first.base, Sym) else None
        if old is None or old.cells:
            return False
        before = self.document.bind(first, k)
        return not isinstance(before, (Arr, Opaque)) and self._comes_out(k, statement, old, before)

    def _comes_out(self, k: int, statement: Statement, old: Definition, before: Node) -> bool:
        part, *following = statement.chain.parts[1:]
        source = part.node
        if part.relation not in _EQUATIONS or not following or isinstance(source, Opaque):
            return False
        if is_datum(source) or not is_numeric(source):
            return False
        bound, result = self.document.bind(source, k), following[-1].node
        was = self.values.known(before)
        if isinstance(bound, (Arr, Opaque)) or not isinstance(result, Num) or was is None:
            return False
        value = self.values.known(bound)
        if value is None or not prints(result, abs(value)) or prints(result, abs(was)):
            return False
        said = {num.digits for said in self.document.parts_of(old) for num in literals(said.node)}
        others = [num for num in literals(source) if num.digits not in said]
        return any(
            significant(num) > 1 and self.literals.announced(num, old) for num in others
        ) or (
            len(others) > 1
            and (
                self._is_apart(k, statement, old)
                or items_apart(self.document.text, source.start, old.start, titled=True)
            )
        )

    def _old(self, first: Sym, statement: Statement) -> Definition | None:
        """What a name was before, on this page."""
        versions = self.document.definitions.get(first.name, ())
        if versions:
            known = versions[-1]
        else:
            component = self.document.component(first)
            if component is None:
                return None
            known = component
        before = known.start < statement.chain.start
        return known if before and known.page == self.document.path else None

    def _is_apart(
        self, k: int, statement: Statement, old: Definition, *, near: bool = False
    ) -> bool:
        """Whether the words before a statement say that it is not of the case told before.

        What is told of a later state in nearly the same short number is more likely a slip.
        """
        page = self.ledger.page
        words = sentence(page, statement, over=True)
        if any(said.search(words) for said in (AGAIN, OF_ANOTHER)):
            return True
        if not near and LATER.search(words):
            return True
        if any(OF_ANOTHER.search(line) for line in label_lines(page, old.start, statement)):
            return True
        end = page.formulas[statement.formula].span.end
        if REACHED.match(page.text, end) or MOVED.match(page.text, end):
            return True
        if items_apart(page.text, statement.chain.start, old.start):
            return True
        # What its formula makes of new data is what it is judged by.
        return renewed(self.document, old.name) is None and self.cases.is_of_other_data(k, old)

    def _is_other_list(self, k: int, statement: Statement, source: Arr, old: Definition) -> bool:
        """The same for a list, of whose entries several are others."""
        told = self.document.bind(source, k)
        if not isinstance(told, Arr) or not is_datum(told) or len(cells(told)) != len(old.entries):
            return False
        pairs = (
            (cell.arg if isinstance(cell, Neg) else cell, self.values.known(Ref(0, 0, one)))
            for cell, one in zip(cells(told), old.entries, strict=True)
        )
        other = [
            isinstance(num, Num) and was is not None and unlike(num, was) and not nearly(num, was)
            for num, was in pairs
        ]
        return sum(other) > 1 and self._is_apart(k, statement, old)
