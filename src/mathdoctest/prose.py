"""Numbers in prose and tables that their author bound to a formula or to Python."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from mathdoctest.analogy import analogues
from mathdoctest.commas import BRACED, DECIMAL
from mathdoctest.conversion import nearest_thousands, times
from mathdoctest.definitions import Definition, references
from mathdoctest.document import Document
from mathdoctest.entries import Entry
from mathdoctest.evaluate import Exact, UnknownValueError
from mathdoctest.grid import Grid, Grids
from mathdoctest.latex import parse
from mathdoctest.learning import is_blank
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import LatexError, lex
from mathdoctest.nearness import FAR_OFF, LONG, NEAR_MISS, distance, nearly
from mathdoctest.page import Binding, Number, Span
from mathdoctest.python import LostError, as_number, evaluate_python, shown
from mathdoctest.recall import recalled
from mathdoctest.renewal import Renewals
from mathdoctest.report import Claim
from mathdoctest.rounding import (
    as_float,
    digits15,
    expected_text,
    half_place,
    in_percent,
    literal,
    places,
    printed,
    prints,
    significant,
    text_key,
    written,
)
from mathdoctest.sentences import told_of_others
from mathdoctest.slips import one_slip, slips
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Neg,
    Node,
    Num,
    Opaque,
    Ref,
    Stand,
    Sym,
    behind,
    literals,
    walk,
)
from mathdoctest.unparse import unparse

_NUMBERED = re.compile(r"_\{\d+\}$")

BORNE_OUT = 3
"""Other numbers of a column that show its head to mean what it says, for each that is wrong."""
ROUGH = 0.5
"""The part of a number that the roundings of its operands may come to, for it to show anything."""
CONTRADICTED = 2
"""Other numbers of a column, most of them, that show its head to mean something else."""
MOST_SHIFTED = 3
"""Places by which a point is moved by mistake."""
MAX_CELLS = 1_000
"""Numbers of a page's tables that may say again what was found."""


class Prose:
    """Checks bound numbers against the names of one document, and notes them in a ledger."""

    def __init__(
        self, ledger: Ledger, document: Document, namespace: Mapping[str, Any] | None
    ) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.namespace = namespace
        self.renewals = Renewals(document)
        self.cells = 0
        """Numbers of tables that were compared with the results before them."""
        self.grids = Grids(
            ledger.page,
            document,
            lambda latex, at: binding_node(document, Binding(Span(at, at), "math", latex), at),
        )

    def check(self, number: Number) -> None:
        """Compare one number with what it is bound to, and note the claim."""
        start, end = number.span.start, number.span.end
        line, column = self.ledger.page.position(start)
        text = self.ledger.page.text[start:end]
        kind: Literal["table", "prose"] = (
            "table" if self.ledger.page.table_at(start) >= 0 else "prose"
        )
        claim = Claim(
            start,
            end,
            line,
            column,
            line,
            column + end - start,
            text,
            "claim",
            "unverified",
            kind=kind,
            expected=text,
        )
        unbound = replace(
            claim, rule="unbound-number",
            message=f"nothing backs {text}: write $…$, bind it (<!-- = … -->) "
            "or exempt it (<!-- exempt: why -->)",
        )  # fmt: skip
        worked = self.ledger.worked.get(start)
        value = None if worked is None else self.values.known(worked)
        implied = number.binding is None or number.binding.implied
        if worked is not None and value is not None and implied:
            claim = self._judge(claim, number, value, unparse(worked), worked)
        elif number.kind == "unbound" or number.binding is None:
            claim = (
                self._among_others(claim, number)
                or self._as_told(claim, number)
                or self._recalled(claim, number)
                or self._used(claim, number)
                or self._by_result(claim, number, None)
                or unbound
            )
        elif number.binding.implied:
            claim = (
                self._implied_number(claim, number, number.binding)
                or self._among_others(claim, number)
                or self._recalled(claim, number)
                or self._by_result(claim, number, number.binding)
                or self._used(claim, number)
                or unbound
            )
        elif number.binding.kind == "python":
            claim = self._python_number(claim, number, number.binding)
        else:
            node = binding_node(self.document, number.binding, number.span.start)
            claim = self._math_number(claim, number, number.binding, node)
        if claim.verdict == "wrong" and implied and worked is None:
            grid = self.grids.around(start)
            claim = unbound if grid is not None and grid.is_apart(start) else claim
        if number.formula and claim.rule == "unbound-number":
            return
        if (grid := self.grids.around(start)) is not None:
            if claim.quantity is not None:
                grid.settle(start, claim.quantity)
                if claim.verdict == "verified" and claim.said:
                    grid.back(start)
            if number.binding is not None and number.binding.name:
                self._name(number.binding, claim.quantity)
            if (stepped := grid.steps_on(start)) is not None:
                self.document.step(stepped, start, claim.quantity)
        self.ledger.claims.append(claim)
        self.ledger.link(start, end, kind, (len(self.ledger.claims) - 1,), ())

    def _name(self, binding: Binding, quantity: Node | None) -> None:
        """Know a number by the symbol that its column's head gives it, if nothing else has it."""
        at = binding.span.start
        chains = parse(lex(binding.name, at), self.document.names, at) if quantity else []
        symbol = chains[0].parts[0].node if len(chains) == 1 else None
        if quantity is None or not isinstance(symbol, Sym):
            return
        if self.document.definitions.get(symbol.name) or self.document.is_mentioned(symbol):
            return
        line, _ = self.ledger.page.position(at)
        known = Definition(symbol.name, binding.name, at, line, page=self.document.path)
        known.node = self.values.keep(quantity)
        self.document.enter(known)

    def _python_number(self, claim: Claim, number: Number, binding: Binding) -> Claim:
        claim = replace(claim, said=binding.source)
        if self.namespace is None:
            return replace(
                claim,
                verdict="unknown",
                rule="code-not-run",
                message="bound to Python, which runs only if asked for (--run-code)",
            )
        own = f"-{claim.text}" if number.negative else claim.text
        stands_for = f"{own} stands for {binding.source}, which"
        try:
            value = evaluate_python(binding.source, self.namespace, binding.variables)
        except LostError as error:
            return replace(
                claim, verdict="wrong", rule="no-value", expected="", crash=error.crash,
                message=f"{stands_for} has no value: {error.crash}",
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - whatever the page's own expression raises
            return replace(
                claim,
                verdict="wrong",
                rule="code-failed",
                message=f"{stands_for} raises {type(error).__name__}: {error}",
            )
        if isinstance(value, str):
            if value == own or (number.percent and value == f"{own}%"):
                return replace(claim, verdict="verified", value=value)
            return replace(
                claim, verdict="wrong", rule="wrong-literal", value=value, expected=value,
                message=f"{stands_for} is {value}",
            )  # fmt: skip
        number_value = as_number(value)
        if number_value is None:
            return replace(
                claim,
                verdict="wrong",
                rule="code-failed",
                message=f"{stands_for} is {shown(value)}, which is not a finite number",
            )
        return self._judge(claim, number, number_value, binding.source, None)

    def _math_number(self, claim: Claim, number: Number, binding: Binding, node: Node) -> Claim:
        claim = replace(claim, said=binding.source)
        if isinstance(node, (Opaque, Arr)):
            reason = node.reason if isinstance(node, Opaque) else "a matrix"
            return replace(
                claim,
                verdict="unknown",
                rule="not-understood",
                message=f"{binding.source}: {reason}",
            )
        try:
            value = self.values.exact(node)
        except UnknownValueError as error:
            return replace(
                claim, verdict="unknown", rule="undecided", message=f"{binding.source}: {error}"
            )
        return self._judge(claim, number, value, binding.source, node)

    def _implied_number(self, claim: Claim, number: Number, binding: Binding) -> Claim | None:
        """Compare a number with what its table says it is, as far as that can be told.

        A symbol that the page gives nowhere else takes the table's number. Nothing is said of a
        number that is quite another: the head may mean something else.
        """
        node = binding_node(self.document, binding, number.span.start)
        num = literal(number)
        grid = self.grids.around(number.span.start)
        if num is None or isinstance(node, (Opaque, Arr)):
            return None
        if grid is not None and grid.sums_up(num.start):
            return None
        if is_blank(node):
            assert isinstance(node, Ref)  # noqa: S101 - for the type checker
            value: Node = Neg(num.start, num.end, num) if number.negative else num
            among = self._among_others(claim, number)
            if among is not None and among.quantity is not None:
                self._take(node.definition, among.quantity)
                return among
            likewise = self._likewise(claim, number, num, node.definition)
            if likewise is not None or "=" in node.definition.name:
                # The value at one place, P(X = 2), is no quantity of its own.
                return likewise
            if grid is not None and self._is_off(grid, number, num):
                return None  # it may be a slip, or what it is computed from
            self._tell(node.definition, value, binding.source)
            self.ledger.doubts.assume(num)
            return replace(claim, verdict="verified", role="given", value=num.value)
        plain = self.values.keep(node)
        if grid is not None:
            # With what the numbers beside it were found to be, rounded badly or not.
            node = grid.put_in(node, num.start)
        self._doubt(plain, num, grid)
        found = self._math_number(claim, number, binding, node)
        if found.verdict != "verified" and node is not plain:
            said = self._math_number(claim, number, binding, plain)
            found = said if said.verdict == "verified" else found
        if found.verdict == "verified":
            return found
        worth = self.values.known(node)
        if found.verdict != "wrong" or worth is None:
            return None
        own = isinstance(node, Ref) and node.definition.given
        if own and grid is not None and grid.has_own_beside(num.start):
            return None
        sure = False
        if grid is not None:
            sure, made = self._meant_by_head(num, grid, node, plain)
            for node in made:
                found = self._math_number(claim, number, binding, node)
                worth = self.values.known(node)
                if found.verdict == "verified" or worth is None:
                    return found
        # A mean of the table's numbers may well be worked out below it.
        if not sure and any(ref.definition.start > num.start for ref in references(node)):
            return None
        if isinstance(node, Ref) and (old := self._as_before(claim, number, binding, node)):
            return old
        meant = printed(-worth if number.negative else worth, num).lstrip("-")
        # What is computed from the numbers beside it alone means nothing else, nor does a step.
        surely = isinstance(node, Ref) and not node.definition.given
        surely = surely or not any(isinstance(n, (Ref, Call)) for n in walk(node))
        reach = FAR_OFF if surely else NEAR_MISS
        if grid is not None and not sure and self._is_contradicted(num, grid):
            return None
        near = sure or distance(num.value, abs(worth)) <= reach or one_slip(num.digits, meant)
        if not near and grid is not None and not isinstance(node, Ref):
            near = grid.backs(number.span.start)
        if not near or (not sure and self._is_to_come(node, num)) or self._is_elsewhere(node, num):
            return None
        if isinstance(node, Ref) and grid is not None and self._is_another_run(node, num, grid):
            return None
        flipped = number.negative != (worth < 0)
        return None if self.ledger.doubts.excuse(num, node, worth, flipped=flipped) else found

    def _is_off(self, grid: Grid, number: Number, num: Num) -> bool:
        """Whether a number is not what the other rows of its column are computed by."""
        said = grid.said(num.start)
        value = None if said is None else self.values.known(said)
        return value is not None and not prints(num, -value if number.negative else value)

    def _as_before(self, claim: Claim, number: Number, binding: Binding, node: Ref) -> Claim | None:
        """A number that is right for what a quantity was before it was updated.

        Words such as “start” may mean that.
        """
        name, at = node.definition.name, number.span.start
        versions = self.document.definitions.get(name, ())
        taken = self.document.taken(name)
        for version in versions if taken is None else (*versions, taken):
            old = self.values.keep(Ref(at, at, version))
            said = self._math_number(claim, number, binding, old)
            if version.start < at and said.verdict == "verified":
                return said
        return None

    def _doubt(self, node: Node, num: Num, grid: Grid | None) -> None:
        """Take what a number is computed from in its table, but not in a head, for rounded."""
        text = self.document.text
        row = text[text.rfind("\n", 0, num.start) + 1 : num.start]
        if self.document.names.commas in (DECIMAL, BRACED):
            row = row.replace("{,}", ".").replace(",", ".")
        for other in literals(node):
            if grid is None or grid.holds(other.digits) or other.digits in row:
                self.ledger.doubts.assume(other, listed=True)

    def _meant_by_head(
        self, num: Num, grid: Grid, node: Node, plain: Node
    ) -> tuple[bool, tuple[Node, ...]]:
        """Whether a column bears its head out, and what else a number of it may be by that head."""
        if (made := self._of_this_round(node, num, grid)) is not None:
            return self._is_borne_out(num, grid), (made,)
        # A formula of named quantities or of two columns means nothing else where one row says so.
        several = sum("." in one.digits for one in literals(plain)) > 1
        formula = not isinstance(plain, Ref) and (
            several or any(isinstance(n, Ref) for n in walk(plain))
        )
        if self._is_borne_out(num, grid, least=1 if formula else BORNE_OUT):
            return True, ()
        worth = self.values.exact(node)
        unit = nearest_thousands(num, worth)
        # Volts by milliamperes: the units of the heads move the point in all rows.
        if not unit or not self._is_borne_out(num, grid, unit):
            return False, ()
        return True, tuple(self.values.keep(times(one, unit)) for one in (node, plain))

    def _tell(self, blank: Definition, value: Node, source: str) -> None:
        """Take a symbol for the number that its table gives, an entry for good."""
        self.document.learn(blank, value)
        blank.latex = source
        if _NUMBERED.search(blank.name):
            line, _ = self.ledger.page.position(value.start)
            self.document.tell(blank, value.start, line)

    def _of_this_round(self, node: Node, num: Num, grid: Grid) -> Node | None:
        """What a number is with the values that others have by now, if its column is of those.

        A table that a page works out again after an update has the heads of the first one.
        """
        made = self.renewals.anew(node)
        if made is None:
            return None
        before = now = 0
        for entry, old in self._others(num, grid):
            new = self.renewals.anew(old)
            before += self._shows(entry, old)
            now += new is not None and self._shows(entry, new)
        return self.values.keep(made) if now > before else None

    def _others(self, num: Num, grid: Grid) -> Iterator[tuple[Entry, Node]]:
        """The other numbers of a column whose head says what they are, and what it says."""
        for entry in grid.others(num.start):
            number = entry.number
            if number.binding is None or not number.binding.implied:
                continue
            node = binding_node(self.document, number.binding, number.span.start)
            if not isinstance(node, (Opaque, Arr)) and not is_blank(node):
                yield entry, node

    def _shows(self, entry: Entry, node: Node) -> bool:
        value = self.values.known(self.values.keep(node))
        return value is not None and prints(entry.num, -value if entry.negative else value)

    def _is_borne_out(
        self, num: Num, grid: Grid, unit: Fraction | None = None, *, least: int = BORNE_OUT
    ) -> bool:
        """Whether a column's head is right about nearly all of its other numbers.

        ``unit`` is what it gives them in, if not in its own, and ``least`` how many there must be.
        """
        right: set[tuple[str, ...]] = set()
        wrong = 0
        for entry, node in self._others(num, grid):
            values = [
                -value if entry.negative else value
                for said in (node, grid.put_in(node, entry.number.span.start))
                for made in (said if unit is None else times(said, unit),)
                if (value := self.values.known(self.values.keep(made))) is not None
            ]
            # Those further down were not found to be more than what is printed yet.
            operands = [other for other in literals(node) if "." in other.digits]
            room = sum(map(half_place, (entry.num, *operands))) if unit is None else 0.0
            # What is no larger than the room that its operands leave bears nothing out.
            room = room if room <= ROUGH * abs(entry.size) else 0.0
            if any(
                prints(entry.num, value) or abs(as_float(value - entry.num.value)) <= room
                for value in values
            ):
                right.add((entry.num.digits, *(part.digits for part in literals(node))))
            elif values:
                wrong += 1
        return len(right) >= max(least, BORNE_OUT * wrong)

    def _is_contradicted(self, num: Num, grid: Grid) -> bool:
        """Whether what a column is said to be is wrong about its other numbers, several of them.

        Where it is right about one, those that are a slip away from what it says are slips.
        """
        others = list(self._others(num, grid))
        wrong = [(entry, node) for entry, node in others if not self._shows(entry, node)]
        right = len(others) - len(wrong)
        return CONTRADICTED <= len(wrong) > right and not (
            right and all(self._slips(entry, node) for entry, node in wrong)
        )

    def _slips(self, entry: Entry, node: Node) -> bool:
        """Whether a number of a table is what it stands for but for a slip of the pen."""
        value = self.values.known(self.values.keep(node))
        return value is not None and one_slip(entry.num.digits, printed(abs(value), entry.num))

    def _is_to_come(self, node: Node, num: Num) -> bool:
        """Whether a value rests on what is further down: another step, or a slip found there."""
        return any(
            isinstance(part, Ref) and part.definition.start > num.start for part in behind((node,))
        )

    def _is_elsewhere(self, node: Node, num: Num) -> bool:
        """Whether a step is given only further down, in another section: by another method."""
        if not isinstance(node, Ref) or node.definition.start < num.start:
            return False
        if not _NUMBERED.search(node.definition.name):
            return False
        before = self.document.before(num.start)
        here = self.document.statements[before - 1].section if before else -1
        return bool(before) and node.definition.section != here

    def _is_another_run(self, node: Ref, num: Num, grid: Grid) -> bool:
        """Whether most of a column is not what was told before: another method, or a later time.

        A slip of the pen is neither, unless steps are counted, which another method takes anew.
        """
        if grid.spans(node.definition.start):
            return False
        counted = _NUMBERED.search(node.definition.name) is not None
        told = [
            self._shows(entry, other) or (not counted and self._slips(entry, other))
            for entry, other in self._others(num, grid)
        ]
        return told.count(False) > told.count(True)

    def _among_others(self, claim: Claim, number: Number) -> Claim | None:
        """Compare a number of a table with what the other rows of its column are computed by."""
        grid = self.grids.around(number.span.start)
        node = None if grid is None else grid.said(number.span.start)
        num = literal(number)
        if grid is None or node is None or num is None:
            return None
        summary = grid.is_summary(num.start)
        for other in literals(node):
            self.ledger.doubts.assume(other, listed=True)
        value = self.values.known(node)
        if value is None:
            return None
        worth = -value if number.negative else value
        if not prints(num, worth):
            typed = self.values.shown(node)
            if prints(num, -typed if number.negative else typed):
                # Computed from the numbers as they stand there, unless the page did so before.
                told = self._recalled(claim, number)
                if told is not None and told.verdict == "wrong":
                    return told
                return replace(claim, verdict="verified", value=digits15(typed), quantity=node)
            # Where a column shows both signs, one that is lost is no other number.
            flipped = prints(num, -worth) and grid.has_signs(num.start)
            if isinstance(node, Stand) and grid.is_of_its_row(num.start):
                return None  # it is not the number above, and neither are those below
            if flipped and any(isinstance(n, Call) and n.name == "abs" for n in walk(node)):
                return None  # only its size is computed so
            if (
                # Two slips at once, one of them in the sign, are another number.
                (worth < 0 and not prints(num, -worth) and not grid.is_another_rows(num.start))
                or not (self._slips_in(grid, num, worth) or grid.is_exception(num.start))
                or grid.is_no_sum(num.start)
                or (
                    grid.is_step(num.start)
                    and not grid.is_another_rows(num.start)
                    and not self._is_step_slipped(number, num, node, worth)
                )
                or (not summary and grid.is_amount(num.start) and nearly(num, worth))
                or (not summary and self.ledger.doubts.excuse(num, node, worth, flipped=flipped))
                or (
                    not flipped
                    and self._may_be_another(num, node)
                    and not (summary and grid.is_told_again(num.start))
                    and not grid.is_told_by_sum(num.start)
                    and not grid.is_another_rows(num.start)
                )
            ):
                return None
        words = grid.words(num.start)
        claim = replace(claim, said=words)
        judged = self._judge(claim, number, value, words or unparse(node), node)
        if judged.verdict == "verified" and grid.is_listed(num.start):
            self.ledger.printed[text_key(num)] = num
        return judged

    def _used(self, claim: Claim, number: Number) -> Claim | None:
        """Verify a datum of a table if what its row computes from it comes out."""
        grid, num = self.grids.around(number.span.start), literal(number)
        if grid is None or num is None or not grid.feeds(num.start):
            return None
        value = -num.value if number.negative else num.value
        return replace(claim, verdict="verified", value=digits15(value))

    def _by_result(self, claim: Claim, number: Number, binding: Binding | None) -> Claim | None:
        """Compare a number that nothing on the page computes with what is computed from it.

        A table lists a gradient, which no formula before it tells, and beside it the new weight.
        It is wrong where it looks like a slip, and the result does not.
        """
        grid, num = self.grids.around(number.span.start), literal(number)
        if grid is None or num is None:
            return None
        if binding is not None:
            node = binding_node(self.document, binding, number.span.start)
            if is_blank(node) or isinstance(node, Arr) or self.values.known(node) is not None:
                return None
        demand = grid.demand(num.start)
        if demand is None or (binding is None and not grid.is_step(demand.result.num.start)):
            return None  # an exception in one row may be none of the other columns' matters
        sign = -1 if number.negative else 1
        shown = sign * as_float(num.value)
        if abs(shown - demand.needed) <= half_place(num) + demand.room:
            return replace(claim, verdict="verified", value=digits15(sign * num.value))
        if abs(shown + demand.needed) <= half_place(num) + demand.room:
            return None  # the sign may be wrong, or the step have been made the wrong way
        result = demand.result
        slipped = _looks_slipped(num, demand.needed, demand.room) or grid.is_copied(num.start)
        other = _looks_slipped(result.num, demand.made, 0.0)
        if not slipped or other or grid.is_copied(result.num.start):
            return None
        ends = (Fraction(demand.needed + off) for off in (-demand.room, demand.room))
        least, most = (written(printed(end, num)) for end in ends)
        meant = written(printed(Fraction(demand.needed), num))
        text = f"-{result.number.text}" if result.negative else result.number.text
        own = f"-{claim.text}" if number.negative else claim.text
        worth = digits15(meant)
        judged = replace(
            self._judge(claim, number, meant, text, None),
            quantity=self.values.keep(Num(num.start, num.end, worth.lstrip("-"), meant)),
            message=f"{own} does not lead to the {text} of its row, as {worth} would",
        )
        # What is printed beside it may not tell all its digits: then nothing can correct it.
        return judged if least == most else replace(judged, value="", expected=claim.text)

    def _as_told(self, claim: Claim, number: Number) -> Claim | None:
        """Compare a number with what its sentence makes of others; no cell is a sentence."""
        num = literal(number) if self.grids.around(number.span.start) is None else None
        found = num and told_of_others(self.ledger, self.document, num, negative=number.negative)
        return self._judge(claim, number, found[1], unparse(found[0]), found[0]) if found else None

    def _recalled(self, claim: Claim, number: Number) -> Claim | None:
        """Compare a number with the result before that a sentence or a table says again."""
        grid = self.grids.around(number.span.start)
        self.cells += grid is not None
        if self.cells > MAX_CELLS:
            return None
        found = recalled(self.ledger, number, cell=grid is not None)
        if found is None:
            return None
        node, value = found
        judged = self._judge(claim, number, value, unparse(node), node)
        num = literal(number)
        if judged.verdict == "wrong" and num is not None:
            judged = replace(judged, cause=self.ledger.cause(num, node, value))
        if grid is not None and num is not None and significant(num) < LONG:
            # What is computed from so short a number was meant of the number as it stands.
            judged = replace(judged, said=unparse(node), quantity=None)
        return judged

    def _may_be_another(self, num: Num, node: Node) -> bool:
        """Whether a number would be right with one slip in a number that it is computed from."""
        for other in literals(node):
            if "." not in other.digits or significant(other) < LONG:
                continue
            if text_key(other) in self.ledger.printed:
                continue  # the page has said it before
            value = written(other.digits)
            for meant in (*map(written, slips(other.digits)), value / 10, value * 10):
                with self.values.supposing({id(other): meant * other.scale}):
                    worth = self.values.known(node)
                if worth is not None and prints(num, abs(worth)):
                    return True
        return False

    def _slips_in(self, grid: Grid, num: Num, worth: Exact) -> bool:
        """Whether a number of a table looks like a slip of what its column says that it is."""
        if grid.is_priced(num.start):
            return _looks_slipped(num, as_float(worth), 0.0) and not grid.is_added_up(num.start)
        return self._is_slip(num, worth)

    def _is_slip(self, num: Num, worth: Exact) -> bool:
        """Whether a number is near to a value, or has its digits but for one slip of the pen."""
        meant = printed(worth, num)
        near = distance(num.value, worth) <= FAR_OFF or one_slip(num.digits, meant.lstrip("-"))
        if not near and "." in num.digits and significant(num) >= LONG:
            # Its point may stand one place off.
            near = prints(num, abs(worth) * 10) or prints(num, abs(worth) / 10)
        return near or prints(num, -worth)

    def _is_step_slipped(self, number: Number, num: Num, node: Node, worth: Exact) -> bool:
        """Whether a new value looks like a slip of the pen, or as if the step went the wrong way.

        Any other one may be that of another rate, or of a row that is told to be an exception.
        """
        if _looks_slipped(num, as_float(worth), 0.0):
            return True
        if not isinstance(node, Add):
            return False
        ways = (part.arg if isinstance(part, Neg) else part for part in node.terms[1:])
        back = self.values.known(self.values.keep(replace(node, terms=(node.terms[0], *ways))))
        return back is not None and prints(num, -back if number.negative else back)

    def _likewise(self, claim: Claim, number: Number, num: Num, blank: Definition) -> Claim | None:
        """Compare a result with the formula of a quantity with another number in its name."""
        if "." not in num.digits or significant(num) < LONG:
            return None
        own = Definition(blank.name, blank.latex, num.start, 0, page=self.document.path)
        sign = -1 if number.negative else 1
        options = [
            (made, value)
            for made in analogues(self.document, own, self.document.before(num.start))
            if (value := self.values.known(made)) is not None
        ]
        for made, value in options:
            if prints(num, sign * value):
                self._take(blank, made)
                return self._judge(claim, number, value, blank.latex, made)
        if len(options) != 1 or distance(sign * num.value, options[0][1]) > FAR_OFF:
            return None
        made, value = options[0]
        if self.ledger.doubts.excuse(num, made, value):
            return None
        self._take(blank, made)
        return self._judge(claim, number, value, blank.latex, made)

    def _take(self, blank: Definition, made: Node) -> None:
        self.document.learn(blank, self.values.keep(made))
        blank.given = False

    def _judge(
        self, claim: Claim, number: Number, value: Exact, source: str, node: Node | None
    ) -> Claim:
        num = literal(number)
        if num is None:
            return replace(
                claim,
                verdict="unknown",
                rule="not-understood",
                message=f"{claim.text[:40]} is no number that {source} could be compared with",
            )
        magnitude = -value if number.negative else value
        exact = digits15(value)
        if prints(num, magnitude):
            # Few digits of a sentence tell what they say, and not what the same digits stand for.
            if node is not None and (number.binding is not None or significant(num) >= LONG):
                self.ledger.printed.setdefault(
                    text_key(num), self.values.keep(Neg(0, 0, node) if number.negative else node)
                )
            return replace(claim, verdict="verified", value=exact, quantity=node)
        expected = expected_text(num, magnitude, claim.text)
        operands = () if node is None else self.ledger.operands(node)
        rule = "wrong-sign" if prints(num, -magnitude) else "wrong-literal"
        sign = "-" if number.negative else ""
        meant = in_percent(exact) if number.percent else exact
        return replace(
            claim, verdict="wrong", rule=rule, value=exact, expected=expected, operands=operands,
            quantity=node, percent=number.percent,
            message=f"{sign}{claim.text} stands for {source}, which is {meant}; "
            f"to {places(num)} it is {expected}",
        )  # fmt: skip


def _looks_slipped(num: Num, meant: float, room: float) -> bool:
    """Whether a number has another point or digit than what is meant, or only another sign."""
    size, needed, half = as_float(num.value), abs(meant), half_place(num)
    if one_slip(num.digits, printed(Fraction(needed), num)):
        return True
    powers = (10.0**k for k in range(-MOST_SHIFTED, MOST_SHIFTED + 1))
    return any(abs(size * power - needed) <= room + half * max(1.0, power) for power in powers)


def binding_node(document: Document, binding: Binding, at: int) -> Node:
    """The tree of a binding's formula, with the versions that hold at a place of the page."""
    try:
        chains = parse(lex(binding.source, at), document.names, at)
    except LatexError as error:
        return Opaque(at, at, error.reason)
    if len(chains) != 1 or len(chains[0].parts) != 1:
        return Opaque(at, at, "a binding is one expression, without relations")
    now = document.before(at)
    prefer: Container[int] | None = None
    if binding.before:
        prefer = frozenset(id(v[-2]) for v in document.definitions.values() if len(v) > 1)
    first = len(document.unresolved)
    node = document.bind(chains[0].parts[0].node, now, prefer=prefer)
    del document.unresolved[first:]
    return node
